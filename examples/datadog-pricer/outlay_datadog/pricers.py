"""How the resources of Datadog are charged. A pricer says how much of what, and never sees a price."""

from collections.abc import Iterator

from outlay.estimate.amount import GB, MONTH_SECONDS, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import Registry
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery

from outlay_datadog.usage import IntegrationUsage, LogsIndexUsage, TestUsage

SERVICE = "Datadog"
HOSTS = Unit("hosts")
TEN_THOUSAND_RUNS = Unit("10k runs")
THOUSAND_RUNS = Unit("1k runs")
MILLION_EVENTS = Unit("1M events")
ON_DEMAND = "on-demand"
pricers = Registry()


@pricers.prices("datadog:aws/integrationAccount:IntegrationAccount", usage=IntegrationUsage)
@pricers.prices("datadog:gcp/integrationSts:IntegrationSts", usage=IntegrationUsage)
def integration(resource: Subject, usage: IntegrationUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An integration with a cloud account: each host that it brings in, by the plan.

    Source: Datadog pricing, infrastructure.
    """
    plan = usage.plan.lower()
    if not plan:
        plan = "pro"
        resource.inputs.assume("the account is on the plan Pro")
    query = PriceQuery(SERVICE, GLOBAL, f"Infrastructure {plan.title()}", _billing(resource, usage.billing))
    yield Charge("Infrastructure hosts", HOSTS * usage.hosts, query)


@pricers.prices("datadog:index/syntheticsTest:SyntheticsTest", usage=TestUsage)
def synthetics_test(resource: Subject, usage: TestUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A synthetic test: its runs, from each location, on each device, every so often; a paused test has none.

    Each step of a multistep test is a run of its own.
    Source: Datadog pricing, synthetic monitoring; Datadog documentation, synthetic test types.
    """
    inputs = resource.inputs
    if inputs.text("status", "live") == "paused":
        yield Free("it is paused, and only runs are charged")
        return
    kind = inputs.text("type", "api")
    billing = _billing(resource, usage.billing)
    runs = _runs(inputs)
    if kind == "browser":
        devices = len(inputs.texts("deviceIds")) or 1
        query = PriceQuery(SERVICE, GLOBAL, "Browser test runs", billing)
        yield Charge("Browser test runs", THOUSAND_RUNS * (runs * devices / 1000), query)
    elif kind == "api":
        steps = len(inputs.blocks("apiSteps")) or 1
        query = PriceQuery(SERVICE, GLOBAL, "API test runs", billing)
        yield Charge("API test runs", TEN_THOUSAND_RUNS * (runs * steps / 10_000), query)
    else:
        query = PriceQuery(SERVICE, GLOBAL, f"{kind.title()} test runs", billing)
        yield Charge(f"{kind.title()} test runs", THOUSAND_RUNS * (runs / 1000), query)


@pricers.prices("datadog:index/logsIndex:LogsIndex", usage=LogsIndexUsage)
def logs_index(resource: Subject, usage: LogsIndexUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An index of logs: what is taken in, and each million events that are indexed, by the days that they are kept.

    Source: Datadog pricing, log management.
    """
    billing = _billing(resource, usage.billing)
    ingested = PriceQuery(SERVICE, GLOBAL, "Log ingestion", billing)
    yield Charge("Ingested logs", GB * usage.monthly_ingested_gb, ingested)
    days = resource.inputs.item("retentionDays", "15")
    item = f"Log events, {days} days" if isinstance(days, str) else days
    indexed = MILLION_EVENTS * (usage.monthly_indexed_events / 1_000_000)
    yield Charge("Indexed events", indexed, PriceQuery(SERVICE, GLOBAL, item, billing))


def _runs(inputs: Properties) -> Amount:
    """Runs a month: from each location, every `tickEvery` seconds."""
    every = inputs.block("optionsList").number("tickEvery")
    if every.open or not every.expected:
        raise OpenValue("optionsList.tickEvery", "does not say how often the test runs")
    seconds = Amount.exactly(MONTH_SECONDS, "seconds a month")
    return seconds / every.expected * len(inputs.texts("locations"))


def _billing(resource: Subject, stated: str) -> str:
    if not stated:
        resource.inputs.assume("Datadog bills the account on demand")
    return stated.lower().replace("_", "-") or ON_DEMAND
