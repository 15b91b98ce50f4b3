"""How resources are named, now and before."""

import pytest
from outlay_automation.engine.embedded.registration import Alias
from outlay_automation.engine.embedded.urns import Namespace, is_default_provider

SHOP = Namespace("dev", "shop")
ROOT = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
GROUP = "urn:pulumi:dev::shop::my:index:Group::web"
OLD_GROUP = "urn:pulumi:dev::shop::my:index:Group::site"
QUEUE = "aws:sqs/queue:Queue"


def test_a_urn_holds_the_types_of_its_parents_but_not_that_of_the_stack():
    inner = SHOP.urn("my:index:Inner", "inner", GROUP)

    assert SHOP.urn(QUEUE, "orders", ROOT) == SHOP.urn(QUEUE, "orders") == f"urn:pulumi:dev::shop::{QUEUE}::orders"
    assert inner == "urn:pulumi:dev::shop::my:index:Group$my:index:Inner::inner"
    assert SHOP.urn(QUEUE, "a::b", inner) == f"urn:pulumi:dev::shop::my:index:Group$my:index:Inner${QUEUE}::a::b"


@pytest.mark.parametrize(
    ("alias", "before"),
    [
        (Alias(urn="urn:pulumi:x::y::z::w"), "urn:pulumi:x::y::z::w"),
        (Alias(name="old"), f"urn:pulumi:dev::shop::my:index:Group${QUEUE}::old"),
        (Alias(type="aws:sqs/q:Q"), "urn:pulumi:dev::shop::my:index:Group$aws:sqs/q:Q::orders"),
        (Alias(no_parent=True), f"urn:pulumi:dev::shop::{QUEUE}::orders"),
        (Alias(parent=ROOT), f"urn:pulumi:dev::shop::{QUEUE}::orders"),
        (Alias(stack="prod", project="site"), f"urn:pulumi:prod::site::my:index:Group${QUEUE}::orders"),
        (Alias(name="old", no_parent=True, type="t:t:T"), "urn:pulumi:dev::shop::t:t:T::old"),
    ],
)
def test_an_alias_is_what_was_otherwise(alias, before):
    assert SHOP.aliases(QUEUE, "orders", GROUP, [alias], {}) == (before,)


def test_a_child_follows_its_parent_and_its_name_the_name_of_the_parent():
    former = {GROUP: OLD_GROUP}

    assert SHOP.aliases(QUEUE, "orders", GROUP, [], former) == (f"{OLD_GROUP[:-6]}${QUEUE}::orders",)
    assert SHOP.aliases(QUEUE, "web-orders", GROUP, [], former) == (f"{OLD_GROUP[:-6]}${QUEUE}::site-orders",)
    assert SHOP.aliases(QUEUE, "orders", ROOT, [], former) == ()


def test_a_child_s_own_aliases_count_below_the_former_parent_too():
    moved = {GROUP: "urn:pulumi:dev::shop::my:index:Crowd::site"}
    assert SHOP.aliases(QUEUE, "orders", GROUP, [Alias(name="web-old")], moved) == (
        f"urn:pulumi:dev::shop::my:index:Group${QUEUE}::web-old",
        f"urn:pulumi:dev::shop::my:index:Crowd${QUEUE}::orders",
        f"urn:pulumi:dev::shop::my:index:Crowd${QUEUE}::site-old",
    )


def test_an_alias_by_a_parent_that_was_renamed_means_the_parent_as_it_was():
    moved = {GROUP: "urn:pulumi:dev::shop::my:index:Crowd::web"}
    assert SHOP.aliases(QUEUE, "orders", ROOT, [Alias(parent=GROUP)], moved) == (
        f"urn:pulumi:dev::shop::my:index:Crowd${QUEUE}::orders",
    )


@pytest.mark.parametrize(
    ("version", "url", "name"),
    [
        ("", "", "default"),
        ("7.1.0", "", "default_7_1_0"),
        ("7.1.0-beta.1", "", "default_7_1_0_beta_1"),
        ("", "https://example.com", "default_https_/example.com"),
        ("1.2.3", "https://example.com/a b/", "default_1_2_3_https_/example.com/a_b"),
    ],
)
def test_a_default_provider_is_called_by_its_version_and_where_it_is_from(version, url, name):
    urn = SHOP.default_provider("aws", version, url)

    assert urn == f"urn:pulumi:dev::shop::pulumi:providers:aws::{name}"
    assert is_default_provider(urn)


def test_a_provider_of_the_program_s_own_is_no_default_one():
    assert not is_default_provider("urn:pulumi:dev::shop::pulumi:providers:aws::defaulted")
    assert not is_default_provider("urn:pulumi:dev::shop::my:index:Group::default")
