"""Google's catalogue through Google's own client, against a server on this machine that answers as the real one."""

import json
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from socket import socket
from typing import Any

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.billing_v1.services.cloud_catalog.transports import CloudCatalogRestTransport
from outlay.errors import ExitCode, WrongUse
from outlay.prices.figure import Figure
from outlay.prices.lookup_file import LookupFile
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.query import GLOBAL, Grade, Price, PriceQuery
from outlay.prices.verification import broken_rules
from outlay.resource import Unknown
from outlay_automation.prices.refresh.google.catalogue import catalogue_figures, stack_figures
from outlay_automation.prices.refresh.google.client import (
    CatalogueRefused,
    CatalogueUnavailable,
    Patience,
    catalogue_transport,
)
from outlay_automation.prices.refresh.google.sku import UnexpectedCatalogue

from tests.google_catalogue import N2_IN_FRANKFURT, rate, sku
from tests.google_catalogue import Catalogue as ServedCatalogue

TODAY = date(2026, 11, 22)
QUICK = Patience(answer=1, first_pause=0.01, longest_pause=0.02, altogether=3)


class Catalogue(ServedCatalogue):
    """The catalogue, and what the client makes of it."""

    @property
    def transport(self) -> CloudCatalogRestTransport:
        return CloudCatalogRestTransport(host=self.host, url_scheme="http", credentials=AnonymousCredentials())

    def figures(self, *services: str, regions: tuple[str, ...] = (), **options: Any) -> list[Figure]:
        options = {"transport": self.transport, "today": TODAY, "patience": QUICK, **options}
        return list(catalogue_figures(services, regions, api_key="", **options))

    def prices(self, *services: str, regions: tuple[str, ...] = ()) -> dict[tuple[str, str, str], Decimal]:
        """Prices by item, dimension and region; a price's later tiers are not in it."""
        return {
            (figure.name.item, figure.name.dimension, figure.region): figure.price
            for figure in self.figures(*services, regions=regions)
            if not figure.name.tier_from
        }


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    served = Catalogue()
    with served.served():
        yield served


def test_a_machine_is_a_figure_with_its_source_day_and_grade(catalogue):
    catalogue.skus["Compute Engine"] = list(N2_IN_FRANKFURT)
    figures = catalogue.figures("ComputeEngine")
    figure = next(each for each in figures if each.name.item == "n2-standard-4")
    assert figure.price == Decimal("0.250248")  # 4 × 0.04073 + 16 × 0.005458
    assert (figure.name.service, figure.name.dimension, figure.name.term) == ("ComputeEngine", "linux", "on-demand")
    assert (figure.name.unit, figure.region, figure.currency) == ("hours", "europe-west3", "USD")
    assert figure.source.name == "Google Cloud Billing catalogue v1, Compute Engine"
    assert figure.source.as_of == date(2026, 11, 20)
    assert figure.source.licence == "published by Google"
    assert figure.grade is Grade.A
    assert {(each.name.item, each.name.dimension) for each in figures if each.name.unit != "hours"} == {
        ("n2", "vcpu"),
        ("n2", "memory"),
    }


def test_every_page_is_read_and_progress_told(catalogue):
    regions = ("europe-west3", "us-central1", "asia-east1", "us-east4", "us-west2")
    catalogue.skus["Compute Engine"] = [
        sku("Balanced PD Capacity", "GiBy.mo", rate("0.12"), regions=(each,)) for each in regions
    ]
    told: list[tuple[str, int]] = []
    figures = catalogue.figures("PersistentDisk", on_progress=lambda *progress: told.append(progress))
    assert {figure.region for figure in figures} == set(regions)
    assert told == [("Compute Engine", 2), ("Compute Engine", 4), ("Compute Engine", 5)]
    pages = [query.get("pageToken", "") for path, query, _ in catalogue.requests if path.endswith("/skus")]
    assert pages == ["", "2", "4"]


def test_units_and_nanos_make_one_exact_price(catalogue):
    catalogue.skus["Cloud Pub/Sub"] = [
        sku("Message Delivery Basic", "TiBy", rate("0"), rate("40", 0.009765625), regions=("global",)),
        sku("Topics message backlog", "GiBy.mo", rate("1.270000001"), regions=("global",)),
    ]
    assert catalogue.prices("CloudPubSub") == {
        ("message-ingestion", "", GLOBAL): Decimal(40),
        ("topic-retention", "", GLOBAL): Decimal("1.270000001"),
    }


