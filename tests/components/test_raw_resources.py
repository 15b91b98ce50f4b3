"""What governing makes of a raw resource: tags in the type's own property, and never a replacement or a refresh."""

import pytest
from outlay.standard.reading import parse_standard
from outlay_components.errors import ProgramError
from outlay_components.governance.raw_resources import PassingOn, RawResources
from outlay_components.governance.stated_by_resources import StatedByResources

TAGS = {"owner": "team-shop", "outlay-budget": "shop_dev"}
ENTRIES = [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in TAGS.items()]
INSTANCE = "aws:ec2/instance:Instance"
GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


@pytest.fixture
def tagged():
    """What becomes of the inputs of a resource."""

    def run(type_, properties, *, provided=None, resources=None, **passing_on):
        resources = resources or RawResources(PassingOn(**passing_on))
        return resources.tagged(type_, properties, TAGS, provided or {}, f'{type_} "it"')

    return run


@pytest.mark.parametrize(
    ("type_", "where"),
    [
        ("aws:s3/bucket:Bucket", "tags"),
        ("gcp:storage/bucket:Bucket", "labels"),
        ("gcp:monitoring/alertPolicy:AlertPolicy", "userLabels"),
        ("gcp:container/cluster:Cluster", "resourceLabels"),
    ],
)
def test_tags_go_where_the_type_takes_them(tagged, type_, where):
    assert tagged(type_, {"other": 1}).properties == {"other": 1, where: TAGS}


def test_a_database_on_google_cloud_takes_them_among_its_settings(tagged):
    found = tagged("gcp:sql/databaseInstance:DatabaseInstance", {"settings": {"tier": "db-f1-micro"}})

    assert found.properties == {"settings": {"tier": "db-f1-micro", "userLabels": TAGS}}


def test_an_auto_scaling_group_passes_its_tags_to_what_it_launches(tagged):
    own = [{"key": "Name", "value": "web", "propagateAtLaunch": False}, {"key": "owner", "value": "team-shop"}]

    assert tagged(GROUP, {}).properties == {"tags": ENTRIES}
    assert tagged(GROUP, {"tags": own}).properties == {"tags": [*own, ENTRIES[1]]}


@pytest.mark.parametrize(("own", "enforced"), [(4100, "4100"), (4100.0, "4100"), (True, "true"), ("4100", "4100")])
def test_what_a_tag_says_is_a_text_however_it_is_written(own, enforced):
    resources = RawResources(PassingOn())
    bucket = "aws:s3/bucket:Bucket"

    found = resources.tagged(bucket, {"tags": {"cost-centre": own}}, {"cost-centre": enforced}, {}, bucket)

    assert found.properties == {"tags": {"cost-centre": enforced}}
    with pytest.raises(ProgramError, match="its own tag cost-centre says"):
        resources.tagged(bucket, {"tags": {"cost-centre": own}}, {"cost-centre": "4200"}, {}, bucket)


@pytest.mark.parametrize("own", ["owner", ["owner"], [{"value": "team-shop"}], 7])
def test_a_list_of_tags_that_is_none_is_an_error(tagged, own):
    with pytest.raises(ProgramError, match="its tags are no list of keys and values"):
        tagged(GROUP, {"tags": own})


@pytest.mark.parametrize("own", [[{"key": "owner", "value": "x"}], [{"key": "Owner", "value": "team-shop"}]])
def test_a_group_may_not_contradict_either(tagged, own):
    with pytest.raises(ProgramError, match=r"its own tag owner says 'x'|two spellings"):
        tagged(GROUP, {"tags": own})


def test_a_group_that_new_tags_would_refresh_is_left_as_it_is_and_that_is_said(tagged):
    properties = {"instanceRefresh": {"strategy": "Rolling", "triggers": ["tag"]}, "tags": [{"key": "a", "value": "b"}]}

    found = tagged(GROUP, properties)

    assert (found.properties, found.left) == (properties, "new tags would start a refresh of its instances")
    assert tagged(GROUP, {"instanceRefresh": {"strategy": "Rolling", "triggers": ["launch_template"]}}).left == ""


@pytest.mark.parametrize("properties", [{"tags": ["a"]}, {"tags": "a"}])
def test_tags_that_are_no_map_are_an_error(tagged, properties):
    with pytest.raises(ProgramError, match="its tags are no map"):
        tagged("aws:s3/bucket:Bucket", properties)


