"""Customers who bought this also bought that: a service that reads the data warehouse, on Cloud Run."""

import pulumi
import pulumi_gcp as gcp

from analytics import Analytics
from settings import Settings

IMAGE = "us-docker.pkg.dev/example/webshop/recommendations:1.0.0"


def build_recommendations(settings: Settings, analytics: Analytics) -> None:
    service = gcp.cloudrunv2.Service(
        "recommendations",
        location="us-central1",
        deletion_protection=settings.is_production,
        template={
            "scaling": {"min_instance_count": 0, "max_instance_count": 4},
            "containers": [
                {
                    "image": IMAGE,
                    "resources": {"limits": {"cpu": "1", "memory": "512Mi"}, "cpu_idle": True},
                    "envs": [{"name": "WAREHOUSE", "value": analytics.warehouse.connection_name}],
                }
            ],
        },
    )
    pulumi.export("recommendations", service.uri)