def test_tiers_stay_and_what_is_free_of_them_falls_away(catalogue):
    catalogue.skus["Compute Engine"] = [
        sku(
            "Network Internet Data Transfer Out from Frankfurt to Americas",
            "GiBy",
            rate("0"),
            rate("0.12", 1),
            rate("0.11", 1024),
            rate("0.08", 10240),
        )
    ]
    figures = catalogue.figures("Networking")
    assert [(figure.name.item, figure.name.dimension, figure.name.tier_from, figure.price) for figure in figures] == [
        ("internet-egress", "worldwide", Decimal(0), Decimal("0.12")),
        ("internet-egress", "worldwide", Decimal(1024), Decimal("0.11")),
        ("internet-egress", "worldwide", Decimal(10240), Decimal("0.08")),
    ]


def test_operations_are_priced_by_ten_thousand_in_each_kind_of_location(catalogue):
    catalogue.skus["Cloud Storage"] = [
        sku("Regional Standard Class A Operations", "count", rate("0"), rate("0.000005", 5000), regions=("global",)),
        sku("Multi-Region Standard Class A Operations", "count", rate("0.00001"), regions=("global",)),
        sku("Archive Class B Operations", "count", rate("0.00005"), regions=("global",)),
        sku("Nearline Data Retrieval", "GiBy", rate("0.01"), regions=("global",)),
    ]
    prices = catalogue.prices("CloudStorage", regions=("europe-west3", "eu", "nam4"))
    assert prices == {
        ("STANDARD", "class-a", "europe-west3"): Decimal("0.05"),
        ("STANDARD", "class-a", "eu"): Decimal("0.1"),
        ("ARCHIVE", "class-b", "europe-west3"): Decimal("0.5"),
        ("ARCHIVE", "class-b", "eu"): Decimal("0.5"),
        ("ARCHIVE", "class-b", "nam4"): Decimal("0.5"),
        ("NEARLINE", "retrieval", "europe-west3"): Decimal("0.01"),
        ("NEARLINE", "retrieval", "eu"): Decimal("0.01"),
        ("NEARLINE", "retrieval", "nam4"): Decimal("0.01"),
    }


def test_buckets_by_class_and_location(catalogue):
    catalogue.skus["Cloud Storage"] = [
        sku("Standard Storage Frankfurt", "GiBy.mo", rate("0.023")),
        sku("Standard Storage Europe Multi-region", "GiBy.mo", rate("0.026"), regions=("europe",)),
        sku("Standard Storage Frankfurt Dual-region", "GiBy.mo", rate("0.0253")),
        sku("Standard Storage Finland/Netherlands Dual-region", "GiBy.mo", rate("0.036"), regions=("eur4",)),
        sku("Coldline Storage Frankfurt (Early Delete)", "GiBy.d", rate("0.0002")),
        sku("Durable Reduced Availability Storage Frankfurt", "GiBy.mo", rate("0.023")),
    ]
    assert catalogue.prices("CloudStorage") == {
        ("STANDARD", "storage", "europe-west3"): Decimal("0.023"),
        ("STANDARD", "storage", "eu"): Decimal("0.026"),
        ("STANDARD", "storage", "eur4"): Decimal("0.036"),
        ("DURABLE_REDUCED_AVAILABILITY", "storage", "europe-west3"): Decimal("0.023"),
    }


