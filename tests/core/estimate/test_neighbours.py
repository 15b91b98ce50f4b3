"""Who refers to whom: by property dependencies first, by literal ids second, and every question on record."""

import pytest
from outlay.estimate.properties import Reading
from outlay.estimate.subject import Neighbours, Question, SnapshotIndex
from outlay.resource import UNKNOWN, Snapshot

DISK = "shop:index:Disk"
HOST = "shop:index:Host"
RACK = "shop:index:Rack"


@pytest.fixture
def make(make_resource):
    def make(type_, name, inputs=None, **more):
        return make_resource(type_, inputs or {}, region=None, name=name, **more)

    return make


def near(resource, *others):
    return Neighbours(resource, SnapshotIndex(Snapshot.of(resource, *others)), Reading())


def names(subjects):
    return [each.resource.name for each in subjects]


def test_a_property_dependency_decides_over_a_literal(make):
    right, wrong = make(DISK, "right"), make(DISK, "wrong", id="disk-1")
    host = make(HOST, "host", {"disk": "disk-1"}, property_dependencies={"disk": (right.urn,)})
    assert near(host, right, wrong).target("disk", DISK).resource is right


@pytest.mark.parametrize(
    "identity",
    [
        {"id": "disk-1"},
        {"outputs": {"arn": "disk-1"}},
        {"inputs": {"name": "disk-1"}},
        {"outputs": {"selfLink": "disk-1"}},
    ],
)
def test_a_literal_finds_what_has_it_as_id_arn_name_or_link(make, identity):
    disk = make(DISK, "disk", identity.pop("inputs", None), **identity)
    for reference in ("disk-1", [{"source": {"disk": "disk-1"}}]):
        host = make(HOST, "host", {"disk": reference})
        assert near(host, disk).target("disk", DISK).resource is disk
        assert names(near(disk, host).users(HOST, "disk")) == ["host"]


def test_only_the_asked_type_and_property_count(make):
    disk = make(DISK, "disk", id="disk-1")
    host = make(HOST, "host", {"disk": "disk-1"})
    assert near(host, disk).target("disk", RACK) is None
    assert near(host, disk).target("other", DISK) is None
    assert near(disk, host).users(HOST, "other") == ()
    assert near(disk, host).users(RACK) == ()
    assert names(near(disk, host).users(HOST)) == ["host"]


@pytest.mark.parametrize("reference", [None, UNKNOWN, "disk-2", 5, [None]])
def test_what_is_not_in_the_stack_is_nobody(make, reference):
    assert near(make(HOST, "host", {"disk": reference}), make(DISK, "disk", id="disk-1")).target("disk", DISK) is None


def test_a_resource_is_not_its_own_neighbour(make):
    disk = make(DISK, "disk", {"source": "disk-1"}, id="disk-1")
    assert near(disk).target("source", DISK) is None
    assert near(disk).users(DISK) == ()


def test_two_that_refer_to_each_other_find_each_other(make):
    one = make(DISK, "one", {"source": "disk-2"}, id="disk-1")
    two = make(DISK, "two", {"source": "disk-1"}, id="disk-2")
    around = near(one, two)
    assert around.target("source", DISK).resource is two
    assert around.of(around.target("source", DISK)).target("source", DISK).resource is one


def test_a_tag_or_a_description_refers_to_nobody(make):
    disk = make(DISK, "disk", id="disk-1")
    for key in ("tags", "labels", "description", "name"):
        assert near(disk, make(HOST, "host", {key: "disk-1"})).users(HOST) == ()


def test_an_object_in_a_bucket_is_not_found_by_the_buckets_name(make):
    bucket = make("aws:s3/bucket:Bucket", "bucket", {"bucket": "assets"})
    inside = make("aws:s3/bucketObject:BucketObject", "object", {"bucket": "assets"})
    policy = make("aws:s3/bucketPolicy:BucketPolicy", "policy", {"bucket": "assets"})
    assert near(policy, bucket, inside).target("bucket", "aws:s3/bucket:Bucket").resource is bucket
    assert near(inside, bucket, policy).users("aws:s3/bucketPolicy:BucketPolicy") == ()


@pytest.mark.parametrize(
    ("type_", "key"),
    [
        ("aws:rds/cluster:Cluster", "clusterIdentifier"),
        ("aws:rds/instance:Instance", "identifier"),
        ("aws:ecs/taskDefinition:TaskDefinition", "family"),
        ("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId"),
    ],
)
def test_a_name_that_a_resource_gives_itself_is_found(make, type_, key):
    named = make(type_, "it", {key: "shop"})
    member = make(HOST, "member", {"of": "shop"})
    assert near(member, named).target("of", type_).resource is named
    assert names(near(named, member).users(HOST)) == ["member"]


def test_members_of_one_cluster_are_not_found_by_the_clusters_name(make):
    cluster = make("aws:rds/cluster:Cluster", "cluster", {"clusterIdentifier": "shop"})
    member_type = "aws:rds/clusterInstance:ClusterInstance"
    one, two = (make(member_type, name, {"clusterIdentifier": "shop"}) for name in ("one", "two"))
    assert near(one, cluster, two).users(member_type) == ()
    assert names(near(cluster, one, two).users(member_type)) == ["one", "two"]


@pytest.mark.parametrize("scaled", ["table/orders", "service/shop/orders", "orders"])
def test_what_scales_a_resource_names_it_at_the_end_of_a_path(make, scaled):
    orders = make(DISK, "disk", {"name": "orders"})
    target = make("aws:appautoscaling/target:Target", "target", {"resourceId": scaled})
    other = make("aws:appautoscaling/target:Target", "other", {"resourceId": "table/orders/index/by-date"})
    assert names(near(orders, target, other).users(target.type, "resourceId")) == ["target"]


def test_every_question_is_on_record_with_its_answer_also_when_there_was_none(make):
    rack = make(RACK, "rack", id="rack-1")
    disk = make(DISK, "disk", {"rack": "rack-1"}, id="disk-1")
    host = make(HOST, "host", {"disk": "disk-1"})
    around = near(host, disk, rack)
    around.of(around.target("disk", DISK)).target("rack", RACK)
    around.users(RACK)
    assert around.seen == {
        Question(host.urn, "target", DISK, "disk"): (disk.urn,),
        Question(disk.urn, "target", RACK, "rack"): (rack.urn,),
        Question(host.urn, "users", RACK, None): (),
    }
    assert around.read == (disk.urn, rack.urn)
