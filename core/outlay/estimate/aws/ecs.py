"""Pricers of `aws:ecs/…`: tasks on Fargate. What runs on instances is charged with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB_HOUR, VCPU_HOUR, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties, as_number
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

TASK_DEFINITION: Final = "aws:ecs/taskDefinition:TaskDefinition"
TASK_SET: Final = "aws:ecs/taskSet:TaskSet"
SERVICE: Final = "aws:ecs/service:Service"
_AUTOSCALING: Final = "aws:appautoscaling/target:Target"
_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_CLUSTER_PROVIDERS: Final = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"
_WINDOWS: Final = "windows/"
INCLUDED_STORAGE_GB: Final = 20
"""Ephemeral storage that each Fargate task has without charge."""

_ON_INSTANCES: Final = "its tasks run on instances that are charged themselves"
_ON_MACHINES_OF_ONES_OWN: Final = "its tasks run on machines outside AWS, which ECS Anywhere bills one by one"
_IN_TASK_SETS: Final = "its tasks are charged with its task sets"


@dataclass(frozen=True, slots=True)
class Placement:
    """How many tasks run on Fargate by the hour on demand, and how many on its spare capacity; None where none can."""

    on_demand: Amount | None
    spot: Amount | None


@prices(SERVICE)
def service(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A service: each hour of its tasks' vCPUs and memory where they run on Fargate, else nothing.

    Tasks × what the task definition asks for. Source: AWS Fargate pricing, Amazon ECS.
    """
    inputs = resource.inputs
    if inputs.block("deploymentController").text("type") == "EXTERNAL" or near.users(TASK_SET, "service"):
        yield Free(_IN_TASK_SETS)
        return
    definition = near.target("taskDefinition", TASK_DEFINITION)
    placement = placement_of(inputs, definition, _scaled(resource, inputs.number("desiredCount", 0), near), near)
    yield from _placed(resource, definition, placement)


