"""All components, for whoever serves or describes them: the provider, its schema, and the tests of what all promise."""

from outlay_components import aws, gcp
from outlay_components.component import Component


def components() -> tuple[type[Component], ...]:
    """Every component by name; importing them imports the SDKs of what they are made of."""
    found: list[type[Component]] = [getattr(cloud, name) for cloud in (aws, gcp) for name in cloud.MODULES]
    return tuple(sorted(found, key=lambda each: each.__name__))
