from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:msk/cluster:Cluster"
TARGET = "aws:appautoscaling/target:Target"


def kafka(instance_type="kafka.t3.small", brokers=2, **storage):
    volume = {"ebsStorageInfo": {"volumeSize": 500, **storage}}
    return {
        "numberOfBrokerNodes": brokers,
        "brokerNodeGroupInfo": {"instanceType": instance_type, "storageInfo": volume},
    }


def test_counts_brokers_and_their_volumes(quantities):
    assert quantities(CLUSTER, kafka()) == {
        "Broker instances": (1460, "hours", "kafka.t3.small"),
        "Storage": (1000, "GB-months", "GP2"),
    }


def test_costs_brokers_and_storage(cost):
    assert cost(CLUSTER, kafka()).cost.expected == Decimal("166.576")  # 1460 × 0.0456 + 1000 × 0.10


def test_provisioned_throughput_is_charged_above_what_is_included(quantities):
    found = quantities(CLUSTER, kafka(provisionedThroughput={"enabled": True, "volumeThroughput": 300}))
    assert found["Provisioned throughput"] == (100, "MiB/s-months", "GP2")  # 2 × (300 - 250)


def test_auto_scaling_makes_the_storage_a_range_that_never_shrinks(cost, make_resource):
    scaling = {
        "resourceId": "arn:kafka:it",
        "scalableDimension": "kafka:broker-storage:VolumeSize",
        "minCapacity": 1,
        "maxCapacity": 2000,
    }
    target = make_resource(TARGET, scaling, region="us-east-1", name="storage")
    cluster = cost(CLUSTER, {**kafka(), "arn": "arn:kafka:it"}, around=(target,))
    storage = cluster.charges[1].quantity
    assert (storage.low, storage.expected, storage.high) == (1000, 1000, 4000)


def test_an_open_type_or_number_of_brokers_is_a_gap(cost):
    assert cost(CLUSTER, kafka(instance_type=UNKNOWN)).cost.low == 100  # 1000 × 0.10
    assert cost(CLUSTER, kafka(brokers=UNKNOWN)).status is Status.UNKNOWN
    assert cost(CLUSTER, kafka(brokers="-2")).status is Status.UNKNOWN


def test_what_express_brokers_and_tiered_storage_charge_by_use_is_named(cost):
    express = cost(CLUSTER, kafka(instance_type="express.m7g.large"))
    assert any("Express" in text for text in express.assumptions)
    assert any("tiered" in text for text in cost(CLUSTER, {**kafka(), "storageMode": "TIERED"}).assumptions)
