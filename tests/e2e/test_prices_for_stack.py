"""`outlay prices refresh --for-stack`: the genuine engine says which prices a stack needs; those are asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.google_catalogue import N2_IN_FRANKFURT, Catalogue, rate, sku

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine

PROGRAM = """
server = aws("ec2/instance:Instance", "web", {"instanceType": "m5.large", "ami": "ami-1"})
aws("ec2/natGateway:NatGateway", "out", {"subnetId": "subnet-1"})
"""


def product(usage: str, price: str, unit: str, family: str, **attributes: str) -> str:
    """A product as the price list query interface lists it."""
    at = {"location": "EU (Ireland)", "locationType": "AWS Region", "regionCode": "eu-west-1"}
    dimension = {"beginRange": "0", "endRange": "Inf", "unit": unit, "pricePerUnit": {"USD": price}}
    term = {"effectiveDate": "2026-07-01T00:00:00Z", "priceDimensions": {"b": dimension}, "termAttributes": {}}
    return json.dumps(
        {
            "product": {"sku": usage, "productFamily": family, "attributes": {**at, "usagetype": usage, **attributes}},
            "terms": {"OnDemand": {"a": term}},
            "version": "20260701000000",
            "publicationDate": "2026-07-01T00:00:00Z",
        }
    )


LISTED = [
    product(
        "EU-BoxUsage:m5.large",
        *("0.1234000000", "Hrs", "Compute Instance"),
        instanceType="m5.large",
        operatingSystem="Linux",
        tenancy="Shared",
        capacitystatus="Used",
        preInstalledSw="NA",
        licenseModel="No License required",
    ),
    product("EU-NatGateway-Hours", "0.0480000000", "Hrs", "NAT Gateway"),
]


@pytest.fixture
def interface() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The query interface on the loopback: its address, and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            body = json.dumps({"FormatVersion": "aws_v1", "PriceList": LISTED}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_just_what_the_stack_needs_is_refreshed(
    user_project: ProjectMaker, interface: tuple[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    address, asked = interface
    project = user_project(PROGRAM)
    environment = {
        "OUTLAY_PRICES": str(tmp_path / "prices"),
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }

    done = project.outlay(
        *("prices", "refresh", "--for-stack", ".", "--stack", "dev", "--offline", "--from", address),
        environment=environment,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 figures as of 2026-07-01: ")
    assert "AmazonEC2 m5.large linux in eu-west-1: 0.107 → 0.1234 USD per unit of hours" in done.stdout
    # the root disk is asked for too, and the interface here has none
    assert "note: left out: AmazonEBS gp2 in eu-west-1: AWS lists none" in done.stderr
    types = {each["Value"] for question in asked for each in question["Filters"] if each["Field"] == "instanceType"}
    assert types == {"m5.large"}
    regions = {each["Value"] for question in asked for each in question["Filters"] if each["Field"] == "regionCode"}
    assert regions == {"eu-west-1"}

    after = project.outlay("preview", "--stack", "dev", "--offline", "--format", "json", environment=environment)
    prices = [
        charge["price"]
        for row in json.loads(after.stdout)["resources"]
        for charge in row["after"]["charges"]
        if charge["name"] == "Instance usage"
    ]
    assert [(each["layer"], each["source"]) for each in prices] == [
        ("overlay", "AWS price list query AmazonEC2 20260701000000")
    ]


ON_GOOGLE = """
disk = {"initializeParams": {"type": "pd-ssd", "size": 20}}
network = [{"network": "default"}]
gcp("compute/instance:Instance", "web", {
    "machineType": "n2-standard-2", "zone": "europe-west3-a", "bootDisk": disk, "networkInterfaces": network,
})
"""
FRANKFURT = {"gcp:project": "shop", "gcp:region": "europe-west3"}


@pytest.fixture
def catalogue() -> Iterator[Catalogue]:
    """Google's catalogue on the loopback, with N2 machines and nothing else."""
    listed = Catalogue()
    listed.skus["Compute Engine"] = [
        sku("N2 Instance Core running in Frankfurt", "h", rate("0.05")),
        N2_IN_FRANKFURT[1],
    ]
    with listed.served():
        yield listed


def test_what_a_stack_needs_of_google_comes_out_of_its_catalogue(
    user_project: ProjectMaker, catalogue: Catalogue, tmp_path: Path
) -> None:
    project = user_project(ON_GOOGLE, config=FRANKFURT)
    prices = tmp_path / "prices"
    later = str(int(datetime(2026, 11, 22, tzinfo=UTC).timestamp()))  # than the prices of the catalogue
    environment = {"OUTLAY_PRICES": str(prices), "GOOGLE_API_KEY": "a-secret-key", "SOURCE_DATE_EPOCH": later}
    command = ("prices", "refresh", "--for-stack", ".", "--stack", "dev", "--offline", "--cloud", "gcp")

    done = project.outlay(*command, "--from", catalogue.address, environment=environment)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 figures as of 2026-11-20: ")
    assert "ComputeEngine n2-standard-2 linux in europe-west3: 0.125124 → 0.143664 USD" in done.stdout
    assert "note: left out: PersistentDisk pd-ssd/storage in europe-west3: Google's catalogue lists none" in done.stderr
    assert {key for _, _, key in catalogue.requests} == {"a-secret-key"}
    kept = "".join(path.read_bytes().decode("latin-1") for path in prices.rglob("*") if path.is_file())
    assert "a-secret-key" not in done.stdout + done.stderr + kept
    shown = project.outlay(
        *("prices", "show", "ComputeEngine", "n2-standard-2", "--region", "europe-west3"), environment=environment
    )
    assert "overlay: Google Cloud Billing catalogue v1, Compute Engine" in shown.stdout

    without_key = project.outlay(
        *command, "--from", catalogue.address, environment={**environment, "GOOGLE_API_KEY": ""}
    )

    assert without_key.returncode == 2
    assert "error: Google's price catalogue needs an API key" in without_key.stderr

    before = (prices / "current").read_text()
    catalogue.skus["Compute Engine"] = []
    nothing = project.outlay(*command, "--from", catalogue.address, environment=environment)

    assert nothing.returncode == 1
    assert "error: nothing that the stack asks for is listed" in nothing.stderr
    assert "ComputeEngine n2-standard-2/linux in europe-west3: Google's catalogue lists none" in nothing.stderr
    assert (prices / "current").read_text() == before
