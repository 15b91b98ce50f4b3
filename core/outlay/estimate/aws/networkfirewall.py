"""Pricers of `aws:networkfirewall/…`: firewalls. Their policies and rule groups are free."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.networkfirewall import FirewallUsage

_SERVICE: Final = "AWSNetworkFirewall"
_PLACES: Final = ("subnetMappings", "availabilityZoneMappings")
"""Where a firewall has endpoints: in subnets, or in zones where a transit gateway leads to it."""


@prices("aws:networkfirewall/firewall:Firewall", usage=FirewallUsage)
def firewall(resource: Subject, usage: FirewallUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A firewall: each hour of each of its endpoints, one in each subnet or zone, and each GB through it.

    Source: AWS Network Firewall pricing.
    """
    region = resource.region
    data = Charge("Data processed", GB * usage.monthly_data_processed_gb, PriceQuery(_SERVICE, region, "Traffic"))
    yield from independently(_endpoints(resource), iter([data]))


def _endpoints(resource: Subject) -> Iterator[Charge | Free]:
    hours = HOUR * (_number(resource.inputs) * MONTH_HOURS)
    yield Charge("Network Firewall endpoints", hours, PriceQuery(_SERVICE, resource.region, "Endpoint", "hours"))


def _number(inputs: Properties) -> Amount:
    listed = sum(len(inputs.blocks(key)) for key in _PLACES)
    if not listed:
        raise OpenValue(_PLACES[0], "is not set")
    return Amount.exactly(listed, "endpoints")
