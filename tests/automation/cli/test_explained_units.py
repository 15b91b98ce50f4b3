"""`outlay explain` says what is counted: packed units with a sign between, tiers in whole units."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay


def explained(outlay: Outlay, type_: str, **usage: float) -> list[str]:
    given = {"type": type_, "name": "it", "region": "us-east-1", "inputs": {}, "usage": usage}
    done = outlay("explain", "it", "--file", "-", given=json.dumps(given))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_packed_unit_is_told_apart_from_its_number(outlay: Outlay) -> None:
    lines = explained(outlay, "aws:sqs/queue:Queue", monthly_requests=5_000_000)

    assert any(line.startswith("  5 × 1M requests × $0.40 = $2.00") for line in lines)


def test_tier_is_told_in_whole_units(outlay: Outlay) -> None:
    lines = explained(outlay, "aws:lambda/function:Function", monthly_requests=10**9, request_duration_ms=60_000)

    [first] = [line for line in lines if "(first " in line]
    assert first.endswith("(first 6,000,000,000 GB-seconds)")
