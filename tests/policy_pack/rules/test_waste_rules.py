"""OUT-W001 to OUT-W004: older disks and machines, what nothing uses, and logs that are kept for ever."""

from decimal import Decimal

import pytest
from outlay.resource import SECRET, UNKNOWN

INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
VOLUME = "aws:ebs/volume:Volume"
EIP = "aws:ec2/eip:Eip"
ADDRESS = "gcp:compute/address:Address"
LOGS = "aws:cloudwatch/logGroup:LogGroup"


@pytest.fixture
def said(found_by, view):
    """What a rule says: message, remediation and saving."""

    def run(rule, *resources):
        return [(each.message, each.remediation, each.saving) for each in found_by(rule, view(*resources))]

    return run


# --- Disks ------------------------------------------------------------------------------------------------------------


def test_each_disk_of_an_instance_is_named_with_what_to_set(said, make_resource):
    devices = [{"deviceName": "/dev/sdf", "volumeType": kind, "volumeSize": 100} for kind in ("gp3", "gp2")]
    web = make_resource(INSTANCE, {"instanceType": "t3.micro", "ebsBlockDevices": devices})
    assert said("gp2-to-gp3", web) == [
        # 100 GB at $0.10 and at $0.08
        ("gp3 instead of gp2 (ebs block device 2) costs less", "Set ebsBlockDevices[1].volumeType = gp3.", Decimal(2))
    ]


def test_a_disk_of_a_launch_template_is_named_at_the_instance_that_it_costs(said, make_resource):
    mapping = {"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp2", "volumeSize": 100}}
    template = make_resource(TEMPLATE, {"blockDeviceMappings": [mapping]}, name="web", id="lt-1")
    web = make_resource(INSTANCE, {"instanceType": "t3.micro", "launchTemplate": {"id": "lt-1"}}, name="web-1")
    ((_, instead, saving),) = said("gp2-to-gp3", template, web)
    assert instead == "Set blockDeviceMappings[0].ebs.volumeType = gp3 of web."
    assert saving == 2


@pytest.mark.parametrize("size", [UNKNOWN, SECRET])
def test_a_gp2_disk_of_a_size_that_nobody_knows_is_undecided(found_by, view, make_resource, size):
    (finding,) = found_by("gp2-to-gp3", view(make_resource(VOLUME, {"type": "gp2", "size": size})))
    assert finding.is_undecided
    assert finding.message.startswith("has gp2 disks, and whether gp3 is cheaper is open: ")
    assert found_by("gp2-to-gp3", view(make_resource(VOLUME, {"type": "gp3", "size": size}))) == ()


def test_io1_is_no_matter_of_the_rule_for_gp2(said, make_resource):
    assert said("gp2-to-gp3", make_resource(VOLUME, {"type": "io1", "size": 100, "iops": 1000})) == []


@pytest.mark.parametrize(
    ("type_", "inputs", "open_"),
    [
        (VOLUME, {"type": SECRET, "size": 1}, "type is secret"),
        (INSTANCE, {"rootBlockDevice": UNKNOWN}, "rootBlockDevice is open until deployment"),
        (INSTANCE, {"rootBlockDevice": {"volumeType": UNKNOWN}}, "rootBlockDevice.volumeType is open until deployment"),
        (
            INSTANCE,
            {"ebsBlockDevices": [{"volumeType": "gp3"}, {"volumeType": UNKNOWN}]},
            "ebsBlockDevices[1].volumeType is open until deployment",
        ),
        (INSTANCE, {"ebsBlockDevices": [UNKNOWN]}, "ebsBlockDevices is open until deployment"),
        (
            TEMPLATE,
            {"blockDeviceMappings": [{"ebs": {"volumeType": UNKNOWN}}]},
            "blockDeviceMappings[0].ebs.volumeType is open until deployment",
        ),
        ("aws:rds/instance:Instance", {"storageType": UNKNOWN}, "storageType is open until deployment"),
    ],
)
def test_a_kind_that_is_not_known_is_undecided(said, make_resource, type_, inputs, open_):
    ((message, _, _),) = said("gp2-to-gp3", make_resource(type_, inputs))
    assert message == f"may have gp2 disks that gp3 is cheaper for: {open_}"


# --- Machines ---------------------------------------------------------------------------------------------------------


