"""Overlays on the disk: the old one or the new one, whole, whatever happens meanwhile."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.errors import DamagedPrices
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lookup_file import LookupFile
from outlay.prices.overlay_store import OverlayStore, StoreBusy, StoreUnwritable, store_folder
from outlay.prices.query import Grade

SOURCE = Source("a list", date(2026, 7, 1), "published")


def figure(item: str, price: str, region: str = "eu-central-1", service: str = "AmazonEC2") -> Figure:
    name = FigureName(service, item, "linux", "on-demand", "hours")
    return Figure(name, region, Decimal(price), SOURCE, Grade.A)


def put(store: OverlayStore, figures: Iterable[Figure], *, replacing: tuple[str, ...] = ()) -> str:
    """Put figures that replace those of the regions; tells the digest."""
    with store.workshop() as workshop:
        return store.put(workshop, figures, lambda old: old.region in replacing).digest


def held(store: OverlayStore) -> dict[str, str]:
    """By item and region, the prices of the overlay in use."""
    current = store.current()
    assert current is not None
    found = {f"{each.name.item} {each.region}": str(each.price) for each in current.figures()}
    current.verify()
    current.close()
    return found


def left(store: OverlayStore) -> list[str]:
    """What lies in the folder beside overlays and locks."""
    return sorted(path.name for path in store.folder.iterdir() if path.suffix != ".sqlite" and path.name[0] != ".")


@pytest.fixture
def store(tmp_path: Path) -> OverlayStore:
    return OverlayStore(tmp_path / "data" / "prices")


def test_a_folder_that_is_not_there_has_no_overlay(store):
    assert store.current_digest() is None
    assert store.current() is None


def test_an_overlay_is_kept_by_its_digest_and_in_use_from_now_on(store):
    digest = put(store, [figure("m5.large", "0.115")])
    assert store.current_digest() == digest
    assert store.path_of(digest).name == f"{digest}.sqlite"
    assert held(store) == {"m5.large eu-central-1": "0.115"}
    assert left(store) == ["current"]


def test_what_is_not_replaced_is_carried_over(store):
    put(store, [figure("m5.large", "0.115"), figure("m5.large", "0.107", "eu-west-1"), figure("c3.large", "0.1")])
    put(store, [figure("m5.large", "0.12")], replacing=("eu-central-1",))
    assert held(store) == {"m5.large eu-central-1": "0.12", "m5.large eu-west-1": "0.107"}


def test_the_overlay_before_is_kept_for_a_lock_that_names_it(store):
    first = put(store, [figure("m5.large", "0.115")])
    second = put(store, [figure("m5.large", "0.12")], replacing=("eu-central-1",))
    assert second != first
    old = store.by_digest(first)
    assert [str(each.price) for each in old.figures()] == ["0.115"]
    old.close()


def test_the_same_figures_are_the_same_overlay(store):
    first = put(store, [figure("m5.large", "0.115"), figure("c5.large", "0.1")])
    assert put(store, [figure("c5.large", "0.1"), figure("m5.large", "0.115")], replacing=("eu-central-1",)) == first


def failing() -> Iterator[Figure]:
    yield figure("m5.large", "9")
    raise ValueError("the server is gone")


def test_after_an_error_everything_is_as_it_was(store):
    digest = put(store, [figure("m5.large", "0.115")])
    with pytest.raises(ValueError, match="the server is gone"):
        put(store, failing(), replacing=("eu-central-1",))
    assert store.current_digest() == digest
    assert held(store) == {"m5.large eu-central-1": "0.115"}
    assert left(store) == ["current"]
    assert len(list(store.folder.glob("*.sqlite"))) == 1


def test_an_overlay_that_was_deleted_can_be_refreshed_anew(store):
    digest = put(store, [figure("m5.large", "0.115")])
    store.path_of(digest).unlink()
    with pytest.raises(DamagedPrices, match=r"is missing\nDelete it and the file `current` beside it"):
        store.current()
    put(store, [figure("m5.large", "0.12")])
    assert held(store) == {"m5.large eu-central-1": "0.12"}


@pytest.mark.parametrize("spoil", ["cut", "other", "nonsense"])
def test_an_overlay_that_is_cut_or_altered_is_an_error_and_stays(store, spoil):
    digest = put(store, [figure(f"m{number}.large", "0.115") for number in range(2000)])
    path = store.path_of(digest)
    if spoil == "cut":
        path.write_bytes(path.read_bytes()[:20_000])
    elif spoil == "nonsense":
        path.write_bytes(b"nonsense" * 1000)
    else:
        other = put(OverlayStore(store.folder.parent / "elsewhere"), [figure("c5.large", "1")])
        path.write_bytes((store.folder.parent / "elsewhere" / f"{other}.sqlite").read_bytes())
    before = path.read_bytes()
    with pytest.raises(DamagedPrices):
        put(store, [figure("m5.large", "0.12", "eu-west-1")])
    assert path.read_bytes() == before
    assert store.current_digest() == digest


def test_two_refreshes_at_once_lose_nothing(store):
    regions = [f"eu-test-{number}" for number in range(6)]
    threads = [threading.Thread(target=put, args=(store, [figure("m5.large", "1", region)])) for region in regions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held(store)) == [f"m5.large {region}" for region in regions]


def test_the_folder_is_named_by_the_environment_or_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("OUTLAY_PRICES", str(tmp_path))
    assert store_folder() == tmp_path
    monkeypatch.delenv("OUTLAY_PRICES")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert store_folder().name == "prices"


_ENDLESS = """
    import sys, time
    from datetime import date
    from decimal import Decimal
    from pathlib import Path
    from outlay.prices.figure import Figure, FigureName, Source
    from outlay.prices.query import Grade
    from outlay.prices.overlay_store import OverlayStore

    def figures(count):
        for number in range(count):
            name = FigureName("AmazonEC2", f"x{number}.large", "linux", "on-demand", "hours")
            yield Figure(name, "eu-central-1", Decimal(1), Source("a list", date(2026, 7, 1), "published"), Grade.A)
        print("halfway", flush=True)
        time.sleep(float(sys.argv[2]))

    store = OverlayStore(Path(sys.argv[1]))
    with store.workshop() as workshop:
        (workshop / "region.json").write_text("{")
        store.put(workshop, figures(50_000), lambda figure: True)
