"""Pricers of `gcp:vertex/…` that are charged by use: endpoints, indexes, agents, retrieval, and what keeps data.

Not here: what is charged by its machines (`vertex_machines`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, HOUR, MONTH_HOURS, THOUSAND_REQUESTS, VCPU_HOUR, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp import vertex_machines
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.gcp.vertex import (
    EndpointUsage,
    EngineUsage,
    IndexUsage,
    RequestUsage,
    StorageUsage,
    SyncUsage,
    TokenUsage,
)
from outlay.usage.model import NoUsage

_SERVICE: Final = vertex_machines.SERVICE
_GIB_HOUR: Final = Unit("GiB-hours")
_MILLION_TOKENS: Final = Unit("1M tokens")
_UNPROVISIONED: Final = "the managed database is not provisioned"


@prices("gcp:vertex/aiEndpoint:AiEndpoint", usage=EndpointUsage)
def endpoint(resource: Subject, usage: EndpointUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An endpoint: the node hours of the models that are deployed to it, which no resource of its own says.

    Source: Vertex AI pricing, prediction.
    """
    query = PriceQuery(_SERVICE, resource.region, "Endpoint nodes", "prediction")
    yield Charge("Node hours", HOUR * usage.monthly_node_hours, query)


@prices("gcp:vertex/aiIndex:AiIndex", usage=IndexUsage)
def index(resource: Subject, usage: IndexUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An index: the vectors that are built into it or streamed; the machines that serve it are charged apart.

    Source: Vertex AI pricing, vector search.
    """
    method = resource.inputs.text("indexUpdateMethod", "BATCH_UPDATE").lower().replace("_", "-")
    yield Charge("Index building", GB * usage.monthly_build_gb, PriceQuery(_SERVICE, resource.region, "Index", method))


@prices("gcp:vertex/aiFeatureOnlineStoreFeatureview:AiFeatureOnlineStoreFeatureview", usage=SyncUsage)
def feature_view(resource: Subject, usage: SyncUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A feature view: what is copied into the online store.

    Source: Vertex AI pricing, Feature Store.
    """
    query = PriceQuery(_SERVICE, resource.region, "Feature view", "synced")
    yield Charge("Synced data", GB * usage.monthly_synced_gb, query)


@prices("gcp:vertex/aiMetadataStore:AiMetadataStore", usage=StorageUsage)
def metadata_store(resource: Subject, usage: StorageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A metadata store: what it keeps.

    Source: Vertex AI pricing, ML Metadata.
    """
    query = PriceQuery(_SERVICE, resource.region, "Metadata", "storage")
    yield Charge("Metadata storage", GB_MONTH * usage.storage_gb, query)


@prices("gcp:vertex/aiTensorboard:AiTensorboard", usage=StorageUsage)
def tensorboard(resource: Subject, usage: StorageUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A TensorBoard: the data of its experiments.

    Source: Vertex AI pricing, TensorBoard.
    """
    query = PriceQuery(_SERVICE, resource.region, "TensorBoard", "storage")
    yield Charge("Storage", GB_MONTH * usage.storage_gb, query)


@prices("gcp:vertex/aiReasoningEngine:AiReasoningEngine", usage=EngineUsage)
def reasoning_engine(resource: Subject, usage: EngineUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """What runs an agent: its vCPUs and its memory while it runs.

    Source: Vertex AI pricing, Agent Engine.
    """
    region = resource.region
    yield Charge("vCPUs", VCPU_HOUR * usage.monthly_vcpu_hours, PriceQuery(_SERVICE, region, "Agent Engine", "vcpu"))
    memory = PriceQuery(_SERVICE, region, "Agent Engine", "memory")
    yield Charge("Memory", _GIB_HOUR * usage.monthly_memory_gib_hours, memory)


@prices("gcp:vertex/aiRagEngineConfig:AiRagEngineConfig")
def rag_engine(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """The engine of retrieval: every hour of its managed database, by tier.

    Source: Vertex AI pricing, RAG Engine.
    """
    database = resource.inputs.block("ragManagedDbConfig")
    if database.has("unprovisioned") or database.values.get("unprovisioned") is not None:
        yield Free(_UNPROVISIONED)
        return
    tier = "scaled" if database.values.get("scaled") is not None else "basic"
    query = PriceQuery(_SERVICE, resource.region, "RAG Engine database", tier)
    yield Charge("Managed database", HOUR * MONTH_HOURS, query)


@prices("gcp:vertex/aiRagCorpus:AiRagCorpus", usage=TokenUsage)
@prices("gcp:vertex/aiOnlineEvaluator:AiOnlineEvaluator", usage=TokenUsage)
def tokens(resource: Subject, usage: TokenUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A corpus for retrieval, or what evaluates agents: the tokens that its model reads, embeds and writes.

    Source: Vertex AI pricing, generative AI.
    """
    for name, amount, direction in (
        ("Input tokens", usage.monthly_input_tokens, "input"),
        ("Output tokens", usage.monthly_output_tokens, "output"),
    ):
        query = PriceQuery(_SERVICE, resource.region, "Model tokens", direction)
        yield Charge(name, _MILLION_TOKENS * (amount / 1_000_000), query)


@prices("gcp:vertex/aiSemanticGovernancePolicyEngine:AiSemanticGovernancePolicyEngine", usage=RequestUsage)
@prices("gcp:vertex/aiAgentAnomalyDetectionScope:AiAgentAnomalyDetectionScope", usage=RequestUsage)
def governance(resource: Subject, usage: RequestUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """What watches agents: each thousand requests that it judges."""
    query = PriceQuery(_SERVICE, resource.region, "Agent governance")
    yield Charge("Requests", THOUSAND_REQUESTS * (usage.monthly_requests / 1000), query)