def test_an_old_machine_is_named_with_the_newer_one(said, make_resource):
    ((message, instead, saving),) = said("old-generation", make_resource(INSTANCE, {"instanceType": "m4.large"}))
    assert message.startswith("m6i.large instead of m4.large costs less")
    assert instead == "Set instanceType = m6i.large."
    assert saving == 730 * (Decimal("0.100") - Decimal("0.096"))


def test_what_others_manage_is_not_judged(said, make_resource):
    read = make_resource(INSTANCE, {"instanceType": UNKNOWN}, external=True)
    assert said("old-generation", read) == said("gp2-to-gp3", read) == []


# --- What nothing uses ------------------------------------------------------------------------------------------------


def test_what_nothing_uses_costs_all_it_costs(said, make_resource):
    assert [(message, saving) for message, _, saving in said("unattached", make_resource(EIP))] == [
        ("nothing in this stack uses it", Decimal("3.650"))
    ]


@pytest.mark.parametrize(
    ("type_", "inputs", "more"),
    [
        (EIP, {"instance": UNKNOWN}, {}),
        (EIP, {"networkInterface": "eni-1"}, {}),
        (EIP, {}, {"external": True}),
        (EIP, {}, {"outputs": {"associationId": "eipassoc-1"}}),  # the provider tells of something outside
        (ADDRESS, {}, {"outputs": {"users": ["projects/p/zones/z/instances/i"]}, "region": "europe-west1"}),
        (ADDRESS, {"addressType": "INTERNAL"}, {"region": "europe-west1"}),  # costs nothing
        (INSTANCE, {"instanceType": "t3.micro"}, {}),
    ],
)
def test_what_is_attached_or_free_is_not_found(said, make_resource, type_, inputs, more):
    assert said("unattached", make_resource(type_, inputs, **more)) == []


@pytest.mark.parametrize("outputs", [{"instance": "", "associationId": ""}, {"users": []}, {"users": UNKNOWN}])
def test_outputs_that_name_nothing_do_not_attach(said, make_resource, outputs):
    assert len(said("unattached", make_resource(EIP, {}, outputs=outputs))) == 1


def test_whatever_refers_to_it_uses_it(said, make_resource):
    address = make_resource(EIP, name="address", id="eipalloc-1")
    by_literal = make_resource("aws:ec2/natGateway:NatGateway", {"allocationId": "eipalloc-1"}, name="nat")
    by_dependency = make_resource(
        "shop:index/gateway:Gateway", {"ip": UNKNOWN}, name="gate", property_dependencies={"ip": (address.urn,)}
    )
    assert said("unattached", address, by_literal) == said("unattached", address, by_dependency) == []


def test_a_disk_without_a_figure_is_found_without_a_saving(said, make_resource):
    ((_, _, saving),) = said("unattached", make_resource(VOLUME, {"type": "gp3", "size": UNKNOWN}))
    assert saving is None


# --- Logs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [None, 0, "0", Decimal(0)])
def test_logs_without_a_retention_are_kept_for_ever(said, make_resource, days):
    ((message, _, saving),) = said("log-retention", make_resource(LOGS, {"retentionInDays": days}))
    assert (message, saving) == ("keeps its logs for ever, for $0.03 per GB-month", None)


@pytest.mark.parametrize("inputs", [{"retentionInDays": 30}, {"retentionInDays": "7"}, {"logGroupClass": "DELIVERY"}])
def test_logs_with_a_retention_pass(said, make_resource, inputs):
    assert said("log-retention", make_resource(LOGS, inputs)) == []


def test_where_the_price_is_not_known_it_is_left_out(said, make_resource):
    ((message, _, _),) = said("log-retention", make_resource(LOGS, region="nowhere-1"))
    assert message == "keeps its logs for ever"


@pytest.mark.parametrize(
    ("days", "open_"),
    [
        (UNKNOWN, "retentionInDays is open until deployment"),
        (SECRET, "retentionInDays is secret"),
        ("long", "retentionInDays is 'long', which is no number"),
    ],
)
def test_a_retention_that_is_not_known_is_undecided(said, make_resource, days, open_):
    ((message, _, _),) = said("log-retention", make_resource(LOGS, {"retentionInDays": days}))
    assert message == f"may keep its logs for ever: {open_}"
