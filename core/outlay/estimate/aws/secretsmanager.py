"""Pricers of `aws:secretsmanager/…`: secrets. Versions, rotation and policies are free."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MONTH, TEN_THOUSAND_REQUESTS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.aws.secretsmanager import SecretUsage

_SERVICE: Final = "AWSSecretsManager"
_PACK: Final = 10_000


@prices("aws:secretsmanager/secret:Secret", usage=SecretUsage)
def secret(resource: Subject, usage: SecretUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A secret: each month that it and each of its replicas exist, and each ten thousand requests.

    Source: AWS Secrets Manager pricing, which is the same in every region.
    """
    price = PriceQuery(_SERVICE, GLOBAL, "Secret")
    yield Charge("Secret", MONTH * 1, price)
    requests = TEN_THOUSAND_REQUESTS * (usage.monthly_requests / _PACK)
    yield Charge("API requests", requests, PriceQuery(_SERVICE, GLOBAL, "Requests"))
    replicas = len(resource.inputs.blocks("replicas"))
    if replicas:
        yield Charge("Replica secrets", MONTH * Amount.exactly(replicas, "replicas"), price)
