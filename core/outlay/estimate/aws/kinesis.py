"""Pricers of `aws:kinesis/…`: data streams, Firehose delivery streams and SQL applications."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, HOUR, MONTH_HOURS, Amount, Unit
from outlay.estimate.aws.kinesisanalyticsv2 import processing
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.kinesis import AnalyticsApplicationUsage, FirehoseUsage, StreamUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonKinesis"
_STREAM: Final = "aws:kinesis/stream:Stream"
_FIREHOSE: Final = "AmazonKinesisFirehose"
_STREAM_CONSUMER: Final = "aws:kinesis/streamConsumer:StreamConsumer"
_MILLION: Final = 10**6
_SHARD_HOUR: Final = Unit("shard-hours")
_CONSUMER_SHARD_HOUR: Final = Unit("consumer-shard-hours")
_MILLION_PUT_UNITS: Final = Unit("1M PUT units")
_INCLUDED_RETENTION_HOURS: Final = 24
_LONG_RETENTION_HOURS: Final = 168
_IN_A_VPC: Final = ("elasticsearchConfiguration", "opensearchConfiguration", "opensearchserverlessConfiguration")
"""Destinations that Firehose can deliver to within a VPC."""

_CHARGED_APART: Final = frozenset({"iceberg", "snowflake"})
"""Destinations with a price of their own for what is delivered."""


@prices(_STREAM, usage=StreamUsage)
def stream(resource: Subject, usage: StreamUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A data stream: in on-demand mode the stream and its data, else each shard and PUT unit; retention and fan-out.

    Source: Amazon Kinesis Data Streams pricing.
    """
    mode = resource.inputs.block("streamModeDetails").text("streamMode", "PROVISIONED")
    if mode == "ON_DEMAND":
        yield from _on_demand(resource, usage)
    else:
        yield from _provisioned(resource, usage, near)


def _on_demand(resource: Subject, usage: StreamUsage) -> Iterator[Charge | Free]:
    region, inputs = resource.region, resource.inputs
    extended = _kept(usage.monthly_on_demand_extended_retention_gb, inputs, _INCLUDED_RETENTION_HOURS)
    long_term = _kept(usage.monthly_on_demand_long_term_retention_gb, inputs, _LONG_RETENTION_HOURS)
    yield Charge("On-demand stream", HOUR * MONTH_HOURS, PriceQuery(_SERVICE, region, "OnDemand", "hours"))
    for name, quantity, dimension in (
        ("Data ingested", GB * usage.monthly_on_demand_data_in_gb, "data-in"),
        ("Data retrieval", GB * usage.monthly_on_demand_data_out_gb, "data-out"),
        ("Enhanced fan-out data retrieval", GB * usage.monthly_on_demand_efo_data_out_gb, "fan-out-data"),
        ("Extended retention (24 hours to 7 days)", GB_MONTH * extended, "extended-retention"),
        ("Long-term retention (over 7 days)", GB_MONTH * long_term, "long-term-retention"),
    ):
        yield Charge(name, quantity, PriceQuery(_SERVICE, region, "OnDemand", dimension))


def _provisioned(resource: Subject, usage: StreamUsage, near: Neighbours) -> Iterator[Charge | Free]:
    region, inputs = resource.region, resource.inputs
    shard_hours = inputs.number("shardCount") * MONTH_HOURS
    long_term = _kept(usage.monthly_provisioned_long_term_retention_gb, inputs, _LONG_RETENTION_HOURS)
    retrieval = _kept(usage.monthly_provisioned_long_term_retrieval_gb, inputs, _LONG_RETENTION_HOURS)
    puts = _MILLION_PUT_UNITS * (usage.monthly_provisioned_put_units / _MILLION)
    extended = _SHARD_HOUR * _extended_shard_hours(inputs, usage, shard_hours)
    consumers = _CONSUMER_SHARD_HOUR * _consumer_hours(usage, near, shard_hours)
    for name, quantity, dimension in (
        ("Shards", _SHARD_HOUR * shard_hours, "hours"),
        ("PUT payload units", puts, "put-units"),
        ("Extended retention (24 hours to 7 days)", extended, "extended-retention"),
        ("Long-term retention (over 7 days)", GB_MONTH * long_term, "long-term-retention"),
        ("Long-term retention retrieval", GB * retrieval, "long-term-retrieval"),
        ("Enhanced fan-out data retrieval", GB * usage.monthly_provisioned_efo_data_out_gb, "fan-out-data"),
        ("Enhanced fan-out consumers", consumers, "fan-out-consumers"),
    ):
        yield Charge(name, quantity, PriceQuery(_SERVICE, region, "Shard", dimension))


