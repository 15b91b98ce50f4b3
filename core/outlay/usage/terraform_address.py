"""Addresses of Terraform resources, and which Pulumi resources they can mean by name.

`module.net[0].aws_nat_gateway.nat_a[1]` is of a type, has a name, a key, and modules around it. A program that was
converted keeps such a name in one of a few spellings: `nat_a-1`, `natA-1`, `net-nat-a-1`. Not here: what usage files
say of an address (`outlay.usage.terraform_file`).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

_KEY: Final = r'(?:\[(?:\*|[0-9]{1,9}|"(?:[^"\\]|\\.)*")\])?'
_NAME: Final = r"[A-Za-z_][\w-]*"
_ADDRESS: Final = re.compile(
    rf"(?P<modules>(?:module\.{_NAME}{_KEY}\.)*)(?P<type>[a-z]\w*)\.(?P<name>{_NAME})(?P<key>{_KEY})"
)
_MODULE: Final = re.compile(rf"module\.(?P<name>{_NAME})(?P<key>{_KEY})\.")
_SEAM: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class TerraformAddress:
    """An address as it is written: `key` is `*` for all instances, empty where it has none."""

    text: str
    type: str
    name: str
    key: str = ""
    modules: tuple[tuple[str, str], ...] = ()
    """The modules around it by name and key, outermost first."""

    @property
    def is_wildcard(self) -> bool:
        """Whether it means every instance of something."""
        return self.key == _ANY or any(key == _ANY for _, key in self.modules)

    def fit(self, name: str) -> int:
        """How well a Pulumi name fits: the more of the modules it names the better, from 1; 0 where it does not."""
        words = spelled(name)
        if self.is_wildcard:
            return max((count for count, pattern in _patterns(self) if pattern.fullmatch(words)), default=0)
        return self.spellings.get(words, 0)

    @property
    def spellings(self) -> Mapping[str, int]:
        """The names that fit, in one spelling, with how well they do; empty of a wildcard, which any number fits."""
        return {} if self.is_wildcard else {"-".join(parts): len(parts) for parts in _parts(self, _spelled_key)}


def parsed(text: str) -> TerraformAddress | None:
    """The address that a text is; None where it is none of a managed resource."""
    found = _ADDRESS.fullmatch(text)
    if found is None or found["type"] in ("data", "module"):
        return None
    modules = tuple((each["name"], _key(each["key"])) for each in _MODULE.finditer(found["modules"]))
    return TerraformAddress(text, found["type"], found["name"], _key(found["key"]), modules)


def spelled(name: str) -> str:
    """A name in one spelling for all: its words in lower case with hyphens between them. `natA`, `nat_a` → `nat-a`."""
    return _SEAM.sub("-", name).strip("-").lower()


@cache
def _patterns(address: TerraformAddress) -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((len(parts), re.compile("-".join(parts))) for parts in _parts(address, _pattern))


def _parts(address: TerraformAddress, part: Callable[[str, str], str]) -> Iterator[list[str]]:
    """The name by itself, then with the modules before it, the innermost first; `part` spells a name with its key."""
    parts = [part(address.name, address.key)]
    yield parts
    for name, key in reversed(address.modules):
        parts = [part(name, key), *parts]
        yield parts


def _key(written: str) -> str:
    return written[1:-1].strip('"')


def _spelled_key(name: str, key: str) -> str:
    return f"{spelled(name)}-{spelled(key)}" if key else spelled(name)


def _pattern(name: str, key: str) -> str:
    """A pattern of the spellings of a name with its key; a wildcard stands for no key as well."""
    if key == _ANY:
        return f"{re.escape(spelled(name))}(?:-[a-z0-9-]+)?"
    return re.escape(_spelled_key(name, key))
