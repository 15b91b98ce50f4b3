"""Pricers of `aws:servicediscovery/…`: namespaces of Cloud Map that resolve by DNS."""

from collections.abc import Iterator

from outlay.estimate.aws.route53 import zone
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.model import NoUsage


@prices("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace")
@prices("aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace")
def dns_namespace(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A namespace that resolves by DNS: the hosted zone that Cloud Map makes for it. Instances in it are others.

    Source: AWS Cloud Map pricing, DNS queries and hosted zones.
    """
    yield from zone(resource, usage, near)
