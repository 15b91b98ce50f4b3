"""What rules price by: use, hours and choices of the standard, the same in the engine and in previews."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from outlay.estimate.subject import SnapshotIndex
from outlay.prices.embedded import embedded_book
from outlay.resource import UNKNOWN, Resource, Snapshot, Value, urn_of
from outlay.standard.reading import parse_standard
from outlay_automation.judging import pricing_of
from outlay_policy_pack.pricing import Pricing

INSTANCE = "aws:ec2/instance:Instance"
STANDARD = parse_standard(
    """
environments: {development: [dev]}
schedules:
  named: {half: {hours_per_day: 12}}
  environments: {development: half}
  expires_tag: expires
choices:
  "*::open": {instanceType: [t3.micro, t3.large]}
"""
)
MICRO = Decimal("0.0104")


def machine(name: str = "web", **inputs: Value) -> Resource:
    given: dict[str, Value] = {"instanceType": "t3.micro", **inputs}
    return Resource(urn_of("dev", "shop", INSTANCE, name), INSTANCE, name, given, region="us-east-1")


def running(pricing: Pricing, resource: Resource) -> Decimal:
    """What the hours of a machine cost; the same by itself and in its stack."""
    alone = pricing.cost(resource, SnapshotIndex(Snapshot.of(resource)))
    assert alone == pricing.estimate(Snapshot.of(resource)).resources[resource.urn]
    (found,) = [charge.cost for charge in alone.charges if charge.name == "Instance usage"]
    assert found is not None
    return found.high


@pytest.mark.parametrize(("configuration", "hours"), [({}, 365), ({"outlay:environment": "production"}, 730)])
def test_the_schedule_of_the_stack_s_environment_counts(configuration: dict[str, str], hours: int) -> None:
    pricing = pricing_of(STANDARD, embedded_book(), configuration)
    assert running(pricing, machine()) == hours * MICRO


def test_days_until_expiry_count_from_the_day_of_the_run() -> None:
    pricing = Pricing.of(STANDARD, embedded_book(), as_of=date(2026, 12, 1), environment="production")
    assert running(pricing, machine(tags={"expires": "2026-12-11"})) == 240 * MICRO


def test_choices_count_too() -> None:
    pricing = Pricing.of(STANDARD, embedded_book(), environment="production")
    assert running(pricing, machine("open", instanceType=UNKNOWN)) == 730 * Decimal("0.0832")
