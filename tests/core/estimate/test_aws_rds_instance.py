from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

INSTANCE = "aws:rds/instance:Instance"
MYSQL = {"engine": "mysql", "instanceClass": "db.m5.large"}


def test_counts_hours_and_the_least_storage(quantities):
    assert quantities(INSTANCE, MYSQL) == {
        "Database instance": (Decimal(730), "hours", "db.m5.large"),
        "Storage": (Decimal(20), "GB-months", "gp2"),
    }


def test_costs_hours_and_storage_and_names_the_defaults(cost):
    database = cost(INSTANCE, MYSQL)
    assert database.status is Status.PRICED
    assert database.cost.expected == Decimal("127.13")  # 730 × 0.171 + 20 × 0.115
    assert "storageType = gp2 (the provider's default)" in database.assumptions
    assert "multiAz = false (the provider's default)" in database.assumptions


def test_a_standby_doubles_hours_and_storage(cost):
    database = cost(INSTANCE, {**MYSQL, "multiAz": "true", "allocatedStorage": "30"})
    assert database.cost.expected == Decimal("256.56")  # 730 × 0.342 + 30 × 0.23


@pytest.mark.parametrize(
    ("inputs", "hourly"),
    [
        ({"engine": "postgres", "instanceClass": "db.t3.large"}, "0.145"),
        ({"engine": "mariadb", "instanceClass": "db.t3.large"}, "0.136"),
        ({"engine": "aurora", "instanceClass": "db.t3.small"}, "0.041"),
        ({"engine": "aurora-postgresql", "instanceClass": "db.t3.large"}, "0.164"),
        ({"engine": "oracle-se1", "instanceClass": "db.t3.large"}, "0.28"),
        ({"engine": "oracle-se1", "instanceClass": "db.t3.large", "licenseModel": "bring-your-own-license"}, "0.136"),
        ({"engine": "oracle-ee-cdb", "instanceClass": "db.t3.large"}, "0.136"),
        ({"engine": "oracle-se2-cdb", "instanceClass": "db.t3.large"}, "0.3"),
        ({"engine": "sqlserver-ee", "instanceClass": "db.m5.xlarge"}, "2.336"),
    ],
)
def test_engine_and_licence_decide_the_hourly_price(cost, inputs, hourly):
    line = cost(INSTANCE, inputs).charges[0]
    assert (line.name, line.unit_price) == ("Database instance", Decimal(hourly))


def test_an_engine_without_a_figure_is_unpriced(cost):
    assert cost(INSTANCE, {"engine": "db2-se", "instanceClass": "db.m5.large"}).status is Status.UNPRICED


def test_an_open_class_or_engine_keeps_the_storage(cost):
    for inputs in ({**MYSQL, "instanceClass": UNKNOWN}, {**MYSQL, "engine": UNKNOWN}, {"engine": "mysql"}):
        database = cost(INSTANCE, inputs)
        assert database.status is Status.UNKNOWN
        assert database.cost.low == Decimal("2.3")  # 20 × 0.115
        assert database.cost.high is None


def test_an_open_standby_leaves_nothing_priced_by_guess(cost):
    database = cost(INSTANCE, {**MYSQL, "multiAz": UNKNOWN})
    assert database.status is Status.UNKNOWN
    assert (database.cost.low, database.cost.high) == (0, None)


def test_provisioned_iops_have_a_least_size_and_number(cost):
    database = cost(INSTANCE, {**MYSQL, "storageType": "io1", "allocatedStorage": 50, "iops": 500})
    assert {line.name: line.cost.expected for line in database.charges[1:]} == {
        "Storage": Decimal("12.5"),  # 100 × 0.125
        "Provisioned IOPS": Decimal(100),  # 1000 × 0.10
    }


def test_iops_without_a_type_mean_io1(quantities):
    found = quantities(INSTANCE, {**MYSQL, "allocatedStorage": 200, "iops": 3000})
    assert found["Storage"] == (Decimal(200), "GB-months", "io1")
    assert found["Provisioned IOPS"] == (Decimal(3000), "IOPS-months", "io1")


@pytest.mark.parametrize(
    ("engine", "size", "iops", "charged"),
    [
        ("mysql", 20, 4000, 1000),  # 3,000 are included
        ("mysql", 20, 3000, None),
        ("mysql", 400, 12_000, None),  # 12,000 are included from 400 GB on
        ("mysql", 400, 14_000, 2000),
        ("oracle-se2", 200, 14_000, 2000),  # for Oracle from 200 GB on
        ("sqlserver-se", 1000, 4000, 1000),  # for SQL Server always 3,000
    ],
)
def test_gp3_charges_iops_above_what_its_size_includes(quantities, engine, size, iops, charged):
    inputs = {"engine": engine, "instanceClass": "db.m5.large", "storageType": "gp3"}
    found = quantities(INSTANCE, {**inputs, "allocatedStorage": size, "iops": iops})
    assert found.get("Provisioned IOPS", (None,))[0] == charged


