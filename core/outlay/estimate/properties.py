"""How pricers read a resource's inputs: typed, defensive, and with a name for every default they fall back on.

Programs pass numbers as strings, booleans as `"true"`, and values that are open until deployment. Each reader says
what it does with these. Not here: what the properties mean (the pricers) and where they come from (the engines).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from reprlib import repr as shortened
from typing import Final

from outlay.estimate.amount import Amount
from outlay.resource import Secret, Unknown, Value

PROVIDER_DEFAULT: Final = "the provider's default"
_MOST_DIGITS: Final = 18
"""Decimal places before or behind the point beyond which a number counts nothing that is sold."""

_MARKERS: Final = (Unknown, Secret)
_TEXTUAL: Final = (str, int, Decimal)
_LISTS: Final = (list, tuple)
"""Kinds of values, as tuples that are made once: each pricer asks for them ten times a resource."""

_NOTHING: Final[Mapping[str, Value]] = {}

_MOST_SHOWN: Final = 60
"""Characters of a value that a message shows."""


class OpenValue(Exception):
    """A value that decides the cost is not known; the estimate turns it into a gap. Never leaves the estimate."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} {reason}")
        self.path = path
        self.reason = reason


@dataclass(slots=True)
class Reading:
    """What was read of one resource while it was priced: the defaults that stand in for values nobody gave."""

    defaults: dict[str, None] = field(default_factory=dict)
    """Each once, in the order of reading."""

    def note(self, text: str) -> None:
        """Record a default."""
        self.defaults[text] = None