def test_disks_and_their_performance(catalogue):
    catalogue.skus["Compute Engine"] = [
        sku("Storage PD Capacity", "GiBy.mo", rate("0"), rate("0.04", 30), regions=("us-central1", "us-east1")),
        sku("Regional SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.408")),
        sku("Extreme PD IOPS in Frankfurt", "mo", rate("0.078")),
        sku("Hyperdisk Balanced IOPS in Frankfurt", "mo", rate("0.006")),
        sku("Hyperdisk Balanced IOPS in Frankfurt Confidential Mode", "mo", rate("0.009")),
        sku("Hyperdisk Balanced Throughput in Frankfurt", "mo", rate("0.048")),
        sku("Hyperdisk Balanced Storage Pools Standard IOPS - Frankfurt", "mo", rate("0.005")),
        sku("Storage PD Snapshot in Frankfurt", "GiBy.mo", rate("0.06")),
        sku("SSD backed Local Storage in Frankfurt", "GiBy.mo", rate("0.096")),
    ]
    assert catalogue.prices("PersistentDisk") == {
        ("pd-standard", "storage", "us-central1"): Decimal("0.04"),
        ("pd-standard", "storage", "us-east1"): Decimal("0.04"),
        ("pd-ssd", "storage/regional", "europe-west3"): Decimal("0.408"),
        ("pd-extreme", "iops", "europe-west3"): Decimal("0.078"),
        ("hyperdisk-balanced", "iops", "europe-west3"): Decimal("0.006"),
        ("hyperdisk-balanced", "throughput", "europe-west3"): Decimal("0.048"),
        ("snapshot", "storage", "europe-west3"): Decimal("0.06"),
        ("local-ssd", "storage", "europe-west3"): Decimal("0.096"),
    }


def test_addresses_and_gateways_that_are_listed_once_hold_in_every_region(catalogue):
    catalogue.skus["Compute Engine"] = [
        sku("External IP Charge on a Standard VM", "h", rate("0.005"), regions=("global",)),
        sku("Static Ip Charge in Frankfurt", "h", rate("0.012")),
        sku("Static Ip Charge", "h", rate("0.01"), regions=("global",)),
    ]
    catalogue.skus["Networking"] = [
        sku("Networking Cloud Nat Gateway Uptime", "h", rate("0.0014"), regions=("global",)),
        sku("Networking Cloud Nat Data Processing", "GiBy", rate("0.045"), regions=("global",)),
    ]
    assert catalogue.prices("Networking", regions=("europe-west3",)) == {
        ("external-ip", "standard-vm", "europe-west3"): Decimal("0.005"),
        ("external-ip", "unused", "europe-west3"): Decimal("0.012"),
        ("external-ip", "global-unused", GLOBAL): Decimal("0.01"),
        ("nat", "hours", "europe-west3"): Decimal("0.0014"),
        ("nat", "data", "europe-west3"): Decimal("0.045"),
    }


def test_databases(catalogue):
    catalogue.skus["Cloud SQL"] = [
        sku("Cloud SQL for PostgreSQL: Zonal - vCPU in Frankfurt", "h", rate("0.0496")),
        sku("Cloud SQL for MySQL: Zonal - vCPU in Frankfurt", "h", rate("0.0496")),
        sku("Cloud SQL for MySQL: Regional - RAM in Frankfurt", "GiBy.h", rate("0.0168")),
        sku("Cloud SQL for MySQL: Zonal - 4 vCPU + 15GB RAM in Frankfurt", "h", rate("0.2318")),
        sku("Cloud SQL for MySQL: Zonal - 2 vCPU + 13GB RAM in Frankfurt", "h", rate("0.2536")),
        sku("Cloud SQL for MySQL: Zonal - 2 vCPU + 99GB RAM in Frankfurt", "h", rate("9")),
        sku("Cloud SQL for PostgreSQL: Regional - Micro instance in Frankfurt", "h", rate("0.0252")),
        sku("Cloud SQL for MySQL: Zonal - Standard storage in Frankfurt", "GiBy.mo", rate("0.204")),
        sku("Cloud SQL for MySQL: Regional - Low cost storage in Frankfurt", "GiBy.mo", rate("0.216")),
        sku("Cloud SQL: Backups in Frankfurt", "GiBy.mo", rate("0.096")),
        sku("FDC Trial in Cloud SQL for PostgreSQL: Zonal - vCPU in Frankfurt", "h", rate("9")),
    ]
    assert {key[:2]: price for key, price in catalogue.prices("CloudSQL").items()} == {
        ("vcpu", "zonal"): Decimal("0.0496"),
        ("memory", "regional"): Decimal("0.0168"),
        ("db-n1-standard-4", "mysql/zonal"): Decimal("0.2318"),
        ("db-n1-highmem-2", "mysql/zonal"): Decimal("0.2536"),
        ("db-f1-micro", "postgres/regional"): Decimal("0.0252"),
        ("storage", "ssd/zonal"): Decimal("0.204"),
        ("storage", "hdd/regional"): Decimal("0.216"),
        ("backup", ""): Decimal("0.096"),
    }


