"""Pricers of `aws:kms/…`: keys, their replicas, and keys whose material comes from outside."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MONTH, TEN_THOUSAND_REQUESTS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.kms import KeyUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "awskms"
_PACK: Final = 10_000
_SYMMETRIC: Final = "SYMMETRIC_DEFAULT"
_CHEAP_SPECS: Final = (_SYMMETRIC, "HMAC_")
"""Kinds of key whose requests cost what those of a symmetric one do."""


@prices("aws:kms/key:Key", usage=KeyUsage)
def key(resource: Subject, usage: KeyUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A key: each month that it exists, and each ten thousand requests by the kind of key.

    Source: AWS KMS pricing.
    """
    yield _kept(resource)
    yield from independently(_requests(resource, usage), _rotation(resource.inputs))


@prices("aws:kms/externalKey:ExternalKey")
@prices("aws:kms/replicaKey:ReplicaKey")
@prices("aws:kms/replicaExternalKey:ReplicaExternalKey")
def other_key(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A key with material from outside, or a replica of a key: each month that it exists.

    Source: AWS KMS pricing.
    """
    yield _kept(resource)
    resource.inputs.assume("requests with the key are not included")


def _kept(resource: Subject) -> Charge:
    return Charge("Customer master key", MONTH * 1, PriceQuery(_SERVICE, resource.region, "Key"))


def _requests(resource: Subject, usage: KeyUsage) -> Iterator[Charge | Free]:
    region, inputs = resource.region, resource.inputs
    spec = inputs.text("customerMasterKeySpec", _SYMMETRIC)
    if not spec.startswith(_CHEAP_SPECS):
        dimension = "rsa-2048" if spec == "RSA_2048" else "asymmetric"
        yield _requested("Requests", usage.monthly_requests, region, dimension)
        return
    yield _requested("Requests", usage.monthly_requests, region, "symmetric")
    if spec != _SYMMETRIC:
        return
    pairs_ecc, pairs_rsa = usage.monthly_ecc_data_key_pair_requests, usage.monthly_rsa_data_key_pair_requests
    yield _requested("ECC GenerateDataKeyPair requests", pairs_ecc, region, "ecc-data-key-pair")
    yield _requested("RSA GenerateDataKeyPair requests", pairs_rsa, region, "rsa-data-key-pair")


def _requested(name: str, requests: Amount, region: str | Unknown | None, dimension: str) -> Charge:
    return Charge(name, TEN_THOUSAND_REQUESTS * (requests / _PACK), PriceQuery(_SERVICE, region, "Requests", dimension))


def _rotation(inputs: Properties) -> Iterator[Charge | Free]:
    """Names what rotation adds; it yields nothing."""
    if inputs.has("enableKeyRotation") and inputs.flag("enableKeyRotation"):
        inputs.assume("each of the first two rotations, which add a month's fee of the key, is not included")
    yield from ()
