"""Pricers of load balancing in `gcp:compute/…`: forwarding rules and target proxies."""

from collections.abc import Iterator

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.compute import ForwardingRuleUsage, TargetProxyUsage


@prices("gcp:compute/forwardingRule:ForwardingRule", usage=ForwardingRuleUsage)
def forwarding_rule(resource: Subject, usage: ForwardingRuleUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A forwarding rule of a region: each hour, and the data that comes in.

    Source: Google Cloud, Cloud Load Balancing pricing.
    """
    yield from _forwarding(resource, resource.region, usage)


@prices("gcp:compute/globalForwardingRule:GlobalForwardingRule", usage=ForwardingRuleUsage)
def global_forwarding_rule(resource: Subject, usage: ForwardingRuleUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A global forwarding rule: each hour, and the data that comes in.

    Source: Google Cloud, Cloud Load Balancing pricing.
    """
    yield from _forwarding(resource, GLOBAL, usage, "global-")


def _forwarding(
    resource: Subject, region: str | Unknown | None, usage: ForwardingRuleUsage, scope: str = ""
) -> Iterator[Charge | Free]:
    resource.inputs.assume("the rule is charged as each one beyond a project's first five, which share a higher fee")
    query = PriceQuery("Networking", region, "forwarding-rule", f"{scope}hours")
    yield Charge("Forwarding rule", HOUR * MONTH_HOURS, query)
    query = PriceQuery("Networking", region, "forwarding-rule", f"{scope}data")
    yield Charge("Ingress data", GB * usage.monthly_ingress_data_gb, query)


@prices("gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy", usage=TargetProxyUsage)
@prices("gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy", usage=TargetProxyUsage)
def region_target_proxy(resource: Subject, usage: TargetProxyUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A target proxy of a region: the proxy instances that its load needs, each hour, and the data through them.

    Source: Google Cloud, Cloud Load Balancing pricing.
    """
    yield from _proxy(resource.region, usage)


@prices("gcp:compute/targetGrpcProxy:TargetGrpcProxy", usage=TargetProxyUsage)
@prices("gcp:compute/targetHttpProxy:TargetHttpProxy", usage=TargetProxyUsage)
@prices("gcp:compute/targetHttpsProxy:TargetHttpsProxy", usage=TargetProxyUsage)
@prices("gcp:compute/targetSSLProxy:TargetSSLProxy", usage=TargetProxyUsage)
@prices("gcp:compute/targetTCPProxy:TargetTCPProxy", usage=TargetProxyUsage)
def target_proxy(resource: Subject, usage: TargetProxyUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A global target proxy: the proxy instances that its load needs, each hour, and the data through them.

    Source: Google Cloud, Cloud Load Balancing pricing.
    """
    yield from _proxy(GLOBAL, usage, "global-")


def _proxy(region: str | Unknown | None, usage: TargetProxyUsage, scope: str = "") -> Iterator[Charge | Free]:
    query = PriceQuery("Networking", region, "proxy", f"{scope}hours")
    yield Charge("Proxy instances", HOUR * (usage.monthly_proxy_instances * MONTH_HOURS), query)
    query = PriceQuery("Networking", region, "proxy", f"{scope}data")
    yield Charge("Data processed", GB * usage.monthly_data_processed_gb, query)
