"""The section `discounts`: what it becomes, the names that it gives, and its errors with their line."""

from decimal import Decimal

import pytest
from outlay.discount.stated import Discounts, Plan, ReservedService, Selector, SpendService
from outlay.errors import InvalidFile
from outlay.prices.term import Offering, Payment
from outlay.standard.reading import parse_standard


def stated(text: str) -> Discounts:
    return parse_standard(text).discounts.stated()


def test_nothing_stated_is_sustained_use_alone():
    assert stated("organisation: Shop") == Discounts()
    assert stated("organisation: Shop").is_sustained_use_at_most


def test_everything_that_can_be_stated():
    found = stated("""
discounts:
  negotiated: [{name: agreement, percent: 7.5, providers: [aws], items: ["m5.*"]}]
  spot: [{resources: ["*::batch-*"], share: 50, percent: 65}]
  aws:
    free_tier: true
    reservations:
      - {type: m5.large, count: 3, region: eu-central-1, years: 1}
      - {type: c5.large, count: 1, zone: eu-central-1b, years: 3, payment: all-upfront, offering: convertible}
      - {service: rds, type: r6g.large, engine: postgres, deployment: multi-az, count: 1, region: eu-west-1, years: 1}
      - {service: elasticache, type: cache.t4g.small, engine: redis, count: 1, region: eu-west-1, years: 1}
      - {service: opensearch, type: m5.large, count: 1, region: eu-west-1, years: 1}
    savings_plans:
      - {commitment: 2.50, percent: 27, rates: [{services: [AmazonECS], percent: 20}]}
      - {plan: ec2-instance, commitment: 1, family: m5, region: eu-central-1}
  gcp:
    sustained_use: false
    committed_use: [{region: europe-west3, family: n2, years: 3, vcpus: 8, memory: 32, gpus: {nvidia-tesla-t4: 1}}]
    spend_commitments:
      - {commitment: 4, years: 1}
      - {service: cloud-sql, commitment: 1, years: 3, region: europe-west3}
""")
    (agreement,) = found.negotiated
    assert (agreement.percent, agreement.selector) == (Decimal("7.5"), Selector(providers=("aws",), items=("m5.*",)))
    (spot,) = found.spot
    assert (spot.share, spot.percent, spot.selector.resources) == (50, 65, ("*::batch-*",))
    assert found.free_tiers == {"aws"}
    assert [(each.service, each.instance_type, each.region, each.dimension) for each in found.reservations] == [
        (ReservedService.EC2, "m5.large", "eu-central-1", "linux"),
        (ReservedService.EC2, "c5.large", "eu-central-1", "linux"),
        (ReservedService.RDS, "db.r6g.large", "eu-west-1", "postgres/multi-az"),
        (ReservedService.ELASTICACHE, "cache.t4g.small", "eu-west-1", "redis"),
        (ReservedService.OPENSEARCH, "m5.large.search", "eu-west-1", ""),
    ]
    zonal = found.reservations[1]
    assert (zonal.zone, zonal.payment, zonal.offering) == (
        "eu-central-1b",
        Payment.ALL_UPFRONT,
        Offering.CONVERTIBLE,
    )
    compute, narrow = found.savings_plans
    assert (compute.commitment, [rate.percent for rate in compute.rates]) == (Decimal("2.5"), [20, 27])
    assert (narrow.plan, narrow.family, narrow.rates) == (Plan.EC2_INSTANCE, "m5", ())
    assert (found.sustained_use, found.sustained_use_is_stated) == (False, True)
    (committed,) = found.committed_use
    assert (committed.vcpus, committed.memory, committed.gpus) == (8, 32, (("nvidia-tesla-t4", 1),))
    assert [each.service for each in found.spend_commitments] == [SpendService.COMPUTE, SpendService.CLOUD_SQL]


def test_each_has_a_name_and_equal_ones_are_told_apart():
    reservation = "{type: m5.large, count: 2, region: eu-central-1, years: 1}"
    found = stated(f"discounts: {{aws: {{reservations: [{reservation}, {reservation}]}}}}")
    assert [each.name for each in found.reservations] == [
        "2 × m5.large in eu-central-1, 1 year",
        "2 × m5.large in eu-central-1, 1 year (2)",
    ]


@pytest.mark.parametrize(
    ("entry", "line", "message"),
    [
        ("reservations: [\n{type: m5.large, count: 1, years: 1}]", 3, "for a region or for a zone"),
        ("reservations: [\n{type: m5.large, count: 1, years: 1, zone: eu, region: eu}]", 3, "for a region or for"),
        ("reservations: [\n{type: m5.large, count: 1, years: 1, zone: eu}]", 3, "'eu' is no zone"),
        ("reservations: [\n{type: m5, count: 1, years: 1, region: eu-west-1}]", 3, "'m5' is no instance type"),
        ("reservations: [\n{service: rds, type: r5.large, count: 1, years: 1, region: a}]", 3, "needs its engine"),
        ("reservations: [\n{type: m5.large,\ncount: 0, years: 1, region: a}]", 4, "greater than or equal to 1"),
        ("reservations: [\n{type: m5.large, count: 1,\nyears: 2, region: a}]", 4, "1 or 3"),
        ("savings_plans: [\n{plan: ec2-instance, commitment: 1}]", 3, "needs family and region"),
        ("savings_plans: [\n{commitment: 1, family: m5, region: a}]", 3, "a compute plan has neither"),
        ("savings_plans: [\n{commitment: 1,\npercent: 101}]", 4, "less than or equal to 100"),
        ("savings_plans: [\n{commitment: -1}]", 3, "greater than or equal to 0"),
        ("savings_plan: []", 2, "no such key"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(entry, line, message):
    with pytest.raises(InvalidFile) as raised:
        stated(f"discounts: {{aws: {{\n{entry}}}}}")
    assert raised.value.line == line
    assert message in str(raised.value)


@pytest.mark.parametrize("amounts", ["", ", vcpus: 0, gpus: {nvidia-tesla-t4: 0}"])
def test_a_committed_use_is_of_something(amounts):
    with pytest.raises(InvalidFile, match="needs an amount of vcpus, memory, gpus or local_ssd") as raised:
        stated(f"discounts: {{gcp: {{committed_use: [\n{{region: a, family: n2, years: 1{amounts}}}]}}}}")
    assert raised.value.line == 2


def test_a_commitment_for_cloud_sql_has_a_region_and_a_flexible_one_none():
    for entry in ("{service: cloud-sql, commitment: 1, years: 1}", "{commitment: 1, years: 1, region: us-east1}"):
        with pytest.raises(InvalidFile, match="needs its region"):
            stated(f"discounts: {{gcp: {{spend_commitments: [{entry}]}}}}")
