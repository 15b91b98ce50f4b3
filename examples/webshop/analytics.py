"""What the shop learns, on Google Cloud: events come in by Pub/Sub, a machine digests them into a data warehouse."""

from dataclasses import dataclass

import pulumi
import pulumi_gcp as gcp

from settings import Settings
from tags import CostCentre, gcp_labels


@dataclass(frozen=True)
class Analytics:
    """Where events arrive and where their digest lies."""

    events: gcp.pubsub.Topic
    warehouse: gcp.sql.DatabaseInstance


def build_analytics(settings: Settings) -> Analytics:
    labels = gcp_labels(CostCentre.ANALYTICS)
    events = gcp.pubsub.Topic("events", labels=labels)
    gcp.storage.Bucket(
        "event-archive",
        location="US-CENTRAL1",
        storage_class="STANDARD",
        uniform_bucket_level_access=True,
        lifecycle_rules=[
            {"condition": {"age": 90}, "action": {"type": "SetStorageClass", "storage_class": "NEARLINE"}}
        ],
        labels=labels,
    )
    _build_digester(settings, labels)
    warehouse = gcp.sql.DatabaseInstance(
        "warehouse",
        database_version="POSTGRES_16",
        deletion_protection=settings.is_production,
        settings={
            "edition": "ENTERPRISE",
            "tier": settings.warehouse_tier,
            "availability_type": "ZONAL",
            "disk_type": "PD_SSD",
            "disk_size": settings.warehouse_storage_gb,
            # The provider's default labels reach only `labels`, which a Cloud SQL instance does not have.
            "user_labels": {**labels, "owner": "shop-team", "environment": settings.environment},
        },
    )
    pulumi.export("events", events.id)
    return Analytics(events, warehouse)


def _build_digester(settings: Settings, labels: dict[str, str]) -> None:
    network = gcp.compute.Network("analytics", auto_create_subnetworks=False)
    subnetwork = gcp.compute.Subnetwork("analytics", network=network.id, ip_cidr_range="10.40.0.0/20")
    address = gcp.compute.Address("digester", labels=labels)
    events = gcp.compute.Disk("digester-events", type="pd-balanced", size=settings.analytics_disk_gb, labels=labels)
    gcp.compute.Instance(
        "digester",
        machine_type=settings.analytics_machine_type,
        allow_stopping_for_update=True,
        boot_disk={
            "initialize_params": {"image": settings.analytics_image, "size": 20, "type": "pd-balanced"},
        },
        attached_disks=[{"source": events.id, "device_name": "events"}],
        network_interfaces=[{"subnetwork": subnetwork.id, "access_configs": [{"nat_ip": address.address}]}],
        labels=labels,
    )
