"""Use of `aws:directoryservice/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryUsage(Usage):
    """Use of a directory."""

    additional_domain_controllers: Amount
    """Domain controllers beside the two that every directory has."""
    shared_accounts: Amount
    """Accounts that a Microsoft AD is shared with."""
