"""Names as `pulumi:autonaming` proposes them."""

import json
import re

import pytest
from outlay.errors import WrongUse
from outlay_automation.engine.embedded.autonaming import Autonaming
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.offline.check import NamingMode

URN = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders"


def named(settings, urn=URN, **config):
    values = {"pulumi:autonaming": json.dumps(settings), **config}
    return Autonaming(values, Namespace("dev", "shop")).of(urn)


def test_nothing_is_proposed_where_nothing_is_said():
    found = Autonaming({}, Namespace("dev", "shop")).of(URN)
    assert (found.naming.name, found.naming.proposed, found.delete_first) == ("orders", "", False)


@pytest.mark.parametrize(
    ("pattern", "proposed"),
    [
        ("${name}-x", "orders-x"),
        ("${organization}/${project}/${stack}", "organization/shop/dev"),
        ("${config.region}-${config.aws:region}", "here-eu-west-1"),
    ],
)
def test_a_pattern_without_chance_is_the_same_name_again(pattern, proposed):
    found = named({"pattern": pattern}, **{"shop:region": "here", "aws:region": "eu-west-1"})
    assert (found.naming.proposed, found.delete_first) == (proposed, True)


@pytest.mark.parametrize(
    ("pattern", "form"),
    [
        ("a-${hex(5)}", "a-[0-9a-f]{5}"),
        ("${alphanum(40)}", "[0-9a-z]{40}"),
        ("${string(4)}${num(4)}", "[a-z]{4}[0-9]{4}"),
        ("${uuid}", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    ],
)
def test_what_is_drawn_by_lot_is_drawn_alike_every_time(pattern, form):
    found = named({"pattern": pattern})
    assert re.fullmatch(form, found.naming.proposed)
    assert not found.delete_first
    assert found == named({"pattern": pattern})
    assert found.naming.proposed != named({"pattern": pattern}, urn=f"{URN}-2").naming.proposed


def test_a_type_goes_before_its_package_and_that_before_all():
    resources = {"aws:sns/topic:Topic": {"mode": "verbatim"}}
    settings = {"pattern": "all", "providers": {"aws": {"pattern": "aws", "resources": resources}, "gcp": {}}}

    def proposed(type_):
        return named(settings, urn=f"urn:pulumi:dev::shop::{type_}::it").naming.proposed

    assert proposed("aws:sns/topic:Topic") == "it"
    assert proposed("aws:sqs/queue:Queue") == "aws"
    assert proposed("gcp:pubsub/topic:Topic") == proposed("random:index/randomId:RandomId") == "all"


def test_it_may_be_off():
    assert named({"mode": "disabled"}).naming.mode is NamingMode.DISABLED


@pytest.mark.parametrize("text", ["[1]", "nonsense", '{"providers": 3}'])
def test_what_is_no_mapping_is_an_error(text):
    with pytest.raises(WrongUse, match="pulumi:autonaming is no mapping"):
        Autonaming({"pulumi:autonaming": text}, Namespace("dev", "shop"))
