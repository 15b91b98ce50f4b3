from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
BUS = "aws:cloudwatch/eventBus:EventBus"


def test_a_dashboard_costs_a_month(cost):
    assert cost(DASHBOARD, {"dashboardName": "it"}).cost.expected == 3


@pytest.mark.parametrize(
    ("inputs", "metrics", "total"),
    [
        ({"period": 60}, 1, "0.1"),
        ({}, 1, "0.1"),
        ({"period": "30"}, 1, "0.3"),
        ({"metricQueries": [{"expression": "a+b"}, {"metric": {"period": 60}}, {"metric": {"period": 60}}]}, 2, "0.2"),
        ({"metricQueries": [{"metric": {"period": 60}}, {"metric": {"period": 10}}]}, 2, "0.6"),
        ({"comparisonOperator": "GreaterThanUpperThreshold", "metricQueries": [{"metric": {"period": 60}}]}, 3, "0.3"),
        ({"comparisonOperator": "GreaterThanThreshold", "period": 300}, 1, "0.1"),
    ],
)
def test_an_alarm_counts_its_metrics(quantities, cost, inputs, metrics, total):
    assert quantities(ALARM, inputs)["Alarm"][0] == metrics
    assert cost(ALARM, inputs).cost.expected == Decimal(total)


@pytest.mark.parametrize(
    "inputs", [{"period": UNKNOWN}, {"period": "often"}, {"comparisonOperator": UNKNOWN}, {"metricQueries": UNKNOWN}]
)
def test_an_open_value_is_a_gap(cost, inputs):
    assert cost(ALARM, inputs).status is Status.UNKNOWN


def test_a_composite_alarm_costs_more(cost):
    assert cost(COMPOSITE, {}).cost.expected == Decimal("0.5")


def test_an_event_bus_costs_its_events_and_archives(cost):
    use = {
        "monthly_custom_events": 1_000_000,
        "monthly_third_party_events": 2_000_000,
        "monthly_archive_processing_gb": 100,
        "archive_storage_gb": 200,
        "monthly_schema_discovery_events": 1_000_000,
    }
    assert cost(BUS, {}, usage=use).cost.expected == Decimal("17.7")  # 1 + 2 + 100 × 0.10 + 200 × 0.023 + 0.10
    assert cost(BUS, {}).status is Status.USAGE
