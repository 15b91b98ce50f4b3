"""Pricers of `aws:mq/…`: brokers of ActiveMQ and RabbitMQ."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.mq import BrokerUsage

_SERVICE: Final = "AmazonMQ"
_CLUSTER_NODES: Final = 3
"""Instances of a RabbitMQ cluster, each of which keeps the messages."""


@prices("aws:mq/broker:Broker", usage=BrokerUsage)
def broker(resource: Subject, usage: BrokerUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A broker: each hour by engine, instance type and deployment, and what it stores.

    A deployment over several zones has one price for all its instances. A broker cannot be stopped.
    Source: Amazon MQ pricing.
    """
    inputs, region = resource.inputs, resource.region
    engine = _lower(inputs.item("engineType"))
    deployment = _deployment(inputs.item("deploymentMode", "SINGLE_INSTANCE"))
    instance_type = inputs.item("hostInstanceType") or UNKNOWN
    is_open = any(isinstance(part, Unknown) for part in (engine, deployment))
    query = PriceQuery(_SERVICE, region, UNKNOWN if is_open else instance_type, f"{engine}/{deployment}")
    yield Charge("Broker instance", HOUR * MONTH_HOURS, query)
    kind = _lower(inputs.item("storageType", "ebs" if engine == "rabbitmq" else "efs"))
    copies = _CLUSTER_NODES if engine == "rabbitmq" and deployment == "multi-az" else 1
    item = UNKNOWN if is_open or isinstance(kind, Unknown) else f"{engine}-{kind}"
    storage = GB_MONTH * (usage.storage_size_gb * copies)
    yield Charge("Storage", storage, PriceQuery(_SERVICE, region, item, "storage"))


def _lower(value: str | Unknown) -> str | Unknown:
    return value if isinstance(value, Unknown) else value.lower()


def _deployment(mode: str | Unknown) -> str | Unknown:
    if isinstance(mode, Unknown):
        return mode
    return "multi-az" if mode.lower().endswith("multi_az") else "single-az"
