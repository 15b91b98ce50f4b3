from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

TOPIC = "aws:sns/topic:Topic"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
FIFO = {"fifoTopic": True}


def test_every_64_kilobytes_count_as_a_request_beyond_the_free_million(quantities):
    found = quantities(TOPIC, {}, usage={"monthly_requests": 1_000_000, "request_size_kb": 128})
    assert found["API requests"] == (1, "1M requests", "Request")


def test_deliveries_are_charged_by_protocol_beyond_what_is_free(cost):
    use = {
        "monthly_requests": 1000,
        "http_subscriptions": 200,
        "email_subscriptions": 300,
        "kinesis_subscriptions": 4000,
        "mobile_push_subscriptions": 5000,
        "macos_subscriptions": 6000,
    }
    topic = cost(TOPIC, {}, usage=use)
    assert {line.name: line.cost.expected for line in topic.charges} == {
        "API requests": 0,
        "HTTP/HTTPS notifications": Decimal("0.06"),  # (200k - 100k) ÷ 100k × 0.06
        "Email/Email-JSON notifications": Decimal("5.98"),  # (300k - 1k) ÷ 100k × 2
        "Kinesis Firehose notifications": Decimal("0.76"),  # 4 × 0.19
        "Mobile push notifications": Decimal("2.5"),  # 5 × 0.50
        "MacOS notifications": Decimal(3),  # 6 × 0.50
    }


def test_text_messages_cost_what_is_stated(cost):
    use = {"monthly_requests": 10, "sms_subscriptions": 100, "sms_notification_price": "0.00987"}
    sms = cost(TOPIC, {}, usage=use).charges[-1]
    assert (sms.name, sms.cost.expected) == ("SMS notifications", Decimal("8.883"))  # (1000 - 100) × 0.00987


def test_text_messages_without_a_price_are_a_gap(cost):
    topic = cost(TOPIC, {}, usage={"monthly_requests": 10, "sms_subscriptions": 100})
    assert "SMS notifications" in {gap.charge for gap in topic.cost.gaps}
    assert "SMS notifications" not in {line.name for line in cost(TOPIC, {}).charges}


def test_no_requests_mean_no_deliveries(cost):
    assert cost(TOPIC, {}, usage={"monthly_requests": 0}).status is Status.PRICED


def test_a_fifo_topic_charges_messages_and_payload(cost):
    use = {"monthly_requests": 1_000_000, "request_size_kb": 128}
    topic = cost(TOPIC, FIFO, usage={**use, "fifo_subscriptions": 0})
    assert (topic.status, topic.cost.expected) == (Status.PRICED, Decimal("2.476"))  # 1 × 0.30 + 128 GB × 0.017
    assert cost(TOPIC, FIFO, usage=use).status is Status.USAGE  # other stacks may subscribe to it


def test_each_subscription_of_a_fifo_topic_of_the_stack_is_delivered_to(cost, make_resource):
    topic = {**FIFO, "arn": "orders-arn"}
    around = tuple(
        make_resource(
            SUBSCRIPTION, {"topic": "orders-arn", "protocol": "sqs"}, region="us-east-1", name=f"queue-{each}"
        )
        for each in range(3)
    )
    found = cost(TOPIC, topic, usage={"monthly_requests": 2_000_000, "request_size_kb": 64}, around=around)
    # 2 × 0.30 + 128 × 0.017 + 6 × 0.01 + 384 × 0.001
    assert found.cost.expected == Decimal("3.22")


def test_a_topic_of_an_open_kind_is_a_gap(cost):
    assert cost(TOPIC, {"fifoTopic": UNKNOWN}, usage={"monthly_requests": 1}).status is Status.UNKNOWN


@pytest.mark.parametrize("protocol", ["sqs", "lambda", "email", "sms"])
def test_other_subscriptions_are_free_by_themselves(cost, protocol):
    assert cost(SUBSCRIPTION, {"protocol": protocol}).status is Status.FREE


def test_a_subscription_over_http_is_charged_by_delivery(cost):
    found = cost(SUBSCRIPTION, {"protocol": "https"}, usage={"monthly_requests": 1_000_000, "request_size_kb": 65})
    assert found.cost.expected == Decimal("1.2")  # 2M ÷ 100k × 0.06
    assert cost(SUBSCRIPTION, {"protocol": "https"}).status is Status.USAGE
