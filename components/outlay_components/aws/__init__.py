"""Components on AWS. Each is imported when it is asked for, since the SDK of a service takes a while to import."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlay_components.aws.instance import AwsInstance as Instance
    from outlay_components.aws.instance import AwsInstanceArgs as InstanceArgs

MODULES: Final = {"Instance": "instance"}
"""By exported name, the module of the component `AwsNAME` and of its arguments `AwsNAMEArgs`."""

__all__ = ["Instance", "InstanceArgs"]


def __getattr__(name: str) -> Any:
    module = MODULES.get(name.removesuffix("Args"))
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), f"Aws{name}")
