"""What the level `remediate` makes of a resource's properties: all of them anew, and no more changed than asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import analyzer_pb2 as messages

from tests.policy_pack.analyzer.conftest import BUCKET, UNKNOWN, levels, request, said, secret

if TYPE_CHECKING:
    from tests.policy_pack.analyzer.conftest import Engine, EngineMaker

STANDARD = """\
tags: {required: [owner, {key: cost-centre, gcp: cost_centre}]}
rules: {required-tags: {level: remediate}}
"""
CONFIG = {"outlay:owner": "Shop", "outlay:cost-centre": "4100"}
GROUP = "aws:autoscaling/group:Group"


def remediated(engine: Engine, type_: str, properties: dict[str, Any]) -> dict[str, Any] | None:
    """All properties after remediation; None where there is none."""
    response = engine.analyzer.remediate(request(type_, properties))
    if not response.remediations:
        return None
    (only,) = response.remediations
    assert (only.policyName, only.diagnostic) == ("required-tags", "")
    return MessageToDict(only.properties)


def test_missing_tags_are_filled_in_from_the_stacks_ownership(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)

    found = remediated(engine, BUCKET, {"bucket": "assets", "tags": {"team": "x"}, "__defaults": []})

    tags = {"team": "x", "owner": "Shop", "cost-centre": "4100"}
    assert found == {"bucket": "assets", "tags": tags, "__defaults": []}


def test_google_cloud_gets_labels_in_its_own_spelling(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)
    found = remediated(engine, "gcp:storage/bucket:Bucket", {"location": "EU"})
    assert found == {"location": "EU", "labels": {"owner": "shop", "cost_centre": "4100"}}


def test_a_list_of_tags_gets_entries_behind_its_own(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)
    own = {"key": "owner", "value": UNKNOWN, "propagateAtLaunch": False}

    found = remediated(engine, GROUP, {"maxSize": 2, "tags": [own]})

    added = {"key": "cost-centre", "value": "4100", "propagateAtLaunch": True}
    assert found == {"maxSize": 2, "tags": [own, added]}


def test_what_is_secret_or_open_stays_exactly_as_it_was(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)
    properties = {"bucket": UNKNOWN, "policy": secret({"a": [1.5, UNKNOWN]}), "tags": {"a": secret("x"), "b": UNKNOWN}}

    found = remediated(engine, BUCKET, properties)

    tags = {"a": secret("x"), "b": UNKNOWN, "owner": "Shop", "cost-centre": "4100"}
    assert found == {**properties, "tags": tags}


def test_the_mended_resource_passes(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)
    assert said(engine.register(BUCKET, {}), "required-tags") == []


def test_what_nobody_knows_is_left_and_blocks(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config={"outlay:owner": "Shop"})

    response = engine.register(BUCKET, {})

    assert levels(response)["required-tags"] == messages.MANDATORY
    assert "without cost-centre" in said(response, "required-tags")[0]


def test_tags_that_are_open_as_a_whole_are_left_and_block(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)
    assert remediated(engine, BUCKET, {"tags": UNKNOWN}) is None
    assert levels(engine.register(BUCKET, {"tags": UNKNOWN}))["required-tags"] == messages.MANDATORY


def test_a_secret_of_the_configuration_is_filled_in_nowhere(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config={**CONFIG, "outlay:owner": "CANARY"}, secret_keys=["outlay:owner"])
    assert remediated(engine, BUCKET, {}) == {"tags": {"cost-centre": "4100"}}


def test_nothing_is_changed_where_nothing_is_missing_or_nobody_asked(make_engine: EngineMaker) -> None:
    engine = make_engine(STANDARD).start(config=CONFIG)
    assert remediated(engine, BUCKET, {"tags": {"owner": "Shop", "cost-centre": "1"}}) is None
    assert remediated(engine, "aws:iam/rolePolicy:RolePolicy", {"role": "r"}) is None

    mandatory = make_engine(STANDARD).start(config=CONFIG, policies={"required-tags": "mandatory"})
    assert remediated(mandatory, BUCKET, {}) is None
