"""The resource classes of the installed Pulumi SDKs, read from their sources as text: nothing of Pulumi is imported.

For the scripts that generate tables of resource types. Not here: the tables.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_TOKEN: Final = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'(?P<token>[a-z]+:[^']+)'", re.DOTALL)
_INTERNAL: Final = re.compile(r"def _internal_init\(__self__,(?P<arguments>.*?)\n\s+__props__=None\)", re.DOTALL)
_ARGUMENT: Final = re.compile(r"^\s+(?P<name>\w+): (?P<type>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ResourceClass:
    """A resource class: its type token, and its constructor's arguments with their annotations as text."""

    token: str
    arguments: dict[str, str]


def resource_classes(sdk: str) -> Iterator[ResourceClass]:
    """The resource classes of an SDK (`pulumi_aws`), in the order of their files.

    Raises:
        SystemExit: it is not installed.
    """
    spec = find_spec(sdk)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{sdk} is not installed")
    for source in sorted(Path(spec.origin).parent.rglob("*.py")):
        text = source.read_text(encoding="utf-8")
        internal, token = _INTERNAL.search(text), _TOKEN.search(text)
        if internal is not None and token is not None:
            yield ResourceClass(token["token"], dict(_ARGUMENT.findall(internal["arguments"])))
