"""The section `discounts`: commitments that the organisation holds, rates that it negotiated, and switches.

Not here: what they come to (`outlay.discount`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal, Self, TypeVar

from pydantic import Field, model_validator

from outlay.discount.stated import (
    CommittedUse,
    Discounts,
    NegotiatedDiscount,
    Plan,
    PlanRate,
    Reservation,
    ReservedService,
    SavingsPlan,
    Selector,
    SpendCommitment,
    SpendService,
    SpotUse,
)
from outlay.estimate.aws.database_engine import reserved_as
from outlay.prices.term import Offering, Payment, Years
from outlay.standard.section import Amount, Percent, Section

_ZONE: Final = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d+)[a-z]")
_SERVICES: Final = {
    "ec2": ReservedService.EC2,
    "rds": ReservedService.RDS,
    "elasticache": ReservedService.ELASTICACHE,
    "opensearch": ReservedService.OPENSEARCH,
}
_PREFIXES: Final = {"rds": "db.", "elasticache": "cache."}
_OPENSEARCH_SUFFIX: Final = ".search"
_SPEND: Final = {"compute": SpendService.COMPUTE, "cloud-sql": SpendService.CLOUD_SQL}
_Named = TypeVar("_Named", Reservation, SavingsPlan, CommittedUse, SpendCommitment, SpotUse, NegotiatedDiscount)


class SelectorSection(Section):
    """Which charges are meant. Each list holds names or globs; one that is left out takes everything.

    `providers` are `aws` and `gcp`; `items` and `regions` are spelled as `outlay explain` shows them (`m5.large`,
    `eu-central-1`), `services` also as people say them (`AmazonEC2`, `EC2`, `Compute Engine`); `resources` are URNs.
    """

    providers: tuple[Literal["aws", "gcp"], ...] = ()
    services: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()

    def selector(self) -> Selector:
        """The same as a value of the domain."""
        return Selector(self.providers, self.services, self.items, self.regions, self.resources)


class Negotiated(SelectorSection):
    """A percentage off everything that is selected, as agreed with a provider.

    Of several that select a charge the first counts. It comes last, after commitments and other discounts, and never
    on top of a price that a contract sets itself.
    """

    name: str = "negotiated discount"
    percent: Percent


class Spot(SelectorSection):
    """Instances that are bought at the spot price though the program does not say so.

    `share` is the percentage of them. `percent` is what spot takes off the on-demand price; without it the price book
    is asked.
    """

    name: str = "spot"
    share: Percent = Decimal(100)
    percent: Percent | None = None


class ReservationSection(Section):
    """Reserved instances of AWS: `count` of a `type`, for a `region` or for one `zone`.

    `platform` and `tenancy` are those of EC2, `engine` and `deployment` those of RDS, and `engine` that of ElastiCache
    (`redis`). What is paid upfront is spread over the term. `percent` is what the reservation takes off the on-demand
    price; without it the price book is asked.
    """

    name: str = ""
    service: Literal["ec2", "rds", "elasticache", "opensearch"] = "ec2"
    type: str = Field(min_length=1)
    count: int = Field(ge=1)
    region: str = ""
    zone: str = ""
    years: Years
    payment: Payment = Payment.NO_UPFRONT
    offering: Offering = Offering.STANDARD
    platform: Literal["linux", "windows", "rhel", "suse"] = "linux"
    tenancy: Literal["default", "dedicated"] = "default"
    engine: str = ""
    deployment: Literal["single-az", "multi-az"] = "single-az"
    percent: Percent | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if bool(self.region) == bool(self.zone):
            raise ValueError("a reservation is for a region or for a zone: set one of the two")
        if self.zone and not _ZONE.fullmatch(self.zone):
            raise ValueError(f"{self.zone!r} is no zone; one looks like eu-central-1a")
        if self.service in ("rds", "elasticache") and not self.engine:
            raise ValueError(f"a reservation of {self.service} needs its engine")
        if "." not in self.type:
            raise ValueError(f"{self.type!r} is no instance type; one looks like m5.large, db.r6g.xlarge")
        return self

    def stated(self) -> Reservation:
        """The same as a value of the domain, in the price book's spelling."""
        prefix = _PREFIXES.get(self.service, "")
        instance_type = self.type if self.type.startswith(prefix) else f"{prefix}{self.type}"
        if self.service == "opensearch" and not instance_type.endswith(_OPENSEARCH_SUFFIX):
            instance_type += _OPENSEARCH_SUFFIX
        found = _ZONE.fullmatch(self.zone)
        region = found[1] if found else self.region
        return Reservation(
            name=self.name or f"{self.count} × {self.type} in {self.zone or region}, {_years(self.years)}",
            service=_SERVICES[self.service],
            instance_type=instance_type,
            count=self.count,
            region=region,
            dimension=self._dimension(),
            years=self.years,
            payment=self.payment,
            offering=self.offering,
            zone=self.zone,
            percent=self.percent,
        )

    def _dimension(self) -> str:
        if self.service == "ec2":
            return self.platform if self.tenancy == "default" else f"{self.platform}/dedicated"
        if self.service == "rds":
            return f"{reserved_as(self.engine)}/{self.deployment}"
        return self.engine if self.service == "elasticache" else ""