@prices(TASK_SET)
def task_set(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A task set of a service with an external deployment controller: its share of the service's tasks.

    Source: AWS Fargate pricing, Amazon ECS.
    """
    owner = near.target("service", SERVICE)
    wanted = _scaled(owner, owner.inputs.number("desiredCount", 0), near.of(owner)) if owner else _not_here("service")
    tasks = (
        wanted * resource.inputs.block("scale").number("value", 100, "all tasks of the service") / 100
    ).rounded_up()
    definition = near.target("taskDefinition", TASK_DEFINITION)
    yield from _placed(resource, definition, placement_of(resource.inputs, definition, tasks, near))


def _scaled(service: Subject, declared: Amount, near: Neighbours) -> Amount:
    """The tasks of a service: as declared, or between the ends of Application Auto Scaling, the declared ones expected.

    A scalable target refers to the service in its resourceId, `service/CLUSTER/SERVICE`.
    Source: Application Auto Scaling API reference, RegisterScalableTarget.
    """
    name = service.inputs.values.get("name")
    for target in near.users(_AUTOSCALING, "resourceId"):
        named = target.inputs.item("resourceId")
        is_its = not isinstance(named, str) or not isinstance(name, str) or named.rpartition("/")[2] == name
        if is_its and target.inputs.item("scalableDimension") == "ecs:service:DesiredCount":
            least, most = target.inputs.number("minCapacity"), target.inputs.number("maxCapacity")
            return Amount.spanning(least, declared, most, "auto-scaled tasks")
    return declared


def placement_of(inputs: Properties, definition: Subject | None, tasks: Amount, near: Neighbours) -> Placement:
    """Where so many tasks run: by the capacity provider strategy, the launch type, or the cluster's own strategy.

    Raises:
        OpenValue: when what decides it is open.
    """
    if inputs.has("capacityProviderStrategies"):
        return _by_strategy(inputs.blocks("capacityProviderStrategies"), tasks)
    of_the_cluster = () if inputs.has("launchType") else _strategies_of_cluster(near)
    if of_the_cluster:
        inputs.assume("the tasks run by the default capacity provider strategy of the cluster")
        return _by_strategy(of_the_cluster, tasks)
    if not inputs.has("launchType") and definition is not None and _only_on_fargate(definition):
        inputs.assume("the tasks run on Fargate: no launch type is set, and the task definition allows nothing else")
        return Placement(tasks, None)
    launch_type = inputs.text("launchType", "EC2")
    return Placement(tasks if launch_type == "FARGATE" else None, None)


def _strategies_of_cluster(near: Neighbours) -> tuple[Properties, ...]:
    """The default strategy of the cluster, where cluster and strategy are in this stack."""
    cluster = near.target("cluster", _CLUSTER)
    if cluster is None:
        return ()
    providers = near.of(cluster).users(_CLUSTER_PROVIDERS, "clusterName")
    return tuple(strategy for each in providers for strategy in each.inputs.blocks("defaultCapacityProviderStrategies"))


def _by_strategy(strategies: tuple[Properties, ...], tasks: Amount) -> Placement:
    """Each provider's base first, the rest by weight; where no weight is set, in equal parts."""
    bases = [_exactly(strategy, "base") for strategy in strategies]
    weights = [_exactly(strategy, "weight") for strategy in strategies]
    if not any(weights):
        weights = [Decimal(1)] * len(weights)
    rest = tasks.above(sum(bases))
    shares: dict[str, Amount] = {}
    for strategy, base, weight in zip(strategies, bases, weights, strict=True):
        provider = strategy.text("capacityProvider")
        part = rest * weight / sum(weights)
        if base:
            part = part + tasks.at_most(base)
        shares[provider] = shares[provider] + part if provider in shares else part
    if len(shares) == 1:
        shares = dict.fromkeys(shares, tasks)
    return Placement(shares.get("FARGATE"), shares.get("FARGATE_SPOT"))


def _exactly(strategy: Properties, key: str) -> Decimal:
    amount = strategy.number(key, 0)
    if not amount.is_exact:
        raise OpenValue(f"{strategy.path}.{key}", "is open until deployment")
    return amount.expected


def _only_on_fargate(definition: Subject) -> bool:
    return set(definition.inputs.texts("requiresCompatibilities")) == {"FARGATE"}


def _placed(resource: Subject, definition: Subject | None, placement: Placement) -> Iterator[Charge | Free]:
    if placement.on_demand is None and placement.spot is None:
        is_elsewhere = resource.inputs.item("launchType") == "EXTERNAL"
        yield Free(_ON_MACHINES_OF_ONES_OWN if is_elsewhere else _ON_INSTANCES)
    if placement.on_demand is not None:
        yield from _task_charges(resource, definition, placement.on_demand, ON_DEMAND, "")
    if placement.spot is not None:
        yield from _task_charges(resource, definition, placement.spot, "spot", "spot tasks")


def _task_charges(
    resource: Subject, definition: Subject | None, tasks: Amount, term: str, component: str
) -> Iterator[Charge]:
    """vCPUs, memory and ephemeral storage above what is included, each for all tasks and hours."""
    platform = _platform(definition)
    hours = resource.running_hours

    def query(what: str) -> PriceQuery:
        return PriceQuery("AmazonECS", resource.region, "Fargate", f"{platform}{what}", term)

    cpus = task_cpus(definition.inputs) if definition else _not_here("taskDefinition")
    memory = task_memory_gb(definition.inputs) if definition else _not_here("taskDefinition")
    yield Charge("vCPUs", VCPU_HOUR * (tasks * cpus * hours), query("vcpu-hours"), component, hours=hours)
    yield Charge("Memory", GB_HOUR * (tasks * memory * hours), query("gb-hours"), component, hours=hours)
    if platform == _WINDOWS:
        licence = VCPU_HOUR * (tasks * cpus * hours)
        yield Charge("Operating system licence", licence, query("licence-vcpu-hours"), component)
    if definition and definition.inputs.has("ephemeralStorage"):
        size = definition.inputs.block("ephemeralStorage").number("sizeInGib", INCLUDED_STORAGE_GB)
        storage = GB_HOUR * (tasks * size.above(INCLUDED_STORAGE_GB) * hours)
        yield Charge("Ephemeral storage", storage, query("storage-gb-hours"), component)


def _platform(definition: Subject | None) -> str:
    """The part of the price's name that the platform decides: nothing for Linux on x86."""
    if definition is None or not definition.inputs.has("runtimePlatform"):
        return ""
    platform = definition.inputs.block("runtimePlatform")
    if platform.text("operatingSystemFamily", "LINUX").startswith("WINDOWS"):
        return _WINDOWS
    return "arm/" if platform.text("cpuArchitecture", "X86_64") == "ARM64" else ""


def task_cpus(definition: Properties) -> Amount:
    """The vCPUs that a task definition asks for: `512` units, `.5 vCPU` or `0.5vcpu` are half a one."""
    return _measure(definition, "cpu", "vcpu", 1024)


def task_memory_gb(definition: Properties) -> Amount:
    """The GB of memory that a task definition asks for: `1024` MiB or `1 GB`."""
    return _measure(definition, "memory", "gb", 1024)


def _measure(definition: Properties, key: str, unit: str, divisor: int) -> Amount:
    """A task size: a number with the unit behind it, or a plain number of `divisor`-ths of it."""
    text = definition.item(key)
    if isinstance(text, Unknown) or not text.strip().lower().endswith(unit):
        return definition.number(key) / divisor
    number = as_number(text.strip().lower().removesuffix(unit).strip())
    if number is None or number < 0:
        return Amount.unknown(key, f"{key} is {text!r}, which is no quantity")
    return Amount.exactly(number, key)


def _not_here(key: str) -> Amount:
    return Amount.unknown(key, f"the resource that {key} refers to is not in this stack")
