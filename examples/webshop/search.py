"""The search index: one machine, its data on a volume of its own so that the machine can be replaced."""

import pulumi_aws as aws

from images import amazon_linux
from network import Network
from settings import Settings
from tags import CostCentre, aws_tags


def build_search(settings: Settings, network: Network) -> None:
    tags = aws_tags("webshop-search", CostCentre.SHOP)
    zone = network.zones[0]
    machine = aws.ec2.Instance(
        "search",
        ami=amazon_linux(),
        instance_type=settings.search_instance_type,
        availability_zone=zone,
        subnet_id=network.private_subnets[0].id,
        vpc_security_group_ids=[network.inside.id],
        root_block_device={"volume_type": "gp3", "volume_size": 30, "tags": tags},
        metadata_options={"http_tokens": "required"},
        tags=tags,
    )
    index = aws.ebs.Volume(
        "search-index",
        availability_zone=zone,
        size=settings.search_volume_gb,
        type=settings.search_volume_type,
        encrypted=True,
        tags=tags,
    )
    aws.ec2.VolumeAttachment("search-index", instance_id=machine.id, volume_id=index.id, device_name="/dev/sdf")
