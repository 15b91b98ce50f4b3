from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

INSTANCE = "gcp:compute/instance:Instance"
DEBIAN = {"initializeParams": {"image": "debian-cloud/debian-12"}}
IOWA = {"region": "us-central1"}


def test_counts_the_machine_and_its_boot_disk(quantities):
    assert quantities(INSTANCE, {"machineType": "e2-medium", "bootDisk": DEBIAN}, **IOWA) == {
        "Instance usage": (Decimal(730), "hours", "e2-medium"),
        "boot disk: Storage": (Decimal(10), "GB-months", "pd-standard"),
    }


def test_costs_the_list_price_of_its_machine_type(cost):
    instance = cost(INSTANCE, {"machineType": "e2-medium", "bootDisk": DEBIAN}, **IOWA)
    assert instance.status is Status.PRICED
    assert instance.cost.expected == Decimal("24.8591683")  # 730 × 0.03350571 + 10 × 0.04
    assert instance.assumptions == (
        "bootDisk.initializeParams.type = pd-standard (the provider's default)",
        "bootDisk.initializeParams.size = 10 (the size of its image is not known)",
    )


def test_stated_hours_count_for_all_that_runs(quantities):
    inputs = {
        "machineType": "n1-standard-1",
        "bootDisk": DEBIAN,
        "guestAccelerators": [{"type": "nvidia-tesla-k80", "count": 4}],
        "networkInterfaces": [{"accessConfigs": [{}]}],
    }
    found = quantities(INSTANCE, inputs, usage={"monthly_hrs": 100}, **IOWA)
    assert found["Instance usage"][0] == 100
    assert found["guest accelerator 1: GPUs"][0] == 400
    assert found["ephemeral address: External IP address"][0] == 100
    assert found["boot disk: Storage"][0] == 10


def test_reads_links_and_numbers_that_are_strings(quantities):
    disk = {"initializeParams": {"size": "50", "type": "projects/p/zones/z/diskTypes/pd-ssd"}}
    inputs = {"machineType": "zones/us-central1-a/machineTypes/n1-standard-1", "bootDisk": disk}
    assert quantities(INSTANCE, inputs, **IOWA) == {
        "Instance usage": (Decimal(730), "hours", "n1-standard-1"),
        "boot disk: Storage": (Decimal(50), "GB-months", "pd-ssd"),
    }


def test_costs_the_spot_price_when_it_is_preemptible(cost):
    for scheduling in ({"preemptible": "true"}, {"provisioningModel": "SPOT"}):
        inputs = {"machineType": "e2-medium", "bootDisk": DEBIAN, "scheduling": scheduling, "scratchDisks": [{}]}
        charges = {line.label: line.cost.expected for line in cost(INSTANCE, inputs, **IOWA).charges}
        assert charges["Instance usage"] == Decimal("14.677380")  # 730 × 0.020106
        assert charges["local SSDs: Storage"] == Decimal("16.05")  # 375 × 0.0428


def test_custom_machine_costs_5_percent_more_than_its_family(cost):
    charges = cost(INSTANCE, {"machineType": "n2-custom-6-20480", "bootDisk": DEBIAN}, **IOWA).charges
    assert [(line.label, line.quantity.expected, line.unit_price) for line in charges[:2]] == [
        ("vCPUs", Decimal(4380), Decimal("0.03319155")),  # 6 × 730; 1.05 × 0.031611
        ("Memory", Decimal(14600), Decimal("0.00444885")),  # 20 × 730; 1.05 × 0.004237
    ]


def test_memory_beyond_the_family_s_share_is_extended_memory(quantities):
    found = quantities(INSTANCE, {"machineType": "custom-2-15360-ext", "bootDisk": {"source": "data"}}, **IOWA)
    assert found == {
        "vCPUs": (Decimal(1460), "vCPU-hours", "n1"),
        "Memory": (Decimal(9490), "GB-hours", "n1"),  # 2 × 6.5 GB × 730
        "Extended memory": (Decimal(1460), "GB-hours", "n1"),  # (15 - 13) GB × 730
    }


