from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

CLUSTER = "gcp:container/cluster:Cluster"
POOL = "gcp:container/nodePool:NodePool"
REGISTRY = "gcp:container/registry:Registry"
IOWA = {"region": "us-central1"}
FEE = Decimal(73)  # 730 × 0.10
NODE = Decimal("28.4591683")  # e2-medium 730 × 0.03350571 + 100 GB × 0.04


@pytest.mark.parametrize(
    ("inputs", "nodes"),
    [
        ({"location": "us-central1-a"}, 3),  # 1 zone × 3
        ({"location": "us-central1"}, 9),  # 3 zones × 3
        ({"location": "us-central1", "nodeLocations": ["us-central1-a", "us-central1-b"]}, 6),
        ({"location": "us-central1-a", "nodeLocations": ["us-central1-b", "us-central1-c"]}, 9),  # its own zone as well
        ({"location": "us-central1", "initialNodeCount": "1"}, 3),
    ],
)
def test_the_default_pool_has_three_nodes_in_each_zone(quantities, inputs, nodes):
    assert quantities(CLUSTER, inputs, **IOWA) == {
        "Cluster management fee": (Decimal(730), "hours", "cluster"),
        "default pool: Instance usage": (Decimal(730 * nodes), "hours", "e2-medium"),
        "default pool, boot disk: Storage": (Decimal(100 * nodes), "GB-months", "pd-standard"),
    }


def test_costs_its_fee_and_its_nodes(cost):
    cluster = cost(CLUSTER, {"location": "us-central1-a"}, **IOWA)
    assert cluster.cost.expected == FEE + 3 * NODE
    assert "initialNodeCount = 3 (what gcloud creates)" in cluster.assumptions
    assert "nodeConfig.machineType = e2-medium (the provider's default)" in cluster.assumptions


def test_a_cluster_without_its_default_pool_costs_its_fee(cost):
    inputs = {"location": "us-central1", "removeDefaultNodePool": True, "initialNodeCount": 1}
    assert cost(CLUSTER, inputs, **IOWA).cost.expected == FEE


def test_a_node_is_a_machine_with_disks_and_gpus(quantities):
    config = {
        "machineType": "n1-standard-16",
        "diskSizeGb": 120,
        "diskType": "pd-ssd",
        "localSsdCount": 1,
        "guestAccelerators": [{"type": "nvidia-tesla-k80", "count": 4}],
    }
    inputs = {"location": "us-central1-a", "initialNodeCount": 3, "nodeConfig": config}
    found = quantities(CLUSTER, inputs, **IOWA)
    assert found["default pool: Instance usage"] == (Decimal(2190), "hours", "n1-standard-16")  # 3 × 730
    assert found["default pool, boot disk: Storage"] == (Decimal(360), "GB-months", "pd-ssd")  # 3 × 120
    assert found["default pool, local SSDs: Storage"] == (Decimal(1125), "GB-months", "local-ssd")  # 3 × 375
    gpus = found["default pool, guest accelerator 1: GPUs"]
    assert gpus == (Decimal(8760), "GPU-hours", "nvidia-tesla-k80")  # 3 × 4 × 730


def test_pools_that_the_cluster_declares_have_their_own_nodes_and_zones(quantities):
    pools = [
        {"nodeCount": 2, "nodeConfig": {"machineType": "n1-standard-16"}},
        {"nodeCount": 2, "nodeLocations": ["us-central1-a"], "nodeConfig": {"spot": True}},
    ]
    inputs = {"location": "us-central1", "removeDefaultNodePool": True, "nodePools": pools}
    found = quantities(CLUSTER, inputs, **IOWA)
    assert found["node pool 1: Instance usage"] == (Decimal(4380), "hours", "n1-standard-16")  # 3 × 2 × 730
    assert found["node pool 2: Instance usage"] == (Decimal(1460), "hours", "e2-medium")  # 1 × 2 × 730


def test_a_cluster_that_declares_pools_has_no_default_pool_beside_them(quantities):
    inputs = {"location": "us-central1-a", "nodePools": [{"nodeCount": 1}]}
    assert not [label for label in quantities(CLUSTER, inputs, **IOWA) if label.startswith("default pool")]
    assert "default pool: Instance usage" in quantities(CLUSTER, inputs | {"nodePools": []}, **IOWA)


def test_stated_nodes_count_in_place_of_those_of_the_program(quantities):
    inputs = {"location": "us-central1", "nodePools": [{"nodeCount": 1}, {"nodeCount": 1}]}
    usage = {"nodes": 4, "node_pool[1]": {"nodes": 5}}
    default = quantities(CLUSTER, {"location": "us-central1"}, usage=usage, **IOWA)
    assert default["default pool: Instance usage"][0] == 3 * 4 * 730
    found = quantities(CLUSTER, inputs, usage=usage, **IOWA)
    assert found["node pool 1: Instance usage"][0] == 3 * 1 * 730
    assert found["node pool 2: Instance usage"][0] == 3 * 5 * 730


def test_autopilot_charges_what_pods_request(cost):
    usage = {"autopilot_vcpu_count": 10, "autopilot_memory_gb": 50, "autopilot_ephemeral_storage_gb": 100}
    cluster = cost(CLUSTER, {"location": "us-central1", "enableAutopilot": "true"}, usage=usage, **IOWA)
    # 73 + 730 × (10 × 0.0445 + 50 × 0.0049225 + 100 × 0.0000548)
    assert cluster.cost.expected == Decimal("581.52165")
    assert cost(CLUSTER, {"location": "us-central1", "enableAutopilot": True}, **IOWA).status is Status.USAGE


