"""Budgets: whose limit, alerts and recipients hold, what each cloud takes, and what is an error before it is a call."""

from decimal import Decimal

import pulumi
import pulumi_aws
import pytest
from outlay.errors import WrongUse
from outlay_components import MonthlyBudget, aws
from outlay_components.errors import ProgramError

AWS_BUDGET = "aws:budgets/budget:Budget"
INSTANCE = {"instance_type": "m7g.large", "image_id": "ami-0abcdef1234567890", "root_volume_gb": 20}
"""In Ireland $0.0910 an hour, and $0.088 a GB-month of its volume: $68.19 a month."""
OWNED = {"outlay:owner": "team-shop", "outlay:cost-centre": "4100", "aws:region": "eu-west-1"}


@pytest.fixture
def limited(run_program):
    """The budget object of an instance with a budget of its own."""

    def run(budget, **more):
        made = run_program(lambda: aws.Instance("web", {**INSTANCE, "budget": budget}), **{"config": OWNED, **more})
        return made.inputs(AWS_BUDGET, "web-budget")

    return run


def alerts(budget):
    return [(each["notificationType"], each["threshold"]) for each in budget["notifications"]]


def recipients(budget):
    return {address for each in budget["notifications"] for address in each.get("subscriberEmailAddresses") or ()}


def standard(text):
    return (
        "owners: {team-shop: {contact: [shop@example.com]}}\n"
        "budgets:\n  aws: {active_tags: [outlay-budget]}\n" + text + "\ntags: {required: [owner]}"
    )


@pytest.mark.parametrize("limit", [250, 250.0, "250", Decimal("250.00")])
def test_a_component_may_have_a_budget_with_a_fixed_limit(limited, limit):
    budget = limited(MonthlyBudget(limit))

    assert Decimal(budget["limitAmount"]) == 250
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:outlay-budget$shop_dev_web"]}]


def test_its_resources_carry_its_own_scope_and_no_budget_of_the_stack_is_made_for_it(run_program):
    made = run_program(lambda: aws.Instance("web", {**INSTANCE, "budget": MonthlyBudget(250)}), config=OWNED)

    assert made.inputs("aws:ec2/instance:Instance")["tags"]["outlay-budget"] == "shop_dev_web"
    assert made.names(AWS_BUDGET) == ["web-budget"]


def test_components_without_one_share_that_of_the_stack(run_program):
    def program():
        aws.Instance("web", INSTANCE)
        aws.Instance("batch", INSTANCE)

    made = run_program(program, config=OWNED)

    assert made.names(AWS_BUDGET) == ["outlay-budget"]
    assert made.inputs(AWS_BUDGET)["limitAmount"] == "500"


def test_the_budget_of_the_stack_is_the_stacks_and_not_that_of_the_first_component_in_it(run_program):
    args = {**INSTANCE, "owner": "team-search", "tags": {"Name": "web"}}

    tags = run_program(lambda: aws.Instance("web", args), config=OWNED).inputs(AWS_BUDGET)["tags"]

    assert tags == {"owner": "team-shop", "cost-centre": "4100", "environment": "dev", "outlay-budget": "shop_dev"}


@pytest.mark.parametrize(
    ("budget", "limit"),
    [
        (MonthlyBudget.from_estimate(headroom=10), "76"),  # 68.19 × 1.1 = 75.01
        (MonthlyBudget.from_estimate(), "82"),  # 68.19 × 1.2 = 81.83
        (MonthlyBudget.from_estimate(headroom=0), "69"),
        ({"headroom_percent": 10.0}, "76"),  # as a program of another language writes it
    ],
)
def test_a_limit_out_of_the_estimate_is_the_estimate_and_its_headroom_rounded_up(limited, budget, limit):
    assert limited(budget)["limitAmount"] == limit


def test_a_limit_out_of_an_open_estimate_is_an_error_that_asks_for_a_number(run_program):
    def program():
        size = pulumi.Output.from_input("m7g.large")
        aws.Instance("web", {**INSTANCE, "instance_type": size, "budget": MonthlyBudget.from_estimate()})

    with pytest.raises(ProgramError) as error:
        run_program(program, config=OWNED)

    assert "no limit can be worked out of an estimate that is not complete: web: Instance usage" in str(error.value)
    assert "Write a number, MonthlyBudget(AMOUNT)" in str(error.value)


def test_where_a_provider_of_its_own_works_is_not_known_so_that_no_limit_can_be_worked_out(run_program):
    def program():
        there = pulumi.ResourceOptions(provider=pulumi_aws.Provider("there", region="eu-north-1"))
        aws.Instance("web", {**INSTANCE, "budget": MonthlyBudget.from_estimate()}, there)

    with pytest.raises(ProgramError, match=r"web: Instance usage: .*region"):
        run_program(program, config=OWNED)


def test_use_that_nobody_states_leaves_no_limit_either(run_program):
    args = {
        **INSTANCE,
        "instance_type": "t4g.small",
        "unlimited_credits": True,
        "budget": MonthlyBudget.from_estimate(),
    }

    with pytest.raises(ProgramError, match="CPU credits: usage monthly_cpu_credit_hrs is not given"):
        run_program(lambda: aws.Instance("web", args), config=OWNED)


def test_a_budget_below_the_estimate_is_an_error(limited):
    with pytest.raises(ProgramError, match=r"is 50\.00 USD a month, and what it is for costs at least 68\.19"):
        limited(MonthlyBudget(50))


