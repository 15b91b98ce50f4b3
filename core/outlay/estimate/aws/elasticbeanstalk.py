"""Pricers of `aws:elasticbeanstalk/…`: environments.

An environment costs what it makes: instances, a load balancer, a database, logs. Its settings are options by name; a
saved configuration's are not seen here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import Amount
from outlay.estimate.aws.cloudwatch import log_group
from outlay.estimate.aws.elb import classic_charges
from outlay.estimate.aws.instance_group import Members, group_charges, group_size, shared_out
from outlay.estimate.aws.lb import load_balancer
from outlay.estimate.aws.rds import instance as database_instance
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.resource import Secret, Unknown, Value
from outlay.usage.aws.elasticbeanstalk import EnvironmentUsage

_ENVIRONMENT: Final = "aws:elasticbeanstalk:environment"
_GROUP: Final = "aws:autoscaling:asg"
_LAUNCH: Final = "aws:autoscaling:launchconfiguration"
_INSTANCES: Final = "aws:ec2:instances"
_DATABASE: Final = "aws:rds:dbinstance"
_LOGS: Final = "aws:elasticbeanstalk:cloudwatch:logs"
_DEFAULT_TYPE: Final = "t3.micro"
_DEFAULT_MOST: Final = 4
_DEFAULT_ON_DEMAND_PERCENT: Final = 70
_LEAST_DATABASE_GB: Final = 20
_SPELLED_AS: Final = {
    "DBInstanceClass": "instanceClass",
    "DBEngine": "engine",
    "DBEngineVersion": "engineVersion",
    "DBAllocatedStorage": "allocatedStorage",
    "MultiAZDatabase": "multiAz",
}
"""Options of the database, and the properties of `aws:rds/instance:Instance` that they are."""


@dataclass(frozen=True, slots=True)
class _Options:
    """The environment's options by namespace and name, read as properties are."""

    by_namespace: Mapping[str, Properties]

    @classmethod
    def of(cls, resource: Subject) -> "_Options":
        """The options of the environment's settings; a later one wins.

        Raises:
            OpenValue: when which option a setting is about is open.
        """
        found: dict[str, dict[str, Value]] = {}
        for setting in resource.inputs.blocks("settings"):
            namespace, name = setting.text("namespace"), setting.text("name")
            found.setdefault(namespace, {})[name] = setting.values.get("value")
        return cls({namespace: Properties(values, resource.reading) for namespace, values in found.items()})

    def of_namespace(self, namespace: str, resource: Subject) -> Properties:
        """The options of one namespace, empty where none is set."""
        return self.by_namespace.get(namespace) or Properties({}, resource.reading)