def test_an_open_location_leaves_the_fee(cost):
    cluster = cost(CLUSTER, {"location": UNKNOWN}, region=UNKNOWN)
    assert cluster.status is Status.UNKNOWN
    assert cluster.cost.expected == FEE


def test_a_machine_type_without_a_price_is_a_gap_and_the_rest_is_charged(cost):
    cluster = cost(CLUSTER, {"location": "us-central1-a", "nodeConfig": {"machineType": "e2-custom"}}, **IOWA)
    assert [(gap.kind, gap.charge) for gap in cluster.cost.gaps] == [(GapKind.UNPRICED, "default pool: Instance usage")]
    assert cluster.cost.expected == FEE + 12  # 300 GB × 0.04


@pytest.mark.parametrize(
    ("config", "monthly"),
    [
        ({"spot": UNKNOWN}, 4),  # 100 GB × 0.04
        ({"guestAccelerators": UNKNOWN}, NODE),
        ({"bootDisk": UNKNOWN}, NODE - 4),
    ],
)
def test_what_is_open_of_a_node_leaves_the_rest_of_it(cost, config, monthly):
    pool = cost(POOL, {"location": "us-central1-a", "nodeCount": 1, "nodeConfig": config}, **IOWA)
    assert pool.status is Status.UNKNOWN
    assert pool.cost.expected == monthly


@pytest.mark.parametrize(
    ("inputs", "nodes"),
    [
        ({}, 9),
        ({"nodeCount": 2}, 6),
        ({"initialNodeCount": 4}, 12),
        ({"nodeCount": 2, "nodeLocations": ["us-central1-a", "us-central1-b"]}, 4),
        ({"autoscaling": {"minNodeCount": 2, "maxNodeCount": 10}}, 6),
        ({"autoscaling": {"totalMinNodeCount": 2, "totalMaxNodeCount": 10}}, 2),
    ],
)
def test_a_node_pool_has_the_zones_of_its_cluster(quantities, make_resource, inputs, nodes):
    cluster = make_resource(CLUSTER, {"name": "main", "location": "us-central1"}, region="us-central1", name="main")
    found = quantities(POOL, {"cluster": "main", **inputs}, region=None, around=(cluster,))
    assert found["Instance usage"] == (Decimal(730 * nodes), "hours", "e2-medium")
    assert found["boot disk: Storage"] == (Decimal(100 * nodes), "GB-months", "pd-standard")


def test_a_pool_that_grows_costs_from_its_least_to_its_most(cost, make_resource):
    cluster = make_resource(CLUSTER, {"name": "main", "location": "us-central1-a"}, region="us-central1", name="main")
    inputs = {"cluster": "main", "autoscaling": {"minNodeCount": 1, "maxNodeCount": 4}}
    pool = cost(POOL, inputs, region="europe-west1", around=(cluster,))
    assert (pool.cost.low, pool.cost.expected, pool.cost.high) == (NODE, NODE, 4 * NODE)


def test_a_cluster_of_another_stack_says_where_it_lies_by_its_id(cost):
    inputs = {"cluster": "projects/p/locations/us-central1-a/clusters/c", "nodeCount": 1}
    assert cost(POOL, inputs, region=None).cost.expected == NODE


def test_custom_nodes_are_charged_by_the_parts_of_their_machine(quantities):
    inputs = {
        "location": "us-central1-a",
        "nodeCount": 3,
        "nodeConfig": {"machineType": "n1-custom-6-20480", "preemptible": True},
    }
    found = quantities(POOL, inputs, **IOWA)
    assert found["vCPUs"] == (Decimal(13140), "vCPU-hours", "n1")  # 3 × 6 × 730
    assert found["Memory"] == (Decimal(43800), "GB-hours", "n1")  # 3 × 20 × 730


def test_local_ssds_that_come_with_the_machine_are_in_its_price(quantities):
    config = {"machineType": "c3-standard-4-lssd", "ephemeralStorageLocalSsdConfig": {"localSsdCount": 1}}
    found = quantities(POOL, {"location": "us-central1-a", "nodeConfig": config}, **IOWA)
    assert "local SSDs: Storage" not in found
    other = {"ephemeralStorageLocalSsdConfig": {"localSsdCount": 2}}
    found = quantities(POOL, {"location": "us-central1-a", "nodeCount": 1, "nodeConfig": other}, **IOWA)
    assert found["local SSDs: Storage"][0] == 750


def test_windows_nodes_pay_their_licence(quantities):
    inputs = {"location": "us-central1-a", "nodeCount": 1, "nodeConfig": {"imageType": "WINDOWS_LTSC_CONTAINERD"}}
    assert quantities(POOL, inputs, **IOWA)["Image licence"] == (Decimal(730), "hours", "e2-medium")


def test_a_registry_is_charged_as_the_bucket_behind_it(quantities):
    found = quantities(REGISTRY, {}, usage={"storage_gb": 150, "monthly_class_a_operations": 40000}, **IOWA)
    assert found["Storage"] == (Decimal(150), "GB-months", "STANDARD")
    assert found["Class A operations"][0] == 4
