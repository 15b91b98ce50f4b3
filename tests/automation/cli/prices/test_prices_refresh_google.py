"""`outlay prices refresh --cloud gcp`, with Google's own client, against a catalogue on the loopback.

Not here: what figures are made of SKUs (`tests/automation/prices/test_google_*.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.google_catalogue import N2_IN_FRANKFURT, Catalogue, rate, sku

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Finished, Outlay

KEY = "a-secret-key"
NOW = str(int(datetime(2026, 11, 22, tzinfo=UTC).timestamp()))
"""Later than the prices of the catalogue."""


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    """A catalogue with a machine family and a disk in Frankfurt; the key for it is in the environment."""
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    listed = Catalogue()
    listed.skus["Compute Engine"] = [
        *N2_IN_FRANKFURT,
        sku("SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.204")),
        sku("Balanced PD Capacity in Paris", "GiBy.mo", rate("0.116"), regions=("europe-west9",)),
    ]
    with listed.served():
        yield listed


@pytest.fixture
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers are given up soon, where a person would have waited for minutes."""
    from outlay_automation.prices.refresh.google.catalogue import catalogue_figures
    from outlay_automation.prices.refresh.google.client import Patience

    assert catalogue_figures.__kwdefaults__ is not None
    patience = Patience(answer=1, first_pause=0.01, longest_pause=0.02, altogether=0.2)
    monkeypatch.setitem(catalogue_figures.__kwdefaults__, "patience", patience)


def refresh(outlay: Outlay, catalogue: Catalogue, *arguments: str) -> Finished:
    named = arguments or ("--cloud", "gcp", "--region", "europe-west3")
    return outlay("prices", "refresh", *named, "--from", catalogue.address)


def in_use(overlays: Path) -> str:
    return (overlays / "current").read_text().strip()


def test_what_the_catalogue_lists_of_a_region_is_in_use(outlay: Outlay, overlays: Path, catalogue: Catalogue) -> None:
    catalogue.skus["Compute Engine"][0] = sku("N2 Instance Core running in Frankfurt", "h", rate("0.05"))

    done = refresh(outlay, catalogue)

    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    # all but what the memory and the disk cost
    assert first == "32 figures as of 2026-11-20: 0 new, 30 changed, 0 gone"
    assert "reading Compute Engine\n" in done.stderr
    assert rest[-2] == f"In use from now on: {overlays / in_use(overlays)}.sqlite"
    shown = outlay("prices", "show", "ComputeEngine", "n2-standard-4", "--region", "europe-west3", "-t", "on-demand")
    lines = shown.stdout.splitlines()
    assert "on-demand  $0.287328    A    overlay                 1" in lines  # 4 × 0.05 + 16 × 0.005458
    assert "on-demand  $0.250248    A    embedded (overruled)    2" in lines
    assert "  1  overlay: Google Cloud Billing catalogue v1, Compute Engine, 2026-11-20" in lines


def test_the_other_regions_stay_as_they_were(outlay: Outlay, catalogue: Catalogue) -> None:
    refresh(outlay, catalogue)
    shown = outlay("prices", "show", "PersistentDisk", "pd-balanced", "--region", "europe-west9")
    assert "Google Cloud Billing catalogue" not in shown.stdout
    refresh(outlay, catalogue, "--service", "PersistentDisk")
    shown = outlay("prices", "show", "PersistentDisk", "pd-balanced", "--region", "europe-west9")
    assert "Google Cloud Billing catalogue v1, Compute Engine" in shown.stdout


def test_a_catalogue_with_nothing_of_a_service_is_an_error(
    outlay: Outlay, overlays: Path, catalogue: Catalogue
) -> None:
    done = refresh(outlay, catalogue, "--service", "CloudSQL")
    assert done.returncode == 1
    assert "error: Google's price catalogue: it has nothing that these services are made of" in done.stderr
    assert not (overlays / "current").exists()


