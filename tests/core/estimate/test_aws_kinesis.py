from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

STREAM = "aws:kinesis/stream:Stream"
CONSUMER = "aws:kinesis/streamConsumer:StreamConsumer"
FIREHOSE = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
ANALYTICS = "aws:kinesis/analyticsApplication:AnalyticsApplication"
FLINK = "aws:kinesisanalyticsv2/application:Application"
SNAPSHOT = "aws:kinesisanalyticsv2/applicationSnapshot:ApplicationSnapshot"
ON_DEMAND = {"streamModeDetails": {"streamMode": "ON_DEMAND"}}
PARQUET = {"dataFormatConversionConfiguration": {"schemaConfiguration": {}}}


def test_an_on_demand_stream_costs_its_hours_and_its_data(cost):
    use = {
        "monthly_on_demand_data_in_gb": 100,
        "monthly_on_demand_data_out_gb": 200,
        "monthly_on_demand_efo_data_out_gb": 10,
    }
    stream = cost(STREAM, ON_DEMAND, usage=use)
    assert stream.status is Status.PRICED
    assert stream.cost.expected == Decimal("45.7")  # 730 × 0.04 + 100 × 0.08 + 200 × 0.04 + 10 × 0.05


def test_a_provisioned_stream_counts_shards(quantities):
    found = quantities(STREAM, {"shardCount": "4"}, usage={"monthly_provisioned_put_units": 6_500_000})
    assert found["Shards"] == (2920, "shard-hours", "Shard")
    assert found["PUT payload units"] == (Decimal("6.5"), "1M PUT units", "Shard")
    assert found["Extended retention (24 hours to 7 days)"][0] == 0


def test_a_longer_retention_is_charged_for_all_shards(cost):
    stream = cost(STREAM, {"shardCount": 2, "retentionPeriod": 48}, usage={"monthly_provisioned_put_units": 0})
    lines = {line.name: line.cost and line.cost.expected for line in stream.charges}
    assert lines["Extended retention (24 hours to 7 days)"] == Decimal("29.2")  # 2 × 730 × 0.02
    assert lines["Long-term retention (over 7 days)"] == 0


def test_what_is_kept_for_weeks_depends_on_use(cost):
    stream = cost(STREAM, {"shardCount": 1, "retentionPeriod": 720})
    waiting = {gap.charge for gap in stream.cost.gaps}
    assert {"Long-term retention (over 7 days)", "Long-term retention retrieval"} <= waiting


def test_consumers_of_the_stack_are_counted_on_every_shard(quantities, make_resource):
    consumer = make_resource(CONSUMER, {"streamArn": "events-arn"}, region="us-east-1", name="consumer")
    found = quantities(STREAM, {"shardCount": 3, "arn": "events-arn"}, around=(consumer,))
    assert found["Enhanced fan-out consumers"][0] == 2190  # 1 × 3 × 730


def test_a_consumer_is_charged_with_its_stream_or_open(cost, make_resource):
    stream = make_resource(STREAM, {"arn": "events-arn", "shardCount": 1}, region="us-east-1", name="stream")
    consumer = {"streamArn": "events-arn"}
    assert cost(CONSUMER, consumer, around=(stream,)).status is Status.FREE
    assert cost(CONSUMER, consumer).status is Status.UNKNOWN


def test_an_open_mode_or_shard_count_is_a_gap(cost):
    assert cost(STREAM, {"streamModeDetails": UNKNOWN}).status is Status.UNKNOWN
    assert cost(STREAM, {"shardCount": UNKNOWN}).status is Status.UNKNOWN
    assert cost(STREAM, {"shardCount": -1}).status is Status.UNKNOWN


def test_firehose_gets_cheaper_with_the_data(cost):
    stream = cost(FIREHOSE, {}, region="eu-west-2", usage={"monthly_data_ingested_gb": 3_000_000})
    assert [(line.quantity.expected, line.cost.expected) for line in stream.charges] == [
        (512_000, 17_920),  # × 0.035
        (1_536_000, 46_080),  # × 0.030
        (952_000, 22_848),  # × 0.024
    ]


def test_firehose_charges_conversion_and_delivery_into_a_vpc(quantities):
    inputs = {
        "extendedS3Configuration": PARQUET,
        "opensearchConfiguration": {"vpcConfig": {"subnetIds": [UNKNOWN, "b"]}},
    }
    found = quantities(FIREHOSE, inputs, usage={"monthly_data_ingested_gb": 10})
    assert found == {
        "Data ingested": (10, "GB", "DirectPut"),
        "Format conversion": (10, "GB", "FormatConversion"),
        "VPC data": (10, "GB", "VpcDelivery"),
        "VPC AZ delivery": (1460, "hours", "VpcDelivery"),
    }


def test_a_conversion_that_is_switched_off_costs_nothing(quantities):
    off = {"dataFormatConversionConfiguration": {"enabled": False, "schemaConfiguration": {}}}
    assert list(quantities(FIREHOSE, {"extendedS3Configuration": off})) == ["Data ingested"]


def test_what_delivery_to_tables_charges_is_named(cost):
    assert any("iceberg" in text for text in cost(FIREHOSE, {"destination": "iceberg"}).assumptions)


def test_processing_units_run_all_month(cost):
    application = cost(ANALYTICS, {}, region="eu-west-2", usage={"kinesis_processing_units": 10})
    assert application.cost.expected == Decimal("927.1")  # 10 × 730 × 0.127


def test_flink_has_one_unit_more_and_storage(cost):
    use = {"kinesis_processing_units": 10, "durable_application_backup_gb": 100}
    application = cost(FLINK, {"runtimeEnvironment": "FLINK-1_8"}, region="eu-west-2", usage=use)
    # 11 × 730 × 0.127 + 500 × 0.116 + 100 × 0.024
    assert application.cost.expected == Decimal("1080.21")
    sql = cost(FLINK, {"runtimeEnvironment": "SQL-1_0"}, region="eu-west-2", usage=use)
    assert sql.cost.expected == Decimal("927.1")


def test_a_fixed_parallelism_says_how_many_units_run(quantities):
    fixed = {"configurationType": "CUSTOM", "parallelism": 7, "parallelismPerKpu": 2, "autoScalingEnabled": False}
    flink = {"flinkApplicationConfiguration": {"parallelismConfiguration": fixed}}
    inputs = {"runtimeEnvironment": "FLINK-1_18", "applicationConfiguration": flink}
    assert quantities(FLINK, inputs)["Processing (stream)"] == (2920, "KPU-hours", "KPU")  # 7 ÷ 2 → 4, × 730


def test_a_snapshot_is_charged_by_size(cost):
    snapshot = cost(SNAPSHOT, {}, region="eu-west-2", usage={"durable_application_backup_gb": 100})
    assert snapshot.cost.expected == Decimal("2.4")  # 100 × 0.024
