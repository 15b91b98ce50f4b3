"""`outlay prices refresh`, run against a price list on the loopback: what it says, keeps, and refuses."""

from __future__ import annotations

import builtins
import fcntl
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from outlay.prices.region_names import known_regions

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay, OutlayProcess

REGION_FILE = "/offers/v1.0/aws/AmazonEC2/20260701000000/eu-central-1/index.json"


def overlay_of(overlays: Path) -> Path:
    digest = (overlays / "current").read_text().strip()
    return overlays / f"{digest}.sqlite"


def spoil(server: Any, old: str, new: str) -> None:
    body = server.answers[REGION_FILE][0].body
    assert old.encode() in body
    server.serve(REGION_FILE, body.replace(old.encode(), new.encode()))


def refresh(outlay: Outlay, server: Any, *services: str, region: str = "eu-central-1") -> Any:
    named = [word for service in services or ("AmazonEC2",) for word in ("--service", service)]
    return outlay("prices", "refresh", *named, "--region", region, "--from", server.address)


def test_it_says_what_came_and_where_it_lies(outlay: Outlay, overlays: Path, price_list: Any) -> None:
    done = refresh(outlay, price_list)

    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    assert first.startswith("509 figures as of 2026-07-01: ")
    assert first.endswith(" changed, 0 gone")
    assert rest[-2:] == [
        f"In use from now on: {overlay_of(overlays)}",
        "`outlay prices update` pins it for a repository.",
    ]
    assert "fetching AmazonEC2 in eu-central-1\n" in done.stderr
    assert "reading AmazonEC2 in eu-central-1\n" in done.stderr


def test_a_second_one_says_what_is_other(outlay: Outlay, overlays: Path, price_list: Any) -> None:
    refresh(outlay, price_list)
    spoil(price_list, '"0.1150000000"', '"0.1380000000"')

    done = refresh(outlay, price_list)

    assert done.stdout.splitlines()[:2] == [
        "509 figures as of 2026-07-01: 0 new, 1 changed, 0 gone",
        "  +20.0 %  AmazonEC2 m5.large linux in eu-central-1: 0.115 → 0.138 USD per unit of hours",
    ]


def test_what_is_shown_from_then_on_is_the_overlays(outlay: Outlay, overlays: Path, price_list: Any) -> None:
    spoil(price_list, '"0.1150000000"', '"0.1380000000"')
    refresh(outlay, price_list)

    shown = outlay("prices", "show", "AmazonEC2", "m5.large", "--region", "eu-central-1", "--dimension", "linux")

    assert "AWS price list bulk AmazonEC2 20260701000000" in shown.stdout
    assert "$0.138" in shown.stdout


def test_services_and_regions_may_be_called_as_people_call_them(outlay: Outlay, price_list: Any) -> None:
    done = refresh(outlay, price_list, "ec2", "EBS", region="EU (Frankfurt)")
    assert done.returncode == 0, done.stderr


def test_it_says_how_many_figures_the_price_list_does_not_have(outlay: Outlay, price_list: Any) -> None:
    done = refresh(outlay, price_list, "AmazonEBS")
    # of what is embedded for Frankfurt the list here has neither snapshots nor io1, st1, sc1 and magnetic volumes
    assert (
        "6 figures not in the price list stay as they travel with Outlay: "
        "`outlay prices export -s SERVICE -r REGION` names the layer of each\n"
    ) in done.stdout
    named = outlay("prices", "export", "-s", "AmazonEBS", "-r", "eu-central-1").stdout.splitlines()
    embedded = [row.split(",")[2] for row in named if ",embedded," in row]
    assert embedded == ["Snapshot", "io1", "io1", "sc1", "st1", "standard"]


