"""Prices of Compute Engine machines out of the SKUs of their parts.

Google sells vCPUs, memory, GPUs and local SSDs by family and region; a machine type costs the sum over its shape.
`MachineParts` collects the parts and then composes. Custom machine types need the same parts (`vcpu`, `memory`), with
the premium that the estimate puts on them; the SKUs of custom vCPUs and memory hold that premium already and are
left aside. Not here: shapes (`outlay.estimate.gcp.machine_shapes`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from outlay.estimate.gcp.machine_shapes import MachineShape, machine_shapes
from outlay.money import Money
from outlay.prices.figure import FigureName
from outlay.prices.term import ON_DEMAND, SPOT, committed_use

from outlay_automation.prices.refresh.google.places import check_place
from outlay_automation.prices.refresh.google.sku import Sku

SERVICE: Final = "ComputeEngine"
_LINUX: Final = "linux"
_MONTH_HOURS: Final = 730
_SMALLEST: Final = Decimal("0.000000000001")
"""To what a local SSD's price by the month is rounded when it becomes one by the hour."""
_M2_SURCHARGE: Final = "m2-surcharge"
"""The surcharge by which m2 is more expensive than m1; m2 has no SKUs of its own.

The surcharge exists on demand only. What m2 costs under a commitment no SKU says, so no figure is made of it.
"""

_PART: Final = re.compile(
    r"(?:Spot )?(?:Preemptible )?"
    r"(?:(?P<premium>Memory Optimized Upgrade Premium for) )?"
    r"(?:(?P<family>[A-Z]\d+[A-Z]{0,2}|M4Ultramem224) )?(?:AMD |Arm )?"
    r"(?:(?P<kind>Predefined|Compute optimized|Memory-optimized|Custom Extended) )?"
    r"(?:Instance )?(?P<part>Core|Ram)(?:(?: running)? in (?P<place>.+))?",
    re.IGNORECASE,
)
"""On demand and spot: `N2 Instance Core running in Frankfurt`, `Spot Preemptible N1 Predefined Instance Ram running in
Paris`, `Compute optimized Core running in Americas`, `N2 Custom Extended Instance Ram running in Tokyo`."""

_COMMITMENT: Final = re.compile(
    r"Commitment(?: v1)?: (?:(?P<family>[A-Z]\d+[A-Z]{0,2}|M4Ultramem224) )?(?:AMD |Arm )?"
    r"(?:(?P<kind>Compute optimized|Memory-optimized) )?(?P<part>Cpu|Core|Ram)"
    r"(?:(?: running)? in (?P<place>.+?))?(?: for [13] Years?)?",
    re.IGNORECASE,
)
"""`Commitment v1: N2D AMD Cpu in Frankfurt for 1 Year`; without a family it is n1."""

_WHOLE: Final = {
    "Micro Instance with burstable CPU": "f1-micro",
    "Small Instance with 1 VCPU": "g1-small",
}
"""Machine types that are sold whole."""
_WHOLE_MACHINE: Final = re.compile(
    r"(?:Spot )?(?:Preemptible )?(?P<name>" + "|".join(_WHOLE) + r")(?: running in (?P<place>.+))?"
)

_GPUS: Final = {
    "Nvidia Tesla K80": "nvidia-tesla-k80",
    "Nvidia Tesla P4": "nvidia-tesla-p4",
    "Nvidia Tesla P100": "nvidia-tesla-p100",
    "Nvidia Tesla V100": "nvidia-tesla-v100",
    "Nvidia Tesla T4": "nvidia-tesla-t4",
    "Nvidia Tesla A100": "nvidia-tesla-a100",
    "Nvidia Tesla A100 80GB": "nvidia-a100-80gb",
    "Nvidia L4": "nvidia-l4",
    "Nvidia H100 80GB": "nvidia-h100-80gb",
    "Nvidia H100 80GB Mega": "nvidia-h100-mega-80gb",
    "Nvidia H200 141GB": "nvidia-h200-141gb",
    "RTX 6000 96GB": "nvidia-rtx-pro-6000",
}
"""Accelerator type of each GPU, by what the catalogue calls it."""
_GPU: Final = re.compile(
    r"(?:Commitment v1: )?(?P<name>(?:Nvidia|RTX) [\w ]+?)(?: GPU)?"
    r"(?: running| attached to Spot Preemptible VMs(?: running)?)?(?: in (?P<place>.+?))?(?: for [13] Years?)?"
)

