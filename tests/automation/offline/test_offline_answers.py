"""Answers to data sources: of the right type, in the right place, the same every time."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from outlay_automation.engine.offline.answers import _FUNCTIONS, Answer, answer, short_token
from outlay_automation.engine.offline.configuration import ACCOUNT, Configuration
from outlay_automation.engine.offline.places import AWS_REGIONS, GCP_REGIONS, aws_zone_id, aws_zones, gcp_zones
from outlay_automation.engine.offline.report import AnswerSource
from outlay_automation.engine.offline.tables import _file, function_result

PARIS = Configuration("aws", given_region="eu-west-3", default_tags={"owner": "shop"})
SHOP = Configuration("gcp", given_project="acme", given_region="europe-west1")
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "s": str,
    "b": bool,
    "i": int,
    "n": (int, float),
    "l": list,
    "m": dict,
    "o": dict,
}
EVERY_FUNCTION = sorted(token for package in ("aws", "gcp") for token in _file(package)["functions"])


def ask(token: str, given: Mapping[str, object] | None = None, **args: object) -> Answer:
    return answer(token, args, PARIS if token.startswith("aws:") else SHOP, given or {})


def test_every_function_of_both_sdks_is_answered_with_the_types_that_the_sdk_checks() -> None:
    wrong = []
    for token in EVERY_FUNCTION:
        kinds = function_result(token)
        assert kinds is not None
        result = ask(token)
        assert result.source is AnswerSource.INVENTED
        for name, kind in kinds.items():
            value = result.properties[name]
            # The SDK checks what is truthy only.
            if value and not isinstance(value, TYPES[kind]):
                wrong.append((token, name, kind, value))
    assert wrong == []


def test_every_function_with_an_answer_of_its_own_exists() -> None:
    known = {short_token(token) for token in EVERY_FUNCTION}

    assert sorted(_FUNCTIONS.keys() - known) == []


def test_arguments_come_back_in_the_type_of_the_result() -> None:
    image = ask("aws:ec2/getAmi:getAmi", mostRecent="true", owners="amazon", includeDeprecated=False).properties

    assert image["mostRecent"] is True
    assert image["owners"] == ["amazon"]
    assert image["includeDeprecated"] is False


@pytest.mark.parametrize("region", AWS_REGIONS)
def test_every_aws_region_has_three_zones_of_its_own(region: str) -> None:
    zones = ask("aws:index/getAvailabilityZones:getAvailabilityZones", region=region).properties

    names = zones["names"]
    assert isinstance(names, list)
    assert len(names) >= 3
    assert all(name.startswith(region) for name in names)
    assert len(set(map(str, zones["zoneIds"]))) == len(names)  # type: ignore[call-overload]


@pytest.mark.parametrize("region", GCP_REGIONS)
def test_every_google_region_has_three_zones_of_its_own(region: str) -> None:
    assert len(gcp_zones(region)) >= 3
    assert all(zone.startswith(region + "-") for zone in gcp_zones(region))


@pytest.mark.parametrize(
    ("zone", "id_"),
    [
        ("us-east-1a", "use1-az1"),
        ("eu-west-1c", "euw1-az3"),
        ("ap-southeast-2b", "apse2-az2"),
        ("sa-east-1a", "sae1-az1"),
    ],
)
def test_zone_ids_have_the_form_of_aws(zone: str, id_: str) -> None:
    assert aws_zone_id(zone) == id_


def test_the_region_is_the_providers_unless_asked_otherwise() -> None:
    token = "aws:index/getRegion:getRegion"

    assert ask(token).properties["region"] == ask(token).properties["name"] == "eu-west-3"
    assert ask(token, region="us-west-2").properties["region"] == "us-west-2"


def test_three_subnets_are_in_three_zones() -> None:
    ids = ask("aws:ec2/getSubnets:getSubnets", filters=[{"name": "vpc-id", "values": ["vpc-1"]}]).properties["ids"]
    assert isinstance(ids, list)
    subnets = [ask("aws:ec2/getSubnet:getSubnet", id=one).properties for one in ids]

    assert [one["availabilityZone"] for one in subnets] == aws_zones("eu-west-3")
    assert len({str(one["cidrBlock"]) for one in subnets}) == 3


def test_images_follow_what_was_asked_for() -> None:
    windows = ask(
        "aws:ec2/getAmi:getAmi", filters=[{"name": "name", "values": ["Windows_Server-2022-English-Full-*"]}]
    ).properties
    arm = ask("aws:ec2/getAmi:getAmi", filters=[{"name": "architecture", "values": ["arm64"]}]).properties

    assert (windows["platform"], windows["rootDeviceName"]) == ("windows", "/dev/sda1")
    assert (arm["platform"], arm["architecture"]) == ("", "arm64")
    assert windows["id"] != arm["id"]


def test_only_the_example_account_is_ever_named() -> None:
    assert ask("aws:index/getCallerIdentity:getCallerIdentity").properties["accountId"] == ACCOUNT == "123456789012"


def test_a_policy_document_is_the_real_one() -> None:
    statement = {
        "sid": "Read",
        "actions": ["s3:GetObject", "s3:ListBucket"],
        "resources": ["arn:aws:s3:::shop"],
        "principals": [{"type": "AWS", "identifiers": ["111", "222"]}],
        "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["123"]}],
    }
    override = json.dumps({"Statement": [{"Sid": "Read", "Effect": "Deny", "Action": "*", "Resource": "*"}]})
    token = "aws:iam/getPolicyDocument:getPolicyDocument"

    document = json.loads(str(ask(token, statements=[statement, {"effect": "Deny"}]).properties["json"]))
    assert document == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:ListBucket"],
                "Resource": "arn:aws:s3:::shop",
                "Principal": {"AWS": ["111", "222"]},
                "Condition": {"StringEquals": {"aws:SourceAccount": "123"}},
            },
            {"Effect": "Deny"},
        ],
    }
    overridden = ask(token, statements=[statement], overridePolicyDocuments=[override]).properties
    assert [one["Effect"] for one in json.loads(str(overridden["json"]))["Statement"]] == ["Deny"]
    everybody = ask(token, statements=[{"principals": [{"type": "*", "identifiers": ["*"]}]}]).properties
    assert json.loads(str(everybody["minifiedJson"]))["Statement"][0]["Principal"] == "*"


def test_the_standard_is_laid_over_what_we_invent_in_either_spelling() -> None:
    token = "aws:ec2/getVpc:getVpc"
    for spelling in (token, "aws:ec2:getVpc"):
        result = ask(token, {spelling: {"cidrBlock": "172.16.0.0/12"}})
        assert result.source is AnswerSource.STANDARD
        assert result.properties["cidrBlock"] == "172.16.0.0/12"
        assert str(result.properties["id"]).startswith("vpc-0")


def test_a_function_that_nobody_knows_is_answered_empty() -> None:
    assert answer("acme:index:getThing", {"a": 1.0}, Configuration("acme"), {}) == Answer({}, AnswerSource.UNKNOWN)


def test_default_tags_are_those_of_the_provider() -> None:
    assert ask("aws:index/getDefaultTags:getDefaultTags").properties["tags"] == {"owner": "shop"}
