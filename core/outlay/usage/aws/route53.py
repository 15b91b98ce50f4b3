"""Use of `aws:route53/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheckUsage(Usage):
    """Use of a health check."""

    endpoint_type: str
    """`aws` (where nothing is stated) or `non_aws`: whether what is checked runs at AWS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUsage(Usage):
    """Use of a record: the queries that it answers, by how it is routed."""

    monthly_standard_queries: Amount
    """Queries a month that are answered as they stand."""
    monthly_latency_based_queries: Amount
    """Queries a month that are routed by latency."""
    monthly_geo_queries: Amount
    """Queries a month that are routed by place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolverEndpointUsage(Usage):
    """Use of a resolver endpoint."""

    monthly_queries: Amount
    """DNS queries a month through the endpoint."""