def test_shared_core_custom_machine_is_billed_for_its_share_of_a_core(quantities):
    found = quantities(INSTANCE, {"machineType": "e2-custom-micro-1024"}, **IOWA)
    assert found["vCPUs"] == (Decimal("182.5"), "vCPU-hours", "e2")  # 0.25 × 730


def test_disks_attached_by_reference_are_charged_where_they_are_declared(quantities):
    inputs = {"machineType": "f1-micro", "bootDisk": {"source": "root"}, "attachedDisks": [{"source": "data"}]}
    assert list(quantities(INSTANCE, inputs, **IOWA)) == ["Instance usage"]


def test_counts_each_local_ssd_and_each_gpu(quantities):
    inputs = {
        "machineType": "n1-standard-16",
        "bootDisk": DEBIAN,
        "scratchDisks": [{"interface": "NVME"}, {"interface": "NVME", "size": 3000}],
        "guestAccelerators": [{"type": "nvidia-tesla-k80", "count": "4"}],
    }
    found = quantities(INSTANCE, inputs, **IOWA)
    assert found["local SSDs: Storage"] == (Decimal(3375), "GB-months", "local-ssd")  # 375 + 3000
    assert found["guest accelerator 1: GPUs"] == (Decimal(2920), "GPU-hours", "nvidia-tesla-k80")  # 4 × 730


def test_gpus_that_come_with_the_machine_type_are_not_charged_again(quantities):
    inputs = {"machineType": "g2-standard-4", "guestAccelerators": [{"type": "nvidia-l4", "count": 1}]}
    assert list(quantities(INSTANCE, inputs, **IOWA)) == ["Instance usage", "boot disk: Storage"]


def test_gpu_without_a_figure_is_unpriced(cost):
    inputs = {"machineType": "n1-standard-1", "guestAccelerators": [{"type": "nvidia-tesla-v100", "count": 1}]}
    instance = cost(INSTANCE, inputs, **IOWA)
    assert instance.status is Status.UNPRICED
    assert [gap.charge for gap in instance.cost.gaps] == ["guest accelerator 1: GPUs"]


def test_ephemeral_external_address_is_charged_and_a_reserved_one_is_not(quantities):
    interfaces = [{"accessConfigs": [{}]}, {"accessConfigs": [{"natIp": "203.0.113.7"}]}, {"network": "default"}]
    found = quantities(INSTANCE, {"machineType": "f1-micro", "networkInterfaces": interfaces}, **IOWA)
    assert found["ephemeral address: External IP address"] == (Decimal(730), "hours", "external-ip")


def test_stopped_instance_costs_only_its_disk(cost):
    instance = cost(INSTANCE, {"machineType": "e2-medium", "bootDisk": DEBIAN, "desiredStatus": "TERMINATED"}, **IOWA)
    assert instance.cost.expected == Decimal("0.4")  # 10 × 0.04


def test_open_machine_type_keeps_the_disk(cost):
    instance = cost(INSTANCE, {"machineType": UNKNOWN, "bootDisk": DEBIAN}, **IOWA)
    assert instance.status is Status.UNKNOWN
    assert instance.cost.low == Decimal("0.4")
    assert instance.cost.high is None


def test_open_scheduling_keeps_the_disk(cost):
    instance = cost(INSTANCE, {"machineType": "e2-medium", "bootDisk": DEBIAN, "scheduling": UNKNOWN}, **IOWA)
    assert instance.status is Status.UNKNOWN
    assert instance.cost.low == Decimal("0.4")


def test_open_boot_disk_keeps_the_machine(cost):
    instance = cost(INSTANCE, {"machineType": "e2-medium", "bootDisk": UNKNOWN}, **IOWA)
    assert instance.status is Status.UNKNOWN
    assert instance.cost.low == Decimal("24.4591683")  # 730 × 0.03350571


