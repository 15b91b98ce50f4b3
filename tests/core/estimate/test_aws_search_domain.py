from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

DOMAIN = "aws:opensearch/domain:Domain"
OLDER = "aws:elasticsearch/domain:Domain"


def volume(**options):
    return {"ebsOptions": {"ebsEnabled": True, **options}}


def test_a_domain_has_one_data_node_by_default(cost):
    domain = cost(OLDER, {"domainName": "it"}, region="eu-west-2")
    assert domain.cost.expected == Decimal("134.32")  # 730 × 0.184
    assert "clusterConfig.instanceType = m4.large.search (the provider's default)" in domain.assumptions


def test_counts_each_kind_of_node(quantities):
    cluster = {
        "instanceType": "c4.2xlarge.elasticsearch",
        "instanceCount": 2,
        "dedicatedMasterEnabled": True,
        "dedicatedMasterType": "c4.8xlarge.elasticsearch",
        "warmEnabled": "true",
        "warmType": "ultrawarm1.medium.elasticsearch",
        "warmCount": "2",
    }
    assert quantities(OLDER, {"clusterConfig": cluster}) == {
        "Instances": (Decimal(1460), "hours", "c4.2xlarge.search"),
        "Dedicated masters": (Decimal(2190), "hours", "c4.8xlarge.search"),  # 3 × 730
        "UltraWarm instances": (Decimal(1460), "hours", "ultrawarm1.medium.search"),
    }


def test_every_data_node_has_a_volume(cost):
    cluster = {"clusterConfig": {"instanceType": "c4.2xlarge.search", "instanceCount": 2}}
    domain = cost(DOMAIN, {**cluster, **volume(volumeSize=400)})
    assert domain.cost.expected == Decimal("965.02")  # 2 × (730 × 0.587 + 400 × 0.135)


def test_io1_charges_its_iops(quantities):
    found = quantities(DOMAIN, volume(volumeType="io1", volumeSize=1000, iops=10))
    assert found["Provisioned IOPS"] == (Decimal(10), "IOPS-months", "io1")


@pytest.mark.parametrize(
    ("size", "throughput", "charged"),
    [(170, 125, None), (170, 200, 75), (171, 250, None), (3001, 600, 100), (90_000, 1100, 100)],
)
def test_gp3_charges_throughput_above_what_its_size_includes(quantities, size, throughput, charged):
    found = quantities(DOMAIN, volume(volumeType="gp3", volumeSize=size, throughput=throughput))
    assert found.get("Provisioned throughput", (None,))[0] == charged


@pytest.mark.parametrize(("size", "iops", "charged"), [(100, 3000, None), (100, 4000, 1000), (2000, 7000, 1000)])
def test_gp3_charges_iops_above_what_its_size_includes(quantities, size, iops, charged):
    found = quantities(DOMAIN, volume(volumeType="gp3", volumeSize=size, iops=iops))
    assert found.get("Provisioned IOPS", (None,))[0] == charged


@pytest.mark.parametrize(
    "inputs", [{"clusterConfig": UNKNOWN}, {"ebsOptions": UNKNOWN}, volume(volumeType="gp3", volumeSize=UNKNOWN)]
)
def test_an_open_value_is_a_gap(cost, inputs):
    assert cost(DOMAIN, inputs).status is Status.UNKNOWN


def test_a_volume_without_a_size_is_a_gap(cost):
    domain = cost(DOMAIN, volume())
    assert domain.status is Status.UNKNOWN
    assert domain.cost.expected > 0  # the node


def test_what_is_left_out_is_named(cost):
    cluster = {"coldStorageOptions": {"enabled": True}, "warmEnabled": True, "warmType": "ultrawarm1.medium.search"}
    assumed = " ".join(cost(DOMAIN, {"clusterConfig": {**cluster, "warmCount": 2}}).assumptions)
    assert "cold storage" in assumed
    assert "UltraWarm" in assumed
