"""What the shop remembers: orders in PostgreSQL, carts in DynamoDB, sessions in Redis, pictures in S3."""

import pulumi
import pulumi_aws as aws

from network import Network
from settings import Settings
from tags import CostCentre, aws_tags


def build_data(settings: Settings, network: Network) -> None:
    private_subnet_ids = [subnet.id for subnet in network.private_subnets]
    _build_orders_database(settings, network, private_subnet_ids)
    _build_sessions(settings, network, private_subnet_ids)
    aws.dynamodb.Table(
        "carts",
        billing_mode="PAY_PER_REQUEST",
        hash_key="customer",
        attributes=[{"name": "customer", "type": "S"}],
        ttl={"attribute_name": "expires", "enabled": True},
        point_in_time_recovery={"enabled": settings.is_production},
        tags=aws_tags("webshop-carts", CostCentre.SHOP),
    )
    assets = aws.s3.Bucket("assets", tags=aws_tags("webshop-assets", CostCentre.SHOP))
    pulumi.export("assets", assets.bucket)


def _build_orders_database(settings: Settings, network: Network, subnet_ids: list[pulumi.Output[str]]) -> None:
    tags = aws_tags("webshop-orders", CostCentre.SHOP)
    subnet_group = aws.rds.SubnetGroup("orders", subnet_ids=subnet_ids, tags=tags)
    aws.rds.Instance(
        "orders",
        engine="postgres",
        engine_version="16.4",
        instance_class=settings.database_class,
        allocated_storage=settings.database_storage_gb,
        storage_type="gp3",
        storage_encrypted=True,
        multi_az=settings.database_multi_az,
        db_name="orders",
        username="shop",
        manage_master_user_password=True,
        db_subnet_group_name=subnet_group.name,
        vpc_security_group_ids=[network.stores.id],
        backup_retention_period=14 if settings.is_production else 1,
        deletion_protection=settings.is_production,
        skip_final_snapshot=not settings.is_production,
        final_snapshot_identifier="webshop-orders-final" if settings.is_production else None,
        tags=tags,
    )


def _build_sessions(settings: Settings, network: Network, subnet_ids: list[pulumi.Output[str]]) -> None:
    tags = aws_tags("webshop-sessions", CostCentre.SHOP)
    subnet_group = aws.elasticache.SubnetGroup("sessions", subnet_ids=subnet_ids, tags=tags)
    aws.elasticache.ReplicationGroup(
        "sessions",
        description="Sessions of the webshop",
        engine="redis",
        node_type=settings.cache_node_type,
        num_cache_clusters=2 if settings.is_production else 1,
        automatic_failover_enabled=settings.is_production,
        subnet_group_name=subnet_group.name,
        security_group_ids=[network.stores.id],
        tags=tags,
    )
