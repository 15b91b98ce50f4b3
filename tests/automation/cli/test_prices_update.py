"""`outlay prices update`: what it says of each layer, service and figure, and when it writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.errors import InvalidFile, WrongUse
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lock import KINDS, Pin, PriceLock, digests_by_service, read_lock, write_lock
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.query import Grade
from outlay_automation.cli.prices.update import update_lock

EMBEDDED = f"{embedded_prices().identity.as_of}, digest {embedded_prices().identity.digest[:12]}"


def figure(item: str, price: str, service: str = "AmazonEC2", day: int = 1) -> Figure:
    name = FigureName(service, item, "linux", "on-demand", "hours")
    return Figure(name, "eu-central-1", Decimal(price), Source("AWS", date(2026, 11, day), "published"), Grade.A)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    monkeypatch.setenv("OUTLAY_PRICES", str(folder))
    return folder


@pytest.fixture
def refresh(store: Path) -> Callable[..., str]:
    """Figures as this machine's overlay, in use from now on; returns the first digits of the digest."""

    def run(*figures: Figure) -> str:
        with LookupWriter(store / "new.sqlite") as writer:
            for each in figures:
                writer.add(each)
        digest = writer.identity.digest
        (store / "new.sqlite").rename(store / f"{digest}.sqlite")
        (store / "current").write_text(digest)
        return digest[:12]

    return run


@pytest.fixture
def project(tmp_path: Path, store: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "finops.yaml").write_text("version: 1\n")
    return folder


@pytest.fixture
def update(project: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[str]]:
    def run(**options: bool) -> list[str]:
        update_lock(project, **options)
        return capsys.readouterr().out.splitlines()

    return run


def test_the_first_update_pins_what_is_at_hand(update, project: Path) -> None:
    assert update() == [
        f"embedded  {EMBEDDED}, pinned for the first time",
        f"Wrote {project / 'outlay.lock'}. Commit it, and every run prices by exactly these figures.",
    ]
    pinned, held = read_lock(project / "outlay.lock").pins["embedded"].services, embedded_prices().identity.services
    assert {service: held[service] for service in pinned if service != KINDS} == {
        service: digest for service, digest in held.items() if not service.startswith(("aws_", "google_", "module"))
    }


def test_a_second_one_changes_nothing(update, project: Path) -> None:
    update()
    before = (project / "outlay.lock").stat()
    assert update() == [f"embedded  {EMBEDDED}, as before", "Nothing changed; outlay.lock stays as it is."]
    assert (project / "outlay.lock").stat() == before


def test_a_dry_run_says_the_same_and_writes_nothing(update, project: Path) -> None:
    assert update(is_dry_run=True) == [
        f"embedded  {EMBEDDED}, pinned for the first time",
        "outlay.lock stays as it is: this was a dry run.",
    ]
    assert not (project / "outlay.lock").exists()


def test_services_that_changed_came_or_went_are_named(update, project: Path) -> None:
    services = dict(digests_by_service(embedded_prices().identity.services))
    services["AmazonEC2"] = "0" * 64
    services["AmazonOld"] = services.pop("AmazonRDS")
    write_lock(project / "outlay.lock", PriceLock({"embedded": Pin(date(2026, 1, 1), "0" * 64, services)}))
    assert update()[:4] == [
        f"embedded  2026-01-01, digest {'0' * 12} → {EMBEDDED}",
        "  changed: AmazonEC2",
        "  added: AmazonRDS",
        "  gone: AmazonOld",
    ]


def test_between_two_overlays_the_figures_are_counted_and_the_largest_changes_shown(update, refresh) -> None:
    first = refresh(figure("a", "1.00"), figure("b", "0.5"), figure("c", "2"), figure("d", "4", "AmazonRDS"))
    update()
    second = refresh(figure("a", "1.1", day=2), figure("b", "0.2"), figure("c", "2.0"), figure("e", "9"))
    lines = update()
    assert lines[:-1] == [
        f"embedded  {EMBEDDED}, as before",
        f"overlay   2026-11-01, digest {first} → 2026-11-02, digest {second}",
        "  changed: AmazonEC2",
        "  gone: AmazonRDS",
        "Figures of the overlay: 2 changed, 1 new, 1 gone",
        "  -60.0 %  AmazonEC2 b linux on-demand in eu-central-1: 0.5 → 0.2 USD per unit of hours",
        "  +10.0 %  AmazonEC2 a linux on-demand in eu-central-1: 1.00 → 1.1 USD per unit of hours",
    ]
    assert lines[-1].startswith("Wrote ")


def test_an_overlay_that_is_gone_cannot_be_compared_and_that_is_said(update, refresh, store: Path) -> None:
    refresh(figure("a", "1"))
    update()
    for path in store.glob("*.sqlite"):
        path.unlink()
    refresh(figure("a", "2"))
    assert "The overlay that was pinned is not on this machine, so its figures cannot be compared one by one." in (
        update()
    )


def test_a_layer_that_is_no_longer_in_use_is_said(update, refresh, project: Path) -> None:
    digest = refresh(figure("a", "1"))
    update()
    (project / "finops.yaml").write_text("prices: {overlay: none}\n")
    assert f"overlay   2026-11-01, digest {digest}, no longer pinned: it is not in use" in update()
    assert list(read_lock(project / "outlay.lock").pins) == ["embedded"]


def test_a_damaged_lock_is_written_anew_and_that_is_said(
    update, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    update()
    lock = project / "outlay.lock"
    whole = lock.read_text()
    lock.write_text(whole[:200])
    update_lock(project)
    assert f"note: {lock}" in capsys.readouterr().err
    assert lock.read_text() == whole


def test_without_a_standard_there_is_nothing_to_lie_beside(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"there is no finops\.yaml here or above"):
        update_lock(tmp_path)


def test_a_wrong_contract_is_no_reason_to_move_the_lock(update, project: Path) -> None:
    update()
    before = (project / "outlay.lock").read_bytes()
    (project / "finops.yaml").write_text("prices: {contract: agreed.csv}\n")
    with pytest.raises(InvalidFile, match=r"agreed\.csv: cannot be read"):
        update_lock(project)
    assert (project / "outlay.lock").read_bytes() == before