def test_gp3_charges_throughput_above_what_its_size_includes(cost):
    storage = {"storageType": "gp3", "allocatedStorage": 400, "storageThroughput": 600}
    database = cost(INSTANCE, {**MYSQL, **storage}, region="eu-west-1")
    line = database.charges[2]
    assert (line.name, line.cost.expected) == ("Provisioned throughput", Decimal("8.8"))  # (600 − 500) × 0.088


def test_magnetic_storage_charges_requests(cost):
    inputs = {**MYSQL, "storageType": "standard", "allocatedStorage": 40}
    stated = cost(INSTANCE, inputs, usage={"monthly_standard_io_requests": 2_000_000})
    assert [line.cost.expected for line in stated.charges[1:]] == [Decimal(4), Decimal("0.2")]  # 40 × 0.1, 2 × 0.1
    assert cost(INSTANCE, inputs).status is Status.USAGE


def test_backups_are_charged_where_they_are_kept_or_stated(cost):
    stated = cost(INSTANCE, MYSQL, usage={"additional_backup_storage_gb": 1000})
    assert stated.charges[-1].cost.expected == Decimal(95)  # 1000 × 0.095
    aurora = {"engine": "aurora", "instanceClass": "db.t3.small"}
    stated = cost(INSTANCE, aurora, usage={"additional_backup_storage_gb": 1000})
    assert stated.charges[2].cost.expected == Decimal(21)  # 1000 × 0.021
    kept = cost(INSTANCE, {**MYSQL, "backupRetentionPeriod": 10})
    assert kept.status is Status.USAGE
    assert (kept.charges[-1].unit_price, kept.charges[-1].cost) == (Decimal("0.095"), None)


def test_performance_insights_are_free_for_seven_days_and_cost_by_vcpu_for_two_years(cost):
    usage = {"monthly_additional_performance_insights_requests": 12_000}
    enabled = {**MYSQL, "performanceInsightsEnabled": True}
    week = cost(INSTANCE, enabled, usage=usage)
    assert week.cost.expected == Decimal("127.25")  # 127.13 + 12 × 0.01
    years = cost(INSTANCE, {**enabled, "performanceInsightsRetentionPeriod": 731}, usage=usage)
    assert years.cost.expected == Decimal("134.88")  # 127.25 + 2 × 3.815
    months = cost(INSTANCE, {**enabled, "performanceInsightsRetentionPeriod": 62}, usage=usage)
    assert months.status is Status.UNPRICED


def test_burstable_classes_charge_credits(cost):
    database = cost(INSTANCE, {"engine": "mysql", "instanceClass": "db.t3.large"}, usage={"monthly_cpu_credit_hrs": 30})
    assert database.charges[-1].cost.expected == Decimal("4.5")  # 30 × 2 × 0.075


@pytest.mark.parametrize(
    ("engine", "version", "more", "expected"),
    [
        ("mysql", "5.7.44", {}, 1460),  # 2 vCPUs × 730
        ("mysql", "5.7", {"multiAz": True}, 2920),
        ("postgres", "11", {}, 1460),
        ("postgres", "11.22", {"engineLifecycleSupport": "open-source-rds-extended-support-disabled"}, None),
        ("postgres", "16.4", {}, None),
        ("postgres", "110", {}, None),
    ],
)
def test_versions_past_their_support_are_charged(quantities, engine, version, more, expected):
    found = quantities(INSTANCE, {"engine": engine, "engineVersion": version, "instanceClass": "db.m5.large", **more})
    assert found.get("Extended Support", (None,))[0] == expected


def test_a_version_whose_support_is_ending_is_named(cost):
    database = cost(INSTANCE, {**MYSQL, "engineVersion": "8.0.36"})
    assert database.cost.expected == Decimal("127.13")
    assert any(text.startswith("Extended Support of mysql 8.0.36") for text in database.assumptions)


def test_credits_have_the_same_price_in_every_region(cost):
    aurora = cost(INSTANCE, {"engine": "aurora-mysql", "instanceClass": "db.t4g.medium"}, region="sa-east-1")
    assert [line.unit_price for line in aurora.charges if line.name == "CPU credits"] == [Decimal("0.09")]


def test_a_replica_has_the_engine_and_storage_of_its_source(cost, make_resource):
    source = make_resource(INSTANCE, {**MYSQL, "allocatedStorage": 100}, region="us-east-1", name="source", id="orders")
    inputs = {"instanceClass": "db.t3.small", "replicateSourceDb": "orders"}
    by_id = cost(INSTANCE, inputs, around=(source,))
    assert by_id.cost.expected == Decimal("36.32")  # 730 × 0.034 + 100 × 0.115
    by_dependency = cost(
        INSTANCE,
        {**inputs, "replicateSourceDb": UNKNOWN},
        around=(source,),
        property_dependencies={"replicateSourceDb": (source.urn,)},
    )
    assert by_dependency.cost == by_id.cost


