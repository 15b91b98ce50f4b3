"""`outlay_components.aws.Instance`: what it makes by default in each environment, and what that costs."""

from decimal import Decimal

import pytest
from outlay.standard.reading import parse_standard
from outlay_components import aws
from outlay_components.errors import ProgramError

INSTANCE = "aws:ec2/instance:Instance"
SMALL = {"instance_type": "t4g.small", "image_id": "ami-0abcdef1234567890"}


TAGS = {"owner": "team-shop", "cost-centre": "4100", "environment": "dev", "outlay-budget": "shop_dev"}


def test_by_default_it_is_encrypted_private_and_frugal(run_program):
    made = run_program(lambda: aws.Instance("web", SMALL))

    assert made.inputs(INSTANCE, "web") == {
        "ami": "ami-0abcdef1234567890",
        "associatePublicIpAddress": False,
        "creditSpecification": {"cpuCredits": "standard"},
        "instanceType": "t4g.small",
        "metadataOptions": {"httpTokens": "required"},
        "monitoring": False,
        "rootBlockDevice": {"encrypted": True, "volumeType": "gp3", "tags": TAGS},
        "tags": TAGS,
    }


def test_its_volume_is_tagged_once_where_the_program_tags_all_volumes(run_program):
    args = {**SMALL, "overrides": {"instance": {"volume_tags": {"owner": "team-shop"}}}}

    inputs = run_program(lambda: aws.Instance("web", args)).inputs(INSTANCE)

    assert inputs["volumeTags"] == {"owner": "team-shop"}
    assert "tags" not in inputs["rootBlockDevice"]


def test_a_tag_of_its_volume_may_not_contradict_either(run_program):
    args = {**SMALL, "overrides": {"instance": {"root_block_device": {"tags": {"owner": "team-other"}}}}}

    with pytest.raises(ProgramError, match="root_block_device: its own tag owner says 'team-other'"):
        run_program(lambda: aws.Instance("web", args))


def test_in_production_it_is_protected_and_may_burst(run_program):
    inputs = run_program(lambda: aws.Instance("web", SMALL), stack="prod").inputs(INSTANCE)

    assert inputs["disableApiTermination"] is True
    assert inputs["creditSpecification"] == {"cpuCredits": "unlimited"}


@pytest.mark.parametrize("instance_type", ["m7g.large", "c5.xlarge"])
def test_types_without_credits_have_no_setting_of_credits(run_program, instance_type):
    made = run_program(lambda: aws.Instance("web", {**SMALL, "instance_type": instance_type}))

    assert "creditSpecification" not in made.inputs(INSTANCE)


def test_its_estimate_is_that_of_the_instance_and_its_volume():
    """t4g.small in Ireland is $0.0184 an hour, gp3 there $0.088 a GB-month."""
    cost = aws.Instance.estimate({**SMALL, "root_volume_gb": 20}, region="eu-west-1", environment="dev")

    assert cost.total.expected == Decimal("0.0184") * 730 + Decimal("0.088") * 20
    assert cost.total.is_complete


def test_an_estimate_knows_the_schedules_of_the_standard():
    schedules = '{named: {demo: {hours_per_month: 20}}, resources: {"*::web": demo}}'
    stated = parse_standard(f"schedules: {schedules}")

    args = {**SMALL, "root_volume_gb": 10}
    cost = aws.Instance.estimate(args, name="web", region="us-east-1", standard=stated)

    assert cost.total.expected == 20 * Decimal("0.0168") + 10 * Decimal("0.08")  # a stopped machine keeps its volume


def test_the_estimate_sees_what_is_overridden():
    args = {**SMALL, "root_volume_gb": 20, "overrides": {"instance": {"rootBlockDevice": {"volumeSize": 120}}}}

    small, large = (
        aws.Instance.estimate(each, region="eu-west-1").total for each in ({**SMALL, "root_volume_gb": 20}, args)
    )

    assert large.expected - small.expected == Decimal("8.80")


def test_what_it_promises_to_save_is_what_the_price_book_says():
    def total(**more):
        return aws.Instance.estimate({**SMALL, **more}, region="us-east-1", environment="dev").total.expected

    assert total(detailed_monitoring=True) - total() == Decimal("2.10")
    assert total(public_address=True) - total() == Decimal("3.65")
    assert total(root_volume_type="gp2") == total() + Decimal("0.02") * 8


@pytest.mark.parametrize(
    ("argument", "value", "said"),
    [
        ("root_volume_gb", "20", "root_volume_gb is '20'\nIt may be a whole number."),
        ("root_volume_gb", 20.5, "root_volume_gb is 20.5\nIt may be a whole number."),
        ("root_volume_gb", True, "root_volume_gb is True\nIt may be a whole number."),
        ("spot", "yes", "spot is 'yes'\nIt may be True or False."),
        ("security_group_ids", "sg-1", "security_group_ids is of type str\nIt may be a list."),
        ("security_group_ids", ["sg-1", 2], "security_group_ids[1] is of type int\nIt may be a text."),
        ("tags", {"team": 7}, "tags['team'] is of type int\nIt may be a text."),
    ],
)
def test_a_value_of_another_type_is_an_error_that_says_what_it_may_be(argument, value, said):
    with pytest.raises(ProgramError) as error:
        aws.Instance.recorded({**SMALL, argument: value}, name="web")

    assert str(error.value) == f'AwsInstance "web": {said}'


def test_a_value_that_stands_for_a_text_is_never_shown():
    with pytest.raises(ProgramError) as error:
        aws.Instance.recorded({**SMALL, "user_data": 2718281828}, name="web")

    assert "2718281828" not in str(error.value)


def test_a_whole_number_may_come_as_other_languages_send_it():
    resources = list(aws.Instance.recorded({**SMALL, "root_volume_gb": 20.0}, name="web"))

    assert resources[-1].inputs["rootBlockDevice"]["volumeSize"] == 20


def test_an_estimate_that_nobody_gives_a_region_asks_for_it():
    with pytest.raises(ProgramError) as error:
        aws.Instance.estimate(SMALL)

    assert str(error.value) == (
        'AwsInstance "estimated": nobody says where its aws:ec2/instance:Instance would be, '
        'and its price depends on it\nGive estimate(…, region="…").'
    )


def test_an_estimate_prints_as_a_line():
    """$0.0168 for 730 hours, $0.08 for each of 20 GB; CPU credits are a matter of use."""
    assert str(aws.Instance.estimate({**SMALL, "root_volume_gb": 20}, region="us-east-1")) == "$13.86 a month, 1 gap"