def test_cloud_run_by_second_and_by_million_requests(catalogue):
    catalogue.skus["Cloud Run"] = [
        sku("Services CPU Tier 2  (Request-based billing)", "s", rate("0"), rate("0.0000336", 180000)),
        sku("Services Memory Tier 2 (Request-based billing)", "GiBy.s", rate("0.0000035")),
        sku("Services Min Instance CPU Tier 2 (Request-based billing)", "s", rate("0.0000035")),
        sku("Services CPU (Instance-based billing) in europe-west3", "s", rate("0.0000216")),
        sku("Requests", "count", rate("0"), rate("0.0000004", 2000000), regions=("global",)),
    ]
    assert catalogue.prices("CloudRun") == {
        ("cpu", "request-based", "europe-west3"): Decimal("0.0000336"),
        ("memory", "request-based", "europe-west3"): Decimal("0.0000035"),
        ("cpu", "idle", "europe-west3"): Decimal("0.0000035"),
        ("cpu", "instance-based", "europe-west3"): Decimal("0.0000216"),
        ("requests", "", GLOBAL): Decimal("0.4"),
    }


def test_only_the_services_and_regions_asked_for_come_sorted(catalogue):
    catalogue.skus["Compute Engine"] = [
        *N2_IN_FRANKFURT,
        sku("SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.204")),
        sku("SSD backed PD Capacity", "GiBy.mo", rate("0.17"), regions=("us-central1",)),
        sku("Balanced PD Capacity", "GiBy.mo", rate("0.1"), regions=("us-central1",)),
    ]
    figures = catalogue.figures("PersistentDisk")
    assert [(figure.name.item, figure.region) for figure in figures] == [
        ("pd-balanced", "us-central1"),
        ("pd-ssd", "europe-west3"),
        ("pd-ssd", "us-central1"),
    ]
    assert len(catalogue.figures("PersistentDisk", regions=("europe-west3",))) == 1
    assert {path for path, _, _ in catalogue.requests} == {"/v1/services", "/v1/services/6F81-5844-456A/skus"}


def test_for_a_stack_come_the_figures_of_its_queries_with_all_their_terms(catalogue):
    catalogue.skus["Compute Engine"] = [
        *N2_IN_FRANKFURT,
        sku("Spot Preemptible N2 Instance Core running in Frankfurt", "h", rate("0.01621"), usage="Preemptible"),
        sku("Spot Preemptible N2 Instance Ram running in Frankfurt", "GiBy.h", rate("0.002172"), usage="Preemptible"),
        sku("N2 Instance Core running in Paris", "h", rate("0.03668"), regions=("europe-west9",)),
        sku("N2 Instance Ram running in Paris", "GiBy.h", rate("0.00491"), regions=("europe-west9",)),
    ]
    queries = [
        PriceQuery("ComputeEngine", "europe-west3", "n2-standard-2", "linux"),
        PriceQuery("ComputeEngine", "europe-west3", "n2-standard-2", "windows"),
        PriceQuery("ComputeEngine", Unknown(), "n2-standard-4", "linux"),
        PriceQuery("ComputeEngineLicense", GLOBAL, "n2-standard-2", "windows"),
        PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux"),
    ]
    skipped: list[str] = []
    figures = list(
        stack_figures(
            queries, api_key="", today=TODAY, transport=catalogue.transport, patience=QUICK, on_skipped=skipped.append
        )
    )
    assert skipped == [
        f"{queries[2]}: it is open until deployment",
        "ComputeEngineLicense n2-standard-2/windows in every region: "
        "ComputeEngineLicense is not read from Google's catalogue",
        "ComputeEngine n2-standard-2/windows in europe-west3: Google's catalogue lists none",
    ]
    assert [(each.name.item, each.name.term, each.region, each.price) for each in figures] == [
        ("n2-standard-2", "on-demand", "europe-west3", Decimal("0.125124")),
        ("n2-standard-2", "spot", "europe-west3", Decimal("0.049796")),
    ]


