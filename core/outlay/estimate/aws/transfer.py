"""Pricers of `aws:transfer/…`: file transfer servers. Users, keys and accesses are free."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.transfer import ServerUsage

_SERVICE: Final = "AWSTransfer"
_DEFAULT_PROTOCOL: Final = "SFTP"


@prices("aws:transfer/server:Server", usage=ServerUsage)
def server(resource: Subject, usage: ServerUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A server: each hour of each protocol that is enabled, also while it is stopped, and each GB both ways.

    Source: AWS Transfer Family pricing.
    """
    region = resource.region
    downloaded, uploaded = GB * usage.monthly_data_downloaded_gb, GB * usage.monthly_data_uploaded_gb
    data = [
        Charge("Data downloaded", downloaded, PriceQuery(_SERVICE, region, "Data", "download")),
        Charge("Data uploaded", uploaded, PriceQuery(_SERVICE, region, "Data", "upload")),
    ]
    yield from independently(_protocols(resource), iter(data))


def _protocols(resource: Subject) -> Iterator[Charge | Free]:
    protocols = resource.inputs.texts("protocols")
    if not protocols:
        resource.inputs.assume(f"protocols = {_DEFAULT_PROTOCOL} (the provider's default)")
    for protocol in sorted({each.upper() for each in protocols} or {_DEFAULT_PROTOCOL}):
        query = PriceQuery(_SERVICE, resource.region, protocol, "hours")
        yield Charge("Protocol enabled", HOUR * MONTH_HOURS, query, component=protocol)
