"""`outlay_components.gcp.Topic`: a topic on Pub/Sub, with a subscription and a dead letter topic where asked."""

from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_gcp as gcp

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.errors import ProgramError
from outlay_components.making import Make

_DAY_SECONDS: Final = 86_400


class GcpTopicArgs(GovernedArgs):
    """The arguments of a topic on Pub/Sub."""

    retention_days: NotRequired[int]
    """Days that all messages are kept, to be read again, for $0.27 a GiB and month; 7 in production and 0, which is
    not at all, elsewhere by default. Up to 31."""
    subscription: NotRequired[bool]
    """Whether it has a subscription; false by default. One that nobody reads is billed for what it keeps."""
    subscription_retention_days: NotRequired[int]
    """Days that the subscription keeps messages that nobody acknowledged: the first is free, each further one $0.27 a
    GiB and month; 7 in production and 1 elsewhere by default."""
    acknowledge_seconds: NotRequired[int]
    """How long a reader has to acknowledge a message before it is delivered, and paid for, again; 60 by default."""
    push_endpoint: NotRequired[pulumi.Input[str]]
    """Where messages are pushed to; readers pull them by default."""
    dead_letter: NotRequired[bool]
    """Whether messages that nobody can handle go to a topic of their own after `delivery_attempts`, instead of being
    delivered, and paid for, again and again; false by default."""
    delivery_attempts: NotRequired[int]
    """Deliveries after which a message is given up; 5 by default."""
    project_number: NotRequired[pulumi.Input[str]]
    """The project's number, for a dead letter topic: Pub/Sub's own service account is then allowed to write there.
    Where it is left out, somebody else has to allow it."""


class GcpTopic(Component):
    """A topic on Pub/Sub: messages are kept no longer than somebody may need them, and not delivered for ever.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | messages kept in the topic | none | 7 days | $0.27 a GiB and month |
    | unacknowledged messages | 1 day, which is free | 7 days | $0.27 a GiB and month |
    | a subscription that nobody uses | ends after 31 days | never ends | what it would keep |
    | time to acknowledge | 60 seconds | the same | second deliveries of slow readers, $40 a TiB |

    `topic` is the raw `gcp.pubsub.Topic`; where they are asked for there are `subscription_resource`,
    `dead_letter_topic`, `dead_letter_publisher` and `dead_letter_subscriber`.
    """

    topic_name: pulumi.Output[str]
    """Its name."""
    topic_id: pulumi.Output[str]
    """Its full id, `projects/…/topics/…`."""
    subscription_id: pulumi.Output[Optional[str]]  # noqa: UP045  # the schema is read from Optional
    """The subscription's full id, where it has one."""

    def __init__(self, name: str, args: GcpTopicArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: GcpTopicArgs) -> None:
        """Make the topic, and what it is asked to have."""
        has_subscription, has_dead_letter = args.get("subscription", False), args.get("dead_letter", False)
        if has_dead_letter and not has_subscription:
            raise ProgramError(
                f"{make.whose}: dead_letter needs subscription\n"
                "Messages are given up by a subscription, not by a topic."
            )
        days = args.get("retention_days", make.environment.choose(production=7, otherwise=0))
        self.topic: gcp.pubsub.Topic = make(
            gcp.pubsub.Topic, "topic", {"message_retention_duration": _seconds(days) if days else None}, suffix=""
        )
        if has_dead_letter:
            self.dead_letter_topic: gcp.pubsub.Topic = make(
                gcp.pubsub.Topic, "dead_letter_topic", {}, suffix="dead-letter"
            )
        if has_subscription:
            self.subscription_resource: gcp.pubsub.Subscription = make(
                gcp.pubsub.Subscription, "subscription_resource", self._subscription(make, args), suffix=""
            )
            self.subscription_id = self.subscription_resource.id
        if has_dead_letter and "project_number" in args:
            self._allow_dead_letters(make, args["project_number"])
        self.topic_name = self.topic.name
        self.topic_id = self.topic.id

    def _subscription(self, make: Make, args: GcpTopicArgs) -> dict[str, Any]:
        choose = make.environment.choose
        kept_days = args.get("subscription_retention_days", choose(production=7, otherwise=1))
        endpoint = args.get("push_endpoint")
        dead_letter = (
            {
                "dead_letter_topic": self.dead_letter_topic.id,
                "max_delivery_attempts": args.get("delivery_attempts", 5),
            }
            if args.get("dead_letter")
            else None
        )
        return {
            "topic": self.topic.id,
            "message_retention_duration": _seconds(kept_days),
            "ack_deadline_seconds": args.get("acknowledge_seconds", 60),
            "expiration_policy": {"ttl": choose(production="", otherwise=_seconds(31))},
            "push_config": {"push_endpoint": endpoint} if endpoint is not None else None,
            "dead_letter_policy": dead_letter,
        }

    def _allow_dead_letters(self, make: Make, project_number: pulumi.Input[str]) -> None:
        """Let Pub/Sub's own service account write to the dead letter topic, and acknowledge what it moved there."""
        member = make.apply(_service_agent, project_number)
        self.dead_letter_publisher: gcp.pubsub.TopicIAMMember = make(
            gcp.pubsub.TopicIAMMember,
            "dead_letter_publisher",
            {"topic": self.dead_letter_topic.name, "role": "roles/pubsub.publisher", "member": member},
        )
        self.dead_letter_subscriber: gcp.pubsub.SubscriptionIAMMember = make(
            gcp.pubsub.SubscriptionIAMMember,
            "dead_letter_subscriber",
            {
                "subscription": self.subscription_resource.name,
                "role": "roles/pubsub.subscriber",
                "member": member,
            },
        )


def _service_agent(project_number: str) -> str:
    return f"serviceAccount:service-{project_number}@gcp-sa-pubsub.iam.gserviceaccount.com"


def _seconds(days: float) -> str:
    return f"{days * _DAY_SECONDS:.0f}s"
