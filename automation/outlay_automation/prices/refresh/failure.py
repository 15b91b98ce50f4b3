"""What can go wrong while prices are brought up to date.

    RefreshFailed               1  the provider's interface did not give what was asked
    └── UnknownPriceList        1  what it gave is no price list as this version knows them

The overlay in use stays as it was after each of them.
"""

from outlay.errors import OutlayError, WrongUse
from outlay.prices.refresh_advice import INSTALLED_BY


class RefreshFailed(OutlayError):
    """The provider's interface did not give what was asked; the overlay in use stays as it was."""


class UnknownPriceList(RefreshFailed):
    """A document of a provider is cut, or of a form that this version does not know."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(
            f"{what}: {message}",
            "The prices in use stay as they were. If it comes again, the provider may have changed its price list: "
            "look for a newer version of Outlay.",
        )


def without_extra(error: ImportError) -> WrongUse:
    """What to say where the packages for refreshing are not installed."""
    return WrongUse(
        f"refreshing prices needs packages that are not installed ({error.name})",
        f"Install them: {INSTALLED_BY}. Everything else works without them.",
    )
