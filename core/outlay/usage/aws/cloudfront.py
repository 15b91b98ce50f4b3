"""Use of `aws:cloudfront/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaUsage(Usage):
    """A figure a month for each area that viewers are in."""

    us: Amount
    """United States, Mexico and Canada."""
    europe: Amount
    """Europe and Israel."""
    south_africa: Amount
    """South Africa, Kenya and the Middle East."""
    south_america: Amount
    """South America."""
    japan: Amount
    """Japan."""
    australia: Amount
    """Australia and New Zealand."""
    asia_pacific: Amount
    """Hong Kong, the Philippines and the rest of Asia and the Pacific."""
    india: Amount
    """India."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShieldUsage(Usage):
    """Requests a month to Origin Shield, by where it is."""

    us: Amount
    """Regions of the United States."""
    europe: Amount
    """Regions of Europe and Israel."""
    south_america: Amount
    """São Paulo."""
    japan: Amount
    """Tokyo."""
    australia: Amount
    """Sydney and Melbourne."""
    singapore: Amount
    """Singapore."""
    south_korea: Amount
    """Seoul."""
    indonesia: Amount
    """Jakarta."""
    india: Amount
    """Mumbai and Hyderabad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionUsage(Usage):
    """Use of a distribution."""

    monthly_data_transfer_to_internet_gb: AreaUsage
    """GB a month sent to viewers."""
    monthly_data_transfer_to_origin_gb: AreaUsage
    """GB a month sent to origins."""
    monthly_http_requests: AreaUsage
    """HTTP requests a month."""
    monthly_https_requests: AreaUsage
    """HTTPS requests a month."""
    monthly_shield_requests: ShieldUsage
    """Requests a month that pass Origin Shield."""
    monthly_invalidation_requests: Amount
    """Paths a month that are invalidated."""
    monthly_encryption_requests: Amount
    """Requests a month with field-level encryption."""
    monthly_log_lines: Amount
    """Lines a month of real-time logs."""
    custom_ssl_certificates: Amount
    """Certificates that are served from dedicated IP addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionUsage(Usage):
    """Use of a function at the edge."""

    monthly_requests: Amount
    """Invocations a month."""
