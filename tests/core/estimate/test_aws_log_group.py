from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
USE = {"monthly_data_ingested_gb": 1000, "storage_gb": 500, "monthly_data_scanned_gb": 250}


def test_counts_gigabytes_written_kept_and_read(quantities):
    assert quantities(LOG_GROUP, {}, usage=USE) == {
        "Data ingested": (Decimal(1000), "GB", "STANDARD"),
        "Archival storage": (Decimal(500), "GB-months", "Logs"),
        "Insights queries data scanned": (Decimal(250), "GB", "Logs"),
    }


def test_costs_them_at_the_price_of_the_region(cost):
    assert cost(LOG_GROUP, {}, usage=USE).cost.expected == Decimal("516.25")  # 1000 × 0.5 + 500 × 0.03 + 250 × 0.005
    ireland = cost(LOG_GROUP, {}, region="eu-west-1", usage=USE)
    assert ireland.cost.expected == Decimal("586.425")  # 1000 × 0.57 + 500 × 0.03 + 250 × 0.0057


def test_without_use_it_says_the_prices_and_names_the_class(cost):
    group = cost(LOG_GROUP, {})
    assert group.status is Status.USAGE
    assert [line.unit_price for line in group.charges] == [Decimal("0.5"), Decimal("0.03"), Decimal("0.005")]
    assert "logGroupClass = STANDARD (the provider's default)" in group.assumptions


def test_an_open_class_leaves_storage_and_queries_in_place(cost):
    group = cost(LOG_GROUP, {"logGroupClass": UNKNOWN}, usage=USE)
    assert group.status is Status.UNKNOWN
    assert group.cost.expected == Decimal("16.25")  # 500 × 0.03 + 250 × 0.005


def test_a_class_without_a_price_is_a_gap_and_not_the_standard_price(cost):
    group = cost(LOG_GROUP, {"logGroupClass": "INFREQUENT_ACCESS"}, usage=USE)
    assert [(gap.kind.value, gap.charge) for gap in group.cost.gaps] == [("unpriced", "Data ingested")]
