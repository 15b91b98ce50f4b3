"""Pricers of `gcp:kms/…`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import TEN_THOUSAND_OPERATIONS, VERSION_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties, as_number
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.kms import CryptoKeyUsage

_SERVICE: Final = "CloudKMS"
_MONTH_SECONDS: Final = Decimal(2_592_000)
"""Seconds in 30 days, as rotation periods are counted."""
_CHEAPER_ALGORITHM: Final = re.compile(r"GOOGLE_SYMMETRIC_ENCRYPTION|AES_.*|HMAC_.*|RSA_\w+_2048_\w+")
"""Symmetric and RSA 2048 keys, which cost less in an HSM than longer and elliptic ones."""


@prices("gcp:kms/cryptoKey:CryptoKey", usage=CryptoKeyUsage)
def crypto_key(resource: Subject, usage: CryptoKeyUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A key: its active versions by protection level and algorithm, and cryptographic operations.

    Source: Google Cloud, Cloud Key Management Service pricing.
    """
    yield from independently(_versions(resource, usage), _operations(resource, usage))


def _versions(resource: Subject, usage: CryptoKeyUsage) -> Iterator[Charge | Free]:
    level, kind = _kind(resource.inputs)
    query = PriceQuery(_SERVICE, GLOBAL, f"{level}-key-version", kind)
    yield Charge("Key versions", VERSION_MONTH * _count(resource.inputs, usage), query)


def _operations(resource: Subject, usage: CryptoKeyUsage) -> Iterator[Charge | Free]:
    level, kind = _kind(resource.inputs)
    query = PriceQuery(_SERVICE, GLOBAL, f"{level}-operations", kind)
    yield Charge("Operations", TEN_THOUSAND_OPERATIONS * (usage.monthly_key_operations / 10_000), query)


def _kind(inputs: Properties) -> tuple[str, str]:
    """Protection level, and for an HSM whether the algorithm is a cheaper or a dearer one."""
    template = inputs.block("versionTemplate")
    level = template.text("protectionLevel", "SOFTWARE").upper().removesuffix("_VPC").lower()
    if level != "hsm":
        return level, ""
    algorithm = template.text("algorithm", "GOOGLE_SYMMETRIC_ENCRYPTION").upper()
    return level, "symmetric-or-rsa-2048" if _CHEAPER_ALGORITHM.fullmatch(algorithm) else "other"


def _count(inputs: Properties, usage: CryptoKeyUsage) -> Amount:
    """The stated versions, else those that rotation makes in a month, else open by the usage key."""
    if not usage.key_versions.open or not inputs.is_known("rotationPeriod"):
        return usage.key_versions
    seconds = as_number(inputs.text("rotationPeriod").removesuffix("s"))
    if seconds is None or seconds <= 0:
        return usage.key_versions
    inputs.assume("a month has the key versions that its rotation makes, earlier ones not counted")
    return Amount.exactly(_MONTH_SECONDS / seconds, "rotations a month")
