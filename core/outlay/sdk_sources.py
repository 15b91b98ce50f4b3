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

_ALIAS: Final = re.compile(r"pulumi\.Alias\(type_=\"(?P<token>[a-z]+:[^\"]+)\"\)")
_BLOCK: Final = re.compile(r"'(?P<name>\w+ArgsDict)'")
_TO_THE_NEXT: Final = re.DOTALL | re.MULTILINE


@dataclass(frozen=True, slots=True)
class ResourceClass:
    """A resource class: its type token, and its constructor's arguments with their annotations as text.

    `inputs` is the source of the nested input types of its module, `aliases` the tokens that it had before.
    """

    token: str
    arguments: dict[str, str]
    inputs: str = ""
    aliases: tuple[str, ...] = ()

    def block(self, argument: str) -> dict[str, str]:
        """The keys of a block that an argument takes, with their annotations; empty where it takes none."""
        named = _BLOCK.search(self.arguments.get(argument, ""))
        body = (
            re.search(rf"^class {named['name']}\(TypedDict\):\n(.*?)^class ", self.inputs, _TO_THE_NEXT)
            if named
            else None
        )
        return dict(_ARGUMENT.findall(body[1])) if body else {}


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
            beside = source.with_name("_inputs.py")
            inputs = beside.read_text(encoding="utf-8") if beside.exists() else ""
            arguments = dict(_ARGUMENT.findall(internal["arguments"]))
            yield ResourceClass(token["token"], arguments, inputs, tuple(_ALIAS.findall(text)))
