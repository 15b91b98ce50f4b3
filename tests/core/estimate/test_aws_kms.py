from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

KEY = "aws:kms/key:Key"
EXTERNAL = "aws:kms/externalKey:ExternalKey"


def test_a_key_costs_a_dollar_and_its_requests(cost):
    use = {
        "monthly_requests": 1_000_000,
        "monthly_ecc_data_key_pair_requests": 10_000,
        "monthly_rsa_data_key_pair_requests": 10_000,
    }
    assert cost(KEY, {}, usage=use).cost.expected == Decimal("16.1")  # 1 + 100 × 0.03 + 0.10 + 12


@pytest.mark.parametrize(("spec", "price"), [("RSA_2048", "0.03"), ("ECC_NIST_P256", "0.15"), ("HMAC_256", "0.03")])
def test_requests_are_priced_by_the_kind_of_key(cost, spec, price):
    key = cost(KEY, {"customerMasterKeySpec": spec}, region="eu-north-1", usage={"monthly_requests": 10_000})
    assert key.cost.expected == 1 + Decimal(price)
    assert len(key.charges) == 2


def test_what_rotation_adds_is_named(cost):
    assert any("rotations" in text for text in cost(KEY, {"enableKeyRotation": True}).assumptions)


def test_a_key_of_an_open_kind_keeps_its_fee(cost):
    key = cost(KEY, {"customerMasterKeySpec": UNKNOWN}, usage={"monthly_requests": 1})
    assert (key.status, key.cost.low) == (Status.UNKNOWN, 1)


def test_other_keys_cost_the_fee(cost):
    for type_ in (EXTERNAL, "aws:kms/replicaKey:ReplicaKey", "aws:kms/replicaExternalKey:ReplicaExternalKey"):
        assert cost(type_, {}).cost.expected == 1
