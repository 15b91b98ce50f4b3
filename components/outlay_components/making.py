"""How a component makes its resources: governed, adopted where asked, and as the program overrides them.

`Make` is what a component's `declare` is given. It has two forms: `Registering` makes genuine resources, `Recording`
(`outlay_components.recording`) notes the same ones for an estimate. Not here: which resources a component has.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import pulumi
from outlay.tagging.effective import TagProperty, TagShape, tag_property

from outlay_components.environment import Environment
from outlay_components.errors import ProgramError
from outlay_components.governance.enforcement import Tags, join
from outlay_components.overrides import arguments_of, merged, python_names
from outlay_components.part_tags import parts_with_tags, with_part_tagged

R = TypeVar("R", bound=pulumi.CustomResource)

_URN: Final = "urn:pulumi:"
_OF_A_PART: Final = TagProperty("tags", TagShape.MAP)


class Make(Protocol):
    """Makes the resources of one component."""

    @property
    def name(self) -> str:
        """The component's name."""

    @property
    def whose(self) -> str:
        """What errors call the component."""

    @property
    def environment(self) -> Environment:
        """The environment it is made for: it decides the defaults."""

    def __call__(
        self,
        resource: type[R],
        key: str,
        properties: Mapping[str, Any],
        *,
        suffix: str | None = None,
        at_creation: Sequence[str] = (),
        options: pulumi.ResourceOptions | None = None,
    ) -> R:
        """Make one resource.

        Args:
            resource: its class in the provider's SDK.
            key: what the component calls it: the attribute it is kept in, and its name in `overrides` and `adopt`.
            properties: its properties by Python name. None stands for a property that is left out.
            suffix: what its name ends with, the key by default; empty for the one that is named as the component.
                Names are in users' state for ever.
            at_creation: of the properties that this component decides, those that can only be chosen when the
                resource is made (`root_block_device.encrypted`): a resource that is adopted keeps its own.
            options: further options; parent, aliases and what is ignored are set here.
        """

    def apply(self, function: Callable[..., Any], *values: Any) -> Any:
        """What a function makes of values of which any may be open; use it instead of `Output.apply`."""

    def secret(self, value: Any) -> Any:
        """A value that nobody may see: secret in a program, and left open in an estimate."""


