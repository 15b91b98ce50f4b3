"""Web servers and a database on AWS, and a worker on Google Cloud that writes reports."""

import pulumi
import pulumi_aws as aws
import pulumi_gcp as gcp
from ownership import LABELS, TAGS

config = pulumi.Config()
machines = aws.Provider("machines", region=aws.config.region, default_tags={"tags": TAGS})
image = aws.ec2.get_ami(owners=["amazon"], most_recent=True)

for number in range(config.get_int("instances") or 1):
    aws.ec2.Instance(
        f"web-{number}",
        ami=image.id,
        instance_type=config.require("instance-type"),
        root_block_device={"volume_type": "gp3", "volume_size": 20},
        opts=pulumi.ResourceOptions(provider=machines),
    )

aws.rds.Instance(
    "tickets",
    engine="postgres",
    instance_class="db.t4g.small",
    allocated_storage=50,
    storage_type="gp3",
    skip_final_snapshot=True,
    tags=TAGS,
)

gcp.compute.Instance(
    "reports",
    machine_type="e2-medium",
    zone="us-central1-a",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12", "size": 20, "type": "pd-balanced"}},
    network_interfaces=[{"network": "default"}],
    labels=LABELS,
)
