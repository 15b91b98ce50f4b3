"""Europe: copies of the backups, away from the shop's own region, and a probe that visits the shop as customers do."""

import pulumi
import pulumi_aws as aws

from images import amazon_linux
from settings import Settings
from tags import CostCentre, aws_tags


def build_second_region(settings: Settings) -> None:
    if settings.second_region is None:
        return
    europe = aws.Provider(
        "europe",
        region=settings.second_region,
        default_tags={"tags": {"owner": "shop-team", "environment": settings.environment}},
    )
    aws.s3.Bucket(
        "backups",
        tags=aws_tags("webshop-backups", CostCentre.PLATFORM),
        opts=pulumi.ResourceOptions(provider=europe, protect=True),
    )
    aws.ec2.Instance(
        "probe",
        ami=amazon_linux(pulumi.InvokeOptions(provider=europe)),
        instance_type="t3.micro",
        root_block_device={"volume_type": "gp3", "volume_size": 8},
        tags=aws_tags("webshop-probe", CostCentre.PLATFORM),
        opts=pulumi.ResourceOptions(provider=europe),
    )
