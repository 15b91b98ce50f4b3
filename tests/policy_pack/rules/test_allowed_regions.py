"""OUT-R001: where resources may live, and what of that is not known."""

import pytest
from outlay.resource import SECRET, UNKNOWN, Unknown

RULE = "allowed-regions"
QUEUE = "aws:sqs/queue:Queue"
BUCKET = "gcp:storage/bucket:Bucket"
BOTH = "rules: {allowed-regions: {aws: [EU-west-1, eu-central-*], gcp: [europe-west1]}}"


@pytest.fixture
def said(make_resource, view, found_by):
    def run(type_, region, standard=BOTH):
        found = found_by(RULE, view(make_resource(type_, region=region)), standard)
        return [(each.message, each.is_undecided) for each in found]

    return run


@pytest.mark.parametrize(
    ("type_", "region"),
    [
        (QUEUE, "eu-west-1"),
        (QUEUE, "eu-central-2"),
        (QUEUE, Unknown(("eu-west-1", "eu-central-1"))),  # open, and allowed whatever it will be
        (BUCKET, "europe-west1"),
        (BUCKET, "global"),
        ("aws:iam/role:Role", "us-east-1"),  # its provider's region says nothing of it
        ("datadog:index/monitor:Monitor", None),
    ],
)
def test_allowed(said, type_, region):
    assert said(type_, region) == []


@pytest.mark.parametrize(
    ("type_", "region", "message"),
    [
        (QUEUE, "us-east-1", "lives in us-east-1, which is not allowed"),
        (QUEUE, "eu-west-11", "lives in eu-west-11, which is not allowed"),
        (BUCKET, "eu", "lives in eu, which is not allowed"),
        ("aws:nobody/knows:It", "us-east-1", "lives in us-east-1, which is not allowed"),
        (QUEUE, Unknown(("us-east-1", "us-west-2")), "lives in us-east-1 or us-west-2, and neither is allowed"),
    ],
)
def test_not_allowed(said, type_, region, message):
    assert said(type_, region) == [(message, False)]


@pytest.mark.parametrize(
    ("region", "why"),
    [
        (UNKNOWN, "its region is open until deployment"),
        (Unknown(("us-east-1", "eu-west-1")), "its region is open until deployment"),
        (None, "neither the program nor its provider says its region"),
    ],
)
def test_undecided(said, region, why):
    assert said(QUEUE, region) == [(f"may live in a region that is not allowed: {why}", True)]


def test_a_cloud_without_regions_is_not_judged(said):
    assert said(BUCKET, "us", "rules: {allowed-regions: {aws: [eu-west-1]}}") == []


def test_without_any_the_rule_does_not_apply(outcome_of, view, make_resource):
    found = outcome_of(RULE, view(make_resource(QUEUE)))
    assert found.not_applicable == {RULE: "no regions are set: aws or gcp"}


# --- Replicas, which live elsewhere than the resource -----------------------------------------------------------------

TABLE = "aws:dynamodb/table:Table"


@pytest.fixture
def said_of(make_resource, view, found_by):
    def run(type_, inputs, region):
        return [each.message for each in found_by(RULE, view(make_resource(type_, inputs, region=region)), BOTH)]

    return run


def replicas(*regions):
    return {"replicas": [{"regionName": region} for region in regions]}


def test_replicas_are_allowed_where_the_resource_is(said_of):
    assert said_of(TABLE, replicas("eu-central-1", "eu-west-1"), "eu-west-1") == []


@pytest.mark.parametrize(
    ("type_", "inputs", "place"),
    [
        (TABLE, replicas("eu-central-1", "us-east-1", "us-east-1"), "us-east-1"),
        ("aws:secretsmanager/secret:Secret", {"replicas": [{"region": "us-east-1"}]}, "us-east-1"),
        ("gcp:bigtable/instance:Instance", {"clusters": [{"zone": "us-central1-b"}]}, "us-central1"),
        ("gcp:spanner/instance:Instance", {"config": "regional-us-central1"}, "us-central1"),
        ("gcp:spanner/instance:Instance", {"config": "projects/p/instanceConfigs/nam3"}, "nam3"),
        (BUCKET, {"customPlacementConfig": {"dataLocations": ["EUROPE-WEST1", "US-EAST1"]}}, "us-east1"),
        (
            "gcp:secretmanager/secret:Secret",
            {"replication": {"userManaged": {"replicas": [{"location": "us-east1"}]}}},
            "us-east1",
        ),
    ],
)
def test_a_replica_where_none_may_live(said_of, type_, inputs, place):
    home = "eu-west-1" if type_.startswith("aws:") else "europe-west1"
    assert said_of(type_, inputs, home) == [f"lives also in {place}, which is not allowed"]


@pytest.mark.parametrize("inputs", [{"replicas": UNKNOWN}, {"replicas": [SECRET]}, replicas(UNKNOWN, SECRET)])
def test_replicas_that_nobody_knows_are_undecided_once(said_of, inputs):
    message = "may live in a region that is not allowed: where else it lives is open until deployment"
    assert said_of(TABLE, inputs, "eu-west-1") == [message]
