"""`outlay_components.aws.Instance`: what it makes by default in each environment, and what that costs."""

from decimal import Decimal

import pytest
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
