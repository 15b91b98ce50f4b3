"""Typed models of use: what a resource consumes a month that its properties do not say.

A model is a frozen dataclass whose fields are `Amount`s (given, or open by name), texts, or further models. Keys are
the field's own (`monthly_requests`), so that usage files written for other tools read as they are. Not here: which
file a figure stands in (`outlay.standard`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, Self, cast, get_args, get_origin, get_type_hints

from outlay.estimate.amount import Amount
from outlay.estimate.properties import as_number, shown

_ENDS: Final = ("low", "expected", "high")
_NUMBERED_KEY: Final = re.compile(r"(\w+)\[([0-9]{1,3})\]")


class InvalidUsage(ValueError):
    """A usage figure that is not what its key needs; `key` names it."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"usage {key} {message}")
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The base of all usage models. A subclass declares fields of type `Amount`, `str` or another model.

    A field `part` of type `Mapping[int, Model]` has the models that are given under the keys `part[0]`, `part[1]`.
    """

    @classmethod
    def read(cls, given: Mapping[str, object], at: str = "") -> Self:
        """The model with the figures that `given` holds; every other number is open by its key.

        A number may be a range: `{low: 10, expected: 20, high: 40}`. Keys that the model does not know are passed
        over here; `unknown_keys` names them.

        Raises:
            InvalidUsage: when a figure is no number of at least zero, a text is none, or a nested model is no mapping.
        """
        if given:
            return cls._of(given, at)
        nothing = _NOTHING_GIVEN.get((cls, at))
        if nothing is None:
            nothing = _NOTHING_GIVEN[cls, at] = cls._of({}, at)
        return cast(Self, nothing)

    @classmethod
    def _of(cls, given: Mapping[str, object], at: str) -> Self:
        values: dict[str, Any] = {}
        for key, kind in _plan(cls):
            path = f"{at}{key}"
            value = given.get(key)
            if kind is Amount:
                values[key] = Amount.unused(path) if value is None else _amount(path, value)
            elif kind is str:
                values[key] = "" if value is None else _text(path, value)
            elif (model := _model_of_parts(kind)) is not None:
                values[key] = {
                    number: _nested(model, f"{path}[{number}]", given[numbered])
                    for numbered in given
                    if (number := _number_of(key, numbered)) is not None
                }
            else:
                values[key] = _nested(kind, path, value)
        return cls(**values)

    @classmethod
    def unknown_keys(cls, given: Mapping[str, object], at: str = "") -> tuple[str, ...]:
        """The keys of `given` that this model does not have, nested ones included."""
        found: list[str] = []
        for key, value in given.items():
            kind = _kind_of(cls, key)
            if kind is None:
                found.append(f"{at}{key}")
            elif kind not in (Amount, str) and isinstance(value, Mapping):
                found.extend(kind.unknown_keys(value, f"{at}{key}."))
        return tuple(found)

    @classmethod
    def all_keys(cls) -> tuple[str, ...]:
        """All keys of the model, nested ones with dots; of numbered parts those of the first."""
        found: list[str] = []
        for key, kind in _plan(cls):
            if (model := _model_of_parts(kind)) is not None:
                found.extend(f"{key}[0].{inner}" for inner in model.all_keys())
            else:
                found.extend([key] if kind in (Amount, str) else [f"{key}.{inner}" for inner in kind.all_keys()])
        return tuple(found)


class NoUsage(Usage):
    """For resources whose cost does not depend on use."""

    __slots__ = ()


def _plan(model: type[Usage]) -> tuple[tuple[str, Any], ...]:
    """The model's fields with their types, worked out once a model."""
    plan = _PLANS.get(model)
    if plan is None:
        hints = get_type_hints(model)
        plan = _PLANS[model] = tuple((field.name, hints[field.name]) for field in fields(model))
    return plan


def _kind_of(model: type[Usage], key: str) -> Any:
    """What belongs under a key, None where the model has no such key."""
    plan = dict(_plan(model))
    if key in plan and _model_of_parts(plan[key]) is None:
        return plan[key]
    numbered = _NUMBERED_KEY.fullmatch(key)
    return _model_of_parts(plan.get(numbered[1])) if numbered else None


def _model_of_parts(kind: Any) -> type[Usage] | None:
    """The model of each of several numbered parts; None of a field that is no such thing."""
    return get_args(kind)[1] if get_origin(kind) is Mapping else None


def _number_of(part: str, key: str) -> int | None:
    """The number of a key such as `part[0]`."""
    numbered = _NUMBERED_KEY.fullmatch(key)
    return int(numbered[2]) if numbered and numbered[1] == part else None


def _nested(model: type[Usage], path: str, value: object) -> Usage:
    if value is None or isinstance(value, Mapping):
        return model.read(value or {}, f"{path}.")
    raise InvalidUsage(path, f"is {shown(value)}; a mapping belongs there")


_PLANS: Final[dict[type[Usage], tuple[tuple[str, Any], ...]]] = {}
_NOTHING_GIVEN: Final[dict[tuple[type[Usage], str], Usage]] = {}
"""Models with every figure open: one value for all resources of which nothing is stated, as most are."""


def _amount(key: str, value: object) -> Amount:
    if isinstance(value, Mapping):
        ends = [as_number(value.get(end)) for end in _ENDS]
        low, expected, high = ends
        if len(value) != 3 or low is None or expected is None or high is None or not 0 <= low <= expected <= high:
            raise InvalidUsage(key, "needs low ≤ expected ≤ high, all at least 0")
        return Amount.between(low, expected, high, key)
    number = as_number(Decimal(str(value)) if isinstance(value, float) else value)
    if number is None or number < 0:
        raise InvalidUsage(key, f"is {shown(value)}; a number of at least 0 belongs there")
    return Amount.exactly(number, key)


def _text(key: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise InvalidUsage(key, f"is {shown(value)}; a text belongs there")
