"""Pricers of Google Cloud, one module a service, named as in the type token (`gcp:compute/…` → `compute`)."""

SERVICES = (
    "artifactregistry",
    "bigquery",
    "cloudfunctions",
    "cloudrun",
    "cloudrunv2",
    "compute",
    "container",
    "dns",
    "kms",
    "logging",
    "monitoring",
    "pubsub",
    "redis",
    "secretmanager",
    "servicenetworking",
    "sql",
    "storage",
)