"""


def start(store: OverlayStore, seconds: float, **how: object) -> subprocess.Popen[str]:
    """A refresh in a process of its own, which stops for a while when it has taken all its figures."""
    command = [sys.executable, "-c", textwrap.dedent(_ENDLESS), str(store.folder), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)


def test_killed_in_the_middle_it_leaves_the_old_overlay_and_is_swept_up_after(store):
    digest = put(store, [figure("m5.large", "0.115")])
    with start(store, 60) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halfway\n"
        os.kill(process.pid, signal.SIGKILL)
    assert store.current_digest() == digest
    assert held(store) == {"m5.large eu-central-1": "0.115"}
    assert any(name.startswith("refresh-") for name in left(store)), "what the dead one left"
    put(store, [figure("m5.large", "0.12")], replacing=("eu-central-1",))
    assert left(store) == ["current"]


def test_a_refresh_that_lives_is_not_swept_away(store):
    with start(store, 60) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halfway\n"
        with store.workshop():
            assert len([name for name in left(store) if name.startswith("refresh-")]) == 2
        process.kill()


def test_who_waits_for_another_refresh_is_told_and_does_not_wait_forever(store):
    told: list[str] = []
    with start(store, 60) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halfway\n"
        waiting = OverlayStore(store.folder, lambda: told.append("another one"), patience=0.3)
        with pytest.raises(StoreBusy, match=r"another refresh has been writing to .* for more than 0\.3 seconds"):
            put(waiting, [figure("m5.large", "1")])
        process.kill()
    assert told == ["another one"]
    put(OverlayStore(store.folder, lambda: told.append("again")), [figure("m5.large", "1")])
    assert told == ["another one"], "nobody is at work any more"


def test_what_is_only_called_like_a_workshop_is_left_alone(store):
    store.folder.mkdir(parents=True)
    (store.folder / "refresh-x").write_text("a note")
    put(store, [figure("m5.large", "0.115")])
    assert (store.folder / "refresh-x").read_text() == "a note"


def test_a_workshop_that_vanishes_while_it_is_swept_is_no_trouble(store, monkeypatch):
    store.folder.mkdir(parents=True)
    gone = store.folder / "refresh-gone"
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: [*glob(folder, pattern), gone])
    with store.workshop() as place:
        assert place.is_dir()


def test_a_workshop_is_held_until_it_is_gone(store, monkeypatch):
    seen: list[list[str]] = []
    remove = shutil.rmtree

    def remove_slowly(place: Path, ignore_errors: bool) -> None:
        monkeypatch.setattr(shutil, "rmtree", remove)
        with OverlayStore(store.folder).workshop():
            seen.append([path.name for path in place.iterdir()])
        remove(place, ignore_errors=ignore_errors)

    with store.workshop():
        monkeypatch.setattr(shutil, "rmtree", remove_slowly)
    assert seen == [["held"]], "another process has swept it"


def test_on_a_full_disk_the_old_overlay_stays(store):
    digest = put(store, [figure("m5.large", "0.115")])
    full = 256 * 1024  # what this process may write to a file, as a disk would that has no more room

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (full, full))

    with start(store, 0, preexec_fn=limited) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "StoreUnwritable: prices cannot be written to" in said
    assert "Make room, or name another folder in OUTLAY_PRICES. The prices in use stay as they were." in said
    assert store.current_digest() == digest
    assert held(store) == {"m5.large eu-central-1": "0.115"}
    assert left(store) == ["current"]


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = OverlayStore(tmp_path / "file" / "prices")
    with pytest.raises(StoreUnwritable, match="prices cannot be written to"):
        put(store, [figure("m5.large", "1")])


def alter(path: Path) -> None:
    """Change a figure, and leave the digest that the file says of itself."""
    with sqlite3.connect(path) as database:
        database.execute("UPDATE figure SET price = '0.0001'")
    database.close()


def test_an_overlay_whose_figures_are_not_those_of_its_digest_is_refused_and_never_carried_over(store):
    path = store.path_of(put(store, [figure("m5.large", "0.115")]))
    alter(path)
    with pytest.raises(DamagedPrices, match="was altered"):
        store.current()
    with pytest.raises(DamagedPrices, match="was altered"):
        put(store, [figure("c5.large", "0.1")])


def test_one_that_was_read_to_its_end_is_not_read_again_before_it_changes(store, monkeypatch):
    path = store.path_of(put(store, [figure("m5.large", "0.115")]))
    read: list[Path] = []
    whole = LookupFile.verify
    monkeypatch.setattr(LookupFile, "verify", lambda layer: (read.append(layer.path), whole(layer)))
    store.current().close()
    assert read == []  # it was written whole
    os.utime(path)
    store.current().close()
    store.current().close()
    assert read == [path]


def test_altering_one_and_setting_its_time_back_is_seen(store):
    path = store.path_of(put(store, [figure("m5.large", "0.115")]))
    before = path.stat()
    alter(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    with pytest.raises(DamagedPrices, match="was altered"):
        store.current()


@pytest.mark.parametrize("text", [b"../../etc/passwd", b"\xff\xfe", b"\0abc", b"abc", b"A" * 64])
def test_what_is_in_use_is_a_digest_or_an_error(store, text):
    store.folder.mkdir(parents=True)
    (store.folder / "current").write_bytes(text)
    with pytest.raises(DamagedPrices, match=r"current (holds no digest|cannot be read).*\nDelete it; the embedded"):
        store.current()


def test_a_variable_that_names_a_file_is_said_so(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DamagedPrices, match=r"is no folder, .*\nName a folder in OUTLAY_PRICES"):
        OverlayStore(tmp_path / "file").current()
    with pytest.raises(StoreUnwritable, match="prices cannot be written to"):
        put(OverlayStore(tmp_path / "file"), [figure("m5.large", "1")])
