"""Components on Google Cloud. Each is imported when it is asked for, since SDKs take a while to import."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlay_components.gcp.bucket import GcpBucket as Bucket
    from outlay_components.gcp.bucket import GcpBucketArgs as BucketArgs
    from outlay_components.gcp.instance import GcpInstance as Instance
    from outlay_components.gcp.instance import GcpInstanceArgs as InstanceArgs
    from outlay_components.gcp.service import GcpService as Service
    from outlay_components.gcp.service import GcpServiceArgs as ServiceArgs
    from outlay_components.gcp.sql_database import GcpSqlDatabase as SqlDatabase
    from outlay_components.gcp.sql_database import GcpSqlDatabaseArgs as SqlDatabaseArgs
    from outlay_components.gcp.topic import GcpTopic as Topic
    from outlay_components.gcp.topic import GcpTopicArgs as TopicArgs

MODULES: Final = {
    "Bucket": "bucket",
    "Instance": "instance",
    "Service": "service",
    "SqlDatabase": "sql_database",
    "Topic": "topic",
}
"""By exported name, the module of the component `GcpNAME` and of its arguments `GcpNAMEArgs`."""

__all__ = [
    "Bucket",
    "BucketArgs",
    "Instance",
    "InstanceArgs",
    "Service",
    "ServiceArgs",
    "SqlDatabase",
    "SqlDatabaseArgs",
    "Topic",
    "TopicArgs",
]


def __getattr__(name: str) -> Any:
    module = MODULES.get(name.removesuffix("Args"))
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), f"Gcp{name}")
