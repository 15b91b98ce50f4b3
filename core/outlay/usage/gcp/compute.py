"""Use of `gcp:compute/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceUsage(Usage):
    """Use of a virtual machine."""

    monthly_hrs: Amount
    """Hours a month that the instance runs; all of them where nothing is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredImageUsage(Usage):
    """Use of an image, a machine image or a snapshot."""

    storage_gb: Amount
    """GB stored, on average over the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterNatUsage(Usage):
    """Use of a Cloud NAT gateway."""

    assigned_vms: Amount
    """Virtual machines that use the gateway, on average over the month."""
    monthly_data_processed_gb: Amount
    """GB a month through the gateway, in both directions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardingRuleUsage(Usage):
    """Use of a forwarding rule."""

    monthly_ingress_data_gb: Amount
    """GB a month that reach the load balancer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProxyUsage(Usage):
    """Use of a target proxy."""

    monthly_proxy_instances: Amount
    """Proxy instances that serve the load, on average over the month; may be a fraction."""
    monthly_data_processed_gb: Amount
    """GB a month through the proxies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenRegionsUsage(Usage):
    """GB a month within Google Cloud, by how far they go."""

    same_region: Amount
    """Within the same region."""
    us_or_canada: Amount
    """Within the US and Canada."""
    europe: Amount
    """Within Europe."""
    asia: Amount
    """Within Asia."""
    south_america: Amount
    """Within South America."""
    oceania: Amount
    """To or from Indonesia and Oceania."""
    worldwide: Amount
    """Between continents, without Oceania."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkUsage(Usage):
    """Use of what joins networks: a VPN gateway, a peering with a service."""

    monthly_egress_data_transfer_gb: BetweenRegionsUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class ToInternetUsage(Usage):
    """GB a month to the internet, by where they go."""

    worldwide: Amount
    """To everywhere but China and Australia, Hong Kong included."""
    asia: Amount
    """To Asia without China, where it is told apart; priced as the rest of the world."""
    china: Amount
    """To China without Hong Kong."""
    australia: Amount
    """To Australia."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalVpnGatewayUsage(Usage):
    """Use of a VPN gateway outside Google Cloud."""

    monthly_egress_data_transfer_gb: ToInternetUsage
