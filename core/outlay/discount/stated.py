"""What an organisation states of its discounts: commitments it holds, rates it negotiated, switches.

Values only. Not here: how `finops.yaml` spells them (`outlay.standard.discounts`) and what they come to.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from outlay.money import Money
from outlay.prices.term import Offering, Payment, Years


class ReservedService(StrEnum):
    """The services whose reservations are known, by their names in the price book."""

    EC2 = "AmazonEC2"
    RDS = "AmazonRDS"
    ELASTICACHE = "AmazonElastiCache"
    OPENSEARCH = "AmazonES"


class Plan(StrEnum):
    """The kinds of AWS Savings Plans."""

    COMPUTE = "compute"
    EC2_INSTANCE = "ec2-instance"


class SpendService(StrEnum):
    """What a spend-based committed use discount is for, by the services' names in the price book."""

    COMPUTE = "ComputeEngine"
    CLOUD_SQL = "CloudSQL"


@dataclass(frozen=True, slots=True)
class Selector:
    """Which charges something is for. Each part is a list of globs; an empty one takes everything."""

    providers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def takes(self, *, provider: str, service: str, item: str, region: str, resource: str) -> bool:
        """Whether a charge of this service, item and region is meant; `resource` is the URN it belongs to."""
        return (
            _matches(self.providers, provider)
            and _matches(self.services, service)
            and _matches(self.items, item)
            and _matches(self.regions, region)
            and _matches(self.resources, resource)
        )


@dataclass(frozen=True, slots=True)
class Reservation:
    """Reserved capacity: `count` of an instance type, for a region or one zone.

    `dimension` is what else the price book tells such a figure apart by (`linux`, `postgres/single-az`, `redis`).
    `percent` is what the reservation takes off the on-demand price, where the book's figure is not to be used.
    """

    name: str
    service: ReservedService
    instance_type: str
    count: int
    region: str
    dimension: str
    years: Years
    payment: Payment
    offering: Offering = Offering.STANDARD
    zone: str = ""
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PlanRate:
    """What a Savings Plan takes off the on-demand price of some of what it covers, in percent."""

    percent: Decimal
    selector: Selector = field(default_factory=Selector)


@dataclass(frozen=True, slots=True)
class SavingsPlan:
    """An AWS Savings Plan: so much an hour, for its term. Rates that are not stated are looked up in the price book."""

    name: str
    plan: Plan
    commitment: Money
    years: Years
    payment: Payment
    family: str = ""
    region: str = ""
    rates: tuple[PlanRate, ...] = ()


@dataclass(frozen=True, slots=True)
class CommittedUse:
    """Committed use of Google Cloud's resources: amounts that are paid for all the time, in one region.

    `memory` and `local_ssd` are GB. `percent` is what it takes off the on-demand price, where the book's figures are
    not to be used.
    """

    name: str
    region: str
    family: str
    years: Years
    vcpus: Decimal = Decimal(0)
    memory: Decimal = Decimal(0)
    gpus: tuple[tuple[str, Decimal], ...] = ()
    local_ssd: Decimal = Decimal(0)
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SpendCommitment:
    """Committed spend at Google Cloud: so much an hour at on-demand prices, less a percentage.

    Without `percent` the published discount holds. Cloud SQL's is bound to a region, Compute Engine's is not.
    """

    name: str
    service: SpendService
    commitment: Money
    years: Years
    region: str = ""
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SpotUse:
    """Instances that are bought at the spot price though the program does not say so: a share of them, in percent.

    `percent` is what spot takes off the on-demand price, where the book's figure is not to be used.
    """

    name: str
    selector: Selector
    share: Decimal = Decimal(100)
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NegotiatedDiscount:
    """A percentage off, as agreed with a provider."""

    name: str
    percent: Decimal
    selector: Selector = field(default_factory=Selector)


@dataclass(frozen=True, slots=True)
class Discounts:
    """All that is stated. Of the default only sustained use is in force, since every self-serve account has it.

    `sustained_use_is_stated` says whether somebody decided that, or it is taken for granted. `free_tiers` names the
    providers (`aws`, `gcp`) whose free tier counts.
    """

    spot: tuple[SpotUse, ...] = ()
    free_tiers: frozenset[str] = frozenset()
    reservations: tuple[Reservation, ...] = ()
    savings_plans: tuple[SavingsPlan, ...] = ()
    committed_use: tuple[CommittedUse, ...] = ()
    spend_commitments: tuple[SpendCommitment, ...] = ()
    sustained_use: bool = True
    sustained_use_is_stated: bool = False
    negotiated: tuple[NegotiatedDiscount, ...] = ()

    @property
    def is_by_resource(self) -> bool:
        """Whether each resource's discounts depend on nothing but itself."""
        return not (
            self.free_tiers or self.reservations or self.savings_plans or self.committed_use or self.spend_commitments
        )

    @property
    def is_sustained_use_at_most(self) -> bool:
        """Whether nothing is stated but, perhaps, sustained use."""
        return self.is_by_resource and not (self.spot or self.negotiated)


NO_DISCOUNTS: Final = Discounts(sustained_use=False, sustained_use_is_stated=True)
"""List prices: what is priced so can have its discounts worked out afterwards, over all of it."""


def _matches(patterns: tuple[str, ...], text: str) -> bool:
    return not patterns or any(fnmatchcase(text, pattern) for pattern in patterns)
