"""`outlay explain` says what would be cheaper: the saving, what to set for it, and what has to hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

INSTANCE = "aws:ec2/instance:Instance"
WEB = {"instanceType": "m4.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 200}}
VOLUME: dict[str, Any] = {
    "type": "aws:ebs/volume:Volume",
    "name": "disk",
    "region": "eu-west-1",
    "inputs": {"type": "gp2", "size": 100, "availabilityZone": "eu-west-1b"},
}


def server(inputs: dict[str, Any] = WEB, name: str = "web") -> dict[str, Any]:
    return {"type": INSTANCE, "name": name, "region": "us-east-1", "inputs": inputs}


def lines(*resources: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in resources)


def cheaper(outlay: Outlay, wanted: str, given: str) -> list[str]:
    """What stands below the headline of alternatives."""
    done = outlay("explain", wanted, "--file", "-", given=given)
    assert (done.returncode, done.stderr) == (0, "")
    _, _, below = done.stdout.partition("\nCheaper")
    return below.partition("\n\n")[0].splitlines()[1:]


def test_each_alternative_has_its_saving_what_to_set_and_its_condition(outlay: Outlay) -> None:
    shown = cheaper(outlay, "web", lines(server()))

    # 200 GB × ($0.10 − $0.08), less 25 MiB/s × $0.04; 730 hours × $0.10 and 200 GB × $0.10 are $93.00
    at = shown.index("  gp3 instead of gp2 (root block device): $3.00 less, $90.00 a month")
    assert shown[at + 1] == "    set rootBlockDevice.volumeType = gp3, rootBlockDevice.throughput = 150"
    assert shown[at + 2].startswith("    where it needs what gp2 has at this size (600 IOPS, 150 MiB/s)")
    at = shown.index("  m6i.large instead of m4.large: $2.92 less, $90.08 a month")
    assert shown[at + 1] == "    set instanceType = m6i.large"


def test_the_greatest_saving_comes_first(outlay: Outlay) -> None:
    first = cheaper(outlay, "web", lines(server()))[0]
    assert first == "  m6g.large instead of m4.large: $16.79 less, $76.21 a month"


def test_what_has_no_alternative_says_nothing_of_it(outlay: Outlay) -> None:
    done = outlay("explain", "web", "--file", "-", given=lines(server({"instanceType": "m8g.large"})))
    assert "Cheaper" not in done.stdout


def test_of_two_lines_of_one_name_each_has_its_own(outlay: Outlay) -> None:
    done = outlay("explain", "web", "--file", "-", given=lines(server(), server({"instanceType": "t2.large"})))
    assert "m6i.large instead of m4.large" in done.stdout
    assert "t3.large instead of t2.large" in done.stdout


def test_use_of_a_line_decides(outlay: Outlay) -> None:
    function = {
        "type": "aws:lambda/function:Function",
        "name": "work",
        "region": "us-east-1",
        "inputs": {"memorySize": 1024},
        "usage": {"monthly_requests": 10_000_000, "request_duration_ms": 100},
    }
    assert cheaper(outlay, "work", lines(function))[:2] == [
        "  arm64 instead of x86_64: $3.33 less, $15.33 a month",
        "    set architectures = [arm64]",
    ]


def test_of_an_export_the_launch_template_changes(outlay: Outlay) -> None:
    def urn(type_: str, name: str) -> str:
        return f"urn:pulumi:dev::shop::{type_}::{name}"

    template_type, provider = "aws:ec2/launchTemplate:LaunchTemplate", "pulumi:providers:aws"
    resources = [
        {
            "urn": urn(provider, "default"),
            "type": provider,
            "custom": True,
            "id": "some-id",
            "inputs": {"region": "us-east-1"},
        },
        {
            "urn": urn(template_type, "servers"),
            "type": template_type,
            "custom": True,
            "inputs": {"instanceType": "c4.large"},
            "provider": f"{urn(provider, 'default')}::some-id",
        },
        {
            "urn": urn(INSTANCE, "web"),
            "type": INSTANCE,
            "custom": True,
            "inputs": {"launchTemplate": {"id": "lt-1"}},
            "provider": f"{urn(provider, 'default')}::some-id",
            "propertyDependencies": {"launchTemplate": [urn(template_type, "servers")]},
        },
    ]
    export = json.dumps({"version": 3, "deployment": {"resources": resources}})
    assert "    set instanceType = c6i.large of servers" in cheaper(outlay, "web", export)


def test_a_zone_moves_to_a_cheaper_region_near_by(outlay: Outlay) -> None:
    assert cheaper(outlay, "disk", lines(VOLUME))[-3:] == [
        "  eu-north-1 instead of eu-west-1: $0.55 less, $10.45 a month",  # 100 GB × ($0.11 − $0.1045)
        "    set availabilityZone = eu-north-1b",
        "    where its data may be in eu-north-1, and what it works with moves along",
    ]


@pytest.mark.parametrize("rule", ["allowed-regions", "OUT-R001"])
@pytest.mark.parametrize(("allowed", "expected"), [("[eu-west-*]", []), ("[us-*, eu-west-1]", ["us-east-1"])])
def test_other_regions_are_those_that_the_standard_allows(
    outlay: Outlay, rule: str, allowed: str, expected: list[str]
) -> None:
    (outlay.directory / "finops.yaml").write_text(f"rules: {{{rule}: {{aws: {allowed}}}}}\n", encoding="utf-8")
    regions = [line for line in cheaper(outlay, "disk", lines(VOLUME)) if "instead of eu-west-1" in line]
    assert [line.split()[0] for line in regions] == expected


def test_stated_commitments_are_said_to_be_left_out(outlay: Outlay) -> None:
    text = (
        "discounts: {aws: {reservations: "
        "[{name: held, type: m4.large, count: 1, region: us-east-1, years: 1, percent: 40}]}}"
    )
    (outlay.directory / "finops.yaml").write_text(text, encoding="utf-8")
    shown = outlay("explain", "web", "--file", "-", given=lines(server())).stdout
    assert "\nCheaper (by itself, without the commitments that the standard states)\n" in shown
    assert "m6i.large instead of m4.large: $2.92 less, $90.08 a month" in shown
