"""Components on Google Cloud. Each is imported when it is asked for, since SDKs take a while to import."""

from importlib import import_module
from typing import Any, Final

MODULES: Final[dict[str, str]] = {}
"""By exported name, the module of the component `GcpNAME` and of its arguments `GcpNAMEArgs`."""

__all__: list[str] = []


def __getattr__(name: str) -> Any:
    module = MODULES.get(name.removesuffix("Args"))
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), f"Gcp{name}")
