from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

KEY = "gcp:kms/cryptoKey:CryptoKey"
USE = {"key_versions": 100, "monthly_key_operations": 10_000}


@pytest.mark.parametrize(
    ("template", "monthly"),
    [
        ({}, "6.03"),  # 100 × 0.06 + 1 × 0.03
        ({"algorithm": "EC_SIGN_P256_SHA256"}, "6.03"),  # software keys cost the same whatever the algorithm
        ({"protectionLevel": "HSM"}, "100.03"),  # 100 × 1 + 0.03
        ({"protectionLevel": "HSM", "algorithm": "RSA_SIGN_PKCS1_2048_SHA256"}, "100.03"),
        ({"protectionLevel": "HSM", "algorithm": "RSA_SIGN_PSS_4096_SHA512"}, "250.15"),  # 100 × 2.5 + 0.15
        ({"protectionLevel": "HSM", "algorithm": "EC_SIGN_P384_SHA384"}, "250.15"),
        ({"protectionLevel": "EXTERNAL_VPC", "algorithm": "EXTERNAL_SYMMETRIC_ENCRYPTION"}, "300.03"),  # 100 × 3 + 0.03
    ],
)
def test_costs_by_protection_level_and_algorithm(cost, template, monthly):
    assert cost(KEY, {"versionTemplate": template}, region=None, usage=USE).cost.expected == Decimal(monthly)


def test_dearer_hsm_keys_cost_less_beyond_2000(cost):
    inputs = {"versionTemplate": {"protectionLevel": "HSM", "algorithm": "RSA_SIGN_PSS_4096_SHA512"}}
    key = cost(KEY, inputs, region=None, usage={"key_versions": 5000, "monthly_key_operations": 0})
    assert [(line.name, line.cost.expected) for line in key.charges] == [
        ("Key versions (first 2K)", 5000),  # 2000 × 2.5
        ("Key versions (over 2K)", 3000),  # 3000 × 1
        ("Operations", 0),
    ]


def test_rotation_makes_versions_where_nobody_states_them(quantities):
    found = quantities(KEY, {"rotationPeriod": "100000s"}, usage={"monthly_key_operations": 10_000})
    assert found["Key versions"][0] == Decimal("25.92")  # 2592000 s ÷ 100000 s
    stated = quantities(KEY, {"rotationPeriod": "100000s"}, usage=USE)
    assert stated["Key versions"][0] == 100


@pytest.mark.parametrize("period", [None, "0s", "-5s", "often"])
def test_without_rotation_versions_depend_on_use(cost, period):
    assert cost(KEY, {"rotationPeriod": period}, region=None).status is Status.USAGE


def test_an_open_protection_level_is_a_gap(cost):
    key = cost(KEY, {"versionTemplate": {"protectionLevel": UNKNOWN}}, region=None, usage=USE)
    assert key.status is Status.UNKNOWN