def test_region_without_a_figure_is_unpriced(cost):
    instance = cost(INSTANCE, {"machineType": "e2-medium", "bootDisk": DEBIAN}, region="mars-north1")
    assert instance.status is Status.UNPRICED
    assert {gap.kind for gap in instance.cost.gaps} == {GapKind.UNPRICED}


@pytest.mark.parametrize(
    ("image", "an_hour"),
    [
        ("windows-cloud/windows-2022", "0.184"),
        ("projects/rhel-cloud/global/images/family/rhel-9", "0.0576"),
        ("rhel-sap-cloud/rhel-9-4-sap-ha", "0.09"),
        ("suse-cloud/sles-15", "0.11"),
    ],
)
def test_licensed_image_costs_by_machine_type(cost, image, an_hour):
    disk = {"initializeParams": {"image": image}}
    instance = cost(INSTANCE, {"machineType": "n1-standard-4", "bootDisk": disk}, **IOWA)
    (licence,) = (charge for charge in instance.charges if charge.name == "Image licence")
    assert (licence.label, licence.unit_price) == ("boot disk: Image licence", Decimal(an_hour))
    assert licence.cost.expected == 730 * Decimal(an_hour)


def test_licence_nobody_has_a_price_of_is_a_gap_and_an_unfamiliar_image_an_assumption(cost):
    sql = {"initializeParams": {"image": "windows-sql-cloud/sql-2022"}}
    own = {"initializeParams": {"image": "my-windows-like-image"}}
    licensed = cost(INSTANCE, {"machineType": "e2-custom-4-8192", "bootDisk": sql}, **IOWA)
    assert [gap.charge for gap in licensed.cost.gaps] == ["boot disk: Image licence", "boot disk: SQL Server licence"]
    unfamiliar = cost(INSTANCE, {"machineType": "e2-medium", "bootDisk": own}, **IOWA)
    assert unfamiliar.status is Status.PRICED
    assert "the boot disk's image has no licence fee" in unfamiliar.assumptions


def test_on_a_sole_tenant_node_the_machine_is_charged_with_the_node(cost):
    affinity = [{"key": "node-group", "operator": "IN", "values": ["mine"]}]
    inputs = {"machineType": "n1-standard-1", "bootDisk": DEBIAN, "scheduling": {"nodeAffinities": affinity}}
    instance = cost(INSTANCE, inputs, **IOWA)
    assert [charge.label for charge in instance.charges] == ["boot disk: Storage"]
    reason = "the instance runs on a sole-tenant node, which is charged itself"
    assert reason in instance.assumptions
    assert cost(INSTANCE, inputs | {"bootDisk": {"source": "mine"}}, **IOWA).free_reason == reason


def test_the_gpus_of_a_custom_type_are_charged_apart(quantities):
    inputs = {"machineType": "g2-custom-4-16384", "guestAccelerators": [{"type": "nvidia-l4", "count": 1}]}
    assert quantities(INSTANCE, inputs, **IOWA)["guest accelerator 1: GPUs"] == (Decimal(730), "GPU-hours", "nvidia-l4")
    predefined = quantities(INSTANCE, inputs | {"machineType": "g2-standard-4"}, **IOWA)
    assert "guest accelerator 1: GPUs" not in predefined


def test_what_else_a_machine_is_billed_for_is_named(cost):
    plain = {"machineType": "e2-small", "bootDisk": DEBIAN}
    for inputs, word in (
        ({"desiredStatus": "SUSPENDED"}, "suspended"),
        ({"confidentialInstanceConfig": {"enableConfidentialCompute": True}}, "confidential"),
        ({"networkPerformanceConfig": {"totalEgressBandwidthTier": "TIER_1"}}, "network tier"),
    ):
        assert word in " ".join(cost(INSTANCE, plain | inputs, **IOWA).assumptions)
        assert word not in " ".join(cost(INSTANCE, plain, **IOWA).assumptions)
