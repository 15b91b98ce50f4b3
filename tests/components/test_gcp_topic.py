"""`outlay_components.gcp.Topic`: what it makes by default in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import gcp
from outlay_components.errors import ProgramError

TOPIC = "gcp:pubsub/topic:Topic"
SUBSCRIPTION = "gcp:pubsub/subscription:Subscription"
DAY = 24 * 3600


def without_labels(inputs):
    return {key: value for key, value in inputs.items() if key != "labels"}


@pytest.mark.parametrize(("stack", "kept"), [("dev", {}), ("prod", {"messageRetentionDuration": f"{7 * DAY}s"})])
def test_messages_are_kept_in_production_only(run_program, stack, kept):
    made = run_program(lambda: gcp.Topic("orders", {}), stack=stack)

    assert without_labels(made.inputs(TOPIC, "orders")) == kept
    assert made.names(SUBSCRIPTION) == []


@pytest.mark.parametrize(("stack", "days", "ends"), [("dev", 1, f"{31 * DAY}s"), ("prod", 7, "")])
def test_a_subscription_keeps_what_is_free_and_ends_unless_it_is_for_production(run_program, stack, days, ends):
    made = run_program(lambda: gcp.Topic("orders", {"subscription": True}), stack=stack)

    assert without_labels(made.inputs(SUBSCRIPTION, "orders")) == {
        "ackDeadlineSeconds": 60,
        "expirationPolicy": {"ttl": ends},
        "messageRetentionDuration": f"{days * DAY}s",
        "topic": "orders-id",
    }


def test_what_nobody_can_handle_goes_to_a_topic_that_pubsub_may_write_to(run_program):
    args = {"subscription": True, "dead_letter": True, "delivery_attempts": 7, "project_number": "1234"}

    made = run_program(lambda: gcp.Topic("orders", args))

    assert made.names(TOPIC) == ["orders", "orders-dead-letter"]
    assert made.inputs(SUBSCRIPTION)["deadLetterPolicy"] == {
        "deadLetterTopic": "orders-dead-letter-id",
        "maxDeliveryAttempts": 7,
    }
    for type_, role in (
        ("gcp:pubsub/topicIAMMember:TopicIAMMember", "roles/pubsub.publisher"),
        ("gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember", "roles/pubsub.subscriber"),
    ):
        access = made.inputs(type_)
        assert access["role"] == role
        assert access["member"] == "serviceAccount:service-1234@gcp-sa-pubsub.iam.gserviceaccount.com"


def test_a_dead_letter_topic_without_a_subscription_is_an_error_that_says_why():
    with pytest.raises(ProgramError, match="dead_letter needs subscription\nMessages are given up by a subscription"):
        gcp.Topic.recorded({"dead_letter": True}, name="orders")


def test_messages_are_pushed_where_an_endpoint_is_named(run_program):
    made = run_program(lambda: gcp.Topic("orders", {"subscription": True, "push_endpoint": "https://example.com/in"}))

    assert made.inputs(SUBSCRIPTION)["pushConfig"] == {"pushEndpoint": "https://example.com/in"}


@pytest.mark.parametrize(("environment", "retention"), [("dev", 0), ("prod", Decimal("0.27") * 50)])
def test_its_estimate_is_that_of_what_is_published_and_kept(monthly, environment, retention):
    """A TiB published is $40, a GiB kept $0.27 a month."""
    usage = {TOPIC: {"monthly_message_data_tb": Decimal("0.5"), "storage_gb": 50}}

    assert monthly(gcp.Topic, {}, usage=usage, environment=environment) == 20 + retention
