"""The short way into `outlay estimate FILE --format jsonl`: what it knows, and that both ways say the same."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from outlay_automation.cli.plain_estimate import plain_estimate

from tests.automation.cli.conftest import Outlay

NAT = json.dumps({"type": "aws:ec2/natGateway:NatGateway", "name": "nat", "region": "us-east-1", "inputs": {}})
SHORT = ("estimate", "-", "--format", "jsonl")
LONG = ("estimate", "-", "--format=jsonl")
"""The same to whoever reads the options, and nothing that the short way knows."""


@pytest.mark.parametrize(
    "arguments", [SHORT, ("estimate", "--format", "jsonl", "-"), ("estimate", "a file", "--format", "jsonl")]
)
def test_it_knows_a_file_and_the_format_of_lines(arguments: Sequence[str]) -> None:
    assert plain_estimate(list(arguments)) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        LONG,
        (),
        ("estimate",),
        ("estimate", "-"),
        ("estimate", "-", "--format", "json"),
        ("estimate", "--help", "--format", "jsonl"),
        ("estimate", "--format", "jsonl", "--costs"),
        ("estimate", "-", "--format", "jsonl", "--costs"),
        ("estimate", "-", "--format", "jsonl", "--standard", "finops.yaml"),
        ("explain", "-", "--format", "jsonl"),
    ],
)
def test_it_leaves_everything_else_to_the_parser(arguments: Sequence[str]) -> None:
    assert plain_estimate(list(arguments)) is None


@pytest.mark.parametrize(
    "given",
    [
        f"{NAT}\n{NAT}\n",
        f"{NAT}\nno JSON\n",
        "",
        "[]",
        '{"deployment": {"resources": [{"urn": "urn:pulumi:a::b::aws:ec2/vpc:Vpc::net", "type": "aws:ec2/vpc:Vpc"}]}}',
        b"\xff",
    ],
    ids=["priced", "a line that is none", "nothing", "no resources", "a stack export", "no text"],
)
@pytest.mark.parametrize(
    "standard",
    [
        "",
        "usage: {types: {'aws:ec2/natGateway:NatGateway': {monthly_data_processed_gb: 100}}}\n",
        "prices: {max_age_days: 1, on_stale: block}\n",
        "no: section\n",
    ],
    ids=["no standard", "stated use", "prices that are too old", "a standard that is none"],
)
def test_both_ways_print_the_same_and_end_alike(outlay: Outlay, given: str | bytes, standard: str) -> None:
    if standard:
        (outlay.directory / "finops.yaml").write_text(standard, encoding="utf-8")

    short, long = outlay(*SHORT, given=given), outlay(*LONG, given=given)

    assert (short.returncode, short.stdout, short.stderr) == (long.returncode, long.stdout, long.stderr)
