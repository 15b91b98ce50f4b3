"""Usage files as Infracost reads them (`infracost-usage.yml`, version 0.1), for those who come from Terraform.

`resource_type_default_usage` holds figures by Terraform type, `resource_usage` by address, of which `[*]` means every
instance, or by type alone. Types become Pulumi's by a table, addresses are matched by type and name; what was matched
to what, and what was not, is told. Not here: which source of use goes before which (`outlay.standard.usage`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from ruamel.yaml.comments import CommentedMap

from outlay.errors import InvalidFile
from outlay.estimate.registry import REGISTRY
from outlay.resource import Resource
from outlay.usage.model import InvalidUsage
from outlay.usage.stated import StatedUse, laid_over
from outlay.usage.terraform_address import TerraformAddress, parsed, spelled
from outlay.usage.terraform_types import pulumi_types
from outlay.yaml_document import line_of, load_mapping, plain, read_text

_VERSION: Final = "0.1"
_BY_TYPE: Final = "resource_type_default_usage"
_BY_ADDRESS: Final = "resource_usage"
_MOST_TOLD: Final = 20
_SECTIONS: Final = ("version", _BY_TYPE, _BY_ADDRESS)
_HINT: Final = f"A usage file has `version: {_VERSION}`, `{_BY_TYPE}` and `{_BY_ADDRESS}`."
_NOTHING: Final[Mapping[str, object]] = {}


@dataclass(frozen=True, slots=True)
class AddressedUse:
    """What the file says of the resources at one address, which is written as `text` there."""

    text: str
    line: int
    address: TerraformAddress
    figures: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class UsageFile:
    """A usage file: figures by Pulumi type, and by address.

    `passed_over` names what it holds and nobody reads, whichever the stack.
    """

    name: str
    types: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    entries: tuple[AddressedUse, ...] = ()
    passed_over: tuple[str, ...] = ()
    _index: Mapping[str, "_Index"] = field(init=False, repr=False, compare=False)
    """The entries by the Pulumi types that they can mean: each resource looks at few."""

    def __post_init__(self) -> None:
        found: dict[str, _Index] = {}
        for each in self.entries:
            for token in pulumi_types().get(each.address.type, ()):
                found.setdefault(token, _Index()).add(each)
        object.__setattr__(self, "_index", found)

    def of(self, resource: Resource) -> Mapping[str, object]:
        """What it says of one resource: of its type, over that of all instances, over that of its own address."""
        figures = self.types.get(resource.type, _NOTHING)
        found = self._meant(resource)
        for each in found:
            figures = laid_over(figures, each.figures)
        if not found:
            return figures
        meant = ", ".join(each.text for each in found)
        return StatedUse(figures, (f"its use is that of {meant} in {self.name}, matched by type and name",))

    def notices(self, resources: Iterable[Resource]) -> tuple[str, ...]:
        """What of the file was matched to which resources, and what was not, in words."""
        meant: dict[str, dict[str, None]] = {}
        for resource in resources:
            for each in self._meant(resource):
                meant.setdefault(each.text, {})[resource.name] = None
        return tuple(self._told(meant))

    def _told(self, meant: Mapping[str, Iterable[str]]) -> Iterator[str]:
        matched = _few([f"{text} is {_few(tuple(names), ', ')}" for text, names in meant.items()], "; ")
        if matched:
            yield f"{self.name}: matched by type and name: {matched}"
        missed = [f"{each.text} (line {each.line})" for each in self.entries if each.text not in meant]
        if missed:
            yield f"{self.name}: nothing here is {_few(missed, ', ')}"
        yield from self.passed_over

    def _meant(self, resource: Resource) -> tuple[AddressedUse, ...]:
        """The entries that mean a resource, those of all instances first.

        Of several the ones that fit best; what two different addresses fit alike means neither for certain, and counts
        for none.
        """
        index = self._index.get(resource.type)
        return index.meant(resource.name) if index is not None else ()


class _Index:
    """The entries of one type: those that name one resource by its spellings, those of all instances one by one."""

    __slots__ = ("_by_spelling", "_wide")

    def __init__(self) -> None:
        self._by_spelling: dict[str, list[tuple[int, AddressedUse]]] = {}
        self._wide: list[AddressedUse] = []

    def add(self, entry: AddressedUse) -> None:
        if entry.address.is_wildcard:
            self._wide.append(entry)
        for spelling, fit in entry.address.spellings.items():
            self._by_spelling.setdefault(spelling, []).append((fit, entry))

    def meant(self, name: str) -> tuple[AddressedUse, ...]:
        wide = [(fit, each) for each in self._wide if (fit := each.address.fit(name))]
        return (*_best(wide), *_best(self._by_spelling.get(spelled(name), [])))


def _few(texts: Sequence[str], separator: str) -> str:
    """So many of the texts as a person reads; every match is an assumption of its resource as well."""
    more = len(texts) - _MOST_TOLD
    return separator.join(texts[:_MOST_TOLD]) + (f" … and {more} more" if more > 0 else "")


def _best(fits: Sequence[tuple[int, AddressedUse]]) -> tuple[AddressedUse, ...]:
    """The one that fits best; none where two do."""
    most = max((fit for fit, _ in fits), default=0)
    found = tuple(each for fit, each in fits if fit == most)
    return found if len(found) == 1 else ()


def read_usage_file(path: Path) -> UsageFile:
    """The usage file at a path.

    Raises:
        InvalidFile: it cannot be read, is no YAML, is of another version, or holds a figure that its key cannot take;
            the message names file and line.
    """
    return parse_usage_file(read_text(path), str(path))


def parse_usage_file(text: str, path: str) -> UsageFile:
    """The usage file in a text; `path` is what messages call it.

    Raises:
        InvalidFile: as `read_usage_file`.
    """
    document = load_mapping(text, path, _HINT)
    if document is None:
        raise InvalidFile(path, None, "is empty", _HINT)
    version = document.get("version")
    if str(version) != _VERSION:
        said = "states no version" if version is None else f"is of version {version}"
        raise InvalidFile(path, line_of(document, ("version",)), f"{said}, and {_VERSION} can be read", _HINT)
    unknown = [str(key) for key in document if key not in _SECTIONS]
    if unknown and not (_BY_TYPE in document or _BY_ADDRESS in document):
        raise InvalidFile(path, line_of(document, (unknown[0],)), f"is no usage file: it has {unknown[0]}", _HINT)
    name = Path(path).name
    passed_over = [f"{name}:{line_of(document, (key,))}: {key} is passed over" for key in unknown]
    types: dict[str, Mapping[str, object]] = {}
    for terraform, figures in _section(path, document, _BY_TYPE):
        tokens = pulumi_types().get(terraform, ())
        if not tokens:
            line = line_of(document, (_BY_TYPE, terraform))
            passed_over.append(f"{name}:{line}: {terraform} is passed over: no type with a price is called so")
        _check(path, document, (_BY_TYPE, terraform), tokens, figures)
        types.update(dict.fromkeys(tokens, figures))
    entries = []
    for text_, figures in _section(path, document, _BY_ADDRESS):
        line, address = line_of(document, (_BY_ADDRESS, text_)), parsed(text_)
        tokens = pulumi_types().get(text_ if address is None else address.type, ())
        if address is None and tokens:  # a type alone means each of its resources, as it does there
            _check(path, document, (_BY_ADDRESS, text_), tokens, figures)
            types.update({token: laid_over(types.get(token, _NOTHING), figures) for token in tokens})
        elif address is not None and tokens:
            _check(path, document, (_BY_ADDRESS, text_), tokens, figures)
            entries.append(AddressedUse(text_, line, address, figures))
        else:
            why = "no address of a resource" if address is None else f"of {address.type}, which has no price"
            passed_over.append(f"{name}:{line}: {text_} is passed over: it is {why}")
    return UsageFile(name, types, tuple(entries), tuple(passed_over))


def _section(path: str, document: CommentedMap, section: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The entries of a section with their figures, without those that are left blank."""
    entries = document.get(section)
    if entries is None:
        return
    if not isinstance(entries, CommentedMap):
        raise InvalidFile(path, line_of(document, (section,)), f"{section} needs keys and values", _HINT)
    for key, figures in entries.items():
        if figures is not None and not isinstance(figures, CommentedMap):
            line = line_of(document, (section, key))
            raise InvalidFile(path, line, f"{key} needs usage keys and figures", _HINT)
        yield str(key), _figures(plain(figures) or {})


def _figures(given: Mapping[str, Any]) -> Mapping[str, object]:
    """The figures exactly as written, without the keys that are left blank."""
    return {key: _figure(value) for key, value in given.items() if value is not None}


def _figure(value: Any) -> object:
    if isinstance(value, Mapping):
        return _figures(value)
    return Decimal(str(value)) if isinstance(value, float) else value


def _check(
    path: str, document: CommentedMap, at: tuple[str, str], tokens: Iterable[str], figures: Mapping[str, object]
) -> None:
    """Whether the figures are what their keys take; keys that nobody knows are named where the resource is priced."""
    for token in tokens:
        pricer = REGISTRY.find(token)
        try:
            if pricer is not None:
                pricer.usage_model.read(figures)
        except InvalidUsage as invalid:
            line = line_of(document, (*at, *_keys(invalid.key)))
            raise InvalidFile(path, line, f"{at[1]}: {invalid}") from None


def _keys(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))
