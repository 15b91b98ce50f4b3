"""Components on AWS. Each is imported when it is asked for, since the SDK of a service takes a while to import."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlay_components.aws.bucket import AwsBucket as Bucket
    from outlay_components.aws.bucket import AwsBucketArgs as BucketArgs
    from outlay_components.aws.cost_allocation_tags import AwsCostAllocationTags as CostAllocationTags
    from outlay_components.aws.cost_allocation_tags import AwsCostAllocationTagsArgs as CostAllocationTagsArgs
    from outlay_components.aws.database import AwsDatabase as Database
    from outlay_components.aws.database import AwsDatabaseArgs as DatabaseArgs
    from outlay_components.aws.function import AwsFunction as Function
    from outlay_components.aws.function import AwsFunctionArgs as FunctionArgs
    from outlay_components.aws.instance import AwsInstance as Instance
    from outlay_components.aws.instance import AwsInstanceArgs as InstanceArgs
    from outlay_components.aws.network import AwsNetwork as Network
    from outlay_components.aws.network import AwsNetworkArgs as NetworkArgs

MODULES: Final = {
    "Bucket": "bucket",
    "CostAllocationTags": "cost_allocation_tags",
    "Database": "database",
    "Function": "function",
    "Instance": "instance",
    "Network": "network",
}
"""By exported name, the module of the component `AwsNAME` and of its arguments `AwsNAMEArgs`."""

__all__ = [
    "Bucket",
    "BucketArgs",
    "CostAllocationTags",
    "CostAllocationTagsArgs",
    "Database",
    "DatabaseArgs",
    "Function",
    "FunctionArgs",
    "Instance",
    "InstanceArgs",
    "Network",
    "NetworkArgs",
]


def __getattr__(name: str) -> Any:
    module = MODULES.get(name.removesuffix("Args"))
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), f"Aws{name}")
