"""A resource as Pulumi hands it to policies: when it is registered, and again when the stack is whole.

Not here: in which form it comes, protobufs (`adapter`) or the objects of pulumi_policy (`foreign`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from outlay.estimate.free import free_reason
from outlay.estimate.registry import REGISTRY
from outlay.estimate.usage_based import charged_by
from outlay.provider import PROVIDER_TYPE, with_provider
from outlay.region import region_of_inputs
from outlay.resource import Resource, Urn, Value, name_of
from outlay.tagging.effective import tag_property
from outlay.wire import NOT_SEEN


@dataclass(frozen=True, slots=True)
class ProviderInstance:
    """The provider of a resource, with its inputs."""

    urn: Urn
    inputs: Mapping[str, Value]


def registered(
    type_: str,
    urn: Urn,
    inputs: Mapping[str, Value],
    *,
    outputs: Mapping[str, Value] | None = None,
    parent: Urn | None = None,
    provider: ProviderInstance | None = None,
) -> Resource:
    """A resource with its checked inputs; region and default tags are those of its provider."""
    custom = is_custom(type_, has_provider=provider is not None)
    resource = Resource(
        urn=urn,
        type=type_,
        name=name_of(urn),
        inputs=inputs,
        outputs=outputs or {},
        region=region_of_inputs(type_.partition(":")[0], inputs),
        parent=parent or None,
        provider=provider.urn if provider is not None else None,
        custom=custom,
        remote=not custom and inputs.get(NOT_SEEN) is True,
    )
    return with_provider(resource, provider.inputs) if provider is not None else resource


def completed(
    known: Resource,
    outputs: Mapping[str, Value],
    dependencies: Sequence[Urn],
    property_dependencies: Mapping[str, Sequence[Urn]],
) -> Resource:
    """A registered resource with what is told of it when the stack is whole.

    A cost is read from inputs alone; outputs only help to recognise what others refer to.
    """
    text = outputs.get("id")
    return replace(
        known,
        outputs=outputs,
        id=text if isinstance(text, str) else None,
        dependencies=tuple(dependencies),
        property_dependencies={key: tuple(urns) for key, urns in sorted(property_dependencies.items()) if urns},
    )


def is_custom(type_: str, *, has_provider: bool) -> bool:
    """Whether a resource is more than a component: something provides it.

    A state may lack the provider that it was written with; modules of bridged providers have a slash in their types.
    """
    return has_provider or type_.startswith(PROVIDER_TYPE) or "/" in type_


def is_known(type_: str) -> bool:
    """Whether Outlay knows a type at all: as one that costs something, by its use or nothing, or takes tags."""
    costs = REGISTRY.find(type_) is not None or bool(charged_by(type_))
    return costs or bool(free_reason(type_)) or tag_property(type_) is not None