@pytest.mark.parametrize("limit", [0, -1, "much", float("nan"), True])
def test_a_limit_that_is_no_amount_above_zero_is_an_error(limited, limit):
    with pytest.raises(ProgramError, match=r"above zero|is no number"):
        limited(MonthlyBudget(limit))


def test_a_key_of_a_budget_that_does_not_exist_is_an_error(limited):
    with pytest.raises(ProgramError, match="budget has no limt\nThere are: limit, headroom_percent"):
        limited({"limt": 5})


def test_alerts_and_recipients_are_those_of_the_budget_else_of_the_standard_else_the_owners(limited):
    plain = limited(MonthlyBudget(250))
    assert alerts(plain) == [("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)]
    assert recipients(plain) == {"shop@example.com"}

    of_the_standard = standard("  recipients: [finops@example.com]\n  alerts: {actual: [90], forecast: []}")
    general = limited(MonthlyBudget(250), standard=of_the_standard)
    assert alerts(general) == [("ACTUAL", 90)]
    assert recipients(general) == {"finops@example.com"}

    own = MonthlyBudget(
        250, alert_at_actual_percent=[], alert_at_forecast_percent=[110.5], recipients=["me@example.com"]
    )
    assert alerts(limited(own, standard=of_the_standard)) == [("FORECASTED", 110.5)]
    assert recipients(limited(own, standard=of_the_standard)) == {"me@example.com"}


@pytest.mark.parametrize(
    ("budget", "message"),
    [
        (MonthlyBudget(250, recipients=["shop"]), "'shop' is no e-mail address"),
        (
            MonthlyBudget(250, recipients=[f"{n}@example.com" for n in range(11)]),
            "11 recipients, and AWS Budgets takes 10",
        ),
        (MonthlyBudget(250, alert_at_actual_percent=[50, 60, 70, 80, 90]), "6 alerts, and AWS Budgets takes 5"),
        (MonthlyBudget(250, alert_at_actual_percent=[0]), "an alert is at 0 percent"),
        (MonthlyBudget(250, alert_at_forecast_percent=[1001]), "an alert is at 1001 percent"),
    ],
)
def test_what_the_service_refuses_is_an_error_before_it_is_a_call(limited, budget, message):
    with pytest.raises(ProgramError, match=message):
        limited(budget)


def test_a_topic_is_told_with_every_alert(limited):
    topic = "arn:aws:sns:us-east-1:123456789012:budgets"
    text = standard("").replace("[outlay-budget]", f"[outlay-budget], sns_topic: '{topic}'")

    budget = limited(MonthlyBudget(250), standard=text)

    assert [each["subscriberSnsTopicArns"] for each in budget["notifications"]] == [[topic]] * 3


def test_a_budget_that_tells_nobody_says_so(run_program):
    made = run_program(
        lambda: aws.Instance("web", {**INSTANCE, "budget": MonthlyBudget(250)}),
        config={**OWNED, "outlay:owner": "team-search"},
    )

    assert "notifications" not in made.inputs(AWS_BUDGET)
    assert len(made.warnings) == 1
    assert "tells nobody. Name the owner's contact under owners" in made.warnings[0]


def test_budgets_on_a_tag_that_is_not_known_to_be_active_say_once_that_they_read_nothing(run_program):
    def program():
        aws.Instance("web", {**INSTANCE, "budget": MonthlyBudget(250)})
        aws.Instance("batch", INSTANCE)

    text = standard("  stacks: {shop/*: {monthly: 500}}").replace("[outlay-budget]", "[owner]")
    warnings = run_program(program, config=OWNED, standard=text).warnings

    assert len(warnings) == 1
    assert warnings[0].startswith("budgets on AWS read $0 until the tag outlay-budget is active for cost allocation.")


def test_a_stack_without_a_budget_in_the_standard_is_told_how_to_get_one(run_program):
    made = run_program(lambda: aws.Instance("web", INSTANCE), config=OWNED, standard=standard(""))

    assert made.names(AWS_BUDGET) == []
    (warning,) = made.warnings
    assert warning.startswith("no budget is set for the stack shop/dev, so that none was made.")
    assert "`outlay budget suggest` writes it" in warning


def test_amounts_in_another_currency_are_budgeted_in_dollars_on_aws(limited, tmp_path):
    (tmp_path / "rates.csv").write_text("currency,per_usd,as_of,source\nEUR,0.80,2026-07-01,a test\n")
    text = "currency: EUR\nprices: {rates: rates.csv}\n" + standard("")

    budget = limited(MonthlyBudget(200), standard=text)

    assert (budget["limitAmount"], budget["limitUnit"]) == ("250", "USD")


def test_an_amount_in_another_currency_covers_in_dollars_what_it_covered(limited, tmp_path):
    (tmp_path / "rates.csv").write_text("currency,per_usd,as_of,source\nEUR,0.92,2026-07-01,a test\n")
    text = "currency: EUR\nprices: {rates: rates.csv}\n" + standard("")

    assert limited(MonthlyBudget(200), standard=text)["limitAmount"] == "217.4"  # 200 / 0.92 = 217.3913…


def test_a_budget_of_the_domain_refuses_what_it_does_not_know():
    with pytest.raises(WrongUse):
        MonthlyBudget.of({"monthly": 5})
