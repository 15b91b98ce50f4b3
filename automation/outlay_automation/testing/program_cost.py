"""What a program costs, as a test looks at it: the whole, a part of it by name or type, and what changes.

Not here: how it is found (`estimating`), and what assertions say (`tagged`, `standing`, `snapshot`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, Final

from outlay import figures
from outlay.diff import CostDiff
from outlay.errors import WrongUse
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.type_verdicts import sdk_verdicts
from outlay.finding import Finding
from outlay.money import Cost, Gap, GapKind
from outlay.resource import STACK_TYPE, Resource, Urn
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard
from outlay.step import Assumption
from outlay_policy_pack.pricing import Pricing

from outlay_automation.render.assumptions import assumptions_of
from outlay_automation.render.estimate_table import estimate_text
from outlay_automation.render.preview_table import changes_text
from outlay_automation.render.sections import short_type
from outlay_automation.stack_preview import PreviewResult
from outlay_automation.testing.figure import Figure, Undecided, gap_lines

_MOST_NAMES: Final = 20


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Some resources of a program, with what they cost together. `what` says in words which.

    That there is none of them is certain only where nothing of the program is hidden: inside a remote component, or
    behind a function that nobody answered. Else `len`, truth and the amount of an empty selection are `Undecided`.
    """

    what: str
    resources: tuple[ResourceCost, ...]
    program: "ProgramCost" = field(repr=False)

    @property
    def monthly(self) -> Figure:
        """What they cost together a month."""
        return _figure(self, self._cost)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What of their cost has no figure."""
        return self._cost.gaps

    @property
    def _cost(self) -> Cost:
        currency = self.program.currency
        hidden = () if self.resources else self.program._hidden
        costs = (*(each.cost for each in self.resources), *(Cost.missing(gap, currency) for gap in hidden))
        return Cost.total(costs, currency)

    def __iter__(self) -> Iterator[ResourceCost]:
        return iter(self.resources)

    def __len__(self) -> int:
        __tracebackhide__ = True
        if not self.resources and (hidden := self.program._hidden):
            head = f"whether {self.program.name} has {self.what} cannot be said, since a part of it is hidden:"
            raise Undecided("\n".join((head, *gap_lines(hidden))))
        return len(self.resources)


@dataclass(frozen=True, slots=True, eq=False)
class ProgramCost:
    """What a program costs a month, and what the rules of the standard say of it.

    `result` is all that is known, as `preview` returns it. `state` is the program's stack as if it had been deployed
    and exported: what another program of the stack may be held against.
    """

    result: PreviewResult = field(repr=False)
    pricing: Pricing = field(repr=False)
    state: Mapping[str, Any] = field(repr=False)
    has_baseline: bool = False

    def __repr__(self) -> str:
        return f"{self.name}: {self.monthly}"

    @property
    def name(self) -> str:
        """Project and stack: `shop/test`."""
        return f"{self.result.project}/{self.result.stack}"

    @property
    def currency(self) -> str:
        """The currency of all amounts."""
        return self.result.diff.after.total.currency

    @property
    def standard(self) -> Standard:
        """What it is judged by."""
        return self.result.standard

    @property
    def monthly(self) -> Figure:
        """What the whole stack costs a month."""
        return _figure(self._all, self.result.diff.after.total)

    @property
    def change(self) -> Figure:
        """What the stack costs a month more than the baseline; negative where it costs less.

        Raises:
            WrongUse: there is no baseline.
        """
        delta = self.diff.delta
        given = self._must_usage_be_given
        ends = (delta.low, delta.expected, delta.high)
        opened, closed = _that_count(delta.opened, given), _that_count(delta.closed, given)
        return Figure(
            f"the change of {self.name}",
            None if closed else min(ends),
            delta.expected,
            None if opened else max(ends),
            figures.signed(delta),
            self.currency,
            (*opened, *closed),
            tuple(each for each in (*delta.opened, *delta.closed) if each not in (*opened, *closed)),
            Selection(f"the change of {self.name}", self._changed, self),
        )

    @property
    def diff(self) -> CostDiff:
        """The stack in the baseline and now, resource by resource.

        Raises:
            WrongUse: there is no baseline.
        """
        if not self.has_baseline:
            raise WrongUse(
                "there is nothing that the program was held against",
                "Give it: estimate_program(…, baseline=…), an export of the stack or the cost of another program.",
            )
        return self.result.diff

    @property
    def resources(self) -> tuple[ResourceCost, ...]:
        """Every resource with its charges; what only orders others (the stack, providers, components) is none."""
        return tuple(each for each in self.result.diff.after.resources.values() if not each.is_structural)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What of the cost has no figure, use that nobody stated among it."""
        return self.result.diff.after.total.gaps

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the figures rest on and nobody stated."""
        return assumptions_of(self.result)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules of the standard found, exempted findings among them."""
        return self.result.findings

    @property
    def notices(self) -> tuple[str, ...]:
        """What could not be done or was passed over."""
        return self.result.notices

    def __getitem__(self, pattern: str) -> Selection:
        """The resources of a name, of a URN, or whose name or URN a glob (`web-*`) matches.

        Raises:
            LookupError: there is none.
        """
        return Selection(pattern, self._found(pattern), self)

    def of(self, type_: str) -> Selection:
        """The resources of a type, `aws:ec2/instance:Instance` or `aws:ec2:Instance`; none is allowed.

        Raises:
            LookupError: there is no such type.
        """
        found = tuple(each for each in self.resources if type_ in (each.type, short_type(each.type)))
        if not found:
            known = {verdict.token for verdict in sdk_verdicts()} | {each.type for each in self.resources}
            if type_ not in known and type_ not in map(short_type, known):
                close = get_close_matches(type_, [*known, *map(short_type, known)], 1)
                raise LookupError(f"there is no type {type_!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
        return Selection(type_, found, self)

    def declared(self, on: str | None = None) -> tuple[Resource, ...]:
        """The resources as they are declared, all or those of a name, URN, glob or type; what is read is not."""
        after = self.result.preview.after
        chosen = self.resources if on is None else self._chosen(on)
        found = (after.resources[each.urn] for each in chosen if each.urn in after.resources)
        return tuple(each for each in found if not each.external)

    def table(self, *, dates: bool = False) -> str:
        """The cost of each resource, what is not in it and what it rests on, as `outlay estimate` prints it.

        It is the same wherever it is written, so that it can be kept. `dates` adds those of the prices.
        """
        after = self.result.diff.after
        return estimate_text(after if dates else replace(after, book=None))

    def changes(self) -> str:
        """What changes since the baseline and what that costs, as `outlay preview` prints it.

        Raises:
            WrongUse: there is no baseline.
        """
        _ = self.diff
        return changes_text(self.result)

    @property
    def _all(self) -> Selection:
        return Selection(self.name, self.resources, self)

    @property
    def _changed(self) -> tuple[ResourceCost, ...]:
        return tuple(row.after for row in self.result.diff.changed if row.after is not None)

    @property
    def _hidden(self) -> tuple[Gap, ...]:
        """Where there may be resources that nobody saw."""
        stack = {each.urn for each in self.resources if each.type == STACK_TYPE}  # it stands for unanswered functions
        return tuple(each for each in self.gaps if each.kind is GapKind.NOT_SEEN or each.urn in stack)

    @property
    def _must_usage_be_given(self) -> bool:
        return self.standard.limits.usage is UsagePolicy.MUST_BE_GIVEN

    def _chosen(self, on: str) -> tuple[ResourceCost, ...]:
        """Those of a type where it is one, else those that a name, URN or glob finds."""
        is_type = on.count(":") == 2 and not on.startswith("urn:")
        return self.of(on).resources if is_type else self._found(on)

    def _found(self, pattern: str) -> tuple[ResourceCost, ...]:
        if found := tuple(each for each in self.resources if pattern in (each.name, each.urn)):
            return found
        matching = (each for each in self.resources if any(fnmatchcase(of, pattern) for of in (each.name, each.urn)))
        if found := tuple(matching):
            return found
        names = list(dict.fromkeys(each.name for each in self.resources))
        close = get_close_matches(pattern, names, 1)
        said = f"did you mean {close[0]!r}? " if close else ""
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        raise LookupError(
            f"{self.name} has no resource {pattern!r}; {said}it has {', '.join(names[:_MOST_NAMES]) or 'none'}{more}"
        )


def place_of(program: ProgramCost, urn: Urn) -> str:
    """Where a resource is declared, `__main__.py:12`; empty where nobody knows."""
    resource = program.result.preview.after.resources.get(urn)
    source = resource.source if resource is not None else None
    return f"{source.file}:{source.line}" if source is not None else ""


def _figure(selection: Selection, cost: Cost) -> Figure:
    counting = _that_count(cost.gaps, selection.program._must_usage_be_given)
    without = tuple(each for each in cost.gaps if each not in counting)
    # "≥" where an end is open; use that nobody stated is told beside the figure
    text = f"{figures.cost(cost)}{' + use' if cost.gaps_of(GapKind.USAGE) else ''}"
    return Figure(
        selection.what,
        cost.low,
        cost.expected,
        None if counting else cost.high,
        text,
        cost.currency,
        counting,
        without,
        selection,
    )


def _that_count(gaps: Iterable[Gap], usage_must_be_given: bool) -> tuple[Gap, ...]:
    """The gaps that leave an amount open."""
    return tuple(each for each in gaps if usage_must_be_given or each.kind is not GapKind.USAGE)
