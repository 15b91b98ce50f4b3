"""`outlay.lock`: how it reads, and that a damaged one is never taken for a whole one."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from outlay.errors import ExitCode, InvalidFile
from outlay.prices.lock import (
    Pin,
    PriceLock,
    digests_by_service,
    lock_path,
    lock_text,
    read_lock,
    write_lock,
)

EMBEDDED = Pin(date(2026, 7, 30), "a" * 64, {"AmazonS3": "b" * 64, "AmazonEC2": "c" * 64})
CONTRACT = Pin(date(2026, 1, 1), "d" * 64)
LOCK = PriceLock({"embedded": EMBEDDED, "contract": CONTRACT}, outlay="1.2.3")
WRITTEN = f"""\
# Which prices the estimates here rest on. Written by `outlay prices update`, not by hand; commit it.
format = 1
outlay = "1.2.3"
checksum = "CHECKSUM"

[layers]
contract = {{ as_of = 2026-01-01, digest = "{"d" * 64}" }}
embedded = {{ as_of = 2026-07-30, digest = "{"a" * 64}" }}

[services.embedded]
"AmazonEC2" = "{"c" * 64}"
"AmazonS3" = "{"b" * 64}"
"""


def refused(path: Path, text: str | bytes) -> InvalidFile:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InvalidFile) as raised:
        read_lock(path)
    assert raised.value.exit_code is ExitCode.WRONG_USE
    assert "outlay prices update" in raised.value.hint
    return raised.value


def test_it_reads_as_a_line_a_layer_and_a_line_a_service() -> None:
    text = lock_text(LOCK)
    checksum = text.split('checksum = "')[1][:64]
    assert text.replace(checksum, "CHECKSUM") == WRITTEN


digests = st.text("0123456789abcdef", min_size=64, max_size=64)
services = st.dictionaries(st.from_regex(r"[A-Za-z][A-Za-z0-9 ./-]{0,20}", fullmatch=True), digests, max_size=4)
pins = st.builds(Pin, st.dates(date(2000, 1, 1), date(2100, 1, 1)), digests, services)
locks = st.builds(
    PriceLock, st.dictionaries(st.sampled_from(["contract", "embedded", "overlay", "rates"]), pins), st.just("1.0")
)


@given(locks)
@settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read(tmp_path: Path, lock: PriceLock) -> None:
    path = tmp_path / "outlay.lock"
    write_lock(path, lock)
    assert read_lock(path) == lock
    assert [each.name for each in tmp_path.iterdir()] == ["outlay.lock"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("length", range(0, len(lock_text(LOCK)) - 1, 7))
def test_a_cut_one_is_refused(tmp_path: Path, length: int) -> None:
    refused(tmp_path / "outlay.lock", lock_text(LOCK)[:length])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a" * 64, "e" * 64),
        ("2026-07-30", "2026-07-31"),
        ('"1.2.3"', '"1.2.4"'),
        ('"AmazonS3"', '"AmazonS4"'),
        (f'"AmazonS3" = "{"b" * 64}"\n', ""),
        ("a" * 64, "a" * 63),
        ("2026-07-30", '"2026-07-30"'),
        ("2026-07-30", "2026-07-30T00:00:00"),
        ("[layers]", "[layer]"),
        ("contract = {", "contract = 5 # {"),
        ("checksum", "checksun"),
    ],
)
def test_an_altered_one_is_refused(tmp_path: Path, old: str, new: str) -> None:
    altered = lock_text(LOCK).replace(old, new)
    assert altered != lock_text(LOCK)
    assert "is cut or altered" in refused(tmp_path / "outlay.lock", altered).message


def test_one_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "outlay.lock"
    assert refused(path, lock_text(LOCK).replace("[layers]", "[layers")).message.startswith(f"{path}:6: is cut or")


def test_one_of_a_later_format_says_so(tmp_path: Path) -> None:
    error = refused(tmp_path / "outlay.lock", lock_text(LOCK).replace("format = 1", "format = 2"))
    assert error.message.endswith("has the format 2, and this version of Outlay knows 1")
    assert error.hint.startswith("Install the Outlay that wrote it, or a later one.")


def test_both_sides_of_a_merge_are_told_as_such(tmp_path: Path) -> None:
    text = lock_text(LOCK).replace("checksum", "<<<<<<< HEAD\nchecksum", 1)
    error = refused(tmp_path / "outlay.lock", text)
    assert error.message == f"{tmp_path / 'outlay.lock'}:4: holds both sides of a merge"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"[]"])
def test_what_is_no_lock_is_refused(tmp_path: Path, content: bytes) -> None:
    refused(tmp_path / "outlay.lock", content)


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outlay.lock").mkdir()
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_lock(tmp_path / "outlay.lock")
    with pytest.raises(InvalidFile, match="cannot be written"):
        write_lock(tmp_path / "outlay.lock", LOCK)
    assert [each.name for each in tmp_path.iterdir()] == ["outlay.lock"]


def test_a_lock_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "outlay.lock"
    write_lock(path, LOCK)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InvalidFile, match="cannot be written: No space left on device"):
        write_lock(path, PriceLock({}))
    assert read_lock(path) == LOCK
    assert [each.name for each in tmp_path.iterdir()] == ["outlay.lock"]


def test_it_lies_beside_the_standard(tmp_path: Path) -> None:
    assert lock_path(tmp_path / "finops.yaml") == tmp_path / "outlay.lock"
    assert lock_path(None) is None


def test_kinds_of_resource_share_a_line_that_moves_with_each() -> None:
    services = {"AmazonEC2": "a" * 64, "aws_eks_cluster": "b" * 64, "google_dns_managed_zone": "c" * 64}
    told = digests_by_service(services)
    assert set(told) == {"AmazonEC2", "kinds of resource"}
    assert told["AmazonEC2"] == "a" * 64
    moved = digests_by_service({**services, "google_dns_managed_zone": "d" * 64})
    assert {service for service in told if told[service] != moved[service]} == {"kinds of resource"}
    assert set(digests_by_service({"AmazonEC2": "a" * 64})) == {"AmazonEC2"}
