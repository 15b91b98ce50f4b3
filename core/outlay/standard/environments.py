"""The section `environments`: which stacks belong to which environment."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Final

ENVIRONMENT_KEY: Final = "outlay:environment"
"""The key of a stack's configuration under which it states its environment."""


def environment_of(environments: Mapping[str, tuple[str, ...]], project: str, stack: str, stated: str = "") -> str:
    """The environment of a stack, by which rules are set: a stack that is listed cannot choose weaker ones.

    Args:
        environments: by environment, stacks (names or `project/stack`, globs too); the first that matches counts.
        project: the project's name.
        stack: the stack's name.
        stated: what the stack says itself (`outlay:environment`); it counts where the stack is not listed.

    Returns:
        The environment's name; the stack's own name where nobody says anything, as most stacks are called so.
    """
    for environment, patterns in environments.items():
        if any(fnmatchcase(stack, each) or fnmatchcase(f"{project}/{stack}", each) for each in patterns):
            return environment
    return stated or stack