def test_a_replica_has_the_least_storage_where_its_source_sets_none(cost, make_resource):
    source = make_resource(INSTANCE, MYSQL, region="us-east-1", name="source", id="orders")
    replica = cost(INSTANCE, {"instanceClass": "db.t3.small", "replicateSourceDb": "orders"}, around=(source,))
    assert replica.cost.expected == Decimal("27.12")  # 730 × 0.034 + 20 × 0.115
    assert "allocatedStorage = 20 (the least that can be allocated)" in replica.assumptions


@pytest.mark.parametrize("copied", ["snapshotIdentifier", "restoreToPointInTime", "replicateSourceDb"])
def test_the_storage_of_a_replica_of_a_copy_is_as_open_as_that(cost, make_resource, copied):
    source = make_resource(INSTANCE, {**MYSQL, copied: "before"}, region="us-east-1", name="source", id="orders")
    replica = cost(INSTANCE, {"instanceClass": "db.t3.small", "replicateSourceDb": "orders"}, around=(source,))
    storage = next(charge for charge in replica.charges if charge.label == "Storage")
    assert storage.cost is None


def test_a_replica_of_something_elsewhere_keeps_its_storage(cost):
    inputs = {"instanceClass": "db.m5.large", "replicateSourceDb": "arn:elsewhere", "allocatedStorage": 20}
    database = cost(INSTANCE, inputs)
    assert database.status is Status.UNKNOWN
    assert database.cost.low == Decimal("2.3")  # 20 × 0.115


@pytest.mark.parametrize("copied", ["snapshotIdentifier", "restoreToPointInTime", "replicateSourceDb"])
def test_the_storage_of_a_copy_from_elsewhere_is_open(cost, copied):
    copy = cost(INSTANCE, {"engine": "mysql", "instanceClass": "db.t3.micro", "storageType": "gp2", copied: "before"})
    storage = next(charge for charge in copy.charges if charge.label == "Storage")
    assert storage.cost is None
    assert [gap.kind for gap in storage.gaps] == [GapKind.UNKNOWN]


@pytest.mark.parametrize(
    ("inputs", "named"),
    [
        ({"monitoringInterval": 60}, "Enhanced Monitoring, which CloudWatch Logs bills, is not included"),
        (
            {"databaseInsightsMode": "advanced"},
            "the advanced mode of Database Insights, which CloudWatch bills, is not included",
        ),
        ({"dedicatedLogVolume": True}, "the dedicated log volume is not included"),
        ({"engineVersion": UNKNOWN}, "the engine's version, which is open until deployment, needs no Extended Support"),
    ],
)
def test_what_else_is_billed_for_it_is_named(cost, inputs, named):
    plain = {"engine": "mysql", "instanceClass": "db.t3.micro", "allocatedStorage": 20}
    assert named in cost(INSTANCE, plain | inputs).assumptions
    off = {"monitoringInterval": "0", "databaseInsightsMode": "standard", "dedicatedLogVolume": "false"}
    assert named not in cost(INSTANCE, plain | off).assumptions


def test_an_open_retention_leaves_its_charge_open(cost):
    inputs = {"engine": "mysql", "instanceClass": "db.t3.micro", "allocatedStorage": 20}
    open_ = cost(INSTANCE, inputs | {"performanceInsightsEnabled": True, "performanceInsightsRetentionPeriod": UNKNOWN})
    line = next(charge for charge in open_.charges if charge.label == "Performance Insights retention")
    assert line.cost is None


@pytest.mark.parametrize(
    ("term", "payment", "inputs", "hourly"),
    [
        ("1_year", "no_upfront", {}, "0.0957"),
        ("1_year", "all_upfront", {}, "0"),
        ("3_year", "partial_upfront", {"engine": "postgres"}, "0.0348"),
        ("1_year", "no_upfront", {"engine": "mariadb"}, "0.0957"),
    ],
)
def test_a_reservation_that_is_stated_prices_the_hours(cost, term, payment, inputs, hourly):
    use = {"reserved_instance_term": term, "reserved_instance_payment_option": payment}
    database = cost(INSTANCE, {"engine": "mysql", "instanceClass": "db.t3.large", **inputs}, usage=use)
    assert (database.charges[0].quantity.expected, database.charges[0].unit_price) == (730, Decimal(hourly))
    upfront = "what is paid upfront for the reservation is not included" in database.assumptions
    assert upfront == (payment != "no_upfront")


def test_a_reserved_standby_takes_two_reservations(cost):
    use = {"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"}
    line = cost(INSTANCE, {"engine": "mysql", "instanceClass": "db.t3.large", "multiAz": True}, usage=use).charges[0]
    assert (line.quantity.expected, line.cost.expected) == (1460, Decimal("139.722"))  # 2 × 730 × 0.0957


@pytest.mark.parametrize(("term", "payment"), [("2_year", "no_upfront"), ("3_year", "no_upfront"), ("1_year", "later")])
def test_a_term_that_is_not_sold_leaves_only_the_hours_open(cost, term, payment):
    use = {"reserved_instance_term": term, "reserved_instance_payment_option": payment}
    database = cost(INSTANCE, MYSQL, usage=use)
    assert database.status is Status.UNKNOWN
    assert database.cost.low == Decimal("2.3")  # 20 × 0.115