def test_for_a_stack_come_all_dimensions_of_an_item_and_what_holds_everywhere(catalogue):
    catalogue.skus["Compute Engine"] = [
        sku("SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.204")),
        sku("Regional SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.408")),
        sku("Balanced PD Capacity in Frankfurt", "GiBy.mo", rate("0.12")),
    ]
    catalogue.skus["Cloud Run"] = [sku("Requests", "count", rate("0.0000004"), regions=("global",))]
    queries = [
        PriceQuery("PersistentDisk", "europe-west3", "pd-ssd", "storage"),
        PriceQuery("CloudRun", "europe-west3", "requests"),
    ]
    skipped: list[str] = []
    figures = stack_figures(
        queries, api_key="", today=TODAY, transport=catalogue.transport, patience=QUICK, on_skipped=skipped.append
    )
    assert [(each.name.item, each.name.dimension, each.region) for each in figures] == [
        ("requests", "", GLOBAL),
        ("pd-ssd", "storage", "europe-west3"),
        ("pd-ssd", "storage/regional", "europe-west3"),
    ]
    assert skipped == []


def test_a_stack_without_google_asks_nothing(catalogue):
    queries = [PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux")]
    assert list(stack_figures(queries, api_key="", today=TODAY, transport=catalogue.transport)) == []
    assert not catalogue.requests


def test_another_currency_is_asked_for_and_kept(catalogue):
    catalogue.skus["Compute Engine"] = [
        sku("Balanced PD Capacity in Frankfurt", "GiBy.mo", rate("0.1104", currency="EUR"))
    ]
    (figure,) = catalogue.figures("PersistentDisk", currency="EUR")
    assert (figure.price, figure.currency) == (Decimal("0.1104"), "EUR")
    assert {query.get("currencyCode") for path, query, _ in catalogue.requests if path.endswith("/skus")} == {"EUR"}
    with pytest.raises(UnexpectedCatalogue, match="is priced in EUR, asked was USD"):
        catalogue.figures("PersistentDisk")


def test_the_key_goes_with_every_request_and_into_no_message(catalogue):
    catalogue.skus["Compute Engine"] = list(N2_IN_FRANKFURT)
    transport = catalogue_transport("a-secret-key", catalogue.host, "http")
    assert catalogue.figures("ComputeEngine", transport=transport)
    assert {key for _, _, key in catalogue.requests} == {"a-secret-key"}
    catalogue.interrupt = lambda: 403
    with pytest.raises(CatalogueRefused) as raised:
        catalogue.figures("ComputeEngine", transport=transport)
    assert "a-secret-key" not in str(raised.value)


def test_without_a_key_nothing_is_asked():
    with pytest.raises(CatalogueRefused, match="needs an API key") as raised:
        catalogue_figures(["ComputeEngine"], [], api_key="", today=TODAY)
    assert raised.value.exit_code is ExitCode.WRONG_USE
    assert "cloudbilling.googleapis.com" in raised.value.hint


def test_a_service_that_the_catalogue_is_not_read_for_is_named():
    with pytest.raises(WrongUse, match="AmazonEC2 cannot be refreshed") as raised:
        catalogue_figures(["AmazonEC2"], [], api_key="key", today=TODAY)
    assert "CloudSQL, CloudStorage, ComputeEngine" in raised.value.hint


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_is_said_at_once_with_the_way_out(catalogue, status):
    catalogue.interrupt = lambda: status
    with pytest.raises(CatalogueRefused, match=f"refuses the request: .*the server said {status}") as raised:
        catalogue.figures("ComputeEngine", transport=catalogue_transport("key", catalogue.host, "http"))
    assert "API key" in raised.value.hint
    assert {path for path, _, _ in catalogue.requests} == {"/v1/services"}


def test_credentials_that_cannot_be_renewed_are_a_refusal(catalogue):
    catalogue.interrupt = lambda: 401
    with pytest.raises(CatalogueRefused, match="refuses the request"):
        catalogue.figures("ComputeEngine")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_trouble_that_passes_is_waited_out(catalogue, status):
    catalogue.skus["Compute Engine"] = list(N2_IN_FRANKFURT)
    before = list(catalogue.figures("ComputeEngine"))
    troubles = iter([status, status, None, status])
    catalogue.interrupt = lambda: next(troubles, None)
    assert catalogue.figures("ComputeEngine") == before


@pytest.mark.parametrize("status", [429, 503])
def test_trouble_that_stays_is_given_up_after_a_while(catalogue, status):
    catalogue.interrupt = lambda: status
    patience = Patience(answer=1, first_pause=0.01, longest_pause=0.02, altogether=0.2)
    with pytest.raises(CatalogueUnavailable, match=f"does not answer: {status}") as raised:
        catalogue.figures("ComputeEngine", patience=patience)
    assert raised.value.exit_code is ExitCode.OUR_ERROR
    assert "Try again later" in raised.value.hint
    assert len(catalogue.requests) > 2


def test_a_server_that_hangs_is_given_up(catalogue):
    def hang() -> int:
        time.sleep(1)
        return 500

    catalogue.interrupt = hang
    patience = Patience(answer=0.1, first_pause=0.01, longest_pause=0.02, altogether=0.3)
    began = time.monotonic()
    with pytest.raises(CatalogueUnavailable, match="does not answer"):
        catalogue.figures("ComputeEngine", patience=patience)
    assert time.monotonic() - began < 10


def test_a_server_that_is_not_there_is_said_to_be_so(catalogue):
    patience = Patience(answer=1, first_pause=0.01, longest_pause=0.02, altogether=0.1)
    with socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        transport = catalogue_transport("key", f"127.0.0.1:{nobody.getsockname()[1]}", "http")
        with pytest.raises(CatalogueUnavailable, match="does not answer: ConnectionError"):
            catalogue.figures("ComputeEngine", transport=transport, patience=patience)


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b'{"services": [{"na', b'{"services": 7}'])
def test_a_document_that_is_none_is_an_error(catalogue, body):
    catalogue.interrupt = lambda: body
    with pytest.raises(UnexpectedCatalogue, match="cannot be read"):
        catalogue.figures("ComputeEngine")


