"""What a Pulumi command line says that Outlay has to know before it runs it: the command, the stack, the folder.

Only what is needed is read; everything else is the CLI's own affair. Source of the flags and aliases: the CLI's help
texts. Not here: running it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

_STACK: Final = ("--stack", "-s")
_DIRECTORY: Final = ("--cwd", "-C")
_CONFIG_FILE: Final = "--config-file"
_POLICY_PACK: Final = "--policy-pack"
_WITH_A_VALUE: Final = frozenset(
    {
        *_STACK,
        *_DIRECTORY,
        _CONFIG_FILE,
        _POLICY_PACK,
        *("--color", "--verbose", "-v", "--tracing", "--otel-traces", "--profiling", "--memprofilerate"),
    }
)
"""Flags that may stand before a command's last word and whose value is the next argument."""

_CONFIGURED: Final = frozenset(
    {"preview", "pre", "up", "update", "destroy", "down", "dn", "refresh", "import", "watch", "config", "logs"}
)
_DEPLOYING: Final = frozenset({"up", "update", "watch", "import"})
_WRITING_STATE: Final = _DEPLOYING | {"destroy", "down", "dn", "refresh"}
_MANAGING_STACKS: Final = frozenset(
    {"init", "new", "create", "setup", "rm", "remove", "delete", "rename", "change-secrets-provider"}
)


@dataclass(frozen=True, slots=True)
class PulumiArguments:
    """A Pulumi command line, read as far as needed.

    `command` are its first words (`stack`, `ls`), `stack` and `directory` what the flags name (empty without them).
    `policy_packs` are folders, relative to `directory`.
    """

    arguments: tuple[str, ...]
    command: tuple[str, ...]
    stack: str
    directory: Path
    has_config_file: bool
    policy_packs: tuple[Path, ...] = ()

    @property
    def name(self) -> str:
        """The command in words: `stack ls`."""
        return " ".join(self.command) or "pulumi"

    @property
    def takes_config_file(self) -> bool:
        """Whether the command reads or writes the stack's configuration and can be told where it is."""
        return self._first in _CONFIGURED and not self.has_config_file

    @property
    def deploys(self) -> bool:
        """Whether the command creates resources."""
        return self._first in _DEPLOYING

    @property
    def writes_state(self) -> bool:
        """Whether the command asks the providers for something and writes the answer into the stack's state."""
        return self._first in _WRITING_STATE

    @property
    def writes_project(self) -> bool:
        """Whether the command writes or removes files beside Pulumi.yaml that belong to stacks."""
        return self._first == "new" or (self._first == "stack" and bool(_MANAGING_STACKS & {*self.command[1:]}))

    def with_config_file(self, path: Path) -> tuple[str, ...]:
        """The arguments with a configuration file named."""
        end = self.arguments.index("--") if "--" in self.arguments else len(self.arguments)
        return (*self.arguments[:end], _CONFIG_FILE, str(path), *self.arguments[end:])

    @property
    def _first(self) -> str:
        return self.command[0] if self.command else ""


def read_arguments(arguments: Sequence[str]) -> PulumiArguments:
    """The command line, read."""
    values = tuple(_values(arguments))
    flags = dict(values)
    return PulumiArguments(
        arguments=tuple(arguments),
        command=tuple(_words(arguments))[:2],
        stack=next((flags[name] for name in _STACK if name in flags), ""),
        directory=Path(next((flags[name] for name in _DIRECTORY if name in flags), "")),
        has_config_file=_CONFIG_FILE in flags,
        policy_packs=tuple(Path(value) for name, value in values if name == _POLICY_PACK),
    )


def _values(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The flags that matter, in each of their spellings: `--stack dev`, `--stack=dev`, `-s dev`, `-sdev`."""
    for argument, following in pairwise((*arguments, "")):
        if argument == "--":
            return
        name, equals, value = argument.partition("=")
        if name in _WITH_A_VALUE:
            yield name, value if equals else following
        elif argument[:2] in _WITH_A_VALUE:
            yield argument[:2], argument[2:].removeprefix("=")


def _words(arguments: Sequence[str]) -> Iterator[str]:
    is_value = False
    for argument in arguments:
        if argument == "--":
            return
        if not is_value and not argument.startswith("-"):
            yield argument
        is_value = argument in _WITH_A_VALUE
