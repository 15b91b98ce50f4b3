"""Pricers of `aws:acm/…`: certificates."""

from collections.abc import Iterator

from outlay.estimate.amount import REQUESTS
from outlay.estimate.aws.acmpca import AUTHORITY, GENERAL_PURPOSE, SERVICE
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.model import NoUsage


@prices("aws:acm/certificate:Certificate")
def certificate(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A certificate: free from a public authority unless it can be exported, issued once by a private one.

    Source: AWS Certificate Manager pricing.
    """
    inputs = resource.inputs
    if inputs.has("certificateAuthorityArn"):
        inputs.assume("the certificate is issued in this month; it is renewed about once a year")
        query = PriceQuery(SERVICE, resource.region, _mode(near), "certificates")
        yield Charge("Certificate", REQUESTS * 1, query)
    elif inputs.block("options").text("export") == "ENABLED":
        query = PriceQuery(SERVICE, resource.region, "ExportableCertificate")
        yield Charge("Exportable certificate", REQUESTS * 1, query)
    else:
        yield Free("public certificates are free")


def _mode(near: Neighbours) -> str | Unknown:
    """The usage mode of the authority, by which it charges certificates."""
    authority = near.target("certificateAuthorityArn", AUTHORITY)
    return GENERAL_PURPOSE if authority is None else authority.inputs.item("usageMode", GENERAL_PURPOSE)
