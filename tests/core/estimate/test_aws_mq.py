from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

BROKER = "aws:mq/broker:Broker"
RABBIT = {"engineType": "RabbitMQ", "hostInstanceType": "mq.m5.xlarge", "deploymentMode": "CLUSTER_MULTI_AZ"}
ACTIVE = {"engineType": "ActiveMQ", "hostInstanceType": "mq.t2.micro"}


def test_each_node_of_a_rabbit_cluster_stores_the_messages(cost):
    broker = cost(BROKER, RABBIT, usage={"storage_size_gb": 10})
    assert broker.cost.expected == Decimal("1264.44")  # 730 × 1.728 + 30 × 0.10


@pytest.mark.parametrize(("storage", "item"), [({}, "activemq-efs"), ({"storageType": "EBS"}, "activemq-ebs")])
def test_active_mq_stores_in_efs_unless_told_otherwise(quantities, storage, item):
    assert quantities(BROKER, {**ACTIVE, **storage}, usage={"storage_size_gb": 10}) == {
        "Broker instance": (730, "hours", "mq.t2.micro"),
        "Storage": (10, "GB-months", item),
    }


@pytest.mark.parametrize("key", ["engineType", "hostInstanceType", "deploymentMode"])
def test_an_open_value_is_a_gap(cost, key):
    assert cost(BROKER, {**RABBIT, key: UNKNOWN}).status is Status.UNKNOWN
