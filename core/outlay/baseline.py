"""What a stack cost at some moment, kept in a file: the other side of a difference where only one side is known.

    baseline = read_baseline(Path("outlay-baseline.json"))
    baseline.check_stack("webshop", "prod")
    before, delta = baseline.growth(estimate(snapshot, book), snapshot)

A policy pack sees a stack after a change and never before it; with a baseline it can tell what the change adds. The
file holds figures, gaps and names, and of a resource's properties none. Not here: a previewed change, of which both
sides are known (`outlay.diff`), and the file's form (`outlay.baseline_document`).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from outlay.baseline_document import SCHEMA, BaselineDocument, monthly_document, resource_document
from outlay.charge_diff import Side, difference
from outlay.errors import InvalidFile
from outlay.estimate.resource_cost import StackCost
from outlay.fingerprint import fingerprint
from outlay.money import ZERO, Cost, Delta, GapKind
from outlay.prices.book import BookIdentity
from outlay.resource import Snapshot, Urn, name_of, type_of

_ANEW: Final = "`outlay baseline write` makes it anew."
_DIGEST_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class KnownResource:
    """A resource as a baseline knows it.

    `fingerprint` is there for one that cannot be priced, so that it can be told whether it is still as it was.
    """

    side: Side = field(default_factory=Side)
    fingerprint: str = ""


_NOT_THERE: Final = KnownResource()


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the resources of a stack cost a month at some moment, and which book priced them.

    What is free is left out. `path` is the file that it was read from, for messages.
    """

    project: str
    stack: str
    currency: str
    resources: Mapping[Urn, KnownResource] = field(default_factory=dict)
    book: BookIdentity | None = None
    path: str = "the baseline"

    @classmethod
    def of(cls, cost: StackCost, project: str, stack: str, snapshot: Snapshot | None = None) -> "Baseline":
        """The baseline of a stack.

        Args:
            cost: what it costs.
            project: the project's name.
            stack: the stack's name.
            snapshot: its resources; without them nobody can tell later whether one that cannot be priced has changed.
        """
        sides = {urn: Side.of(each) for urn, each in sorted(cost.resources.items())}
        known = {
            urn: KnownResource(side, _fingerprint(urn, side, snapshot))
            for urn, side in sides.items()
            if side.figures or side.gaps
        }
        return cls(project, stack, cost.total.currency, known, cost.book)

    @property
    def total(self) -> Cost:
        """What the whole stack cost."""
        sides = [known.side for known in self.resources.values()]
        ranges = [side.figures[label] for side in sides for label in sorted(side.figures)]
        gaps = tuple(each.gap for side in sides for each in side.gaps)
        is_open = any(gap.kind is not GapKind.USAGE for gap in gaps)
        return Cost(
            sum((each.low for each in ranges), ZERO),
            sum((each.expected for each in ranges), ZERO),
            None if is_open else sum((each.high for each in ranges), ZERO),
            gaps,
            self.currency,
        )

    def growth(self, after: StackCost, snapshot: Snapshot | None = None) -> tuple[Cost, Delta]:
        """What the stack cost, and by how much it costs more now, charge by charge with equal gaps cancelling.

        Resources pair by URN. Of those that are left over, a single one of its type and name on either side is taken
        to have moved, into a component say. Prices of another book are compared all the same: what they moved is then
        part of the growth, and `notice` says so.

        Args:
            after: what the stack costs now.
            snapshot: its resources now. With them, one that cannot be priced leaves the growth undecided when it has
                changed; without them it counts as unchanged.

        Raises:
            InvalidFile: the baseline is in another currency.
        """
        currency = after.total.currency
        if currency != self.currency:
            message = f"is in {self.currency}, and the estimate is in {currency}: they cannot be compared"
            raise InvalidFile(self.path, None, message, _ANEW)
        rows = (
            difference(old.side, new, currency, is_changed=_may_have_changed(urn, old, new, snapshot))
            for urn, old, new in self._pairs(after)
        )
        return self.total, Delta.total(rows, currency)

    def check_stack(self, project: str, stack: str) -> None:
        """Hold it to a stack.

        Raises:
            InvalidFile: it is of another one.
        """
        if (project, stack) != (self.project, self.stack):
            message = f"is the baseline of {self.project}/{self.stack}, and this is {project}/{stack}"
            raise InvalidFile(self.path, None, message, "Name the baseline of this stack, or write one.")

    def notice(self, after: StackCost) -> str:
        """What is to be said when it was priced by another book than `after`; empty where it was not."""
        if self.book is None or after.book is None or self.book.digest == after.book.digest:
            return ""
        return (
            f"{self.path} has prices of {_called(self.book)}, and this estimate those of {_called(after.book)}: "
            f"what prices moved is part of the growth. {_ANEW}"
        )

    def to_json(self) -> dict[str, Any]:
        """The document under the published schema `outlay/baseline/1` (docs/schemas/baseline-1.json)."""
        book = self.book
        return {
            "schema": SCHEMA,
            "project": self.project,
            "stack": self.stack,
            "currency": self.currency,
            "book": None if book is None else {"as_of": book.as_of.isoformat(), "digest": book.digest},
            "monthly": monthly_document(self.total),
            "resources": [
                resource_document(urn, known.side, known.fingerprint) for urn, known in sorted(self.resources.items())
            ],
        }

    def text(self) -> str:
        """The file's content, a line a resource so that versions compare well. Equal baselines give equal bytes."""
        document = self.to_json()
        resources = document.pop("resources")
        head = json.dumps(document, indent=2, ensure_ascii=False).removesuffix("\n}")
        lines = ",\n    ".join(json.dumps(each, ensure_ascii=False) for each in resources)
        listed = f"[\n    {lines}\n  ]" if lines else "[]"
        return f'{head},\n  "resources": {listed}\n}}\n'

    def _pairs(self, after: StackCost) -> Iterator[tuple[Urn, KnownResource, Side]]:
        """Each resource on both sides, by its URN now, or by the one that it had."""
        gone = [urn for urn in self.resources if urn not in after.resources]
        come = [urn for urn in after.resources if urn not in self.resources]
        moved = _moved(gone, come)
        for urn, cost in after.resources.items():
            yield urn, self.resources.get(moved.get(urn, urn), _NOT_THERE), Side.of(cost)
        for urn in sorted({*gone} - {*moved.values()}):
            yield urn, self.resources[urn], Side()


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        InvalidFile: it cannot be read, is cut off or altered, or is something else.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InvalidFile(path, None, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidFile(path, None, "is no text in UTF-8", _ANEW) from None
    except json.JSONDecodeError as error:
        raise InvalidFile(path, error.lineno, f"is no JSON: {error.msg}", _ANEW) from None
    except (RecursionError, ValueError):  # nested without end, or a number of absurd length
        raise InvalidFile(path, None, "is no baseline", _ANEW) from None
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise InvalidFile(path, None, _told_apart(raw), _ANEW)
    try:
        document = BaselineDocument.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the document"
        message = first["msg"].removeprefix("Value error, ")
        raise InvalidFile(path, None, f"is altered: {where}: {message}", _ANEW) from None
    baseline = Baseline(
        document.project,
        document.stack,
        document.currency,
        {each.urn: KnownResource(each.side(), each.fingerprint or "") for each in document.resources},
        None if document.book is None else BookIdentity(document.book.as_of, document.book.digest),
        str(path),
    )
    if monthly_document(baseline.total) != document.monthly.model_dump():
        raise InvalidFile(path, None, "is altered: its total is not the sum of its charges", _ANEW)
    return baseline


def _told_apart(raw: object) -> str:
    """What a document is that is no baseline of this version."""
    if isinstance(raw, dict) and "deployment" in raw:
        return "is a stack export and no baseline; `outlay baseline write --file` makes one of it"
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if isinstance(schema, str) and schema.startswith("outlay/"):
        return f"is a document {schema!r}, and this version of Outlay reads {SCHEMA!r}"
    return "is no baseline"


def _moved(gone: Iterable[Urn], come: Iterable[Urn]) -> Mapping[Urn, Urn]:
    """By new URN the old one of each resource that is the only one of its type and name to go and to come."""
    was, now = ({urn: (type_of(urn), name_of(urn)) for urn in urns} for urns in (gone, come))
    times_gone, times_come = Counter(was.values()), Counter(now.values())
    old = {each: urn for urn, each in was.items() if times_gone[each] == 1}
    return {urn: old[each] for urn, each in now.items() if each in old and times_come[each] == 1}


def _may_have_changed(urn: Urn, old: KnownResource, new: Side, snapshot: Snapshot | None) -> bool:
    """Whether a resource that cannot be priced is another than it was, or nobody can tell that it is not."""
    if snapshot is None or not new.is_beyond_telling:
        return False
    now = _fingerprint(urn, new, snapshot)
    return not now or now != old.fingerprint


def _fingerprint(urn: Urn, side: Side, snapshot: Snapshot | None) -> str:
    """The fingerprint of a resource that cannot be priced; empty for others."""
    resource = snapshot.resources.get(urn) if snapshot is not None and side.is_beyond_telling else None
    return fingerprint(resource) if resource is not None else ""


def _called(book: BookIdentity) -> str:
    return f"{book.as_of.isoformat()} ({book.digest[:_DIGEST_SHOWN]})"
