"""The register of pricers: one pure function a resource type, found by the type's token.

Pricers of the two clouds are imported when first asked for: `aws:ec2/natGateway:NatGateway` lies in
`outlay.estimate.aws.ec2`. Not here: the pricers, and what is free (`outlay.estimate.free`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword
from typing import Any, Generic, TypeAlias, TypeVar

from outlay.estimate.charge import Charge, Free
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.model import NoUsage, Usage

U = TypeVar("U", bound=Usage)
PricerFunction: TypeAlias = Callable[[Subject, U, Neighbours], Iterator[Charge | Free]]

CLOUDS = ("aws", "gcp")


@dataclass(frozen=True, slots=True)
class Pricer(Generic[U]):
    """How a resource type is priced: the function and the model of the use that it depends on."""

    token: str
    charges: PricerFunction[U]
    usage_model: type[U]


class Registry:
    """Pricers by type token.

    The two clouds' modules are found by convention; others register with `add`, for instance from an entry point.
    """

    def __init__(self) -> None:
        self._pricers: dict[str, Pricer[Any]] = {}
        self._modules: set[str] = set()

    def add(self, pricer: Pricer[Any]) -> None:
        """Register a pricer.

        Raises:
            ValueError: when its type has one already.
        """
        if pricer.token in self._pricers:
            raise ValueError(f"two pricers for {pricer.token}")
        self._pricers[pricer.token] = pricer

    def find(self, type_: str) -> Pricer[Any] | None:
        """The pricer of a type, None where there is none."""
        found = self._pricers.get(type_)
        if found is None and self._load(type_):
            found = self._pricers.get(type_)
        return found

    def types(self) -> tuple[str, ...]:
        """All types that can be priced, sorted."""
        for cloud in CLOUDS:
            package = import_module(f"outlay.estimate.{cloud}")
            for service in package.SERVICES:
                self._import(f"outlay.estimate.{cloud}.{service}")
        return tuple(sorted(self._pricers))

    def _load(self, type_: str) -> bool:
        cloud, _, rest = type_.partition(":")
        service = module_of(rest.partition("/")[0])
        if cloud not in CLOUDS or not service:
            return False
        return self._import(f"outlay.estimate.{cloud}.{service}")

    def _import(self, module: str) -> bool:
        if module in self._modules:
            return False
        self._modules.add(module)
        if find_spec(module) is None:
            return False
        import_module(module)
        return True


REGISTRY = Registry()
"""The pricers that this process knows. Modules add to it when they are imported, and at no other time."""


def prices(type_: str, *, usage: type[U] = NoUsage) -> Callable[[PricerFunction[U]], PricerFunction[U]]:  # type: ignore[assignment]  # the default binds U to NoUsage
    """Register the decorated function as the pricer of `type_`, with the usage model that it takes.

    The function is pure: from a resource, its use and its neighbours to charges. It may raise
    `outlay.estimate.properties.OpenValue` where it cannot go on; the estimate makes that a gap.
    """

    def register(function: PricerFunction[U]) -> PricerFunction[U]:
        REGISTRY.add(Pricer(type_, function, usage))
        return function

    return register


def module_of(service: str) -> str:
    """The module name of a token's service part: itself, with an underscore behind a word that Python keeps."""
    name = service.lower()
    if not name.isidentifier():
        return ""
    return f"{name}_" if iskeyword(name) else name