def test_a_catalogue_without_the_service_is_an_error(catalogue):
    catalogue.interrupt = lambda: b'{"services": [{"name": "services/1", "displayName": "BigQuery"}]}'
    with pytest.raises(UnexpectedCatalogue, match="it has no service 'Compute Engine'"):
        catalogue.figures("ComputeEngine")


def test_a_machine_that_costs_nothing_is_an_error(catalogue):
    catalogue.skus["Compute Engine"] = [sku("N2 Instance Core running in Frankfurt", "h", rate("0"))]
    with pytest.raises(UnexpectedCatalogue, match=r"N2 Instance Core running in Frankfurt\) has a price of 0"):
        catalogue.figures("ComputeEngine")


def test_what_no_figure_can_be_made_of_is_named(catalogue):
    catalogue.skus["Compute Engine"] = [
        sku("Balanced PD Capacity in Frankfurt", "GiBy.wk", rate("0.03"), sku_id="A"),
        sku("Extreme PD Capacity in Frankfurt", "GiBy.mo", rate("0"), sku_id="B"),
        sku("SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.204"), sku_id="C"),
        sku("SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.3"), sku_id="D"),
        sku("X9 Instance Core running in Frankfurt", "h", rate("0.05")),
        sku("Some other SKU that the book has nothing for", "wk", rate("0")),
    ]
    skipped: list[str] = []
    figures = catalogue.figures("PersistentDisk", on_skipped=skipped.append)
    assert figures == []
    ssd = "SSD backed PD Capacity in Frankfurt"
    assert skipped == [
        "Google's price catalogue: SKU A (Balanced PD Capacity in Frankfurt) is priced per GiBy.wk, "
        "expected is a unit of GB-months",
        "SKU B (Extreme PD Capacity in Frankfurt) is free",
        f"PersistentDisk pd-ssd storage in europe-west3: SKU C ({ssd}) and SKU D ({ssd}) differ in price",
        "no machine types of the family x9 are known, so its parts are priced alone",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pricingInfo": []}, "has no price"),
        ({"pricingInfo": [{"effectiveTime": "2026-11-20T00:00:00Z"}]}, "has no price"),
    ],
)
def test_a_machine_without_a_price_is_an_error(catalogue, change, message):
    catalogue.skus["Compute Engine"] = [N2_IN_FRANKFURT[0] | change]
    with pytest.raises(UnexpectedCatalogue, match=message):
        catalogue.figures("ComputeEngine")