class Properties:
    """A mapping of properties at `path` within a resource, read by type.

    A property that is absent or null has its default, and the default is noted by name. A property that the provider
    filled in by itself (listed under `__defaults`) is noted as well.
    """

    __slots__ = ("_filled", "_reading", "path", "values")

    def __init__(self, values: Mapping[str, Value], reading: Reading, path: str = "") -> None:
        self.values = values
        self.path = path
        self._reading = reading
        filled = values.get("__defaults")
        self._filled: Sequence[Value] = filled if isinstance(filled, _LISTS) else ()

    def has(self, key: str) -> bool:
        """Whether the property is set to anything, open or not; an empty text, list or mapping counts as not set."""
        value = self.values.get(key)
        return value is not None and not (not value and isinstance(value, str | list | tuple | Mapping))

    def is_known(self, key: str) -> bool:
        """Whether the property is set to a value that can be read now."""
        return self.has(key) and not isinstance(self.values[key], _MARKERS)

    def number(self, key: str, default: int | Decimal | None = None, because: str = PROVIDER_DEFAULT) -> Amount:
        """The property as a number of at least zero, or `default`.

        An open value, and one that is no number of at least zero, gives an amount that is open for that reason, as
        does an absent one without a default.
        """
        value = self.values.get(key)
        if value is None or value == "":
            if default is None:
                return Amount.unknown(self._name(key), f"{self._name(key)} is not set")
            self._note(key, default, because)
            return Amount.exactly(default, self._name(key))
        if isinstance(value, _MARKERS):
            return Amount.unknown(self._name(key), f"{self._name(key)} {_openness(value)}")
        number = as_number(value)
        if number is None or number < 0:
            return Amount.unknown(self._name(key), f"{self._name(key)} is {shown(value)}, which is no quantity")
        self._note_filled(key, value)
        return Amount.exactly(number, self._name(key))

    def text(self, key: str, default: str = "", because: str = PROVIDER_DEFAULT) -> str:
        """The property as text, or `default`.

        Raises:
            OpenValue: when the value is open or secret, so that no branch is taken on a guess.
        """
        value = self.item(key, default, because)
        if isinstance(value, Unknown):
            raise OpenValue(self._name(key), _openness(self.values[key]))
        return value

    def item(self, key: str, default: str = "", because: str = PROVIDER_DEFAULT) -> str | Unknown:
        """The property as text or as the marker, to be passed on into a price query as it is, never branched on."""
        value = self.values.get(key)
        if value is None or value == "":
            if default:
                self._note(key, default, because)
            return default
        if isinstance(value, _MARKERS):
            return value if isinstance(value, Unknown) else Unknown()
        if not isinstance(value, _TEXTUAL):
            raise OpenValue(self._name(key), "is not a text")
        self._note_filled(key, value)
        return value if isinstance(value, str) else str(value)

    def flag(self, key: str, default: bool = False, because: str = PROVIDER_DEFAULT) -> bool:
        """The property as a boolean, or `default`; `"true"` and `1` count as true.

        Raises:
            OpenValue: when the value is open or secret, or is no boolean.
        """
        value = self.values.get(key)
        if value is None or value == "":
            self._note(key, default, because)
            return default
        if isinstance(value, _MARKERS):
            raise OpenValue(self._name(key), _openness(value))
        word = str(value).lower()
        if word in ("true", "1"):
            return True
        if word in ("false", "0"):
            return False
        raise OpenValue(self._name(key), f"is {shown(value)}, neither true nor false")

    def block(self, key: str) -> "Properties":
        """The nested mapping, empty where it is absent; of a list of one, its element.

        Raises:
            OpenValue: when the whole block is open or secret.
        """
        value = self.values.get(key)
        if value is None:
            return Properties(_NOTHING, self._reading, self._name(key))
        if isinstance(value, _LISTS):
            value = value[0] if value else None
        if isinstance(value, _MARKERS):
            raise OpenValue(self._name(key), _openness(value))
        return Properties(value if isinstance(value, Mapping) else {}, self._reading, self._name(key))

    def blocks(self, key: str) -> "tuple[Properties, ...]":
        """The nested mappings of a list; a single mapping counts as a list of one.

        Raises:
            OpenValue: when the list or one of its elements is open or secret.
        """
        value = self.values.get(key)
        if value is None:
            return ()
        if isinstance(value, _MARKERS):
            raise OpenValue(self._name(key), _openness(value))
        elements = value if isinstance(value, _LISTS) else (value,)
        return tuple(self._elements(key, elements))

    def texts(self, key: str) -> tuple[str, ...]:
        """The property as a list of texts; a single text counts as a list of one.

        Raises:
            OpenValue: when the list or one of its elements is open or secret, or is no text.
        """
        value = self.values.get(key)
        elements = value if isinstance(value, _LISTS) else (value,)
        return tuple(self._texts(key, (element for element in elements if element is not None)))

    def assume(self, text: str) -> None:
        """Name something that the price rests on and that no property says."""
        self._reading.note(text)

    def _elements(self, key: str, elements: Sequence[Value]) -> Iterator["Properties"]:
        for index, element in enumerate(elements):
            path = f"{self._name(key)}[{index}]"
            if isinstance(element, _MARKERS):
                raise OpenValue(path, _openness(element))
            yield Properties(element if isinstance(element, Mapping) else {}, self._reading, path)

    def _texts(self, key: str, elements: Iterable[Value]) -> Iterator[str]:
        for element in elements:
            if isinstance(element, _MARKERS):
                raise OpenValue(self._name(key), _openness(element))
            if not isinstance(element, _TEXTUAL):
                raise OpenValue(self._name(key), "is not a list of texts")
            yield str(element)

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _note(self, key: str, value: object, because: str) -> None:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        self._reading.note(f"{self._name(key)} = {text} ({because})")

    def _note_filled(self, key: str, value: object) -> None:
        if key in self._filled:
            self._note(key, value, PROVIDER_DEFAULT)


def as_number(value: object) -> Decimal | None:
    """The value as a number, where it is one or a text that spells one; None otherwise.

    Booleans are no numbers, and neither is what has more digits than anything that can be bought.
    """
    if isinstance(value, bool) or not isinstance(value, _TEXTUAL):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_DIGITS else None


def shown(value: object) -> str:
    """A value for a message: cut where it is long, without the names of Python's types."""
    text = str(value) if isinstance(value, int | Decimal) else shortened(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _openness(value: object) -> str:
    return "is secret" if isinstance(value, Secret) else "is open until deployment"
