from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

GROUP = "gcp:compute/instanceGroupManager:InstanceGroupManager"
REGION_GROUP = "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager"
TEMPLATE = "gcp:compute/instanceTemplate:InstanceTemplate"
AUTOSCALER = "gcp:compute/autoscaler:Autoscaler"
NAMED = "gcp:compute/perInstanceConfig:PerInstanceConfig"
IOWA = {"region": "us-central1"}
FREE_IMAGE = "debian-cloud/debian-12"


@pytest.fixture
def template(make_resource):
    def make(**inputs):
        known = {"machineType": "e2-medium", "disks": [], **inputs}
        return make_resource(TEMPLATE, {"name": "web", **known}, region=None, name="web")

    return make


VERSIONS = {"versions": [{"instanceTemplate": "web"}]}


@pytest.mark.parametrize("type_", [GROUP, REGION_GROUP])
def test_counts_machines_disks_and_gpus_of_each_instance(quantities, template, type_):
    web = template(
        machineType="n1-standard-16",
        guestAccelerators=[{"type": "nvidia-tesla-k80", "count": 2}],
        disks=[
            {"sourceImage": FREE_IMAGE, "boot": True, "diskType": "pd-balanced", "diskSizeGb": "400"},
            {"type": "SCRATCH", "diskType": "local-ssd", "diskSizeGb": "375"},
            {"diskType": "pd-ssd", "diskSizeGb": 50},
            {"source": "a-disk-of-its-own"},
        ],
    )
    assert quantities(type_, {**VERSIONS, "targetSize": "3"}, around=(web,), **IOWA) == {
        "Instance usage": (Decimal(2190), "hours", "n1-standard-16"),  # 3 × 730
        "guest accelerator 1: GPUs": (Decimal(4380), "GPU-hours", "nvidia-tesla-k80"),  # 3 × 2 × 730
        "disk 1: Storage": (Decimal(1200), "GB-months", "pd-balanced"),  # 3 × 400
        "disk 2: Storage": (Decimal(1125), "GB-months", "local-ssd"),  # 3 × 375
        "disk 3: Storage": (Decimal(150), "GB-months", "pd-ssd"),  # 3 × 50
    }


def test_costs_as_many_instances_as_it_aims_at(cost, template):
    web = template(disks=[{"sourceImage": FREE_IMAGE, "diskType": "pd-ssd", "diskSizeGb": 10}])
    group = cost(GROUP, {**VERSIONS, "targetSize": 2}, around=(web,), **IOWA)
    assert group.cost.expected == Decimal("52.3183366")  # 2 × (730 × 0.03350571 + 10 × 0.17)


def test_without_a_target_size_it_is_empty(cost, template):
    group = cost(GROUP, VERSIONS, around=(template(),), **IOWA)
    assert group.cost.expected == 0
    assert "targetSize = 0 (the provider's default)" in group.assumptions


def test_an_autoscaler_spans_its_size(cost, template, make_resource):
    group = make_resource(GROUP, {**VERSIONS, "targetSize": 2}, region="us-central1")
    policy = {"minReplicas": 1, "maxReplicas": 4}
    scaler = make_resource(
        AUTOSCALER,
        {"target": UNKNOWN, "autoscalingPolicy": policy},
        region="us-central1",
        name="scaler",
        property_dependencies={"target": (group.urn,)},
    )
    found = cost(GROUP, {**VERSIONS, "targetSize": 2}, around=(template(), scaler), **IOWA).cost
    one = Decimal("24.4591683")  # 730 × 0.03350571
    assert (found.low, found.expected, found.high) == (one, 2 * one, 4 * one)


def test_instances_that_are_configured_by_name_exist(quantities, template, make_resource):
    group = make_resource(GROUP, {}, region="us-central1")
    named = make_resource(
        NAMED,
        {"instanceGroupManager": UNKNOWN},
        region="us-central1",
        name="one",
        property_dependencies={"instanceGroupManager": (group.urn,)},
    )
    found = quantities(GROUP, {**VERSIONS, "targetSize": 0}, around=(template(), named), **IOWA)
    assert found["Instance usage"][0] == 730


def test_the_image_of_the_boot_disk_brings_its_licence(quantities, template):
    web = template(disks=[{"diskSizeGb": 5}, {"boot": True, "sourceImage": "windows-cloud/windows-2022"}])
    found = quantities(GROUP, {**VERSIONS, "targetSize": 2}, around=(web,), **IOWA)
    assert found["boot disk: Image licence"] == (Decimal(1460), "hours", "e2-medium")
    assert found["disk 2: Storage"][0] == 20  # 2 × 10 GB, its image's size not being known


def test_a_disk_without_image_has_its_type_s_default_size(quantities, template):
    web = template(disks=[{"diskType": "pd-ssd"}])
    found = quantities(GROUP, {**VERSIONS, "targetSize": 1}, around=(web,), **IOWA)
    assert found["disk 1: Storage"] == (Decimal(100), "GB-months", "pd-ssd")


def test_spot_templates_are_bought_at_the_spot_price(cost, template):
    web = template(scheduling={"preemptible": True})
    group = cost(GROUP, {**VERSIONS, "targetSize": 1}, around=(web,), **IOWA)
    assert group.cost.expected == Decimal("14.67738")  # 730 × 0.020106


def test_a_template_is_found_while_its_id_is_open(quantities, template):
    web = template()
    inputs = {"versions": UNKNOWN, "targetSize": 1}
    found = quantities(GROUP, inputs, around=(web,), property_dependencies={"versions": (web.urn,)}, **IOWA)
    assert found["Instance usage"] == (Decimal(730), "hours", "e2-medium")


def test_all_instances_are_of_the_first_version_and_that_is_named(cost, template):
    inputs = {"versions": [{"instanceTemplate": "web"}, {"instanceTemplate": "other"}], "targetSize": 1}
    group = cost(GROUP, inputs, around=(template(),), **IOWA)
    assert "all instances are of the group's first version" in group.assumptions


def test_a_template_that_is_not_seen_is_a_gap(cost):
    assert cost(GROUP, {**VERSIONS, "targetSize": 1}, **IOWA).status is Status.UNKNOWN


def test_an_open_target_size_is_a_gap(cost, template):
    assert cost(GROUP, {**VERSIONS, "targetSize": UNKNOWN}, around=(template(),), **IOWA).status is Status.UNKNOWN
