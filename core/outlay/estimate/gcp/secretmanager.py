"""Pricers of `gcp:secretmanager/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import ROTATIONS, TEN_THOUSAND_REQUESTS, VERSION_MONTH, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.secretmanager import SecretUsage, SecretVersionUsage

_SERVICE: Final = "SecretManager"
_SECRET: Final = "gcp:secretmanager/secret:Secret"


@prices(_SECRET, usage=SecretUsage)
def secret(resource: Subject, usage: SecretUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A secret: its active versions in each place that keeps them, access to them, and rotation notices.

    What an account has for nothing is not subtracted.
    Source: Google Cloud, Secret Manager pricing.
    """
    yield from independently(
        _versions(usage.active_secret_versions, resource.inputs), _access(usage), _rotations(usage)
    )


@prices("gcp:secretmanager/secretVersion:SecretVersion", usage=SecretVersionUsage)
def secret_version(resource: Subject, usage: SecretVersionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """One version of a secret, enabled or not, in each place that keeps the secret, and access to it.

    Source: Google Cloud, Secret Manager pricing.
    """
    owner = near.target("secret", _SECRET)
    yield from independently(_own_version(resource, owner), _access(usage))


def _own_version(resource: Subject, owner: Subject | None) -> Iterator[Charge | Free]:
    if owner is None:
        resource.inputs.assume("the secret is kept in one place: it is not in this stack")
    yield from _versions(Amount.exactly(1, "version"), owner.inputs if owner is not None else None)


def _versions(count: Amount, secret_inputs: Properties | None) -> Iterator[Charge | Free]:
    places = _places(secret_inputs) if secret_inputs is not None else Amount.exactly(1, "places")
    query = PriceQuery(_SERVICE, GLOBAL, "active-versions")
    yield Charge("Active secret versions", VERSION_MONTH * (count * places), query)


def _access(usage: SecretUsage | SecretVersionUsage) -> Iterator[Charge | Free]:
    quantity = TEN_THOUSAND_REQUESTS * (usage.monthly_access_operations / 10_000)
    yield Charge("Access operations", quantity, PriceQuery(_SERVICE, GLOBAL, "access-operations"))


def _rotations(usage: SecretUsage) -> Iterator[Charge | Free]:
    query = PriceQuery(_SERVICE, GLOBAL, "rotations")
    yield Charge("Rotation notifications", ROTATIONS * usage.monthly_rotation_notifications, query)


def _places(inputs: Properties) -> Amount:
    """How many places keep a secret: each replica that its owner names; one where Google chooses.

    Raises:
        OpenValue: when its replication is open.
    """
    replicas = inputs.block("replication").block("userManaged").blocks("replicas")
    return Amount.exactly(max(len(replicas), 1), "places")
