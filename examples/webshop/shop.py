"""The shop itself: one container image, run by ECS on Fargate."""

import json

import pulumi
import pulumi_aws as aws

from network import Network
from settings import Settings
from storefront import Storefront
from tags import CostCentre, aws_tags

IMAGE = "ghcr.io/example/webshop:2.14.0"
TASKS_MAY_ASSUME = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}
        ],
    }
)


def build_shop(settings: Settings, network: Network, storefront: Storefront) -> None:
    tags = aws_tags("webshop-shop", CostCentre.SHOP)
    cluster = aws.ecs.Cluster("webshop", tags=tags)
    log = aws.cloudwatch.LogGroup("shop", retention_in_days=90 if settings.is_production else 7, tags=tags)
    role = aws.iam.Role("shop-execution", assume_role_policy=TASKS_MAY_ASSUME, tags=tags)
    aws.iam.RolePolicyAttachment(
        "shop-execution",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    )
    task = aws.ecs.TaskDefinition(
        "shop",
        family=f"webshop-{settings.environment}",
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=str(settings.shop_task_cpu),
        memory=str(settings.shop_task_memory),
        execution_role_arn=role.arn,
        container_definitions=log.name.apply(_container_definitions),
        tags=tags,
    )
    aws.ecs.Service(
        "shop",
        cluster=cluster.arn,
        task_definition=task.arn,
        launch_type="FARGATE",
        desired_count=settings.shop_tasks,
        network_configuration={
            "subnets": [subnet.id for subnet in network.private_subnets],
            "security_groups": [network.inside.id],
        },
        load_balancers=[{"target_group_arn": storefront.targets.arn, "container_name": "shop", "container_port": 8080}],
        propagate_tags="SERVICE",
        tags=tags,
        opts=pulumi.ResourceOptions(depends_on=[storefront.listener]),
    )


def _container_definitions(log_group: str) -> str:
    container = {
        "name": "shop",
        "image": IMAGE,
        "essential": True,
        "portMappings": [{"containerPort": 8080}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": log_group,
                "awslogs-region": aws.config.region,
                "awslogs-stream-prefix": "shop",
            },
        },
    }
    return json.dumps([container])
