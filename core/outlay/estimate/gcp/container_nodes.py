"""The nodes of Kubernetes Engine clusters: how many, in how many zones, and what each of them costs.

Shared by clusters, which declare pools of their own, and by node pools. Not here: what the cluster itself costs
(`container`).
"""

import re
from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.compute_disk import disk_charges
from outlay.estimate.gcp.machine import SPOT, short_name
from outlay.estimate.gcp.machine_charges import (
    LOCAL_SSD_SIZE,
    Running,
    accelerator_charges,
    local_ssd_charge,
    machine_charges,
)
from outlay.estimate.gcp.machine_shapes import shapes_by_name
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.subject import Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import Unknown

_ZONE: Final = re.compile(r"[a-z]+-[a-z]+\d+-[a-z]")
_ZONES_OF_A_REGION: Final = 3
"""Zones that a regional cluster's nodes are in when nobody says which."""
NODES: Final = 3
"""Nodes a zone that a pool begins with when nobody says how many."""
BY_GCLOUD: Final = "what gcloud creates"
_MACHINE_TYPE: Final = "e2-medium"
_DISK_TYPE: Final = "pd-standard"
_DISK_SIZE: Final = 100
_DEDICATED_SSDS: Final = ("ephemeralStorageLocalSsdConfig", "ephemeralStorageConfig", "localNvmeSsdBlockConfig")


def zones_of_cluster(cluster: Properties) -> Amount:
    """In how many zones a cluster's nodes run: those that it names (a zonal one's own counts too), else 1 or 3.

    Source: Google Kubernetes Engine, types of clusters.

    Raises:
        OpenValue: when the location or the zones are open.
    """
    location = cluster.text("location").rpartition("/")[2].lower()
    named = {zone.rpartition("/")[2].lower() for zone in cluster.texts("nodeLocations")}
    if _ZONE.fullmatch(location):
        return Amount.exactly(len(named | {location}), "zones")
    if named:
        return Amount.exactly(len(named), "zones")
    cluster.assume(f"the nodes run in {_ZONES_OF_A_REGION} zones (the default of a regional cluster)")
    return Amount.exactly(_ZONES_OF_A_REGION, "zones")


def nodes_of_pool(pool: Properties, nodes_a_zone: Amount, cluster_zones: Amount | None) -> Amount:
    """How many nodes a pool has: in each of its zones the stated number, or what its autoscaling allows, or its count.

    A pool that grows by itself is expected at its least size. `nodes_a_zone` is the stated use, `cluster_zones` are
    the zones of its cluster, None where the cluster is not seen.
    """
    zones = _zones_of_pool(pool, cluster_zones)
    if not nodes_a_zone.open:
        return nodes_a_zone * zones
    autoscaling = pool.block("autoscaling")
    for least, most, places in (
        ("totalMinNodeCount", "totalMaxNodeCount", Amount.exactly(1, "pool")),
        ("minNodeCount", "maxNodeCount", zones),
    ):
        if autoscaling.has(least) or autoscaling.has(most):
            start = autoscaling.number(least, 0)
            end = autoscaling.number(most) if autoscaling.has(most) else start
            return Amount.spanning(start, start, end, "autoscaling") * places
    key = "nodeCount" if pool.has("nodeCount") else "initialNodeCount"
    return pool.number(key, NODES, BY_GCLOUD) * zones


def node_charges(
    owner: Subject, region: str | Unknown | None, config: Properties, nodes: Amount, component: str = ""
) -> Iterator[Charge | Free]:
    """What `nodes` nodes of one configuration cost: machine, boot disk, local SSDs, GPUs and the licence of Windows.

    `owner` is the resource that declares them: its schedule is theirs.
    Source: Google Kubernetes Engine pricing: nodes are billed as Compute Engine instances.
    """
    boot_disk = _boot_disk(region, config, _place(component, "boot disk"))
    for charge in independently(_machine(owner, region, config, component), boot_disk):
        yield charge.times(nodes) if isinstance(charge, Charge) else charge


def _machine(
    owner: Subject, region: str | Unknown | None, config: Properties, component: str
) -> Iterator[Charge | Free]:
    """What a node has while it runs."""
    running = Running(region, _term(config), owner.running_hours)
    machine_type = short_name(config.item("machineType", _MACHINE_TYPE))
    yield from independently(
        machine_charges(machine_type, running, component),
        _local_ssds(config, machine_type, running, _place(component, "local SSDs")),
        _accelerators(config, machine_type, running, component),
        _licence(config, machine_type, running, component),
    )


def _accelerators(
    config: Properties, machine_type: str | Unknown, running: Running, component: str
) -> Iterator[Charge]:
    yield from accelerator_charges(config.blocks("guestAccelerators"), machine_type, running, component)


def _zones_of_pool(pool: Properties, cluster_zones: Amount | None) -> Amount:
    named = set(pool.texts("nodeLocations"))
    if named:
        return Amount.exactly(len(named), "zones")
    if cluster_zones is not None:
        return cluster_zones
    return zones_of_cluster(pool)


def _boot_disk(region: str | Unknown | None, config: Properties, component: str) -> Iterator[Charge | Free]:
    boot_disk = config.block("bootDisk")
    kind = boot_disk.item("diskType") or config.item("diskType", _DISK_TYPE)
    sized = boot_disk.has("sizeGb")
    size = boot_disk.number("sizeGb") if sized else config.number("diskSizeGb", _DISK_SIZE)
    yield from disk_charges(boot_disk, region, short_name(kind), size, component)


def _local_ssds(config: Properties, machine_type: str | Unknown, running: Running, component: str) -> Iterator[Charge]:
    """Local SSDs of 375 GB; those that come with the machine type are in its price."""
    shape = shapes_by_name().get(machine_type) if isinstance(machine_type, str) else None
    if shape is not None and shape.local_ssd_size:
        return
    blocks = [config, *map(config.block, _DEDICATED_SSDS)]
    counts = [block.number("localSsdCount") for block in blocks if block.has("localSsdCount")]
    if counts:
        first, *others = counts
        yield local_ssd_charge(sum(others, first) * LOCAL_SSD_SIZE, running, component)


def _licence(config: Properties, machine_type: str | Unknown, running: Running, component: str) -> Iterator[Charge]:
    """Windows nodes pay the licence of any Windows instance."""
    if config.text("imageType").upper().startswith("WINDOWS"):
        query = PriceQuery("ComputeEngineLicense", GLOBAL, machine_type, "windows")
        yield Charge("Image licence", HOUR * running.hours, query, component)


def _term(config: Properties) -> str:
    is_spot = any(config.has(key) and config.flag(key) for key in ("spot", "preemptible"))
    return SPOT if is_spot else ON_DEMAND


def _place(component: str, part: str) -> str:
    return f"{component}, {part}" if component else part