def test_volumes_are_tagged_with_their_instance_and_that_is_listed(tagged):
    found = tagged(INSTANCE, {}, provided={"team": "a"})

    assert found.properties == {"tags": TAGS, "volumeTags": {"team": "a", **TAGS}}
    assert found.passed_on == ("volumeTags",)


@pytest.mark.parametrize(
    "properties",
    [
        {"volumeTags": {"a": "b"}},
        {"rootBlockDevice": {"tags": {"a": "b"}}},
        {"ebsBlockDevices": [{"deviceName": "/dev/xvdb"}, {"deviceName": "/dev/xvdc", "tags": {"a": "b"}}]},
    ],
)
def test_volumes_that_something_else_tags_are_left_to_it(tagged, properties):
    assert tagged(INSTANCE, properties).properties == {**properties, "tags": TAGS}


def test_volumes_are_not_tagged_where_the_stack_attaches_some_or_nobody_wants_it(tagged):
    attaching = RawResources(PassingOn(), is_attaching=True)

    assert tagged(INSTANCE, {}, resources=attaching).properties == {"tags": TAGS}
    assert tagged(INSTANCE, {}, volume_tags=False).properties == {"tags": TAGS}


def test_what_templates_launch_is_tagged_only_when_that_is_asked_for(tagged):
    own = {"tagSpecifications": [{"resourceType": "volume", "tags": {"Name": "x"}}, {"resourceType": "spot"}]}

    assert tagged(TEMPLATE, own).properties == {**own, "tags": TAGS}
    assert tagged(TEMPLATE, own, tag_specifications=True).properties["tagSpecifications"] == [
        {"resourceType": "volume", "tags": {"Name": "x", **TAGS}},
        {"resourceType": "spot"},
        {"resourceType": "instance", "tags": TAGS},
    ]


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("aws:ecs/service:Service", "SERVICE"),
        ("aws:ecs/daemon:Daemon", "DAEMON"),
        ("aws:batch/jobDefinition:JobDefinition", True),
    ],
)
def test_tasks_and_jobs_get_tags_only_when_that_is_asked_for(tagged, type_, value):
    assert "propagateTags" not in tagged(type_, {}).properties
    assert tagged(type_, {}, propagate_tags=True).properties["propagateTags"] == value
    assert tagged(type_, {"propagateTags": "NONE"}, propagate_tags=True).properties["propagateTags"] == "NONE"


def test_what_labels_would_replace_gets_them_only_when_it_is_made(tagged):
    found = tagged("gcp:compute/instanceTemplate:InstanceTemplate", {})

    assert found.properties == {"labels": TAGS}
    assert found.kept == ("labels.owner", "labels.outlay-budget")


@pytest.fixture
def by_resource():
    """How resources are tagged that state their cost centre themselves."""
    text = "tags: {required: [owner, {key: cost-centre, gcp: cost_centre, values: ['4000', '4100']}]}"
    return RawResources(PassingOn(), StatedByResources(parse_standard(text), frozenset({"cost-centre"})))


@pytest.mark.parametrize(
    ("own", "provided", "tags"),
    [
        ({"cost-centre": "4100"}, {}, {"cost-centre": "4100", **TAGS}),
        ({}, {"cost-centre": "4100"}, TAGS),
    ],
)
def test_a_resource_may_state_a_key_itself_where_that_is_left_to_it(tagged, by_resource, own, provided, tags):
    found = tagged("aws:s3/bucket:Bucket", {"tags": own}, provided=provided, resources=by_resource)

    assert found.properties["tags"] == tags


def test_what_a_resource_states_itself_is_held_to_the_standard_and_may_not_be_missing(tagged, by_resource):
    with pytest.raises(ProgramError, match="cost-centre: '41' is not allowed"):
        tagged("aws:s3/bucket:Bucket", {"tags": {"cost-centre": "41"}}, resources=by_resource)
    with pytest.raises(ProgramError, match="cost_centre: '41' is not allowed"):
        tagged("gcp:storage/bucket:Bucket", {"labels": {"cost_centre": "41"}}, resources=by_resource)
    with pytest.raises(ProgramError, match="states no cost-centre, and nobody else does"):
        tagged("aws:s3/bucket:Bucket", {}, resources=by_resource)
