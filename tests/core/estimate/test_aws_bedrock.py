"""What Bedrock counts: model units by the hour, tokens by the thousand, and what agents use."""

from decimal import Decimal

from outlay.money import GapKind

ARN = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-lite-v1"
THROUGHPUT = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"


def test_provisioned_throughput_counts_every_hour_of_each_unit_by_model_and_commitment(cost, quantities):
    inputs = {"modelArn": ARN, "modelUnits": 2, "commitmentDuration": "OneMonth"}
    assert quantities(THROUGHPUT, inputs) == {"Model units": (Decimal(1460), "hours", "amazon.titan-text-lite-v1")}
    (line,) = cost(THROUGHPUT, inputs).charges
    assert (line.query.dimension, line.query.term) == ("provisioned-throughput", "reserved-1mo")
    (gap,) = line.gaps
    assert (gap.kind, gap.charge) == (GapKind.UNPRICED, "Model units")
    assert gap.reason.startswith("no prices of AmazonBedrock")


def test_a_custom_model_counts_training_and_each_month_that_it_is_kept(quantities):
    found = quantities(
        "aws:bedrock/customModel:CustomModel",
        {"baseModelIdentifier": ARN},
        usage={"monthly_training_tokens": 2_000_000},
    )
    assert found["Training tokens"] == (Decimal(2000), "1k tokens", "amazon.titan-text-lite-v1")
    assert found["Model storage"] == (Decimal(1), "months", "amazon.titan-text-lite-v1")


def test_an_agent_counts_the_tokens_of_its_model(quantities):
    usage = {"monthly_input_tokens": 5000, "monthly_output_tokens": 1000}
    found = quantities("aws:bedrock/agentAgent:AgentAgent", {"foundationModel": "anthropic.claude-v2"}, usage=usage)
    assert found == {
        "Input tokens": (Decimal(5), "1k tokens", "anthropic.claude-v2"),
        "Output tokens": (Decimal(1), "1k tokens", "anthropic.claude-v2"),
    }


def test_a_guardrail_counts_text_for_each_policy_and_nothing_for_words(quantities, cost):
    guardrail = "aws:bedrock/guardrail:Guardrail"
    policies = {"contentPolicyConfig": {"filtersConfigs": [{}]}, "wordPolicyConfig": {"wordsConfigs": [{}]}}
    found = quantities(guardrail, policies, usage={"monthly_text_units": 3000})
    assert found == {"Content filters": (Decimal(3), "1k text units", "Guardrail")}
    assert cost(guardrail, {"wordPolicyConfig": {"wordsConfigs": [{}]}}).free_reason


def test_sessions_count_vcpus_and_memory(quantities):
    usage = {"monthly_vcpu_hours": 10, "monthly_memory_gb_hours": 40}
    found = quantities("aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime", {}, usage=usage)
    assert {name: each[:2] for name, each in found.items()} == {
        "vCPUs": (Decimal(10), "vCPU-hours"),
        "Memory": (Decimal(40), "GB-hours"),
    }


def test_a_batch_has_a_rate_of_its_own(cost):
    found = cost("aws:bedrockmodel/invocationJob:InvocationJob", {"modelId": ARN})
    assert [line.query.dimension for line in found.charges] == ["batch-input-tokens", "batch-output-tokens"]
