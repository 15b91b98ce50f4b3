"""What is listed as free: only what exists, what no pricer prices, and each with a reason."""

import csv
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest
from outlay.estimate.free import free_reason, free_types
from outlay.estimate.registry import REGISTRY
from outlay.estimate.resource_cost import Status

_TOKEN = re.compile(r'type_token\("((?:aws|gcp):[^":]+:[^":]+)"\)')


_ACCESS = ("IAMMember", "IAMBinding", "IAMPolicy", "IamMember", "IamBinding", "IamPolicy")


@pytest.fixture(scope="module")
def installed_types() -> frozenset[str]:
    """The type tokens of all resources in the two installed provider SDKs."""
    return frozenset(token for package in ("pulumi_aws", "pulumi_gcp") for token in _tokens(package))


def _tokens(package: str) -> Iterator[str]:
    spec = find_spec(package)
    assert spec is not None, f"{package} is not installed"
    assert spec.submodule_search_locations is not None
    for source in Path(spec.submodule_search_locations[0]).rglob("*.py"):
        yield from _TOKEN.findall(source.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """The lines of the table below its head, as a CSV reader sees them."""
    with files("outlay.estimate").joinpath("free.csv").open(encoding="utf-8") as lines:
        return list(csv.reader(lines))[1:]


def test_every_line_has_a_token_and_a_reason(rows):
    assert [row for row in rows if len(row) != 2 or not row[0] or not row[1].strip()] == []


def test_tokens_are_sorted_and_none_is_there_twice(rows):
    tokens = [token for token, _ in rows]
    assert tokens == sorted(set(tokens))


def test_the_estimate_reads_the_table_as_a_csv_reader_does(rows):
    assert free_types() == dict(rows)


def test_every_type_exists_in_the_installed_sdks(installed_types):
    modules = {f"{token.partition('/')[0]}/*" for token in installed_types}
    clouds = [token for token in free_types() if token.startswith(("aws:", "gcp:"))]
    assert [token for token in clouds if token not in installed_types | modules] == []


def test_no_type_of_a_whole_module_is_listed_again():
    whole = {token.removesuffix("*") for token in free_types() if token.endswith("/*")}
    again = [token for token in free_types() if not token.endswith("/*") and f"{token.partition('/')[0]}/" in whole]
    assert again == []


def test_no_access_type_of_google_cloud_is_listed_again():
    assert [token for token in free_types() if token.startswith("gcp:") and token.endswith(_ACCESS)] == []


@pytest.mark.parametrize(
    "token",
    [
        "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
        "gcp:compute/instanceIAMBinding:InstanceIAMBinding",
        "gcp:kms/keyRingIAMPolicy:KeyRingIAMPolicy",
    ],
)
def test_access_types_of_google_cloud_are_free_in_every_service(token, installed_types):
    assert token in installed_types
    assert free_reason(token) == "the service bills nothing for access rules"


@pytest.mark.parametrize(
    "token", ["gcp:dns/somePolicy:SomePolicy", "gcp:mine/samplePolicy:SamplePolicy", "aws:x/iamMember:IamMember"]
)
def test_what_only_sounds_like_an_access_type_is_not_free(token):
    assert free_reason(token) == ""


@pytest.mark.parametrize(
    ("token", "who_bills"),
    [
        ("aws:autoscaling/policy:Policy", "CloudWatch"),
        ("aws:ecs/cluster:Cluster", "CloudWatch"),
        ("gcp:compute/backendService:BackendService", "Cloud CDN"),
        ("gcp:compute/firewall:Firewall", "Cloud Logging"),
        ("gcp:compute/healthCheck:HealthCheck", "Cloud Logging"),
        ("gcp:compute/subnetwork:Subnetwork", "Cloud Logging"),
    ],
)
def test_a_reason_names_who_bills_what_the_resource_switches_on(token, who_bills):
    assert who_bills in free_reason(token)


def test_nothing_is_both_free_and_priced():
    assert [token for token in REGISTRY.types() if free_reason(token)] == []


@pytest.mark.parametrize(
    "token",
    [
        "aws:acm/certificate:Certificate",  # a private certificate is charged
        "aws:ec2/eip:Eip",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ecs/capacityProvider:CapacityProvider",  # managed instances are charged
        "aws:kms/key:Key",
        "aws:lb/trustStore:TrustStore",
        "aws:route53/record:Record",
        "aws:s3/bucketMetric:BucketMetric",
        "aws:ssm/parameter:Parameter",
        "gcp:compute/address:Address",
        "gcp:compute/instanceGroupManager:InstanceGroupManager",
        "gcp:compute/routerNat:RouterNat",
        "gcp:dns/recordSet:RecordSet",
        "gcp:pubsub/subscription:Subscription",
    ],
)
def test_what_can_be_charged_is_not_listed(token, installed_types):
    assert token in installed_types
    assert free_reason(token) == ""


@pytest.mark.parametrize(
    "token", ["aws:ec2/vpc:Vpc", "aws:iam/role:Role", "gcp:serviceaccount/account:Account", "gcp:compute/route:Route"]
)
def test_what_is_listed_costs_nothing_and_says_why(cost, token):
    free = cost(token, {})
    assert (free.status, free.cost.expected, free.cost.gaps) == (Status.FREE, 0, ())
    assert free.free_reason


def test_what_only_makes_a_value_in_the_state_is_free():
    assert free_reason("random:index/randomId:RandomId")
    assert free_reason("tls:index/privateKey:PrivateKey")
    assert not free_reason("randomware:index/thing:Thing")