_OTHERWISE: Final = re.compile(r"Reserv|Sole Tenan|DWS|Calendar|Flex|Overcommit|Confidential|VM state", re.IGNORECASE)
"""What the same part is called when it is sold another way, for another price."""

_LOCAL_SSD: Final = re.compile(
    r"(?:SSD backed Local Storage(?: attached to Spot Preemptible VMs)?"
    r"|Commitment v1: (?:(?P<committed>C4[AD]?) )?Local SSD"
    r"|(?:Spot Preemptible )?(?P<family>C4[AD]?) Instance Local SSD)"
    r"(?:(?: running)? in (?P<place>.+?))?(?: for [13] Years?)?",
    re.IGNORECASE,
)


_COMMITTED: Final = (committed_use(1), committed_use(3))
_YEARS: Final = re.compile(r" for ([13]) Years?$", re.IGNORECASE)
_SPOT: Final = re.compile(r"\b(?:Spot|Preemptible)\b", re.IGNORECASE)

_Sold: TypeAlias = tuple[str, str, str, str]
"""A part of a machine as it is sold: item, dimension, term, region."""


@dataclass(frozen=True, slots=True)
class MachinePart:
    """What a SKU is a part of: the family, GPU, local SSD or whole machine (`item`), and which part (`dimension`)."""

    item: str
    dimension: str
    unit: str


@dataclass(frozen=True, slots=True)
class Rate:
    """What a part costs, on which day, and the SKU that says so."""

    price: Money
    effective: date
    sku: str


def machine_part(description: str) -> MachinePart | None:
    """Which part of a machine a SKU of Compute Engine is by its description; None of anything else.

    Reserved capacity, sole tenancy, calendar mode and other ways to buy the same machine are something else.

    Raises:
        UnknownPlace: it would be one, if what its description ends with were a place.
    """
    if _OTHERWISE.search(description):
        return None
    for pattern, meaning in _MEANINGS.items():
        found = pattern.fullmatch(description)
        part = meaning(found) if found is not None else None
        if found is not None and part is not None:
            check_place(found["place"])
            return part
    return None


def is_called(description: str, term: str) -> bool:
    """Whether the words for a part of a machine (`Spot Preemptible …`, `Commitment … for 3 Years`) fit the term."""
    if description.startswith("Commitment"):
        years = _YEARS.search(description)
        return term in ([committed_use(3 if years[1] == "3" else 1)] if years else _COMMITTED)
    return term == (SPOT if _SPOT.search(description) else ON_DEMAND)


def _whole_machine(found: re.Match[str]) -> MachinePart:
    return MachinePart(_WHOLE[found["name"]], _LINUX, "hours")


def _local_ssd(found: re.Match[str]) -> MachinePart:
    family = (found["committed"] or found["family"] or "").lower()
    return MachinePart(f"local-ssd-{family}" if family else "local-ssd", "storage", "GB-months")


def _gpu(found: re.Match[str]) -> MachinePart | None:
    gpu = _GPUS.get(found["name"])
    return MachinePart(gpu, "gpu", "GPU-hours") if gpu is not None else None


def _core_or_memory(found: re.Match[str]) -> MachinePart | None:
    groups = found.groupdict()
    family = (groups["family"] or "").lower()
    kind = (groups["kind"] or "").lower()
    is_memory = groups["part"].lower() == "ram"
    if groups.get("premium"):
        family = _M2_SURCHARGE if kind == "memory-optimized" else ""
    elif kind == "compute optimized":
        family = family or "c2"
    elif kind == "memory-optimized":
        family = family or "m1"
    elif kind == "custom extended":
        return MachinePart(family or "n1", "extended-memory", "GB-hours") if is_memory else None
    elif not family and found.re is _COMMITMENT:
        family = "n1"
    if not family:
        return None
    return MachinePart(family, "memory", "GB-hours") if is_memory else MachinePart(family, "vcpu", "vCPU-hours")


_MEANINGS: Final[Mapping[re.Pattern[str], Callable[[re.Match[str]], MachinePart | None]]] = {
    _WHOLE_MACHINE: _whole_machine,
    _PART: _core_or_memory,
    _COMMITMENT: _core_or_memory,
    _LOCAL_SSD: _local_ssd,
    _GPU: _gpu,
}
"""What a description is that matches; the first one holds."""


