"""Pricers of AgentCore (`aws:bedrock/agentcore…`): what runs agents, and what they reach and remember.

All of it is charged by use. Not here: the rest of Bedrock (`bedrock`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_HOUR, GB_MONTH, THOUSAND_REQUESTS, VCPU_HOUR, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.bedrock import GatewayUsage, MemoryUsage, ProfileUsage, RequestUsage, SessionUsage, TokenUsage

_SERVICE: Final = "AmazonBedrockAgentCore"
_THOUSAND_TOKENS: Final = Unit("1k tokens")
_THOUSAND_CALLS: Final = Unit("1k calls")
_THOUSAND_EVENTS: Final = Unit("1k events")
_THOUSAND_RECORDS: Final = Unit("1k records")
_TOOLS: Final = Unit("tools")


@prices("aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime", usage=SessionUsage)
@prices("aws:bedrock/agentcoreBrowser:AgentcoreBrowser", usage=SessionUsage)
@prices("aws:bedrock/agentcoreCodeInterpreter:AgentcoreCodeInterpreter", usage=SessionUsage)
@prices("aws:bedrock/agentcoreHarness:AgentcoreHarness", usage=SessionUsage)
def sessions(resource: Subject, usage: SessionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """What runs sessions: the vCPUs and memory that they use.

    Source: Amazon Bedrock AgentCore pricing, runtime, browser and code interpreter.
    """
    region = resource.region
    yield Charge("vCPUs", VCPU_HOUR * usage.monthly_vcpu_hours, PriceQuery(_SERVICE, region, "Sessions", "vcpu"))
    yield Charge("Memory", GB_HOUR * usage.monthly_memory_gb_hours, PriceQuery(_SERVICE, region, "Sessions", "memory"))


@prices("aws:bedrock/agentcoreBrowserProfile:AgentcoreBrowserProfile", usage=ProfileUsage)
def browser_profile(resource: Subject, usage: ProfileUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A browser's profile: what it keeps.

    Source: Amazon Bedrock AgentCore pricing, browser.
    """
    yield Charge("Storage", GB_MONTH * usage.storage_gb, PriceQuery(_SERVICE, resource.region, "Browser profile"))


@prices("aws:bedrock/agentcoreGateway:AgentcoreGateway", usage=GatewayUsage)
def gateway(resource: Subject, usage: GatewayUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A gateway: calls of tools, searches for them, and those that can be searched.

    Source: Amazon Bedrock AgentCore pricing, gateway.
    """
    yield from _by_thousands(
        resource,
        "Gateway",
        ("Tool calls", _THOUSAND_CALLS, usage.monthly_tool_calls),
        ("Searches", _THOUSAND_CALLS, usage.monthly_searches),
    )
    yield Charge(
        "Indexed tools", _TOOLS * usage.indexed_tools, PriceQuery(_SERVICE, resource.region, "Gateway", "tools")
    )


@prices("aws:bedrock/agentcoreMemory:AgentcoreMemory", usage=MemoryUsage)
def memory(resource: Subject, usage: MemoryUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A memory: events that it takes in, records that it keeps, and retrievals.

    Source: Amazon Bedrock AgentCore pricing, memory.
    """
    yield from _by_thousands(
        resource,
        "Memory",
        ("Events", _THOUSAND_EVENTS, usage.monthly_events),
        ("Records", _THOUSAND_RECORDS, usage.stored_records),
        ("Retrievals", _THOUSAND_CALLS, usage.monthly_retrievals),
    )


@prices("aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider", usage=RequestUsage)
@prices("aws:bedrock/agentcoreOauth2CredentialProvider:AgentcoreOauth2CredentialProvider", usage=RequestUsage)
def credential_provider(resource: Subject, usage: RequestUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A provider of credentials: each thousand tokens and keys that are fetched through it.

    Source: Amazon Bedrock AgentCore pricing, identity.
    """
    yield from _by_thousands(resource, "Identity", ("Requests", THOUSAND_REQUESTS, usage.monthly_requests))


@prices("aws:bedrock/agentcorePolicyEngine:AgentcorePolicyEngine", usage=RequestUsage)
def policy_engine(resource: Subject, usage: RequestUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A policy engine: each thousand requests that it decides.

    Source: Amazon Bedrock AgentCore pricing, policy.
    """
    yield from _by_thousands(resource, "Policy engine", ("Requests", THOUSAND_REQUESTS, usage.monthly_requests))


@prices("aws:bedrock/agentcoreRegistry:AgentcoreRegistry", usage=RequestUsage)
def agent_registry(resource: Subject, usage: RequestUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A registry of agents and tools: each thousand requests to it."""
    yield from _by_thousands(resource, "Registry", ("Requests", THOUSAND_REQUESTS, usage.monthly_requests))


@prices("aws:bedrock/agentcoreEvaluator:AgentcoreEvaluator", usage=TokenUsage)
@prices("aws:bedrock/agentcoreOnlineEvaluationConfig:AgentcoreOnlineEvaluationConfig", usage=TokenUsage)
def evaluation(resource: Subject, usage: TokenUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """What evaluates agents: the tokens that it reads and writes.

    Source: Amazon Bedrock AgentCore pricing, evaluations.
    """
    yield from _by_thousands(
        resource,
        "Evaluation",
        ("Input tokens", _THOUSAND_TOKENS, usage.monthly_input_tokens),
        ("Output tokens", _THOUSAND_TOKENS, usage.monthly_output_tokens),
    )


def _by_thousands(resource: Subject, item: str, *lines: tuple[str, Unit, Amount]) -> Iterator[Charge | Free]:
    for name, unit, amount in lines:
        query = PriceQuery(_SERVICE, resource.region, item, name.lower().replace(" ", "-"))
        yield Charge(name, unit * (amount / 1000), query)
