"""Pricers of `aws:bedrock/…`: models, throughput, agents, knowledge bases, flows and guardrails.

Not here: AgentCore (`bedrock_agentcore`), and jobs over many prompts (`bedrockmodel`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH, MONTH_HOURS, Unit
from outlay.estimate.aws import bedrock_agentcore as bedrock_agentcore
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.bedrock import (
    CustomModelUsage,
    DataSourceUsage,
    FlowUsage,
    GuardrailUsage,
    KnowledgeBaseUsage,
    TokenUsage,
)
from outlay.usage.model import NoUsage

SERVICE: Final = "AmazonBedrock"
THOUSAND_TOKENS: Final = Unit("1k tokens")
_THOUSAND_PAGES: Final = Unit("1k pages")
_THOUSAND_QUERIES: Final = Unit("1k queries")
_THOUSAND_TRANSITIONS: Final = Unit("1k node transitions")
_THOUSAND_TEXT_UNITS: Final = Unit("1k text units")
_COMMITMENTS: Final = {"OneMonth": "reserved-1mo", "SixMonths": "reserved-6mo"}
_POLICIES: Final = (
    ("Content filters", "contentPolicyConfig"),
    ("Denied topics", "topicPolicyConfig"),
    ("Sensitive information", "sensitiveInformationPolicyConfig"),
    ("Contextual grounding", "contextualGroundingPolicyConfig"),
)
"""The policies of a guardrail that are charged by the text that they assess; word filters are not."""


def model_of(properties: Properties, key: str) -> str | Unknown:
    """The id of the model that a property names, by itself or at the end of an ARN; open where nothing does."""
    model = properties.item(key) or UNKNOWN
    return model if isinstance(model, Unknown) else model.rpartition("/")[2]


def token_charges(
    resource: Subject, usage: TokenUsage, model: str | Unknown, dimension: str = ""
) -> Iterator[Charge | Free]:
    """What a model reads and writes, each thousand tokens."""
    for name, tokens, direction in (
        ("Input tokens", usage.monthly_input_tokens, "input-tokens"),
        ("Output tokens", usage.monthly_output_tokens, "output-tokens"),
    ):
        query = PriceQuery(SERVICE, resource.region, model, f"{dimension}-{direction}" if dimension else direction)
        yield Charge(name, THOUSAND_TOKENS * (tokens / 1000), query)


@prices("aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput")
def provisioned_throughput(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """Provisioned throughput: every hour of each model unit, by model and commitment, used or not.

    Source: Amazon Bedrock pricing, provisioned throughput.
    """
    commitment = resource.inputs.text("commitmentDuration")
    term = _COMMITMENTS.get(commitment, commitment) or ON_DEMAND
    query = PriceQuery(SERVICE, resource.region, model_of(resource.inputs, "modelArn"), "provisioned-throughput", term)
    yield Charge("Model units", HOUR * (resource.inputs.number("modelUnits", 1) * MONTH_HOURS), query)


@prices("aws:bedrock/customModel:CustomModel", usage=CustomModelUsage)
def custom_model(resource: Subject, usage: CustomModelUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A custom model: the tokens that it is trained on, and each month that it is kept; serving it is charged apart.

    Source: Amazon Bedrock pricing, model customization.
    """
    base = model_of(resource.inputs, "baseModelIdentifier")
    trained = PriceQuery(SERVICE, resource.region, base, "customization-tokens")
    yield Charge("Training tokens", THOUSAND_TOKENS * (usage.monthly_training_tokens / 1000), trained)
    yield Charge("Model storage", MONTH * 1, PriceQuery(SERVICE, resource.region, base, "custom-model-storage"))


@prices("aws:bedrock/evaluationJob:EvaluationJob", usage=TokenUsage)
def evaluation_job(resource: Subject, usage: TokenUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An evaluation: the tokens of the models that it asks and of those that judge.

    Source: Amazon Bedrock pricing, model evaluation.
    """
    yield from token_charges(resource, usage, "Evaluation")


@prices("aws:bedrock/agentAgent:AgentAgent", usage=TokenUsage)
def agent(resource: Subject, usage: TokenUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An agent: the tokens of its model.

    Source: Amazon Bedrock pricing.
    """
    yield from token_charges(resource, usage, model_of(resource.inputs, "foundationModel"))


@prices("aws:bedrock/inferenceProfile:InferenceProfile", usage=TokenUsage)
def inference_profile(resource: Subject, usage: TokenUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An inference profile: the tokens that go through it to its model.

    Source: Amazon Bedrock pricing.
    """
    yield from token_charges(resource, usage, model_of(resource.inputs.block("modelSource"), "copyFrom"))


@prices("aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase", usage=KnowledgeBaseUsage)
def knowledge_base(resource: Subject, usage: KnowledgeBaseUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A knowledge base: the tokens that become vectors, or its queries; what keeps the vectors is charged itself.

    Source: Amazon Bedrock pricing, knowledge bases.
    """
    configuration = resource.inputs.block("knowledgeBaseConfiguration")
    if configuration.has("vectorKnowledgeBaseConfiguration"):
        model = model_of(configuration.block("vectorKnowledgeBaseConfiguration"), "embeddingModelArn")
        query = PriceQuery(SERVICE, resource.region, model, "input-tokens")
        yield Charge("Embedded tokens", THOUSAND_TOKENS * (usage.monthly_embedded_tokens / 1000), query)
        return
    kind = configuration.text("type", "VECTOR").lower()
    query = PriceQuery(SERVICE, resource.region, "Knowledge base queries", kind)
    yield Charge("Queries", _THOUSAND_QUERIES * (usage.monthly_queries / 1000), query)


@prices("aws:bedrock/agentDataSource:AgentDataSource", usage=DataSourceUsage)
def data_source(resource: Subject, usage: DataSourceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A data source: the pages that a chosen parser takes apart; the default parser costs nothing.

    Source: Amazon Bedrock pricing, knowledge bases and data automation.
    """
    ingestion = resource.inputs.block("vectorIngestionConfiguration")
    if not ingestion.has("parsingConfiguration"):
        yield Free("the default parser costs nothing, and embedding is charged with the knowledge base")
        return
    query = PriceQuery(SERVICE, resource.region, "Parsing")
    yield Charge("Parsed pages", _THOUSAND_PAGES * (usage.monthly_parsed_pages / 1000), query)


@prices("aws:bedrock/agentFlow:AgentFlow", usage=FlowUsage)
def flow(resource: Subject, usage: FlowUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A flow: each thousand transitions between its nodes; what a node calls is charged itself.

    Source: Amazon Bedrock pricing, flows.
    """
    query = PriceQuery(SERVICE, resource.region, "Flow", "node-transitions")
    yield Charge("Node transitions", _THOUSAND_TRANSITIONS * (usage.monthly_node_transitions / 1000), query)


@prices("aws:bedrock/guardrail:Guardrail", usage=GuardrailUsage)
def guardrail(resource: Subject, usage: GuardrailUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A guardrail: each thousand text units, for every policy that it has; word filters cost nothing.

    Source: Amazon Bedrock pricing, guardrails.
    """
    policies = [(name, key) for name, key in _POLICIES if resource.inputs.has(key)]
    if not policies:
        yield Free("it has only word filters, which the service does not bill")
    for name, _ in policies:
        query = PriceQuery(SERVICE, resource.region, "Guardrail", name.lower().replace(" ", "-"))
        yield Charge(name, _THOUSAND_TEXT_UNITS * (usage.monthly_text_units / 1000), query)