def test_a_price_without_a_day_is_an_error(catalogue):
    broken = json.loads(json.dumps(N2_IN_FRANKFURT[0]))
    del broken["pricingInfo"][0]["effectiveTime"]
    catalogue.skus["Compute Engine"] = [broken]
    with pytest.raises(UnexpectedCatalogue, match="does not say for which day"):
        catalogue.figures("ComputeEngine")


def test_the_figures_are_an_overlay_that_answers(catalogue, tmp_path):
    catalogue.skus["Compute Engine"] = [
        *N2_IN_FRANKFURT,
        sku("Network Internet Data Transfer Out from Frankfurt to China", "GiBy", rate("0.23"), rate("0.22", 1024)),
    ]
    figures = catalogue.figures("ComputeEngine", "Networking")
    assert broken_rules(figures) == ()
    with LookupWriter(tmp_path / "overlay.sqlite") as writer:
        for figure in figures:
            writer.add(figure)
    overlay = LookupFile(tmp_path / "overlay.sqlite", "overlay")
    machine = overlay.find(PriceQuery("ComputeEngine", "europe-west3", "n2-highmem-8", "linux"))
    egress = overlay.find(PriceQuery("Networking", "europe-west3", "internet-egress", "china"))
    overlay.close()
    assert isinstance(machine, Price)
    assert machine.unit_price == Decimal("0.675152")  # 8 × 0.04073 + 64 × 0.005458
    assert isinstance(egress, Price)
    assert egress.cost(Decimal(1124)) == Decimal("257.52")  # 1024 × 0.23 + 100 × 0.22


