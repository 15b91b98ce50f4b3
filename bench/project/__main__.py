"""`bench:resources` resources of ten types; every tenth is a server, whose type the configuration says."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
count = config.require_int("resources")
instance_type = config.require("instanceType")

role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": []}))
tags = {"owner": "shop-team", "environment": "bench"}


def declare(number: int) -> None:
    name = f"r{number}"
    match number % 10:
        case 0:
            aws.ec2.Instance(
                name,
                ami="ami-0abcdef1234567890",
                instance_type=instance_type,
                root_block_device={"volume_size": 20 + number % 7, "volume_type": "gp3"},
                tags=tags,
            )
        case 1:
            aws.ebs.Volume(name, availability_zone="us-east-1a", size=50 + number % 9, type="gp3", tags=tags)
        case 2:
            aws.s3.Bucket(name, tags=tags)
        case 3:
            aws.sqs.Queue(name, visibility_timeout_seconds=60, tags=tags)
        case 4:
            aws.lambda_.Function(
                name,
                role=role.arn,
                runtime="python3.13",
                handler="main.handle",
                memory_size=128 * (1 + number % 4),
                s3_bucket="code",
                s3_key=f"{name}.zip",
                tags=tags,
            )
        case 5:
            aws.dynamodb.Table(
                name,
                attributes=[{"name": "id", "type": "S"}],
                hash_key="id",
                billing_mode="PROVISIONED",
                read_capacity=5,
                write_capacity=5,
                tags=tags,
            )
        case 6:
            aws.cloudwatch.LogGroup(name, retention_in_days=30, tags=tags)
        case 7:
            aws.ec2.Eip(name, domain="vpc", tags=tags)
        case 8:
            aws.ec2.SecurityGroup(
                name, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]}]
            )
        case _:
            aws.rds.Instance(
                name,
                engine="postgres",
                instance_class="db.t3.medium",
                allocated_storage=100,
                storage_type="gp3",
                username="shop",
                password="not-a-secret",
                skip_final_snapshot=True,
                tags=tags,
            )


for number in range(count - 1):  # the role is one of them
    declare(number)
