"""Nightly sales reports, computed on a machine of their own and kept in a bucket."""

import pulumi
import pulumi_aws as aws

from images import amazon_linux
from network import Network
from tags import CostCentre, aws_tags


def build_reports(network: Network) -> None:
    tags = aws_tags("webshop-reports", CostCentre.SHOP)
    aws.s3.Bucket("reports", tags=tags)
    aws.ec2.Instance(
        "reports",
        ami=amazon_linux(),
        instance_type=pulumi.Config().require("reportsInstanceType"),
        subnet_id=network.private_subnets[0].id,
        vpc_security_group_ids=[network.inside.id],
        root_block_device={"volume_type": "gp3", "volume_size": 50},
        tags=tags,
    )