class Plan:
    """What is the same in both forms: the properties that a resource ends up with.

    Args:
        name: the component's name.
        whose: what errors call the component.
        environment: the environment it is made for.
        overrides: by key, what the program sets otherwise.
        adopt: by key, the name or URN of a raw resource to adopt.
        tags: by provider package, the tags to enforce.
        provided: by provider package, default tags of the provider.
    """

    def __init__(
        self,
        *,
        name: str,
        whose: str,
        environment: Environment,
        overrides: Mapping[str, Any],
        adopt: Mapping[str, str],
        tags: Callable[[str], Tags],
        provided: Callable[[str], Mapping[str, Any]],
    ) -> None:
        self.name = name
        self.whose = whose
        self.environment = environment
        self.overrides = overrides
        self.adopt = adopt
        self.made: dict[str, None] = {}
        self._tags = tags
        self._provided = provided

    def named(self, key: str, suffix: str | None) -> str:
        """The name of a resource in the stack."""
        self.made[key] = None
        suffix = key.replace("_", "-") if suffix is None else suffix
        return f"{self.name}-{suffix}" if suffix else self.name

    def properties(self, resource: type[pulumi.CustomResource], key: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The properties by Python name, with overrides over what the component gives, and with tags."""
        above = python_names(arguments_of(resource), self.overrides.get(key) or {})
        result: dict[str, Any] = merged(given, above)
        type_ = pulumi.get_type_token(resource) or ""
        where = tag_property(type_)
        package = type_.partition(":")[0]
        if where is not None and package in ("aws", "gcp"):
            where = _in_python(where)
            tags, provided = self._tags(package), self._provided(package)
            of = f'{self.whose}: {type_} "{key}"'
            result[where.input] = join(where, package, result.get(where.input), tags, provided, of)
            for part in parts_with_tags(type_, result):
                joined = partial(join, _OF_A_PART, package, enforced=tags, provided=provided, of=f"{of}: {part[0]}")
                result = with_part_tagged(result, part, joined)
        return result

    def check_keys(self) -> None:
        """Whether overrides and adoptions name resources that the component has made.

        Raises:
            ProgramError: one does not.
        """
        for argument, keys in (("overrides", self.overrides), ("adopt", self.adopt)):
            for key in keys:
                if key not in self.made:
                    close = get_close_matches(key, self.made, 1)
                    meant = f"Did you mean {close[0]!r}? " if close else ""
                    raise ProgramError(
                        f"{self.whose}: {argument} has {key!r}, and there is no such resource in it\n"
                        f"{meant}There are: {', '.join(self.made)}."
                    )


class Planned:
    """What both forms of `Make` say of their plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.name = plan.name
        self.whose = plan.whose
        self.environment = plan.environment


class Registering(Planned):
    """The form of `Make` that makes genuine resources, as children of the component."""

    def __init__(self, plan: Plan, parent: pulumi.ComponentResource) -> None:
        super().__init__(plan)
        self._parent = parent

    def __call__(
        self,
        resource: type[R],
        key: str,
        properties: Mapping[str, Any],
        *,
        suffix: str | None = None,
        at_creation: Sequence[str] = (),
        options: pulumi.ResourceOptions | None = None,
    ) -> R:
        """Make one resource: see `Make`."""
        name = self._plan.named(key, suffix)
        own = pulumi.ResourceOptions(parent=self._parent)
        if key in self._plan.adopt:
            own.aliases = [_alias(self._plan.adopt[key])]
            own.ignore_changes = self._kept(resource, key, at_creation)
        merged_options = pulumi.ResourceOptions.merge(options, own) if options is not None else own
        return resource(name, opts=merged_options, **self._plan.properties(resource, key, properties))

    def apply(self, function: Callable[..., Any], *values: Any) -> Any:
        """What a function makes of values of which any may be open."""
        return pulumi.Output.all(*values).apply(lambda known: function(*known))

    def secret(self, value: Any) -> Any:
        """A value that the engine keeps encrypted."""
        return pulumi.Output.secret(value)

    def _kept(self, resource: type[pulumi.CustomResource], key: str, at_creation: Sequence[str]) -> list[str]:
        """The properties of an adopted resource that stay as they are, unless the program overrides them."""
        above = python_names(arguments_of(resource), self._plan.overrides.get(key) or {})
        return [wire_path(resource, path) for path in at_creation if not _has(above, path)]


def wire_path(resource: type[pulumi.CustomResource], path: str) -> str:
    """A path of Python names as on the wire: `rootBlockDevice.encrypted` of `root_block_device.encrypted`."""
    from pulumi import _types

    typ: Any = arguments_of(resource)
    parts = []
    for part in path.split("."):
        is_known = typ is not None and _types.is_input_type(typ)
        wire = _types.input_type_py_to_pulumi_names(typ).get(part, part) if is_known else part
        inner = _types.input_type_types(typ).get(wire) if is_known else None
        typ = _types.unwrap_type(inner) if inner is not None else None
        parts.append(wire)
    return ".".join(parts)


def _has(above: Mapping[str, Any], path: str) -> bool:
    here: Any = above
    for part in path.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return False
        here = here[part]
    return True


def _alias(adopted: str) -> str | pulumi.Alias:
    """The alias by which a raw resource at the top of the stack, or one of any URN, is recognised."""
    return adopted if adopted.startswith(_URN) else pulumi.Alias(name=adopted, parent=pulumi.ROOT_STACK_RESOURCE)


def _in_python(where: TagProperty) -> TagProperty:
    """The same property by its Python name."""
    name = {"userLabels": "user_labels", "resourceLabels": "resource_labels"}.get(where.name, where.name)
    return replace(where, name=name)
