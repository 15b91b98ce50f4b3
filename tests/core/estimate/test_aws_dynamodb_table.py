from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

TABLE = "aws:dynamodb/table:Table"
TARGET = "aws:appautoscaling/target:Target"
OHIO = "us-east-2"
STORED = {"storage_gb": 230, "on_demand_backup_storage_gb": 460, "monthly_data_restored_gb": 230}
ON_DEMAND_USE = {"monthly_write_request_units": 3_000_000, "monthly_read_request_units": 8_000_000}


def test_provisioned_capacity_counts_every_hour(quantities):
    found = quantities(TABLE, {"writeCapacity": "20", "readCapacity": 30}, usage=STORED)
    assert found == {
        "Data storage": (Decimal(230), "GB-months", "STANDARD"),
        "On-demand backup storage": (Decimal(460), "GB-months", "Backup"),
        "Table data restored": (Decimal(230), "GB", "Backup"),
        "Write capacity": (Decimal(14600), "capacity-unit-hours", "STANDARD"),  # 20 × 730
        "Read capacity": (Decimal(21900), "capacity-unit-hours", "STANDARD"),  # 30 × 730
        "Streams read requests": (Decimal(0), "1M request units", "Streams"),
    }


def test_costs_provisioned_capacity_storage_and_backups(cost):
    table = cost(TABLE, {"writeCapacity": 20, "readCapacity": 30}, region=OHIO, usage=STORED)
    assert table.status is Status.PRICED
    # 14600 × 0.00065 + 21900 × 0.00013 + 230 × 0.25 + 460 × 0.1 + 230 × 0.15
    assert table.cost.expected == Decimal("150.337")
    assert "billingMode = PROVISIONED (the provider's default)" in table.assumptions


def test_costs_requests_where_it_is_billed_by_them(cost):
    inputs = {"billingMode": "PAY_PER_REQUEST", "readCapacity": 5, "writeCapacity": 5}
    table = cost(TABLE, inputs, region=OHIO, usage=ON_DEMAND_USE)
    priced = {line.name: line.cost.expected for line in table.charges if line.cost and line.cost.high}
    assert priced == {"Write requests": Decimal("1.875"), "Read requests": 1}  # 3 × 0.625 and 8 × 0.125


def test_a_global_secondary_index_has_capacity_of_its_own(quantities):
    index = {"name": "by-date", "writeCapacity": 2, "readCapacity": 3}
    found = quantities(TABLE, {"writeCapacity": 1, "readCapacity": 1, "globalSecondaryIndexes": [index]})
    assert found["global secondary index 1: Write capacity"][0] == 1460  # 2 × 730
    assert found["global secondary index 1: Read capacity"][0] == 2190  # 3 × 730


def test_a_replica_takes_writes_reads_and_data_once_more(quantities):
    inputs = {"writeCapacity": 20, "readCapacity": 30, "replicas": [{"regionName": "us-west-1"}]}
    found = quantities(TABLE, inputs, region=OHIO, usage=STORED)
    assert {label: amount for label, (amount, _, _) in found.items() if label.startswith("replica")} == {
        "replica 1: Replicated write capacity": 14600,  # 20 × 730
        "replica 1: Read capacity": 21900,  # 30 × 730
        "replica 1: Data storage": 230,
    }


def test_a_replica_is_priced_in_its_own_region(cost):
    inputs = {"writeCapacity": 20, "readCapacity": 30, "replicas": [{"regionName": "us-west-1"}]}
    table = cost(TABLE, inputs, region=OHIO)
    priced = {line.label: line.cost.expected for line in table.charges if line.cost}
    assert priced["replica 1: Replicated write capacity"] == Decimal("10.585")  # 14600 × 0.000725


def test_a_replicated_write_costs_what_a_write_does(cost):
    replicas = {"replicas": [{"regionName": OHIO}, {"regionName": "us-east-1"}]}
    written = {"writeCapacity": 20, "readCapacity": 0, **replicas}
    asked = {"billingMode": "PAY_PER_REQUEST", **replicas}
    lines = (*cost(TABLE, written).charges, *cost(TABLE, asked, usage=ON_DEMAND_USE).charges)
    assert {line.label: line.cost.expected for line in lines if "Replicated" in line.name} == {
        "replica 1: Replicated write capacity": Decimal("9.49"),  # 20 × 730 × 0.00065
        "replica 2: Replicated write capacity": Decimal("9.49"),
        "replica 1: Replicated write requests": Decimal("1.875"),  # 3 × 0.625
        "replica 2: Replicated write requests": Decimal("1.875"),
    }


def test_replicated_writes_of_a_table_billed_by_requests_follow_its_writes(quantities):
    inputs = {"billingMode": "PAY_PER_REQUEST", "replicas": [{"regionName": "us-west-1"}, {"regionName": UNKNOWN}]}
    found = quantities(TABLE, inputs, usage=ON_DEMAND_USE)
    assert found["replica 1: Replicated write requests"][:2] == (3, "1M request units")
    assert found["replica 2: Replicated write requests"][:2] == (3, "1M request units")


def test_point_in_time_recovery_is_charged_where_it_is_on(quantities):
    assert "Point-in-time recovery backup storage" in quantities(TABLE, {"pointInTimeRecovery": {"enabled": True}})
    assert "Point-in-time recovery backup storage" not in quantities(TABLE, {})


@pytest.mark.parametrize("inputs", [{}, {"pointInTimeRecovery": UNKNOWN}])
def test_what_is_stated_of_point_in_time_recovery_is_charged(quantities, inputs):
    found = quantities(TABLE, inputs, usage={"pitr_backup_storage_gb": 2300})
    assert found["Point-in-time recovery backup storage"] == (Decimal(2300), "GB-months", "Backup")


