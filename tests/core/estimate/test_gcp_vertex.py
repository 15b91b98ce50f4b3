"""What Vertex AI counts: machines and accelerators that serve or wait, nodes of stores, notebooks, and use."""

from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

IOWA = {"region": "us-central1"}
WORKBENCH = "gcp:workbench/instance:Instance"


def test_a_model_of_the_garden_counts_the_machines_and_accelerators_that_serve_it(quantities):
    spec = {"machineType": "g2-standard-12", "acceleratorType": "NVIDIA_L4", "acceleratorCount": 2}
    deploy = {"dedicatedResources": {"machineSpec": spec, "minReplicaCount": 3}}
    token = "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment"
    assert quantities(token, {"deployConfig": deploy}, **IOWA) == {
        "Machines": (Decimal(2190), "hours", "g2-standard-12"),
        "Accelerators": (Decimal(4380), "GPU-hours", "NVIDIA_L4"),
    }


def test_a_deployed_index_has_two_machines_where_nobody_says_which(quantities):
    token = "gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex"
    assert quantities(token, {}, **IOWA) == {"Machines": (Decimal(1460), "hours", "e2-standard-16")}


def test_replicas_that_scale_are_a_range(cost):
    dedicated = {"machineSpec": {"machineType": "n1-standard-4"}, "minReplicaCount": 1, "maxReplicaCount": 3}
    token = "gcp:vertex/aiDeploymentResourcePool:AiDeploymentResourcePool"
    (line,) = cost(token, {"dedicatedResources": dedicated}, **IOWA).charges
    assert (line.quantity.low, line.quantity.high) == (730, 2190)
    (gap,) = line.gaps
    assert gap.reason.startswith("no prices of VertexAI")


@pytest.mark.parametrize(
    ("serving", "hours"),
    [({"fixedNodeCount": 2}, 1460), ({"scaling": {"minNodeCount": 1, "maxNodeCount": 5}}, 730)],
)
def test_a_feature_store_counts_its_nodes(quantities, serving, hours):
    token = "gcp:vertex/aiFeatureStore:AiFeatureStore"
    found = quantities(token, {"onlineServingConfig": serving}, usage={"storage_gb": 7}, **IOWA)
    assert found["Serving nodes"][0] == hours
    assert found["Storage"][:2] == (Decimal(7), "GB-months")


def test_a_cluster_that_waits_for_training_counts_each_pool(quantities):
    pools = [
        {"machineSpec": {"machineType": "n1-standard-4"}, "replicaCount": "2"},
        {"machineSpec": {"machineType": "a2-highgpu-1g"}, "diskSpec": {"bootDiskSizeGb": 200}},
    ]
    found = quantities("gcp:vertex/aiPersistentResource:AiPersistentResource", {"resourcePools": pools}, **IOWA)
    assert {name: amount for name, (amount, *_) in found.items()} == {
        "pool 1: Machines": 1460,
        "pool 1: Boot disks": 200,
        "pool 2: Machines": 730,
        "pool 2: Boot disks": 200,
    }


def test_a_notebook_instance_costs_its_machine_gpus_and_disks_and_a_fee_without_a_figure(cost):
    setup = {
        "machineType": "n1-standard-4",
        "acceleratorConfigs": [{"type": "NVIDIA_TESLA_K80", "coreCount": "1"}],
        "bootDisk": {"diskSizeGb": "100", "diskType": "PD_SSD"},
    }
    found = cost(WORKBENCH, {"gceSetup": setup}, **IOWA)
    lines = {line.label: line.list_cost and line.list_cost.expected for line in found.charges}
    assert lines["guest accelerator 1: GPUs"] == Decimal("328.5")  # 730 × 0.45
    assert lines["boot disk: Storage"] == 17  # 100 × 0.17
    assert lines["Instance usage"] > 100
    assert lines["Management fee"] is None
    assert found.status is Status.UNPRICED


def test_a_notebook_instance_that_is_stopped_costs_its_disks(cost):
    found = cost(WORKBENCH, {"desiredState": "STOPPED", "gceSetup": {"machineType": "n1-standard-4"}}, **IOWA)
    (line,) = [each for each in found.charges if each.name == "Instance usage"]
    assert line.cost.expected == 0
    assert found.cost.expected > 0


def test_a_runtime_counts_the_machine_of_its_template(quantities, make_resource):
    spec = {"machineType": "n1-standard-4", "acceleratorType": "NVIDIA_TESLA_T4", "acceleratorCount": 1}
    template = make_resource(
        "gcp:colab/runtimeTemplate:RuntimeTemplate", {"machineSpec": spec}, region="us-central1", name="template"
    )
    found = quantities(
        "gcp:colab/runtime:Runtime",
        {"notebookRuntimeTemplateRef": {"notebookRuntimeTemplate": UNKNOWN}},
        around=(template,),
        property_dependencies={"notebookRuntimeTemplateRef": (template.urn,)},
        **IOWA,
    )
    assert found == {
        "Machine": (Decimal(730), "hours", "n1-standard-4"),
        "Accelerators": (Decimal(730), "GPU-hours", "NVIDIA_TESLA_T4"),
    }


def test_a_tpu_counts_its_hours_by_type_on_demand_or_spot(cost):
    found = cost("gcp:tpu/v2Vm:V2Vm", {"acceleratorType": "v5litepod-8", "schedulingConfig": {"spot": True}}, **IOWA)
    (line,) = found.charges
    assert (line.query.item, line.query.term) == ("v5litepod-8", "spot")
    assert found.status is Status.UNPRICED


def test_the_engine_of_retrieval_is_charged_by_its_database_unless_there_is_none(cost, quantities):
    token = "gcp:vertex/aiRagEngineConfig:AiRagEngineConfig"
    assert quantities(token, {}, **IOWA)["Managed database"][0] == 730
    assert cost(token, {"ragManagedDbConfig": {"unprovisioned": {}}}, **IOWA).status is Status.FREE