class PlanRateSection(SelectorSection):
    """What a Savings Plan takes off the on-demand price of what is selected, in percent."""

    percent: Percent


class SavingsPlanSection(Section):
    """An AWS Savings Plan: so much an hour, in the standard's currency.

    A `compute` plan covers EC2 instances, Fargate and Lambda everywhere, an `ec2-instance` plan one `family` in one
    `region`. `percent` is what it takes off the on-demand price, and `rates` say so for some of what it covers, the
    first that selects a charge; what neither states is looked up in the price book.
    """

    name: str = ""
    plan: Plan = Plan.COMPUTE
    commitment: Amount
    years: Years = 1
    payment: Payment = Payment.NO_UPFRONT
    family: str = ""
    region: str = ""
    percent: Percent | None = None
    rates: tuple[PlanRateSection, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        is_narrow = self.plan is Plan.EC2_INSTANCE
        if is_narrow != bool(self.family and self.region) or bool(self.family) != bool(self.region):
            raise ValueError("an ec2-instance plan needs family and region, and a compute plan has neither")
        return self

    def stated(self) -> SavingsPlan:
        """The same as a value of the domain."""
        where = f" for {self.family} in {self.region}" if self.family else ""
        rates = [PlanRate(rate.percent, rate.selector()) for rate in self.rates]
        if self.percent is not None:
            rates.append(PlanRate(self.percent))
        return SavingsPlan(
            name=self.name or f"{self.plan} Savings Plan{where}, {_years(self.years)}",
            plan=self.plan,
            commitment=self.commitment,
            years=self.years,
            payment=self.payment,
            family=self.family,
            region=self.region,
            rates=tuple(rates),
        )


class CommittedUseSection(Section):
    """Committed use of Google Cloud's resources, of one machine `family` in one `region`.

    `memory` and `local_ssd` are GB; `gpus` is a number for each type. `percent` is what it takes off the on-demand
    price; without it the price book is asked.
    """

    name: str = ""
    region: str = Field(min_length=1)
    family: str = Field(min_length=1)
    years: Years
    vcpus: Amount = Decimal(0)
    memory: Amount = Decimal(0)
    gpus: dict[str, Amount] = Field(default_factory=dict)
    local_ssd: Amount = Decimal(0)
    percent: Percent | None = None

    @model_validator(mode="after")
    def _is_of_something(self) -> Self:
        if not any((self.vcpus, self.memory, self.local_ssd, *self.gpus.values())):
            raise ValueError("a committed use needs an amount of vcpus, memory, gpus or local_ssd")
        return self

    def stated(self) -> CommittedUse:
        """The same as a value of the domain."""
        return CommittedUse(
            name=self.name or f"committed use of {self.family} in {self.region}, {_years(self.years)}",
            region=self.region,
            family=self.family,
            years=self.years,
            vcpus=self.vcpus,
            memory=self.memory,
            gpus=tuple(sorted(self.gpus.items())),
            local_ssd=self.local_ssd,
            percent=self.percent,
        )


class SpendCommitmentSection(Section):
    """Committed spend at Google Cloud: so much an hour at on-demand prices, in the standard's currency.

    For `compute` (a flexible commitment) or for `cloud-sql` in one `region`. `percent` is what it takes off; without
    it what Google publishes counts.
    """

    name: str = ""
    service: Literal["compute", "cloud-sql"] = "compute"
    commitment: Amount
    years: Years
    region: str = ""
    percent: Percent | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.service == "cloud-sql") != bool(self.region):
            raise ValueError("a commitment for cloud-sql needs its region, and a flexible one for compute has none")
        return self

    def stated(self) -> SpendCommitment:
        """The same as a value of the domain."""
        what = "flexible commitment" if self.service == "compute" else f"Cloud SQL commitment in {self.region}"
        return SpendCommitment(
            name=self.name or f"{what}, {_years(self.years)}",
            service=_SPEND[self.service],
            commitment=self.commitment,
            years=self.years,
            region=self.region,
            percent=self.percent,
        )


