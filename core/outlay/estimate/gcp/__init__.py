"""Pricers of Google Cloud, one module a service, named as in the type token (`gcp:compute/…` → `compute`)."""

SERVICES = (
    "artifactregistry",
    "cloudrunv2",
    "compute",
    "container",
    "pubsub",
    "redis",
    "servicenetworking",
    "sql",
    "storage",
)