def test_without_a_key_nothing_is_asked(
    outlay: Outlay, overlays: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOOGLE_API_KEY")
    done = refresh(outlay, catalogue)
    assert done.returncode == 2
    assert "error: Google's price catalogue needs an API key" in done.stderr
    assert "give it as GOOGLE_API_KEY" in done.stderr
    assert not catalogue.requests
    assert not (overlays / "current").exists()


def test_an_address_without_a_scheme_is_none(outlay: Outlay, catalogue: Catalogue) -> None:
    done = outlay("prices", "refresh", "--cloud", "gcp", "--from", catalogue.host)
    assert done.returncode == 2
    assert f"error: {catalogue.host} is no address" in done.stderr
    assert not catalogue.requests


def test_a_key_that_is_refused_leads_to_the_way_out(outlay: Outlay, overlays: Path, catalogue: Catalogue) -> None:
    refresh(outlay, catalogue)
    before = in_use(overlays)
    catalogue.interrupt = lambda: 403

    done = refresh(outlay, catalogue)

    assert done.returncode == 2
    assert "error: Google's price catalogue refuses the request: " in done.stderr
    assert "the server said 403" in done.stderr
    assert "that has the Cloud Billing API (cloudbilling.googleapis.com) enabled" in done.stderr
    assert in_use(overlays) == before


@pytest.mark.parametrize("status", [429, 500])
@pytest.mark.usefixtures("little_patience")
def test_trouble_that_stays_leaves_the_overlay(
    outlay: Outlay, overlays: Path, catalogue: Catalogue, status: int
) -> None:
    refresh(outlay, catalogue)
    before = in_use(overlays)
    catalogue.interrupt = lambda: status

    done = refresh(outlay, catalogue)

    assert done.returncode == 1
    assert done.stdout == ""
    assert f"error: Google's price catalogue does not answer: {status}" in done.stderr
    assert "Nothing was changed: the prices before stay in use." in done.stderr
    assert in_use(overlays) == before
    assert not list(overlays.glob("refresh-*"))


@pytest.mark.usefixtures("little_patience")
@pytest.mark.parametrize("status", [None, 403, 500])
def test_the_key_is_sent_and_stands_nowhere(
    outlay: Outlay, overlays: Path, catalogue: Catalogue, caplog: pytest.LogCaptureFixture, status: int | None
) -> None:
    catalogue.interrupt = lambda: status
    with caplog.at_level(logging.DEBUG):
        done = refresh(outlay, catalogue)
    assert {key for _, _, key in catalogue.requests} == {KEY}
    logged = [repr(vars(record)) for record in caplog.records]
    assert any("/v1/services" in each for each in logged), "the client logs its requests"
    kept = [path.read_bytes() for path in overlays.rglob("*") if path.is_file()]
    for text in (done.stdout, done.stderr, *logged, *(each.decode("latin-1") for each in kept)):
        assert KEY not in text


def test_a_service_that_the_catalogue_has_nothing_of_keeps_its_prices(
    outlay: Outlay, overlays: Path, catalogue: Catalogue
) -> None:
    catalogue.skus["Cloud SQL"] = [sku("Cloud SQL: Backups in Frankfurt", "GiBy.mo", rate("0.096"))]
    services = ("--service", "PersistentDisk", "--service", "CloudSQL")
    assert refresh(outlay, catalogue, *services).returncode == 0
    catalogue.skus["Cloud SQL"] = [sku("Cloud SQL: Safety Copies in Frankfurt", "GiBy.mo", rate("0.1"))]

    done = refresh(outlay, catalogue, *services)

    assert done.returncode == 0
    assert done.stdout.splitlines()[0].endswith(": 0 new, 0 changed, 0 gone")
    assert (
        "note: left out: CloudSQL: Google's price catalogue has nothing of it, so its prices stay as they were\n"
    ) in done.stderr
    shown = outlay("prices", "show", "CloudSQL", "backup", "--region", "europe-west3")
    assert "overlay: Google Cloud Billing catalogue v1, Cloud SQL" in shown.stdout


def test_a_region_that_the_catalogue_has_nothing_of_keeps_its_prices(outlay: Outlay, catalogue: Catalogue) -> None:
    services = ("--service", "PersistentDisk", "-r", "europe-west3", "-r", "europe-west9")
    refresh(outlay, catalogue, *services)
    del catalogue.skus["Compute Engine"][-1]

    done = refresh(outlay, catalogue, *services)

    assert done.stdout.splitlines()[0] == "1 figures as of 2026-11-20: 0 new, 0 changed, 0 gone"
    assert (
        "note: left out: PersistentDisk in europe-west9: Google's price catalogue has nothing of it there\n"
    ) in done.stderr
