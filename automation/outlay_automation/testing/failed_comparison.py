"""What pytest prints of a comparison that failed: the amount against the limit, its dearest lines, what would help.

Not here: comparing (`figure`).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay import figures
from outlay.alternatives import Alternative, alternatives
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.subject import SnapshotIndex
from outlay.money import ZERO
from outlay.standard.choices import with_choices

from outlay_automation.render.sections import short_type
from outlay_automation.testing.figure import Figure, as_figure
from outlay_automation.testing.program_cost import ProgramCost, Selection, place_of

_LARGEST: Final = 10
_MOST_ADVICE: Final = 5
_BRIEF: Final = 3
_MOST_LINES: Final = 8
_MOST_CHARACTERS: Final = 640
"""What pytest shows of an explanation where nobody asks for more."""
_MOST_NAMES: Final = 3
_MOST_LOOKED_AT: Final = 20
"""Of how many resources it is looked up what would be cheaper."""
_DOWNWARDS: Final = frozenset({"<", "<="})
_UPWARDS: Final = frozenset({">", ">="})
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def failed_comparison(op: str, left: object, right: object, *, is_brief: bool = False) -> list[str] | None:
    """The lines below `assert`, the first of which is the comparison; None where no figure was compared.

    Args:
        op: the operator.
        left: what stands left of it.
        right: what stands right of it.
        is_brief: whether pytest would cut what is longer than it shows: then it is kept to what is dearest.
    """
    if isinstance(left, Figure):
        figure, limit = left, as_figure(right, left.currency)
    elif isinstance(right, Figure):
        figure, limit = right, as_figure(left, right.currency)
        op = _TURNED.get(op, op)
    else:
        return None
    if limit is None or figure.selection is None or op not in (*_DOWNWARDS, *_UPWARDS, "=="):
        return None
    head = [f"{figure} {op} {limit}", _against(figure, op, limit)]
    lines = list(_dearest(figure.selection))
    advice = list(_advice(figure.selection)) if op in _DOWNWARDS else []
    to_pass = [f"To pass: {each}" for each in _to_pass(figure, op, limit)]
    unstated = [f"  {'+ use':>12}  {each}" for each in _unstated(figure)]
    if is_brief:
        return _fitting(head, lines, to_pass, [*advice, *unstated])
    return [*head, *_cut(lines, _LARGEST), *unstated, *to_pass, *_cut(advice, _MOST_ADVICE)]


def _fitting(head: list[str], lines: list[str], to_pass: list[str], more: list[str]) -> list[str]:
    """As much as pytest shows, of what is dearest first."""
    for shown in range(_BRIEF, 0, -1):
        room = max(_MOST_LINES - len(head) - len(to_pass) - min(len(lines), shown + 1), 0)
        for besides in range(min(room, len(more)), -1, -1):
            found = [*head, *_cut(lines, shown), *to_pass, *more[:besides]]
            if sum(map(len, found)) <= _MOST_CHARACTERS:
                return found
    return [*head, *to_pass]


def _cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most + 1 else [*lines[:most], f"  {'':>12}  … and {len(lines) - most} more"]


def _to_pass(figure: Figure, op: str, limit: Figure) -> Iterator[str]:
    if op in _DOWNWARDS and figure.high is not None and limit.low is not None:
        yield f"{figures.money(figure.high - limit.low, figure.currency)} a month less, or a higher limit"


def _unstated(figure: Figure) -> Iterator[str]:
    names = list(dict.fromkeys(each.charge for each in figure.without))
    if names:
        more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
        yield f"not counted, since nobody stated it: {', '.join(names[:_MOST_NAMES])}{more}"


def _against(figure: Figure, op: str, limit: Figure) -> str:
    """The amount against the limit, by its worse end."""
    worse, bound = (figure.low, limit.high) if op in _UPWARDS else (figure.high, limit.low)
    if worse is None:  # decided all the same: what is known is too much
        worse = figure.low if figure.low is not None else figure.expected
    bound = limit.expected if bound is None else bound
    by = worse - bound
    amount = figures.money(abs(by), figure.currency)
    said = f"{figure.what} costs {figure}, which is"
    if not by:
        return f"{said} just the limit of {figures.money(bound, figure.currency)}"
    if op in (*_DOWNWARDS, *_UPWARDS):
        side = "over" if by > 0 else "under"
        return f"{said} {amount} {side} the limit of {figures.money(bound, figure.currency)}"
    return f"{said} {amount} {'more' if by > 0 else 'less'}"


def _dearest(selection: Selection) -> Iterator[str]:
    """The charges that cost most, those of one line of the program together, with what they are priced by.

    With a baseline it says what they were priced by there, where that was something else.
    """
    program = selection.program
    before = _items_before(program)
    alike: dict[tuple[str, str, str], list[ResourceCost]] = {}
    amounts: dict[tuple[str, str, str], Decimal] = {}
    for cost in selection.resources:
        where = ", ".join(filter(None, (short_type(cost.type), place_of(program, cost.urn))))
        for charge in cost.charges:
            if charge.cost is not None and charge.cost.expected:
                item = str(charge.query.item)
                was = before.get((cost.urn, charge.label), item)
                key = (where, charge.label, item if was == item else f"{was} → {item}")
                alike.setdefault(key, []).append(cost)
                amounts[key] = amounts.get(key, ZERO) + charge.cost.expected
    for key in sorted(alike, key=lambda each: (-amounts[each], each)):
        where, label, item = key
        amount = figures.money(amounts[key], program.currency)
        yield f"  {amount:>12}  {_names(alike[key])} ({where}): {label}, {item}"


def _items_before(program: ProgramCost) -> dict[tuple[str, str], str]:
    """What each charge was priced by in the baseline, by the URN that its resource has now."""
    if not program.has_baseline:
        return {}
    rows = ((row.urn, charge) for row in program.diff.rows if row.before for charge in row.before.charges)
    return {(urn, charge.label): str(charge.query.item) for urn, charge in rows}


def _names(costs: list[ResourceCost]) -> str:
    first, *others = [each.name for each in costs]
    return f"{first} and {len(others)} more" if others else first


def _advice(selection: Selection) -> Iterator[str]:
    """The same for less, of the resources that cost most."""
    program = selection.program
    pricing, known = program.pricing, with_choices(program.result.preview.after, program.pricing.choices)
    index = SnapshotIndex(known)
    dearest = sorted(selection.resources, key=lambda each: (-each.cost.expected, each.urn))[:_MOST_LOOKED_AT]
    found: list[tuple[Decimal, ResourceCost, Alternative]] = [
        (each.saving, cost, each)
        for cost in dearest
        if (resource := known.resources.get(cost.urn)) is not None
        for each in alternatives(
            resource,
            pricing.book,
            index=index,
            stated=pricing.usage(resource) or {},
            discounts=pricing.discounts,
            hours=pricing.hours,
        )
    ]
    alike: dict[tuple[str, str], list[tuple[Decimal, ResourceCost]]] = {}
    for saving, cost, each in found:
        condition = f", if {each.condition}" if each.condition else ""
        alike.setdefault((short_type(cost.type), f"{each.title}{condition}"), []).append((saving, cost))
    saved = {key: sum((saving for saving, _ in of), ZERO) for key, of in alike.items()}
    for key in sorted(alike, key=lambda each: (-saved[each], each)):
        names = _names([cost for _, cost in alike[key]])
        yield f"  {figures.money(-saved[key], selection.program.currency):>12}  {names}: {key[1]}"
