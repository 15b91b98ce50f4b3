"""The door that customers come through: load balancer, listener, target group. TLS ends at the CDN before it."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from network import Network
from settings import Settings
from tags import CostCentre, aws_tags


@dataclass(frozen=True)
class Storefront:
    """Where the shop's tasks are registered; the listener must exist before the service that waits for it."""

    targets: aws.lb.TargetGroup
    listener: aws.lb.Listener


def build_storefront(settings: Settings, network: Network) -> Storefront:
    tags = aws_tags("webshop-storefront", CostCentre.SHOP)
    balancer = aws.lb.LoadBalancer(
        "web",
        load_balancer_type="application",
        subnets=[subnet.id for subnet in network.public_subnets],
        security_groups=[network.entrance.id],
        enable_deletion_protection=settings.is_production,
        tags=tags,
    )
    targets = aws.lb.TargetGroup(
        "shop",
        vpc_id=network.vpc.id,
        port=8080,
        protocol="HTTP",
        target_type="ip",
        health_check={"path": "/health", "matcher": "200"},
        tags=tags,
    )
    listener = aws.lb.Listener(
        "http",
        load_balancer_arn=balancer.arn,
        port=80,
        protocol="HTTP",
        default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
        tags=tags,
    )
    pulumi.export("address", balancer.dns_name)
    return Storefront(targets, listener)
