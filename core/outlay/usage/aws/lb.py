"""Use of `aws:lb/…` and `aws:alb/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadBalancerUsage(Usage):
    """Use of a load balancer. The largest of these, each in capacity units, is charged; one is enough."""

    new_connections: Amount
    """Connections (or flows) newly opened in a month."""
    active_connections: Amount
    """Connections (or flows) open at a time, on average."""
    processed_bytes_gb: Amount
    """GB a month through the load balancer, requests and responses."""
    rule_evaluations: Amount
    """Rules evaluated in a month, the first ten of each request not counted; application load balancers only."""
