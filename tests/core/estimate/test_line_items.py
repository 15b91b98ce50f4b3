"""Lines of types that cost nothing until something of them is set up: nothing else here would see these."""

import pytest


@pytest.mark.parametrize(
    ("token", "inputs", "lines"),
    [
        (
            "aws:bedrock/agentDataSource:AgentDataSource",
            {"vectorIngestionConfiguration": {"parsingConfiguration": {"parsingStrategy": "BEDROCK_DATA_AUTOMATION"}}},
            ["Parsed pages"],
        ),
        (
            "aws:bedrock/guardrail:Guardrail",
            {
                "contentPolicyConfig": {"filtersConfigs": [{"type": "HATE"}]},
                "topicPolicyConfig": {"topicsConfigs": [{"name": "loans"}]},
                "sensitiveInformationPolicyConfig": {"piiEntitiesConfigs": [{"type": "NAME"}]},
                "contextualGroundingPolicyConfig": {"filtersConfigs": [{"type": "GROUNDING"}]},
            },
            ["Content filters", "Denied topics", "Sensitive information", "Contextual grounding"],
        ),
        (
            "aws:sagemaker/featureGroup:FeatureGroup",
            {"onlineStoreConfig": {"enableOnlineStore": True}},
            ["Online storage", "Reads", "Writes"],
        ),
        (
            "aws:sagemaker/featureGroup:FeatureGroup",
            {
                "onlineStoreConfig": {"enableOnlineStore": True},
                "throughputConfig": {
                    "throughputMode": "Provisioned",
                    "provisionedReadCapacityUnits": 5,
                    "provisionedWriteCapacityUnits": 5,
                },
            },
            ["Online storage", "Read capacity", "Write capacity"],
        ),
    ],
)
def test_what_is_free_until_it_is_set_up_has_lines_when_it_is(cost, token, inputs, lines):
    assert list(dict.fromkeys(charge.name for charge in cost(token, inputs).charges)) == lines
