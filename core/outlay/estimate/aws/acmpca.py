"""Pricers of `aws:acmpca/…`: private certificate authorities."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MONTH, REQUESTS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.acmpca import CertificateAuthorityUsage

SERVICE: Final = "AWSCertificateManager"
AUTHORITY: Final = "aws:acmpca/certificateAuthority:CertificateAuthority"
GENERAL_PURPOSE: Final = "GENERAL_PURPOSE"


@prices(AUTHORITY, usage=CertificateAuthorityUsage)
def certificate_authority(
    resource: Subject, usage: CertificateAuthorityUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    """A private certificate authority: each month that it exists, and each certificate, by its usage mode.

    Source: AWS Private CA pricing.
    """
    mode = resource.inputs.item("usageMode", GENERAL_PURPOSE)
    yield Charge("Private certificate authority", MONTH * 1, PriceQuery(SERVICE, resource.region, mode, "authority"))
    certificates = REQUESTS * usage.monthly_requests
    yield Charge("Certificates", certificates, PriceQuery(SERVICE, resource.region, mode, "certificates"))
