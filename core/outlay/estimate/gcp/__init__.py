"""Pricers of Google Cloud, one module a service, named as in the type token (`gcp:compute/…` → `compute`)."""

SERVICES = ("cloudrunv2", "compute", "pubsub", "sql", "storage")