@prices("aws:elasticbeanstalk/environment:Environment", usage=EnvironmentUsage)
def environment(resource: Subject, usage: EnvironmentUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An environment: its instances, load balancer, database and logs, each at its own service's prices.

    Source: AWS Elastic Beanstalk pricing, and its Developer Guide for options and their defaults.
    """
    if resource.inputs.has("templateName"):
        resource.inputs.assume("what the saved configuration sets is not known")
    options = _Options.of(resource)
    is_single = options.of_namespace(_ENVIRONMENT, resource).text("EnvironmentType") == "SingleInstance"
    yield from independently(
        _instances(resource, options, usage, is_single),
        _database(resource, options, usage, near),
        _logs(resource, options, usage, near),
        iter(()) if is_single else _balanced(resource, options, usage, near),
    )


def _instances(
    resource: Subject, options: _Options, usage: EnvironmentUsage, is_single: bool
) -> Iterator[Charge | Free]:
    launch = options.of_namespace(_LAUNCH, resource)
    spread = options.of_namespace(_INSTANCES, resource)
    root = {"volumeType": "RootVolumeType", "volumeSize": "RootVolumeSize", "iops": "RootVolumeIOPS"}
    settings: dict[str, Value] = {
        "instanceType": _instance_type(launch, spread),
        "rootBlockDevice": {key: launch.values[name] for key, name in root.items() if launch.has(name)},
    }
    size = Amount.exactly(1, "instances") if is_single else _size(resource, options.of_namespace(_GROUP, resource))
    size = size if usage.ec2.instances.open else usage.ec2.instances
    yield from group_charges(resource, settings, _members(spread, size, is_single), usage.ec2)


def _instance_type(launch: Properties, spread: Properties) -> Value:
    """The first of `InstanceTypes`, else the older `InstanceType`, else the usual default."""
    listed = spread.values.get("InstanceTypes") if spread.has("InstanceTypes") else launch.values.get("InstanceType")
    if isinstance(listed, str) and listed:
        return listed.split(",")[0].strip()
    if isinstance(listed, Unknown | Secret):
        return listed
    launch.assume(f"InstanceTypes = {_DEFAULT_TYPE} (the provider's default)")
    return _DEFAULT_TYPE


def _size(resource: Subject, group: Properties) -> Amount:
    """From `MinSize` to `MaxSize`; the least is expected, with which a group begins."""
    defaults: dict[str, Value] = {"MinSize": 1, "MaxSize": _DEFAULT_MOST}
    for name, default in defaults.items():
        if not group.has(name):
            group.assume(f"{name} = {default} (the provider's default)")
    values = {**defaults, **{name: value for name, value in group.values.items() if group.has(name)}}
    return group_size(Properties(values, resource.reading), "MinSize", "DesiredCapacity", "MaxSize")


def _members(spread: Properties, size: Amount, is_single: bool) -> Members:
    if not (spread.has("EnableSpot") and spread.flag("EnableSpot")):
        return Members(size)
    base = spread.number("SpotFleetOnDemandBase", 0)
    percent = spread.number("SpotFleetOnDemandAboveBasePercentage", 0 if is_single else _DEFAULT_ON_DEMAND_PERCENT)
    return shared_out(size, Decimal(1), base, percent)


def _balanced(
    resource: Subject, options: _Options, usage: EnvironmentUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    """The load balancer: a classic one unless the environment says otherwise."""
    kind = options.of_namespace(_ENVIRONMENT, resource).text("LoadBalancerType", "classic")
    if kind == "classic":
        yield from classic_charges(resource.region, usage.elb.monthly_data_processed_gb, "load balancer")
        return
    inputs: dict[str, Value] = {"loadBalancerType": kind}
    yield from _as_part(load_balancer(_made(resource, inputs), usage.lb, near), "load balancer")


def _database(
    resource: Subject, options: _Options, usage: EnvironmentUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    database = options.of_namespace(_DATABASE, resource)
    if not database.has("DBInstanceClass"):
        return
    inputs = {key: database.values[name] for name, key in _SPELLED_AS.items() if database.has(name)}
    for key, default in (("engine", "mysql"), ("allocatedStorage", _LEAST_DATABASE_GB)):
        if key not in inputs:
            database.assume(f"the database's {key} = {default} (the provider's default)")
            inputs[key] = default
    yield from _as_part(database_instance(_made(resource, inputs), usage.db, near), "database")


def _logs(resource: Subject, options: _Options, usage: EnvironmentUsage, near: Neighbours) -> Iterator[Charge | Free]:
    logs = options.of_namespace(_LOGS, resource)
    if logs.has("StreamLogs") and logs.flag("StreamLogs"):
        yield from _as_part(log_group(_made(resource, {}), usage.cloudwatch, near), "logs")


def _made(resource: Subject, inputs: Mapping[str, Value]) -> Subject:
    """What the environment makes with these properties, as if it had been declared by itself."""
    return Subject(replace(resource.resource, inputs=inputs), resource.reading, resource.running_hours)


def _as_part(charges: Iterator[Charge | Free], part: str) -> Iterator[Charge | Free]:
    try:
        for charge in charges:
            if isinstance(charge, Charge):
                yield replace(charge, component=": ".join(filter(None, (part, charge.component))))
    except OpenValue as open_value:
        raise OpenValue(f"{part} {open_value.path}", open_value.reason) from None