class MachineParts:
    """The rates of all parts of machines, by term and region, as they come out of the catalogue."""

    def __init__(self) -> None:
        self._rates: dict[_Sold, Rate] = {}
        self._breadth: dict[_Sold, int] = {}
        self._contested: dict[_Sold, list[Rate]] = {}

    def add(self, part: MachinePart, sku: Sku) -> None:
        """Note what a part costs. Of two SKUs for one region, the one that is sold in fewer regions holds.

        Where both are sold in as many, at different prices, the part has no rate there (`contested`).

        Raises:
            UnexpectedCatalogue: when its price is 0, in tiers, or in a unit that such a part is not sold in.
        """
        rate = Rate(sku.rate(part.unit), sku.effective, sku.sku_id)
        for region in sku.regions:
            key = (part.item, part.dimension, sku.term, region)
            breadth = self._breadth.get(key)
            if breadth is None or len(sku.regions) < breadth:
                self._breadth[key] = len(sku.regions)
                self._contested.pop(key, None)
                self._rates[key] = rate
            elif len(sku.regions) == breadth:
                self._contest(key, rate)

    def contested(self) -> Iterator[str]:
        """The parts that the catalogue lists at several prices, so that neither they nor their machines have one."""
        for (item, dimension, term, region), rates in sorted(self._contested.items()):
            listed = ", ".join(sorted(f"{rate.price.normalize():f} (SKU {rate.sku})" for rate in rates))
            yield f"{item} {dimension} in {region}, {term}, and machines of it: Google lists it at {listed}"

    def _contest(self, key: _Sold, rate: Rate) -> None:
        """Note another rate of what has one, or several already."""
        rates = self._contested.get(key) or [self._rates[key]]
        if all(rate.price != other.price for other in rates):
            self._contested[key] = [*rates, rate]
            self._rates.pop(key, None)

    def figures(self) -> Iterator[tuple[FigureName, str, Rate]]:
        """Every figure that these parts make, with its region: the parts themselves and the machine types."""
        units = {"vcpu": "vCPU-hours", "memory": "GB-hours", "extended-memory": "GB-hours", "gpu": "GPU-hours"}
        for (item, dimension, term, region), rate in self._rates.items():
            if item == _M2_SURCHARGE:
                continue
            if dimension == "storage":
                yield FigureName("PersistentDisk", item, dimension, term, "GB-months"), region, rate
            else:
                unit = units.get(dimension, "hours")
                yield FigureName(SERVICE, item, dimension, term, unit), region, rate
        places = sorted({(term, region) for _, _, term, region in self._rates})
        for shape in machine_shapes():
            for term, region in places:
                rate_of_machine = self._machine(shape, term, region)
                if rate_of_machine is not None:
                    name = FigureName(SERVICE, shape.machine_type, _LINUX, term, "hours")
                    yield name, region, rate_of_machine

    def without_shapes(self) -> tuple[str, ...]:
        """Families that have prices and no machine types here: newer than this version."""
        known = {shape.rates for shape in machine_shapes()} | set(_WHOLE.values()) | {_M2_SURCHARGE}
        return tuple(sorted({item for item, dimension, _, _ in self._breadth if dimension == "vcpu"} - known))

    def _machine(self, shape: MachineShape, term: str, region: str) -> Rate | None:
        """What a machine of this shape costs an hour; None where a part is not sold so."""
        families = ("m1", _M2_SURCHARGE) if shape.rates == "m2" else (shape.rates,)
        parts: list[tuple[Decimal, Rate | None]] = [
            (quantity, self._rates.get((family, dimension, term, region)))
            for family in families
            for quantity, dimension in ((shape.vcpus, "vcpu"), (shape.memory, "memory"))
        ]
        if shape.gpus:
            parts.append((shape.gpus, self._rates.get((shape.gpu, "gpu", term, region))))
        if shape.local_ssd:
            parts.append((Decimal(shape.local_ssd_size), self._local_ssd_hours(shape.local_ssd, term, region)))
        total = Decimal(0)
        effective = date.max
        skus = []
        for quantity, rate in parts:
            if rate is None:
                return None
            total += quantity * rate.price
            effective = min(effective, rate.effective)
            skus.append(rate.sku)
        price = total.quantize(_SMALLEST) if shape.local_ssd else total
        return Rate(price, effective, "+".join(skus))

    def _local_ssd_hours(self, item: str, term: str, region: str) -> Rate | None:
        rate = self._rates.get((item, "storage", term, region))
        return None if rate is None else Rate(rate.price / _MONTH_HOURS, rate.effective, rate.sku)
