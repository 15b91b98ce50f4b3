"""Use of what can be reserved: the reservation that stated use says it is bought with."""

from dataclasses import dataclass

from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservableUsage(Usage):
    """Use of machines that a reservation may cover."""

    reserved_instance_term: str
    """`1_year` or `3_year`; on demand where nothing is stated."""
    reserved_instance_payment_option: str
    """`no_upfront`, `partial_upfront` or `all_upfront`."""
