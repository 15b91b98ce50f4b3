"""Use of `gcp:container/…`."""

from collections.abc import Mapping
from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePoolUsage(Usage):
    """Use of a node pool."""

    nodes: Amount
    """Nodes in each of its zones, on average over the month, instead of the number that the program sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterUsage(Usage):
    """Use of a cluster."""

    nodes: Amount
    """Nodes of the default pool in each of its zones, on average over the month."""
    node_pool: Mapping[int, NodePoolUsage]
    """Use of the pools that the cluster itself declares: `node_pool[0]` of the first."""
    autopilot_vcpu_count: Amount
    """vCPUs that the pods of an Autopilot cluster request, on average over the month."""
    autopilot_memory_gb: Amount
    """GB of memory that the pods of an Autopilot cluster request, on average over the month."""
    autopilot_ephemeral_storage_gb: Amount
    """GB of ephemeral storage that the pods of an Autopilot cluster request, on average over the month."""
