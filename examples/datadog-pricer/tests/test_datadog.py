"""First what is counted, without a price, then what it costs, worked out by hand."""

from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.plug_ins.testing import cost, quantities
from outlay_datadog import plug_in

TEST = "datadog:index/syntheticsTest:SyntheticsTest"
INDEX = "datadog:index/logsIndex:LogsIndex"
ACCOUNT = "datadog:aws/integrationAccount:IntegrationAccount"
EVERY_FIVE_MINUTES = {"locations": ["aws:eu-central-1", "aws:us-east-1"], "optionsList": {"tickEvery": 300}}


def test_an_api_test_runs_from_each_location_every_so_often():
    # 730 hours × 12 runs × 2 locations
    assert quantities(plug_in, TEST, {"type": "api", **EVERY_FIVE_MINUTES}) == {
        "API test runs": (Decimal("1.752"), "10k runs", "API test runs")
    }


def test_each_step_and_each_device_is_a_run():
    steps = {"type": "api", "apiSteps": [{}, {}, {}], **EVERY_FIVE_MINUTES}
    assert quantities(plug_in, TEST, steps)["API test runs"][0] == Decimal("5.256")
    devices = {"type": "browser", "deviceIds": ["chrome.laptop_large", "firefox.tablet"], **EVERY_FIVE_MINUTES}
    assert quantities(plug_in, TEST, devices)["Browser test runs"][:2] == (Decimal("35.04"), "1k runs")


@pytest.mark.parametrize(("billing", "monthly"), [("annual", "210.24"), ("on_demand", "315.36")])
def test_a_browser_test_costs_its_runs(billing, monthly):
    found = cost(plug_in, TEST, {"type": "browser", **EVERY_FIVE_MINUTES}, usage={"billing": billing})
    assert found.cost.expected == Decimal(monthly)  # 17.52 × 12 or 18


def test_a_test_that_is_paused_is_free_and_one_that_is_open_is_not():
    assert cost(plug_in, TEST, {"type": "api", "status": "paused"}).status is Status.FREE
    (gap,) = cost(plug_in, TEST, {"type": "api", "locations": ["aws:us-east-1"]}).cost.gaps
    assert gap.reason == "optionsList.tickEvery does not say how often the test runs"


def test_a_kind_of_test_without_a_published_price_is_unpriced_by_name():
    (gap,) = cost(plug_in, TEST, {"type": "mobile", **EVERY_FIVE_MINUTES}).cost.gaps
    assert gap.charge == "Mobile test runs"


def test_an_index_of_logs_costs_what_is_taken_in_and_indexed():
    usage = {"monthly_ingested_gb": 200, "monthly_indexed_events": 50_000_000, "billing": "annual"}
    found = cost(plug_in, INDEX, {"name": "main", "retentionDays": 15}, usage=usage)
    assert found.cost.expected == 20 + 85  # 200 × 0.10 + 50 × 1.70


def test_hosts_of_an_account_cost_by_plan_and_the_plan_is_an_assumption_where_nobody_says_it():
    found = cost(plug_in, ACCOUNT, {}, usage={"hosts": 10})
    assert found.cost.expected == 180
    assert set(found.assumptions) == {"the account is on the plan Pro", "Datadog bills the account on demand"}
    enterprise = cost(plug_in, ACCOUNT, {}, usage={"hosts": 10, "plan": "enterprise", "billing": "annual"})
    assert enterprise.cost.expected == 230


def test_hosts_that_nobody_stated_are_open_and_not_zero():
    found = cost(plug_in, ACCOUNT, {})
    assert found.status is Status.USAGE


def test_a_monitor_is_free_and_what_nobody_knows_is_unsupported():
    assert cost(plug_in, "datadog:index/monitor:Monitor", {}).free_reason
    assert cost(plug_in, "datadog:index/rumApplication:RumApplication", {}).status is Status.UNSUPPORTED
