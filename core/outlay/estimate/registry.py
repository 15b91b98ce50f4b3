"""The register of pricers: one pure function a resource type, found by the type's token.

Pricers of the two clouds are imported when first asked for: `aws:ec2/natGateway:NatGateway` lies in
`outlay.estimate.aws.ec2`. Pricers of others go into a registry of their own: that of a plug-in, which `REGISTRY` finds
by itself, or `Registry(below=REGISTRY)` for one estimate.
Not here: the pricers, and what is free (`outlay.estimate.free`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword
from threading import RLock
from typing import Any, Final, Generic, TypeAlias, TypeVar

from outlay.estimate.charge import Charge, Free
from outlay.estimate.subject import Neighbours, Subject
from outlay.estimate.type_aliases import current_type
from outlay.plug_ins.installed import installed
from outlay.usage.model import NoUsage, Usage

U = TypeVar("U", bound=Usage)
PricerFunction: TypeAlias = Callable[[Subject, U, Neighbours], Iterator[Charge | Free]]

CLOUDS: Final = {"aws": "outlay.estimate.aws", "gcp": "outlay.estimate.gcp"}
"""The packages of pricers that travel with Outlay, by provider package."""


@dataclass(frozen=True, slots=True)
class Pricer(Generic[U]):
    """How a resource type is priced: the function and the model of the use that it depends on."""

    token: str
    charges: PricerFunction[U]
    usage_model: type[U]


class Registry:
    """Pricers by type token.

    Args:
        below: asked for what this registry does not have, so that pricers of others stand beside or over ours.
        packages: by provider package, a Python package whose modules add the pricers of one service each; a service's
            module is imported when one of its types is first asked for.
    """

    def __init__(self, below: "Registry | None" = None, packages: Mapping[str, str] | None = None) -> None:
        self._below = below
        self._packages = packages or {}
        self._pricers: dict[str, Pricer[Any]] = {}
        self._modules: set[str] = set()
        # a module adds its pricers while it is being imported: another thread must not meet one that is half there
        self._lock = RLock()

    def add(self, pricer: Pricer[Any]) -> None:
        """Register a pricer.

        Raises:
            ValueError: when its type has one already in this registry.
        """
        if pricer.token in self._pricers:
            raise ValueError(f"two pricers for {pricer.token}")
        self._pricers[pricer.token] = pricer

    def prices(
        self,
        type_: str,
        *,
        usage: type[U] = NoUsage,  # type: ignore[assignment]  # the default binds U to NoUsage
    ) -> Callable[[PricerFunction[U]], PricerFunction[U]]:
        """Register the decorated function as the pricer of `type_`, with the usage model that it takes.

        The function is pure: from a resource, its use and its neighbours to charges. It may raise
        `outlay.estimate.properties.OpenValue` where it cannot go on; the estimate makes that a gap.
        """

        def register(function: PricerFunction[U]) -> PricerFunction[U]:
            self.add(Pricer(type_, function, usage))
            return function

        return register

    def find(self, type_: str) -> Pricer[Any] | None:
        """The pricer of a type, None where there is none. A token of before finds that of what it is called today."""
        found = self._find(type_)
        if found is None and (current := current_type(type_)) != type_:
            found = self._find(current)
        return found

    def _find(self, type_: str) -> Pricer[Any] | None:
        with self._lock:
            found = self._pricers.get(type_)
            if found is None and self._packages and self._load(type_):
                found = self._pricers.get(type_)
        if found is None and self._below is not None:
            found = self._below._find(type_)
        return found

    def types(self) -> tuple[str, ...]:
        """All types that can be priced, sorted."""
        with self._lock:
            for package in self._packages.values():
                for service in import_module(package).SERVICES:
                    self._import(f"{package}.{service}")
        below = self._below.types() if self._below is not None else ()
        return tuple(sorted({*self._pricers, *below}))

    def own_types(self) -> tuple[str, ...]:
        """The types whose pricers were added to this very registry, in that order."""
        return tuple(self._pricers)

    def _load(self, type_: str) -> bool:
        cloud, _, rest = type_.partition(":")
        service = module_of(rest.partition("/")[0])
        if cloud not in self._packages or not service:
            return False
        return self._import(f"{self._packages[cloud]}.{service}")

    def _import(self, module: str) -> bool:
        if module in self._modules:
            return False
        self._modules.add(module)
        if find_spec(module) is None:
            return False
        import_module(module)
        return True


class _WithPlugIns(Registry):
    """Ours below what plug-ins say, of which none is looked for before the first type is asked for."""

    def _find(self, type_: str) -> Pricer[Any] | None:
        return installed().pricer(type_) or super()._find(type_)

    def types(self) -> tuple[str, ...]:
        """All types that can be priced, sorted."""
        return tuple(sorted({*installed().types(), *super().types()}))


OURS: Final = Registry(packages=CLOUDS)
"""The pricers that travel with Outlay. Their modules add to it when they are imported, and at no other time."""

REGISTRY: Final = _WithPlugIns(below=OURS)
"""What an estimate prices by: the pricers of installed plug-ins over ours."""

prices = OURS.prices
"""Registers a pricer of ours: `@prices("aws:ec2/natGateway:NatGateway", usage=NatGatewayUsage)`."""


@lru_cache(maxsize=1024)
def module_of(service: str) -> str:
    """The module name of a token's service part: itself, with an underscore behind a word that Python keeps."""
    name = service.lower()
    if not name.isidentifier():
        return ""
    return f"{name}_" if iskeyword(name) else name