def _kept(stated: Amount, inputs: Properties, beyond_hours: int) -> Amount:
    """What is stated; where nothing is, zero for a stream that keeps nothing so long."""
    retention = inputs.number("retentionPeriod", _INCLUDED_RETENTION_HOURS)
    if not stated.open or retention.open:
        return stated
    return retention.above(beyond_hours) if retention.expected <= beyond_hours else stated


def _extended_shard_hours(inputs: Properties, usage: StreamUsage, shard_hours: Amount) -> Amount:
    """What is stated, else all shards all the time where the stream keeps data beyond what is included."""
    stated = usage.monthly_provisioned_extended_retention_gb
    retention = inputs.number("retentionPeriod", _INCLUDED_RETENTION_HOURS)
    if not stated.open or retention.open:
        return stated
    is_extended = retention.expected > _INCLUDED_RETENTION_HOURS
    return shard_hours if is_extended else retention.above(_INCLUDED_RETENTION_HOURS)


def _consumer_hours(usage: StreamUsage, near: Neighbours, shard_hours: Amount) -> Amount:
    """What is stated, else each consumer of this stack on each shard."""
    stated = usage.monthly_provisioned_efo_consumer_hours
    consumers = near.users(_STREAM_CONSUMER, "streamArn") if stated.open else ()
    return Amount.exactly(len(consumers), "consumers") * shard_hours if consumers else stated


@prices(_STREAM_CONSUMER)
def stream_consumer(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A consumer with enhanced fan-out: charged with its stream where that is in this stack, else by its shards.

    Source: Amazon Kinesis Data Streams pricing, enhanced fan-out.
    """
    if near.target("streamArn", _STREAM) is not None:
        yield Free("the stream is charged for its consumers")
        return
    shards = Amount.unknown("shards", "the stream is not in this stack, and its shards are not known")
    query = PriceQuery(_SERVICE, resource.region, "Shard", "fan-out-consumers")
    yield Charge("Enhanced fan-out consumer", _CONSUMER_SHARD_HOUR * (shards * MONTH_HOURS), query)


@prices("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", usage=FirehoseUsage)
def firehose_delivery_stream(resource: Subject, usage: FirehoseUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A delivery stream: each GB taken in, each GB that changes its format, and delivery into a VPC.

    Source: Amazon Data Firehose pricing.
    """
    inputs, region = resource.inputs, resource.region
    data = GB * usage.monthly_data_ingested_gb
    source = "MSK" if inputs.has("mskSourceConfiguration") else "DirectPut"
    yield Charge("Data ingested", data, PriceQuery(_FIREHOSE, region, source, "ingestion"))
    destination = inputs.item("destination")
    if destination in _CHARGED_APART:
        inputs.assume(f"what delivery to {destination} charges beside is not included")
    yield from independently(_conversion(inputs, region, usage), _into_a_vpc(inputs, region, usage))


def _conversion(inputs: Properties, region: str | Unknown | None, usage: FirehoseUsage) -> Iterator[Charge | Free]:
    destination = inputs.block("extendedS3Configuration")
    if destination.has("dynamicPartitioningConfiguration"):
        inputs.assume("what dynamic partitioning charges is not included")
    if not destination.has("dataFormatConversionConfiguration"):
        return
    if destination.block("dataFormatConversionConfiguration").flag("enabled", default=True):
        data = GB * usage.monthly_data_ingested_gb
        yield Charge("Format conversion", data, PriceQuery(_FIREHOSE, region, "FormatConversion"))


def _into_a_vpc(inputs: Properties, region: str | Unknown | None, usage: FirehoseUsage) -> Iterator[Charge | Free]:
    """Delivery into a VPC: each GB, and each hour in each availability zone."""
    settings = next((inputs.block(key) for key in _IN_A_VPC if inputs.has(key)), None)
    if settings is None or not settings.has("vpcConfig"):
        return
    data = GB * usage.monthly_data_ingested_gb
    yield Charge("VPC data", data, PriceQuery(_FIREHOSE, region, "VpcDelivery", "bytes"))
    hours = _zones(settings.block("vpcConfig")) * MONTH_HOURS
    yield Charge("VPC AZ delivery", HOUR * hours, PriceQuery(_FIREHOSE, region, "VpcDelivery", "hours"))


def _zones(network: Properties) -> Amount:
    value = network.values.get("subnetIds")
    if not isinstance(value, list | tuple) or not value:
        raise OpenValue(f"{network.path}.subnetIds", "is not a list of subnets that are known")
    network.assume("each subnet that Firehose delivers to lies in an availability zone of its own")
    return Amount.exactly(len(value), "availability zones")


@prices("aws:kinesis/analyticsApplication:AnalyticsApplication", usage=AnalyticsApplicationUsage)
def analytics_application(
    resource: Subject, usage: AnalyticsApplicationUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    """An SQL application: each processing unit that runs.

    Source: Amazon Kinesis Data Analytics pricing.
    """
    yield processing("Processing (stream)", usage.kinesis_processing_units, resource.region)
