"""`outlay_components.gcp.SqlDatabase`: a relational database on Cloud SQL."""

from types import MappingProxyType
from typing import Any, NotRequired, Optional

import pulumi
import pulumi_gcp as gcp

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make


class GcpSqlDatabaseArgs(GovernedArgs):
    """The arguments of a relational database on Cloud SQL."""

    database_version: str
    """Its engine and version: `POSTGRES_17` or `MYSQL_8_4`, say."""
    region: NotRequired[pulumi.Input[str]]
    """The region that it is in; that of the provider by default."""
    tier: NotRequired[pulumi.Input[str]]
    """Its size; by default `db-custom-1-3840` (1 vCPU, 3.75 GB) in production and `db-f1-micro`, a shared core,
    elsewhere."""
    regional: NotRequired[bool]
    """Whether a standby in another zone waits to take over, for twice the price; by default in production only."""
    running: NotRequired[pulumi.Input[bool]]
    """Whether it runs; true by default. Stopped, it costs its storage, its backups and $0.01 an hour for a public
    address alone: a configuration value that is false at night and at weekends saves 70% of its hours (50 of 168)."""
    disk_gb: NotRequired[pulumi.Input[int]]
    """Its storage; 10 by default, the least there is. It can grow later and never shrink."""
    max_disk_gb: NotRequired[pulumi.Input[int]]
    """Up to where the storage grows by itself; it does not by default, since it never shrinks again."""
    disk_type: NotRequired[pulumi.Input[str]]
    """Kind of its storage; `PD_SSD` by default. `PD_HDD` costs about half, and is slow."""
    backups: NotRequired[bool]
    """Whether it is backed up each day, for $0.08 a GB and month; by default in production only."""
    backup_retention_count: NotRequired[int]
    """Backups that are kept; 7 by default."""
    deletion_protection: NotRequired[bool]
    """Whether it cannot be deleted; by default in production only."""
    private_network: NotRequired[pulumi.Input[str]]
    """The network in which it has a private address, and then no public one. Without it, it has a public address that
    lets nobody in but Google's connectors."""
    database_name: NotRequired[pulumi.Input[str]]
    """A database to make in it; none by default."""


class GcpSqlDatabase(Component):
    """A database on Cloud SQL: edition Enterprise, encrypted connections, and in one zone unless it is for production.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | zones | one | two | half of instance and storage |
    | edition | Enterprise | the same | the premium of Enterprise Plus, Google's default for newer versions |
    | tier | db-f1-micro | db-custom-1-3840 | $41.65 a month ($7.67 instead of $49.31, in one zone) |
    | storage | 10 GB, which does not grow by itself | the same | growth that never shrinks again |
    | backups | none | daily, any moment of 7 days | $0.08 a GB |
    | deletion | allowed | prevented | nothing: it is safe |

    Whoever sets `running` from the stack's configuration can stop it out of hours by `pulumi up` alone. `instance` is
    the raw `gcp.sql.DatabaseInstance`, and `database` is there where one is named. It has no users: make those that
    sign in by IAM.
    """

    CHOICES = MappingProxyType({"database_version": ("POSTGRES_…", "MYSQL_…", "SQLSERVER_…")})

    connection_name: pulumi.Output[str]
    """The name by which Google's connectors find it."""
    private_ip: pulumi.Output[str]
    """Its private address; empty where it has none."""

    def __init__(
        self,
        name: str,
        args: GcpSqlDatabaseArgs,
        opts: Optional[pulumi.ResourceOptions] = None,  # noqa: UP045
    ) -> None:
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: GcpSqlDatabaseArgs) -> None:
        """Make the instance, and a database in it where one is named."""
        environment = make.environment
        is_protected = args.get("deletion_protection", environment.is_production)
        self.instance: gcp.sql.DatabaseInstance = make(
            gcp.sql.DatabaseInstance,
            "instance",
            {
                "database_version": args["database_version"],
                "region": args.get("region"),
                "deletion_protection": is_protected,
                "settings": {
                    "tier": args.get(
                        "tier", environment.choose(production="db-custom-1-3840", otherwise="db-f1-micro")
                    ),
                    "edition": "ENTERPRISE",
                    "availability_type": "REGIONAL" if args.get("regional", environment.is_production) else "ZONAL",
                    "activation_policy": make.apply(_activation, args.get("running", True)),
                    "disk_size": args.get("disk_gb", 10),
                    "disk_type": args.get("disk_type", "PD_SSD"),
                    "disk_autoresize": "max_disk_gb" in args,
                    "disk_autoresize_limit": args.get("max_disk_gb"),
                    "backup_configuration": _backups(make, args),
                    "deletion_protection_enabled": is_protected,
                    "ip_configuration": _addresses(args),
                },
            },
            suffix="",
            at_creation=("settings.edition", "settings.disk_type"),
        )
        if "database_name" in args:
            self.database: gcp.sql.Database = make(
                gcp.sql.Database, "database", {"name": args["database_name"], "instance": self.instance.name}
            )
        self.connection_name = self.instance.connection_name
        self.private_ip = self.instance.private_ip_address


def _activation(is_running: bool) -> str:
    return "ALWAYS" if is_running else "NEVER"


def _backups(make: Make, args: GcpSqlDatabaseArgs) -> dict[str, Any]:
    """Daily backups with the log that brings back any moment between them, or none."""
    if not args.get("backups", make.environment.is_production):
        return {"enabled": False}
    is_mysql = args["database_version"].upper().startswith("MYSQL")
    return {
        "enabled": True,
        "binary_log_enabled": True if is_mysql else None,
        "point_in_time_recovery_enabled": None if is_mysql else True,
        "transaction_log_retention_days": 7,
        "backup_retention_settings": {"retained_backups": args.get("backup_retention_count", 7)},
    }


def _addresses(args: GcpSqlDatabaseArgs) -> dict[str, Any]:
    network = args.get("private_network")
    return {"ipv4_enabled": network is None, "private_network": network, "ssl_mode": "ENCRYPTED_ONLY"}
