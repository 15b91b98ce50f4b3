"""Pricers of `aws:bedrockmodel/…`: jobs over many prompts."""

from collections.abc import Iterator

from outlay.estimate.aws.bedrock import model_of, token_charges
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.aws.bedrock import TokenUsage


@prices("aws:bedrockmodel/invocationJob:InvocationJob", usage=TokenUsage)
def invocation_job(resource: Subject, usage: TokenUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A job over many prompts: the tokens of its model, at the rate of a batch.

    Source: Amazon Bedrock pricing, batch.
    """
    yield from token_charges(resource, usage, model_of(resource.inputs, "modelId"), "batch")