@pytest.mark.parametrize(("inputs", "is_gap"), [({}, False), ({"streamEnabled": True}, True)])
def test_only_a_table_with_a_stream_depends_on_stream_reads(cost, inputs, is_gap):
    table = cost(TABLE, {"readCapacity": 1, "writeCapacity": 1, **inputs}, region=OHIO)
    assert ("Streams read requests" in {gap.charge for gap in table.cost.gaps}) is is_gap


def test_stated_stream_reads_are_charged(cost):
    table = cost(TABLE, {}, region=OHIO, usage={"monthly_streams_read_request_units": 2_000_000})
    assert {line.name: line.cost.expected for line in table.charges if line.cost} == {
        "Streams read requests": Decimal("0.4")  # 2 × 0.2
    }


def test_auto_scaling_makes_capacity_a_range_from_the_declared_one(cost, make_resource):
    urn = make_resource(TABLE, {}, region=None).urn
    target = make_resource(
        TARGET,
        {"minCapacity": 5, "maxCapacity": 100, "scalableDimension": "dynamodb:table:WriteCapacityUnits"},
        region=OHIO,
        name="target",
        property_dependencies={"resourceId": (urn,)},
    )
    table = cost(TABLE, {"writeCapacity": 10, "readCapacity": 10}, region=OHIO, around=(target,))
    write, read = (
        next(line for line in table.charges if line.name == f"{kind} capacity") for kind in ("Write", "Read")
    )
    assert (write.quantity.low, write.quantity.expected, write.quantity.high) == (3650, 7300, 73000)  # × 730
    assert (read.quantity.low, read.quantity.high) == (7300, 7300)


def test_auto_scaling_that_names_the_table_by_its_name_is_its_own(cost, make_resource):
    scaling = {"minCapacity": 56, "maxCapacity": 72, "scalableDimension": "dynamodb:table:ReadCapacityUnits"}
    own = make_resource(TARGET, {**scaling, "resourceId": "table/orders"}, region=OHIO, name="own")
    other = make_resource(TARGET, {**scaling, "resourceId": "table/people"}, region=OHIO, name="other")
    table = {"name": "orders", "writeCapacity": 20, "readCapacity": 30}
    (read,) = (line for line in cost(TABLE, table, region=OHIO, around=(own, other)).charges if "Read c" in line.name)
    assert (read.quantity.low, read.quantity.high) == (40880, 52560)  # 56 × 730 and 72 × 730
    (read,) = (line for line in cost(TABLE, table, region=OHIO, around=(other,)).charges if "Read c" in line.name)
    assert (read.quantity.low, read.quantity.high) == (21900, 21900)  # 30 × 730


def test_open_capacity_leaves_the_other_capacity_in_place(cost):
    table = cost(TABLE, {"writeCapacity": UNKNOWN, "readCapacity": 30}, region=OHIO, usage=STORED)
    assert table.status is Status.UNKNOWN
    assert {line.name for line in table.charges if line.gaps} == {"Write capacity"}
    assert table.cost.expected == Decimal("140.847")  # 21900 × 0.00013 + 230 × 0.25 + 460 × 0.1 + 230 × 0.15


def test_an_open_billing_mode_leaves_storage_in_place(cost):
    table = cost(TABLE, {"billingMode": UNKNOWN}, region=OHIO, usage=STORED)
    assert table.status is Status.UNKNOWN
    assert table.cost.expected == 138  # 230 × 0.25 + 460 × 0.1 + 230 × 0.15


def test_another_table_class_does_not_get_the_standard_price(cost):
    inputs = {"tableClass": "STANDARD_INFREQUENT_ACCESS", "writeCapacity": 1, "readCapacity": 1}
    table = cost(TABLE, inputs, region=OHIO, usage=STORED)
    assert {gap.charge for gap in table.cost.gaps} == {"Data storage", "Write capacity", "Read capacity"}


def test_a_region_without_a_price_is_a_gap(cost):
    assert cost(TABLE, {"writeCapacity": 1, "readCapacity": 1}, region="mx-central-1").status is Status.UNPRICED


def test_an_open_billing_mode_takes_only_what_it_decides_along(cost):
    inputs = {"billingMode": UNKNOWN, "pointInTimeRecovery": {"enabled": True}, "replicas": [{"regionName": OHIO}]}
    table = cost(TABLE, inputs, region=OHIO, usage=STORED)
    assert table.status is Status.UNKNOWN
    assert [charge.label for charge in table.charges] == [
        "Data storage",
        "On-demand backup storage",
        "Table data restored",
        "Point-in-time recovery backup storage",
        "Streams read requests",
        "replica 1: Data storage",
    ]


def test_a_replica_has_the_indexes_too(quantities):
    inputs = {
        "writeCapacity": 20,
        "readCapacity": 30,
        "globalSecondaryIndexes": [{"name": "by-date", "writeCapacity": 2, "readCapacity": 3}],
        "replicas": [{"regionName": OHIO}],
    }
    found = quantities(TABLE, inputs)
    assert found["replica 1 global secondary index 1: Write capacity"][0] == 1460  # 2 × 730
    assert found["replica 1 global secondary index 1: Read capacity"][0] == 2190  # 3 × 730


def test_in_china_it_is_priced_in_yuan_and_no_yuan_counts_as_a_dollar(cost):
    table = cost(TABLE, {"writeCapacity": 20, "readCapacity": 30}, region="cn-north-1", usage=STORED)
    assert table.status is Status.UNPRICED
    reasons = {gap.charge: gap.reason for gap in table.cost.gaps}
    where = "AmazonDynamoDB STANDARD/write-capacity in cn-north-1"
    assert reasons["Write capacity"] == f"{where} is priced in CNY, and there is no rate to USD"