class AwsDiscounts(Section):
    """Discounts of AWS. `free_tier` counts what an account gets for nothing every month."""

    free_tier: bool = False
    reservations: tuple[ReservationSection, ...] = ()
    savings_plans: tuple[SavingsPlanSection, ...] = ()


class GcpDiscounts(Section):
    """Discounts of Google Cloud. `free_tier` counts what an account gets for nothing every month.

    `sustained_use` is on, since every self-serve account has that discount; invoiced accounts have not.
    """

    sustained_use: bool = True
    free_tier: bool = False
    committed_use: tuple[CommittedUseSection, ...] = ()
    spend_commitments: tuple[SpendCommitmentSection, ...] = ()


class DiscountsSection(Section):
    """What is taken off list prices. A commitment is used once over all that is estimated together.

    In order: spot, free tier, reservations and committed use, Savings Plans and committed spend with the highest
    discount first, sustained use, negotiated percentages.
    """

    negotiated: tuple[Negotiated, ...] = ()
    spot: tuple[Spot, ...] = ()
    aws: AwsDiscounts = Field(default_factory=AwsDiscounts)
    gcp: GcpDiscounts = Field(default_factory=GcpDiscounts)

    def stated(self) -> Discounts:
        """The same as a value of the domain."""
        switches = {"aws": self.aws.free_tier, "gcp": self.gcp.free_tier}
        return Discounts(
            spot=_told_apart(SpotUse(it.name, it.selector(), it.share, it.percent) for it in self.spot),
            free_tiers=frozenset(provider for provider, is_on in switches.items() if is_on),
            reservations=_told_apart(it.stated() for it in self.aws.reservations),
            savings_plans=_told_apart(it.stated() for it in self.aws.savings_plans),
            committed_use=_told_apart(it.stated() for it in self.gcp.committed_use),
            spend_commitments=_told_apart(it.stated() for it in self.gcp.spend_commitments),
            sustained_use=self.gcp.sustained_use,
            sustained_use_is_stated="sustained_use" in self.gcp.model_fields_set,
            negotiated=_told_apart(NegotiatedDiscount(it.name, it.percent, it.selector()) for it in self.negotiated),
        )


def _told_apart(stated: Iterable[_Named]) -> tuple[_Named, ...]:
    """The same with a number behind each name that stood before."""
    return tuple(_numbered(stated))


def _numbered(stated: Iterable[_Named]) -> Iterator[_Named]:
    seen: dict[str, int] = {}
    for each in stated:
        seen[each.name] = seen.get(each.name, 0) + 1
        yield each if seen[each.name] == 1 else replace(each, name=f"{each.name} ({seen[each.name]})")


def _years(years: int) -> str:
    return "1 year" if years == 1 else f"{years} years"
