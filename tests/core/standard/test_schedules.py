"""Schedules of the standard: the hours a month that they give, to whom, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import InvalidFile
from outlay.estimate.stack import estimate
from outlay.estimate.subject import ALL_HOURS, all_hours
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, Resource, Snapshot, urn_of
from outlay.standard.reading import parse_standard
from outlay.standard.running_hours import hours_of
from outlay.standard.schedules import Schedule

INSTANCE = "aws:ec2/instance:Instance"
STANDARD = """
environments: {dev: [test], production: [prod]}
schedules:
  named:
    office-hours: {hours_per_day: 10, days_per_week: 5}
    weekdays: {days_per_week: 5}
    demo: {hours_per_month: 20}
  environments: {dev: office-hours}
  resources: {"*::nightly*": demo}
  expires_tag: expires
"""
OFFICE = Decimal(730) * 50 / 168
TODAY = date(2026, 12, 1)


@pytest.fixture
def hours(make_resource):
    """The hours a month of an instance of stack `test` with these tags."""

    def run(tags=None, name="web", text=STANDARD, as_of=TODAY, **more):
        resource = make_resource(INSTANCE, {"tags": tags} if tags else {}, region="us-east-1", name=name)
        return hours_of(parse_standard(text), as_of, **more)(resource)

    return run


@pytest.mark.parametrize(
    ("schedule", "hours", "formula"),
    [
        ({"hours_per_day": 24, "days_per_week": 7}, "730", "730 × 24 × 7 ÷ 168"),
        ({"hours_per_day": 12}, "365", "730 × 12 × 7 ÷ 168"),
        ({"days_per_week": "3.5"}, "365", "730 × 24 × 3.5 ÷ 168"),
        ({"hours_per_month": 100}, "100", "100"),
        ({"hours_per_day": 0}, "0", "730 × 0 × 7 ÷ 168"),
    ],
)
def test_a_schedule_gives_its_part_of_730_hours(schedule, hours, formula):
    found = Schedule.model_validate(schedule).hours
    assert (found.expected, found.formula) == (Decimal(hours), formula)


@given(st.integers(0, 24), st.integers(0, 7))
def test_no_schedule_has_more_hours_than_the_month(by_day, days):
    hours = Schedule(hours_per_day=Decimal(by_day), days_per_week=Decimal(days)).hours
    assert 0 <= hours.low == hours.expected == hours.high <= 730
    assert abs(hours.expected * 168 - 730 * by_day * days) < Decimal("1e-20")


def test_without_schedules_everything_runs_all_month():
    assert hours_of(parse_standard("")) is all_hours


def test_the_environment_decides_where_nothing_closer_does(hours):
    found = hours()
    assert found.expected == OFFICE  # 217.26
    assert found.formula == "730 × 10 × 5 ÷ 168 (office-hours, of environment dev)"


def test_what_the_stack_says_of_its_environment_goes_first(hours):
    assert hours(environment="production") is ALL_HOURS


def test_a_glob_goes_before_the_environment_and_the_tag_before_both(hours):
    assert hours(name="nightly-a").expected == 20
    assert hours({"schedule": "weekdays"}, name="nightly-a").expected == Decimal(730) * 120 / 168


def test_a_tag_takes_a_resource_out_of_the_schedule_of_its_environment(hours):
    assert hours({"schedule": "always"}) is ALL_HOURS


def test_the_tags_of_the_provider_count_too(make_resource):
    web = make_resource(INSTANCE, {}, region="us-east-1", default_tags={"schedule": "demo"})
    assert hours_of(parse_standard(STANDARD))(web).expected == 20


def test_a_tag_that_names_no_schedule_counts_all_month_and_says_so(hours):
    found = hours({"schedule": "nights"})
    assert found.expected == 730
    assert found.formula == "730 (the tag schedule is 'nights', and no schedule is called so)"


@pytest.mark.parametrize(("value", "openness"), [(UNKNOWN, "open until deployment"), (SECRET, "secret")])
def test_a_tag_that_is_not_known_spans_all_schedules(hours, value, openness):
    found = hours({"schedule": value})
    assert (found.low, found.expected, found.high) == (20, 730, 730)
    assert found.formula == f"20–730 (the tag schedule is {openness})"


def test_what_expires_counts_the_days_until_then(hours):
    found = hours({"schedule": "always", "expires": "2026-12-11"})
    assert found.expected == 240  # 10 days × 24
    assert found.formula == "10 days × 24 of 730 until it expires"


def test_what_expires_runs_by_its_schedule_until_then(hours):
    found = hours({"expires": "2026-12-08"})
    assert round(found.expected, 20) == 50  # a week of office hours


@pytest.mark.parametrize("day", ["2027-01-15", "2027-01-01"])
def test_what_expires_after_this_month_counts_all_of_it(hours, day):
    assert hours({"schedule": "always", "expires": day}) is ALL_HOURS


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-01", "730 (it expired on 2026-12-01 and is still there)"),
        ("2025-01-01", "730 (it expired on 2025-01-01 and is still there)"),
        ("soon", "730 (the tag expires is 'soon', which is no day such as 2026-12-31)"),
        ("2026-13-01", "730 (the tag expires is '2026-13-01', which is no day such as 2026-12-31)"),
        (UNKNOWN, "730 (the tag expires is open until deployment)"),
    ],
)
def test_a_day_that_is_over_or_none_takes_nothing_away_and_says_so(hours, day, said):
    found = hours({"schedule": "always", "expires": day})
    assert (found.expected, found.formula) == (730, said)


def test_without_a_day_to_count_from_nothing_expires(hours):
    assert hours({"schedule": "always", "expires": "2026-12-02"}, as_of=None) is ALL_HOURS


@given(st.dates(), st.dates())
def test_days_until_expiry_never_add_hours(today, day):
    standard = parse_standard("schedules: {expires_tag: expires}")
    tags = {"tags": {"expires": day.isoformat()}}
    hours = hours_of(standard, today)(Resource(urn_of("test", "test", INSTANCE, "web"), INSTANCE, "web", tags))
    assert 0 < hours.low <= hours.high <= 730


def test_a_schedule_reaches_what_can_be_stopped_and_nothing_else(make_resource):
    web = make_resource(
        INSTANCE,
        {"instanceType": "t3.micro", "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 10}},
        region="us-east-1",
        name="web",
    )
    cache = make_resource(
        "aws:elasticache/cluster:Cluster",
        {"engine": "memcached", "nodeType": "cache.m4.large", "numCacheNodes": 1},
        region="us-east-1",
        name="cache",
    )
    costs = estimate(Snapshot.of(web, cache), embedded_book(), hours=hours_of(parse_standard(STANDARD))).resources
    lines = {charge.label: charge for charge in costs[web.urn].charges}
    instance = lines["Instance usage"].cost
    assert instance is not None
    assert round(instance.expected, 4) == Decimal("2.2595")  # 217.2619 × 0.0104
    assert "hours a month: 730 × 10 × 5 ÷ 168 (office-hours, of environment dev)" in costs[web.urn].assumptions
    (nodes,) = costs[cache.urn].charges
    assert nodes.quantity is not None
    assert nodes.quantity.expected == 730
    assert not [text for text in costs[cache.urn].assumptions if "hours a month" in text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{named: {night: {hours_per_day: 25}}}", "schedules.named.night.hours_per_day: Input should be less than"),
        ("{named: {night: {days_per_week: -1}}}", "greater than or equal to 0 (it is -1)"),
        ("{named: {night: {hours_per_month: 731}}}", "less than or equal to 730 (it is 731)"),
        ("{named: {night: {hours_per_day: many}}}", "valid decimal (it is 'many')"),
        ("{named: {night: {hours_per_day: true}}}", "a number belongs here, not true or false"),
        ("{named: {night: {}}}", "a schedule has hours_per_day and days_per_week, or hours_per_month"),
        ("{named: {night: {days_per_week: 5, hours_per_month: 9}}}", "or hours_per_month"),
        ("{named: {night: {hours: 9}}}", "schedules.named.night.hours: no such key"),
        (
            "{named: {Night Time: {hours_per_day: 9}}}",
            "'Night Time' can be no label: lower case, digits, - and _ are allowed",
        ),
        ("{named: {always: {hours_per_day: 9}}}", "always is every hour of the month"),
        ("{environments: {dev: nights}}", "no schedule is called 'nights'; there are: always"),
        ('{resources: {"*": nights}}', "no schedule is called 'nights'; there are: always"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_with_its_line(text, said):
    with pytest.raises(InvalidFile) as caught:
        parse_standard(f"\nschedules: {text}")
    assert str(caught.value).startswith("finops.yaml:2: schedules")
    assert said in str(caught.value)
