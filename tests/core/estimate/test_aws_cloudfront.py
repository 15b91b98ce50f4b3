from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
FUNCTION = "aws:cloudfront/function:Function"


def shielded(*regions):
    return {"origins": [{"originShield": {"enabled": True, "originShieldRegion": region}} for region in regions]}


def test_each_area_that_something_is_stated_of_is_a_part(quantities):
    use = {
        "monthly_data_transfer_to_internet_gb": {"europe": 100},
        "monthly_data_transfer_to_origin_gb": {"europe": 10},
        "monthly_http_requests": {"europe": 20_000},
        "monthly_https_requests": {"europe": 30_000, "japan": 10_000},
    }
    found = quantities(DISTRIBUTION, {}, usage=use)
    assert found["Europe, Israel: Data transfer out to internet"] == (Decimal(100), "GB", "Europe")
    assert found["Europe, Israel: HTTP requests"] == (Decimal(2), "10k requests", "Europe")
    assert found["Japan: HTTPS requests"] == (Decimal(1), "10k requests", "Japan")
    assert not any(label.startswith("US") for label in found)


def test_data_out_falls_through_seven_tiers(cost):
    use = {"monthly_data_transfer_to_internet_gb": {"us": 5_242_881}}
    lines = [line for line in cost(DISTRIBUTION, {}, usage=use).charges if "internet" in line.name]
    assert [line.name for line in lines][::6] == [
        "Data transfer out to internet (first 10.24K)",
        "Data transfer out to internet (over 5.24288M)",
    ]
    # 870.4 + 3276.8 + 6144 + 14336 + 16097.28 + 104857.6 + 0.02
    assert sum(line.cost.expected for line in lines) == Decimal("145582.1")


def test_a_distribution_costs_the_same_wherever_it_is_declared(cost):
    use = {"monthly_https_requests": {"india": 10_000}}
    totals = {cost(DISTRIBUTION, {}, region=region, usage=use).cost.expected for region in ("us-east-1", "eu-west-1")}
    assert totals == {Decimal("0.012")}


def test_where_nothing_is_stated_the_prices_of_the_first_area_show(cost):
    distribution = cost(DISTRIBUTION, {})
    assert distribution.status is Status.USAGE
    assert {line.component for line in distribution.charges} == {"US, Mexico, Canada", ""}


def test_the_first_thousand_invalidations_are_free(quantities):
    assert (
        quantities(DISTRIBUTION, {}, usage={"monthly_invalidation_requests": 12340})["Invalidation requests"][0]
        == 11340
    )
    assert quantities(DISTRIBUTION, {}, usage={"monthly_invalidation_requests": 999})["Invalidation requests"][0] == 0


def test_what_is_switched_on_is_charged(cost):
    inputs = {
        "defaultCacheBehavior": {"fieldLevelEncryptionId": "it"},
        "orderedCacheBehaviors": [{"realtimeLogConfigArn": "it"}],
        "viewerCertificate": {"sslSupportMethod": "vip"},
        **shielded("sa-east-1"),
    }
    use = {
        "monthly_encryption_requests": 10_000,
        "monthly_log_lines": 1_000_000,
        "monthly_shield_requests": {"south_america": 10_000},
    }
    found = {line.label: line.cost.expected for line in cost(DISTRIBUTION, inputs, usage=use).charges if line.cost}
    assert found == {
        "Field level encryption requests": Decimal("0.02"),
        "Real-time log requests": Decimal("0.01"),
        "Dedicated IP custom SSLs": 600,
        "south america: Origin shield HTTP requests": Decimal("0.016"),
    }


def test_standard_logs_are_no_real_time_logs(quantities):
    assert "Real-time log requests" not in quantities(DISTRIBUTION, {"loggingConfig": {"bucket": "logs"}})


def test_stated_certificates_are_counted(quantities):
    inputs = {"viewerCertificate": {"sslSupportMethod": "vip"}}
    assert quantities(DISTRIBUTION, inputs, usage={"custom_ssl_certificates": 12})["Dedicated IP custom SSLs"][0] == 12


def test_origins_behind_the_same_shield_are_counted_once(quantities):
    found = quantities(DISTRIBUTION, shielded("eu-west-1", "eu-central-1", "us-east-1"))
    assert [label for label in found if "shield" in label] == [
        "europe: Origin shield HTTP requests",
        "us: Origin shield HTTP requests",
    ]


@pytest.mark.parametrize(
    "inputs", [shielded(UNKNOWN), shielded("mars-1"), {"viewerCertificate": UNKNOWN}, {"defaultCacheBehavior": UNKNOWN}]
)
def test_an_open_value_leaves_the_areas(cost, inputs):
    distribution = cost(DISTRIBUTION, inputs, usage={"monthly_https_requests": {"us": 10_000}})
    assert distribution.status is Status.UNKNOWN
    assert distribution.cost.expected == Decimal("0.01")


def test_a_function_costs_its_invocations(cost):
    assert cost(FUNCTION, {}, usage={"monthly_requests": 5_000_000}).cost.expected == Decimal("0.5")  # 5 × 0.10
    assert cost(FUNCTION, {}).status is Status.USAGE