def priced(listed: dict[str, Any], *prices: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """A SKU with one entry of prices for each day."""
    entry = listed["pricingInfo"][0]
    entries = [
        {
            **entry,
            "effectiveTime": f"{day}T00:00:00Z",
            "pricingExpression": {**entry["pricingExpression"], "tieredRates": [price]},
        }
        for day, price in prices
    ]
    return {**listed, "pricingInfo": entries}


SSD = sku("SSD backed PD Capacity in Frankfurt", "GiBy.mo", rate("0.204"))


def test_the_price_of_the_day_is_taken_and_no_later_one(catalogue):
    catalogue.skus["Compute Engine"] = [
        priced(SSD, ("2026-01-01", rate("0.2")), ("2026-11-22", rate("0.3")), ("2026-12-01", rate("9")))
    ]
    (figure,) = catalogue.figures("PersistentDisk")
    assert (figure.price, figure.source.as_of) == (Decimal("0.3"), date(2026, 11, 22))
    (before,) = catalogue.figures("PersistentDisk", today=date(2026, 11, 21))
    assert before.price == Decimal("0.2")


def test_what_is_not_sold_yet_is_named(catalogue):
    catalogue.skus["Compute Engine"] = [priced(SSD, ("2026-12-01", rate("9")))]
    skipped: list[str] = []
    assert catalogue.figures("PersistentDisk", on_skipped=skipped.append) == []
    assert skipped == [f"SKU {SSD['skuId']} ({SSD['description']}) has no price that is in force on 2026-11-22"]


@pytest.mark.parametrize(
    ("units", "nanos", "message"),
    [
        ("1", -5, "units and nanos differ in sign"),
        ("-1", 5, "units and nanos differ in sign"),
        ("0", -5, "has a negative price"),
        ("-1", 0, "has a negative price"),
    ],
)
def test_amounts_below_zero_or_of_two_signs_are_refused(catalogue, units, nanos, message):
    amount = {"unitPrice": {"currencyCode": "USD", "units": units, "nanos": nanos}}
    catalogue.skus["Compute Engine"] = [priced(SSD, ("2026-11-20", amount))]
    with pytest.raises(UnexpectedCatalogue, match=message):
        catalogue.figures("PersistentDisk")


@pytest.mark.parametrize("turned", [False, True])
def test_two_prices_of_a_part_leave_it_and_its_machines_without_one_in_any_order(catalogue, turned):
    core, memory = N2_IN_FRANKFURT
    other = sku("N2 Predefined Instance Core running in Frankfurt", "h", rate("0.09"), sku_id="B")
    catalogue.skus["Compute Engine"] = [memory, *((other, core) if turned else (core, other))]
    skipped: list[str] = []
    figures = catalogue.figures("ComputeEngine", on_skipped=skipped.append)
    assert [(each.name.item, each.name.dimension) for each in figures] == [("n2", "memory")]
    assert skipped == [
        "n2 vcpu in europe-west3, on-demand, and machines of it: "
        "Google lists it at 0.04073 (SKU 0000-0000-0000), 0.09 (SKU B)"
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_a_more_particular_price_settles_a_contest(catalogue, turned):
    both = ("europe-west3", "europe-west9")
    wide = [sku("SSD backed PD Capacity in Europe", "GiBy.mo", rate(price), regions=both) for price in ("0.1", "0.2")]
    catalogue.skus["Compute Engine"] = [SSD, *wide] if turned else [*wide, SSD]
    assert catalogue.prices("PersistentDisk") == {("pd-ssd", "storage", "europe-west3"): Decimal("0.204")}


@pytest.mark.parametrize(
    ("service", "listed_under", "description", "unit"),
    [
        ("ComputeEngine", "Compute Engine", "N2 Instance Core running in Frankfurt Dedicated", "h"),
        ("ComputeEngine", "Compute Engine", "N2 Instance Core running in Frankfurt for Batch", "h"),
        ("ComputeEngine", "Compute Engine", "Nvidia L4 GPU running in Frankfurt for Vertex AI", "h"),
        ("PersistentDisk", "Compute Engine", "SSD backed PD Capacity in Frankfurt for Batch", "GiBy.mo"),
        ("CloudStorage", "Cloud Storage", "Standard Storage Frankfurt Soft Delete", "GiBy.mo"),
    ],
)
def test_what_follows_a_place_is_something_else(catalogue, service, listed_under, description, unit):
    catalogue.skus[listed_under] = [sku(description, unit, rate("0.01"), sku_id="A")]
    skipped: list[str] = []
    assert catalogue.figures(service, on_skipped=skipped.append) == []
    assert len(skipped) == 1
    assert skipped[0].startswith(f"SKU A ({description}): 'Frankfurt ")
    assert skipped[0].endswith("' is no place that this version knows")


@pytest.mark.parametrize(
    ("description", "usage", "term"),
    [
        ("Spot Preemptible N2 Instance Core running in Frankfurt", "OnDemand", "on-demand"),
        ("N2 Instance Core running in Frankfurt", "Preemptible", "spot"),
        ("N2 Instance Core running in Frankfurt", "Commit1Yr", "cud-1yr"),
        ("Commitment v1: N2 Cpu in Frankfurt for 3 Years", "Commit1Yr", "cud-1yr"),
    ],
)
def test_what_is_called_otherwise_than_it_is_sold_is_left_out(catalogue, description, usage, term):
    catalogue.skus["Compute Engine"] = [sku(description, "h", rate("0.01"), usage=usage, sku_id="A")]
    skipped: list[str] = []
    assert catalogue.figures("ComputeEngine", on_skipped=skipped.append) == []
    assert skipped == [f"SKU A ({description}) is sold as {term}, and called otherwise"]


def test_blanks_around_a_key_are_no_part_of_it(catalogue):
    catalogue.skus["Compute Engine"] = [SSD]
    assert catalogue.figures("PersistentDisk", transport=catalogue_transport(" a-key\n", catalogue.host, "http"))
    assert {key for _, _, key in catalogue.requests} == {"a-key"}


@pytest.mark.parametrize("key", ["a-secret…", "a-secret\nkey", "a-secret key"])
def test_a_key_that_cannot_be_one_is_refused_without_saying_it(key):
    with pytest.raises(CatalogueRefused, match="holds characters that no key has") as raised:
        catalogue_transport(key)
    assert "a-secret" not in str(raised.value)
    assert raised.value.exit_code is ExitCode.WRONG_USE


def test_an_address_that_is_none_is_refused_at_once():
    transport = catalogue_transport("a-secret", "nowhere:port", "http")
    began = time.monotonic()
    with pytest.raises(CatalogueRefused, match="cannot be asked: InvalidURL") as raised:
        list(catalogue_figures(["PersistentDisk"], [], api_key="", today=TODAY, transport=transport))
    assert time.monotonic() - began < 5
    assert "a-secret" not in str(raised.value)
