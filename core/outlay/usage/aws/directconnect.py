"""Use of `aws:directconnect/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class FromRegionUsage(Usage):
    """GB a month sent from each region to the connection's location."""

    us_east_1: Amount
    us_east_2: Amount
    us_west_1: Amount
    us_west_2: Amount
    us_gov_east_1: Amount
    us_gov_west_1: Amount
    ca_central_1: Amount
    ca_west_1: Amount
    mx_central_1: Amount
    sa_east_1: Amount
    eu_central_1: Amount
    eu_central_2: Amount
    eu_north_1: Amount
    eu_south_1: Amount
    eu_south_2: Amount
    eu_west_1: Amount
    eu_west_2: Amount
    eu_west_3: Amount
    il_central_1: Amount
    me_central_1: Amount
    me_south_1: Amount
    af_south_1: Amount
    ap_east_1: Amount
    ap_northeast_1: Amount
    ap_northeast_2: Amount
    ap_northeast_3: Amount
    ap_south_1: Amount
    ap_south_2: Amount
    ap_southeast_1: Amount
    ap_southeast_2: Amount
    ap_southeast_3: Amount
    ap_southeast_4: Amount
    ap_southeast_5: Amount
    ap_southeast_7: Amount
    cn_north_1: Amount
    cn_northwest_1: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionUsage(Usage):
    """Use of a connection."""

    monthly_outbound_from_region_to_dx_connection_location: FromRegionUsage
    """GB a month sent from each region to the connection's location."""
    monthly_outbound_region_to_dx_location_gb: Amount
    """GB a month sent from the connection's own region, where nothing is stated by region."""
    dx_virtual_interface_type: str
    """`private` or `public`: data out has the same price through both, save in few places."""
    dx_connection_type: str
    """`dedicated` (where nothing is stated) or `hosted`."""
