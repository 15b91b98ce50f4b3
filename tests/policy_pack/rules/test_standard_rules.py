"""OUT-S002 and OUT-P001: exemptions whose day has passed, and prices that are too old."""

from datetime import date

import pytest
from outlay.finding import EnforcementLevel
from outlay.prices.opened_book import open_book
from outlay.standard.reading import parse_standard
from outlay_policy_pack.configuration import configured
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.rule import all_rules
from outlay_policy_pack.stack_view import StackView

NAT = "aws:ec2/natGateway:NatGateway"
TODAY = date(2026, 8, 1)


def exemption(**parts):
    whole = {"rule": "required-tags", "reason": "a", "owner": "b", "expires": "2026-07-31", **parts}
    return "exemptions:\n  - {" + ", ".join(f"{key}: {value}" for key, value in whole.items()) + "}"


@pytest.mark.parametrize(
    ("parts", "is_found"),
    [
        ({}, True),
        ({"expires": "2026-08-01"}, False),
        ({"stacks": "[shop/*]"}, True),
        ({"stacks": "[other/*]"}, False),
        ({"resource": '"*::it"'}, True),
        ({"resource": '"*::other"'}, False),
        ({"resource": '""'}, True),  # of the stack as a whole
    ],
)
def test_an_expired_exemption_is_found_in_the_stacks_that_it_concerns(found_by, view, make_resource, parts, is_found):
    found = found_by("expired-exemption", view(make_resource(NAT), as_of=TODAY), exemption(**parts))
    assert bool(found) is is_found


@pytest.mark.parametrize(
    ("rule", "is_exempted"), [('"*"', False), ('"OUT-S*"', False), ("OUT-S002", True), ("expired-exemption", True)]
)
def test_no_exemption_from_everything_hides_that_one_has_expired(found_by, view, rule, is_exempted):
    anew = f'  - {{rule: {rule}, reason: c, owner: d, expires: "9999-12-31"}}'
    (finding,) = found_by("expired-exemption", view(as_of=TODAY), f"{exemption()}\n{anew}")
    assert bool(finding.exemption) is is_exempted


def test_an_expired_exemption_is_named_with_its_line(found_by, view):
    (finding,) = found_by("expired-exemption", view(as_of=TODAY), exemption())
    assert finding.message == "the exemption from required-tags expired on 2026-07-31 (a; b)"
    assert finding.remediation == "Mend what it let pass, or agree anew in finops.yaml:2."


@pytest.mark.parametrize("rule", ["expired-exemption", "price-age"])
def test_without_a_day_to_judge_by_nothing_grows_old(outcome_of, view, make_resource, rule):
    found = outcome_of(rule, view(make_resource(NAT)), exemption())
    assert (found.findings, found.not_applicable) == ((), {rule: "there is no day to judge by"})


@pytest.fixture
def priced(view, make_resource):
    """A stack that the opened book prices, whose layers have dates."""

    def make(*resources):
        pricing = Pricing(open_book(None, None).book)
        plain = view(*resources)
        return StackView(plain.resources, pricing.estimate(plain.resources), pricing, as_of=TODAY)

    return make


@pytest.mark.parametrize(("days", "is_found"), [(1, True), (2, False)])  # they are of July 30
def test_prices_are_judged_by_their_date(found_by, priced, make_resource, days, is_found):
    found = found_by("price-age", priced(make_resource(NAT)), f"prices: {{max_age_days: {days}}}")
    assert [each.message for each in found] == (
        [f"embedded prices are of 2026-07-30, older than the {days} days that the standard allows"] if is_found else []
    )


def test_where_no_price_is_used_none_is_too_old(outcome_of, priced, make_resource):
    found = outcome_of("price-age", priced(make_resource("aws:iam/role:Role")), "prices: {max_age_days: 0}")
    assert found.not_applicable == {"price-age": "no price of the book is used"}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", EnforcementLevel.ADVISORY),
        ("prices: {on_stale: block}", EnforcementLevel.MANDATORY),
        ("prices: {on_stale: block}\nrules: {price-age: {level: advisory}}", EnforcementLevel.ADVISORY),
    ],
)
def test_the_section_prices_says_what_follows_from_old_ones(text, level):
    only = tuple(each for each in all_rules() if each.name == "price-age")
    (found,) = configured(parse_standard(text), "shop", "prod", "prod", rules=only)
    assert found.level is level
