"""Which tags a resource has in effect."""

import pytest
from outlay.resource import SECRET, UNKNOWN
from outlay.tagging.effective import TagProperty, TagShape, effective_tags, tag_property

QUEUE = "aws:sqs/queue:Queue"
GROUP = "aws:autoscaling/group:Group"


@pytest.mark.parametrize(
    ("type_", "where"),
    [
        (QUEUE, TagProperty("tags", TagShape.MAP)),
        (GROUP, TagProperty("tags", TagShape.LIST)),
        ("gcp:storage/bucket:Bucket", TagProperty("labels", TagShape.MAP)),
        ("gcp:container/cluster:Cluster", TagProperty("resourceLabels", TagShape.MAP)),
        # its `labels` say where notifications go
        ("gcp:monitoring/notificationChannel:NotificationChannel", TagProperty("userLabels", TagShape.MAP)),
        ("gcp:sql/databaseInstance:DatabaseInstance", TagProperty("userLabels", TagShape.MAP, "settings")),
        ("aws:iam/rolePolicy:RolePolicy", None),
        ("random:index/randomId:RandomId", None),
    ],
)
def test_each_type_has_its_place_for_tags(type_, where):
    assert tag_property(type_) == where


@pytest.mark.parametrize(
    ("own", "of_provider", "tags", "is_open"),
    [
        (None, {}, {}, False),
        ({"owner": "a"}, {}, {"owner": "a"}, False),
        (None, {"owner": "b"}, {"owner": "b"}, False),
        ({"owner": "a"}, {"owner": "b", "team": "c"}, {"owner": "a", "team": "c"}, False),
        ({"owner": UNKNOWN, "__defaults": []}, {}, {"owner": UNKNOWN}, False),
        (UNKNOWN, {"team": "c"}, {"team": UNKNOWN}, True),  # the key is there, and its own tags may say otherwise
        ({"owner": None}, {}, {}, False),
        (SECRET, {}, {}, True),
        ({"owner": "a"}, UNKNOWN, {"owner": "a"}, True),
    ],
)
def test_own_tags_lie_over_those_of_the_provider(make_resource, own, of_provider, tags, is_open):
    inputs = {} if own is None else {"tags": own}
    found = effective_tags(make_resource(QUEUE, inputs, region=None, default_tags=of_provider))
    assert (found.tags, found.is_open) == (tags, is_open)


@pytest.mark.parametrize(
    ("listed", "tags", "is_open"),
    [
        ([{"key": "owner", "value": "a", "propagateAtLaunch": True}], {"owner": "a"}, False),
        ([{"key": "owner", "value": UNKNOWN}], {"owner": UNKNOWN}, False),
        ([{"key": UNKNOWN, "value": "a"}], {}, True),
        ([UNKNOWN, {"key": "owner", "value": "a"}], {"owner": "a"}, True),
        (UNKNOWN, {}, True),
        ("no list", {}, False),
    ],
)
def test_a_group_lists_its_tags(make_resource, listed, tags, is_open):
    found = effective_tags(make_resource(GROUP, {"tags": listed}, region=None))
    assert (found.tags, found.is_open) == (tags, is_open)


def test_what_takes_no_tags_has_none(make_resource):
    assert effective_tags(make_resource("aws:iam/rolePolicy:RolePolicy", {"tags": {"a": "b"}}, region=None)) is None


@pytest.mark.parametrize(
    ("settings", "tags", "is_open"),
    [
        ({"tier": "db-f1-micro", "userLabels": {"owner": "a"}}, {"owner": "a"}, False),
        ({"tier": "db-f1-micro"}, {}, False),
        ({"userLabels": UNKNOWN}, {}, True),
        (UNKNOWN, {}, True),
        (None, {}, False),
    ],
)
def test_a_database_on_google_cloud_has_its_labels_among_its_settings(make_resource, settings, tags, is_open):
    found = effective_tags(
        make_resource("gcp:sql/databaseInstance:DatabaseInstance", {"settings": settings}, region=None)
    )
    assert (found.tags, found.is_open) == (tags, is_open)
