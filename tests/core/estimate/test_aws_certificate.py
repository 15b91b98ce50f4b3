from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

AUTHORITY = "aws:acmpca/certificateAuthority:CertificateAuthority"
CERTIFICATE = "aws:acm/certificate:Certificate"
SHORT_LIVED = {"usageMode": "SHORT_LIVED_CERTIFICATE"}


def test_an_authority_counts_itself_and_what_it_issues(quantities):
    assert quantities(AUTHORITY, {}, usage={"monthly_requests": 20}) == {
        "Private certificate authority": (Decimal(1), "months", "GENERAL_PURPOSE"),
        "Certificates": (Decimal(20), "requests", "GENERAL_PURPOSE"),
    }


@pytest.mark.parametrize(
    ("inputs", "requests", "total"),
    [
        ({}, 1000, "1150"),  # 400 + 1000 × 0.75
        ({}, 20001, "4310.001"),  # 400 + 1000 × 0.75 + 9000 × 0.35 + 10001 × 0.001
        (SHORT_LIVED, 20001, "1210.058"),  # 50 + 20001 × 0.058
    ],
)
def test_an_authority_costs_a_month_and_its_certificates(cost, inputs, requests, total):
    assert cost(AUTHORITY, inputs, usage={"monthly_requests": requests}).cost.expected == Decimal(total)


def test_certificates_that_nobody_stated_depend_on_use(cost):
    authority = cost(AUTHORITY, {})
    assert (authority.status, authority.cost.expected) == (Status.USAGE, 400)


def test_an_open_usage_mode_is_a_gap(cost):
    assert cost(AUTHORITY, {"usageMode": UNKNOWN}).status is Status.UNKNOWN


def test_a_public_certificate_is_free(cost):
    assert cost(CERTIFICATE, {"domainName": "example.com"}).status is Status.FREE


def test_a_private_certificate_costs_what_its_authority_charges(cost, make_resource):
    inputs = {"certificateAuthorityArn": "arn:ca"}
    assert cost(CERTIFICATE, inputs).cost.expected == Decimal("0.75")
    authority = make_resource(AUTHORITY, {"arn": "arn:ca", **SHORT_LIVED}, region="us-east-1", name="authority")
    assert cost(CERTIFICATE, inputs, around=(authority,)).cost.expected == Decimal("0.058")


def test_an_exportable_certificate_is_not_taken_for_a_free_one(cost):
    assert cost(CERTIFICATE, {"options": {"export": "ENABLED"}}).status is Status.UNPRICED
