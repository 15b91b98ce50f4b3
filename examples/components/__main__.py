"""The webshop out of components: owner, tags and budget come with each, and the environment decides the rest."""

import pulumi
from outlay_components import MonthlyBudget, aws, gcp

# On AWS it sells.
network = aws.Network("shop", {"zones": ["us-east-1a", "us-east-1b"]})
aws.Bucket("assets", {})
orders = aws.Database(
    "orders",
    {"engine": "postgres", "engine_version": "17", "subnet_ids": network.private_subnet_ids},
)
aws.Instance(
    "search",
    {
        "instance_type": "t4g.medium",
        "image_id": "ami-0abcdef1234567890",
        "subnet_id": network.private_subnet_ids[0],
        "root_volume_gb": 50,
        "budget": MonthlyBudget(60),
    },
)
aws.Function(
    "order-mail",
    {"runtime": "python3.13", "handler": "handler.main", "code": pulumi.FileArchive("order_mail"), "memory_mb": 256},
)

# On Google Cloud it learns.
gcp.Topic("events", {"subscription": True, "dead_letter": True})
gcp.Bucket("archive", {"location": "us-central1"})
gcp.SqlDatabase("warehouse", {"database_version": "POSTGRES_17", "disk_gb": 50})
gcp.Instance("digester", {"machine_type": "e2-standard-2", "image": "debian-cloud/debian-12", "boot_disk_gb": 20})
gcp.Service("recommendations", {"location": "us-central1", "image": "us-docker.pkg.dev/cloudrun/container/hello"})

pulumi.export("orders", orders.endpoint)
