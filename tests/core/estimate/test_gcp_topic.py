from decimal import Decimal

from outlay.estimate.resource_cost import Status

TOPIC = "gcp:pubsub/topic:Topic"


def test_costs_what_is_published_wherever_it_is(cost):
    topic = cost(TOPIC, {}, region="europe-west3", usage={"monthly_message_data_tb": "7.5"})
    assert topic.status is Status.PRICED
    assert topic.cost.expected == Decimal(300)  # 7.5 × 40


def test_without_use_it_says_what_a_tebibyte_costs(cost):
    topic = cost(TOPIC, {}, region="us-central1")
    assert topic.status is Status.USAGE
    assert [(line.unit, line.unit_price, line.cost) for line in topic.charges] == [("TiB", Decimal(40), None)]


def test_retained_messages_are_charged_where_the_topic_retains_them(quantities):
    usage = {"monthly_message_data_tb": 1, "storage_gb": 20}
    assert "Retained message storage" not in quantities(TOPIC, {}, usage=usage)
    found = quantities(TOPIC, {"messageRetentionDuration": "86600s"}, usage=usage)
    assert found["Retained message storage"] == (Decimal(20), "GB-months", "topic-retention")
