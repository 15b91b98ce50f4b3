"""`outlay_components.aws.Database`: a relational database on RDS."""

from types import MappingProxyType
from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_aws as aws

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make

_WITH_EXTENDED_SUPPORT: Final = ("mysql", "postgres")
_NO_EXTENDED_SUPPORT: Final = "open-source-rds-extended-support-disabled"
_FREE_INSIGHTS_DAYS: Final = 7


class AwsDatabaseArgs(GovernedArgs):
    """The arguments of a relational database on RDS."""

    engine: str
    """Its engine: `postgres`, `mysql` or `mariadb`."""
    engine_version: NotRequired[pulumi.Input[str]]
    """The engine's version, `16` say; RDS's default where it is left out."""
    instance_class: NotRequired[pulumi.Input[str]]
    """Its size; by default `db.t4g.medium` in production and `db.t4g.micro` elsewhere. Graviton classes (with a `g`)
    cost 11% less than their twins without."""
    storage_gb: NotRequired[pulumi.Input[int]]
    """Its storage; 20 by default, the least there is. It can grow later and never shrink."""
    max_storage_gb: NotRequired[pulumi.Input[int]]
    """Up to where the storage grows by itself; it does not by default, since it never shrinks again."""
    storage_type: NotRequired[pulumi.Input[str]]
    """Kind of its storage; `gp3` by default, whose IOPS do not have to be bought with GB."""
    multi_zone: NotRequired[bool]
    """Whether a standby in another zone waits to take over, for twice the price; by default in production only."""
    backup_retention_days: NotRequired[int]
    """Days that backups are kept; 7 in production and 1 elsewhere by default."""
    deletion_protection: NotRequired[bool]
    """Whether it cannot be deleted, and leaves a last snapshot if it is; by default in production only."""
    performance_insights: NotRequired[bool]
    """Whether Performance Insights keeps 7 days of history, which are free; by default in production only."""
    extended_support: NotRequired[bool]
    """Whether a version past its standard support is kept for $0.10 and more a vCPU-hour, instead of being upgraded;
    by default in production only (MySQL and PostgreSQL)."""
    username: NotRequired[pulumi.Input[str]]
    """Its main user; `dbadmin` by default."""
    password: NotRequired[pulumi.Input[str]]
    """The main user's password, kept as a secret. By default RDS makes one and keeps it in Secrets Manager, for $0.40
    a month, so that no program and no state ever has it."""
    database_name: NotRequired[pulumi.Input[str]]
    """A database to make in it; none by default."""
    subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The subnets that it may stand in, of two zones at least; those of the default network by default."""
    security_group_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The security groups that let traffic through to it."""


class AwsDatabase(Component):
    """A database on RDS: encrypted, not public, on gp3 and Graviton, and in one zone unless it is for production.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | zones | one | two | half of instance and storage |
    | class | db.t4g.micro | db.t4g.medium | 11% of a db.t3 of the same size |
    | storage | 20 GB gp3 | the same | IOPS beyond a size come without more GB |
    | backups | 1 day | 7 days | backups beyond the size of the database, $0.095 a GB |
    | Performance Insights | off | 7 days, which are free | requests of it |
    | Extended Support | off: upgraded instead | on | $0.10 a vCPU-hour once a version is past its support |
    | deletion | allowed, without a last snapshot | prevented | a snapshot that nobody needs |
    | password | in Secrets Manager | the same | nothing ($0.40 a month): it is safe |

    `instance` is the raw `aws.rds.Instance`, and `subnet_group` is there where subnets are named. The secret that RDS
    keeps is its own, and no resource of the stack: the estimate has no line for it.
    """

    CHOICES = MappingProxyType({"engine": ("postgres", "mysql", "mariadb")})

    endpoint: pulumi.Output[str]
    """Its address and port."""
    address: pulumi.Output[str]
    """Its host name."""
    port: pulumi.Output[int]
    """Its port."""
    database_arn: pulumi.Output[str]
    """Its ARN."""

    def __init__(self, name: str, args: AwsDatabaseArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: AwsDatabaseArgs) -> None:
        """Make the database, and a subnet group for it where subnets are named."""
        environment = make.environment
        is_protected = args.get("deletion_protection", environment.is_production)
        has_insights = args.get("performance_insights", environment.is_production)
        subnet_group = None
        if "subnet_ids" in args:
            self.subnet_group: aws.rds.SubnetGroup = make(
                aws.rds.SubnetGroup, "subnet_group", {"subnet_ids": args["subnet_ids"]}, suffix="subnets"
            )
            subnet_group = self.subnet_group.id
        self.instance: aws.rds.Instance = make(
            aws.rds.Instance,
            "instance",
            {
                "engine": args["engine"],
                "engine_version": args.get("engine_version"),
                "instance_class": args.get(
                    "instance_class", environment.choose(production="db.t4g.medium", otherwise="db.t4g.micro")
                ),
                "allocated_storage": args.get("storage_gb", 20),
                "max_allocated_storage": args.get("max_storage_gb"),
                "storage_type": args.get("storage_type", "gp3"),
                "storage_encrypted": True,
                "multi_az": args.get("multi_zone", environment.is_production),
                "backup_retention_period": args.get(
                    "backup_retention_days", environment.choose(production=7, otherwise=1)
                ),
                "copy_tags_to_snapshot": True,
                "deletion_protection": is_protected,
                "skip_final_snapshot": not is_protected,
                "final_snapshot_identifier": f"{make.name}-final" if is_protected else None,
                "performance_insights_enabled": has_insights,
                "performance_insights_retention_period": _FREE_INSIGHTS_DAYS if has_insights else None,
                "engine_lifecycle_support": _lifecycle(make, args),
                "publicly_accessible": False,
                "db_name": args.get("database_name"),
                "db_subnet_group_name": subnet_group,
                "vpc_security_group_ids": args.get("security_group_ids"),
                "username": args.get("username", "dbadmin"),
                **_password(make, args),
            },
            suffix="",
            at_creation=(
                "storage_encrypted",
                "username",
                "manage_master_user_password",
                "engine_lifecycle_support",
                "final_snapshot_identifier",
            ),
        )
        self.endpoint = self.instance.endpoint
        self.address = self.instance.address
        self.port = self.instance.port
        self.database_arn = self.instance.arn


def _password(make: Make, args: AwsDatabaseArgs) -> dict[str, Any]:
    """Where the main user's password comes from: the program, or RDS."""
    if "password" in args:
        return {"password": make.secret(args["password"])}
    return {"manage_master_user_password": True}


def _lifecycle(make: Make, args: AwsDatabaseArgs) -> str | None:
    """What becomes of a version past its standard support: upgraded, or kept for money, which is RDS's default."""
    is_kept = args.get("extended_support", make.environment.is_production)
    return None if is_kept or args["engine"] not in _WITH_EXTENDED_SUPPORT else _NO_EXTENDED_SUPPORT