def test_it_says_what_the_mapping_does_not_know(outlay: Outlay, price_list: Any, aws_offers: Any) -> None:
    volume, *others = aws_offers.other_items()
    strange = volume._replace(family="Quantum Storage", attributes={**volume.attributes, "usagetype": "EUC1-Qubits"})
    twice = strange._replace(attributes={**strange.attributes, "usagetype": "EUC1-More-Qubits"})
    elsewhere = strange._replace(attributes={**strange.attributes, "locationType": "AWS Local Zone"})
    price_list.serve(REGION_FILE, aws_offers.offer_document("AmazonEC2", [volume, strange, twice, elsewhere, *others]))

    done = refresh(outlay, price_list)

    assert done.stderr.splitlines()[-1] == (
        "note: 5 products are of kinds that the book has no figures of: "
        "Quantum Storage 2, Storage Snapshot 1, IP Address 1, Fee 1"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing is named to refresh"),
        (("--service", "AmazonEC2"), "AWS publishes a price list a region, and none is named"),
        (("--service", "AmazonPolly", "--region", "eu-central-1"), "the book has no service 'AmazonPolly'"),
        (("--service", "AmazonEC2", "--region", "eu-centrall-1"), "'eu-centrall-1' is no region"),
        (("--service", "AmazonEC2", "--region", "europe-west3"), "europe-west3 is no region of aws"),
        (("--cloud", "azure"), "there is no cloud azure"),
        (("--cloud", "gcp"), "Google's price catalogue needs an API key"),
    ],
)
def test_wrong_use_is_named_and_nothing_is_fetched(
    outlay: Outlay, overlays: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.delenv("GOOGLE_API_KEY", raising=False)

    done = outlay("prices", "refresh", *arguments)

    assert done.returncode == 2
    assert f"error: {said}" in done.stderr
    assert done.stdout == ""
    assert not (overlays / "current").exists()


@pytest.mark.parametrize("cloud", ["aws", "gcp"])
@pytest.mark.parametrize(
    "address", ["http://reader:geheim@127.0.0.1:9/x@y", "https://reader:ge/heim@127.0.0.1", "ftp://reader:geheim@[::1"]
)
def test_a_password_in_an_address_that_cannot_be_used_is_not_shown(
    outlay: Outlay, monkeypatch: pytest.MonkeyPatch, cloud: str, address: str
) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", "key")
    region = "eu-central-1" if cloud == "aws" else "europe-west3"

    done = outlay("prices", "refresh", "--cloud", cloud, "--region", region, "--from", address)

    assert done.returncode == 2
    assert "heim" not in done.stdout + done.stderr


def test_an_error_of_the_provider_ends_with_1_and_leaves_the_overlay(
    outlay: Outlay, overlays: Path, price_list: Any
) -> None:
    refresh(outlay, price_list)
    before = overlay_of(overlays)
    spoil(price_list, '"formatVersion" : "v1.0"', '"formatVersion" : "v7.0"')

    done = refresh(outlay, price_list)

    assert done.returncode == 1
    assert done.stdout == ""
    assert (
        "error: AWS's price list of AmazonEC2 in eu-central-1: its formatVersion is v7.0, and this version knows v1.0"
    ) in done.stderr
    assert "The prices in use stay as they were." in done.stderr
    assert overlay_of(overlays) == before
    assert not list(overlays.glob("refresh-*"))


def test_what_is_left_out_is_said(outlay: Outlay, overlays: Path, price_list: Any, aws_offers: Any) -> None:
    gateway, *others = aws_offers.other_items()
    other = gateway._replace(attributes={**gateway.attributes, "group": "another"}, price="0.0600000000")
    price_list.serve(REGION_FILE, aws_offers.offer_document("AmazonEC2", [gateway, other, *others]))

    done = refresh(outlay, price_list)

    assert (
        "note: left out: AmazonEC2 NatGateway/hours in eu-central-1, on-demand: AWS lists it at 0.052, 0.06\n"
    ) in done.stderr


def test_it_says_that_it_waits_for_another_refresh(outlay: Outlay, overlays: Path, price_list: Any) -> None:
    overlays.mkdir(exist_ok=True)
    with (overlays / ".putting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        other = threading.Timer(1, fcntl.flock, (lock, fcntl.LOCK_UN))
        other.start()
        done = refresh(outlay, price_list)
        other.join()
    assert done.returncode == 0, done.stderr
    assert "another refresh is running: waiting for it\n" in done.stderr


def test_a_price_list_that_breaks_a_rule_of_the_book_is_not_used(
    outlay: Outlay, overlays: Path, price_list: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(outlay, price_list)
    before = overlay_of(overlays)
    frankfurt = known_regions()["eu-central-1"]
    monkeypatch.setattr(
        "outlay.prices.verification.known_regions", lambda: {"eu-central-1": replace(frankfurt, currency="EUR")}
    )

    done = refresh(outlay, price_list)

    assert done.returncode == 1
    assert "error: the price list: AmazonEC2 " in done.stderr
    assert "is in USD, and eu-central-1 bills in EUR" in done.stderr
    assert overlay_of(overlays) == before
    assert outlay("prices", "show", "AmazonEC2", "m5.large", "--region", "eu-central-1").returncode == 0


def test_without_the_extra_it_is_said_how_to_install_it(
    outlay: Outlay, price_list: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (
        "httpx",
        "outlay_automation.prices.refresh.download",
        "outlay_automation.prices.refresh.aws.services",
    ):
        monkeypatch.delitem(sys.modules, module, raising=False)
    real = builtins.__import__

    def without_httpx(name: str, *rest: Any) -> Any:
        if name == "httpx":
            raise ModuleNotFoundError("No module named 'httpx'", name="httpx")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_httpx)
    done = refresh(outlay, price_list)

    assert done.returncode == 2
    assert "error: refreshing prices needs packages that are not installed (httpx)" in done.stderr
    assert "pip install 'outlay[refresh]'" in done.stderr


def test_help_does_not_load_any_client(outlay_process: OutlayProcess) -> None:
    done = outlay_process("prices", "refresh", "--help", environment={"PYTHONPROFILEIMPORTTIME": "1"})
    assert done.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & {"httpx", "boto3", "google.cloud.billing_v1", "ijson", "tenacity"}
