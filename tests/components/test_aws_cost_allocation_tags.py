"""`outlay_components.aws.CostAllocationTags`: which keys count in billing."""

import pytest
from outlay_components import aws

TAG = "aws:costexplorer/costAllocationTag:CostAllocationTag"


@pytest.mark.parametrize(
    ("further", "active"),
    [
        ([], {"billing": "outlay-budget"}),
        (["owner", "owner", "outlay-budget"], {"billing": "outlay-budget", "billing-owner": "owner"}),
    ],
)
def test_the_scope_of_budgets_is_always_active_and_further_keys_once_each(run_program, further, active):
    made = run_program(lambda: aws.CostAllocationTags("billing", {"further_keys": further}))

    found = {name: made.inputs(TAG, name) for name in made.names(TAG)}
    assert found == {name: {"tagKey": key, "status": "Active"} for name, key in active.items()}


def test_it_needs_no_budget_since_it_costs_nothing(run_program):
    assert run_program(lambda: aws.CostAllocationTags("billing", {})).names("aws:budgets/budget:Budget") == []
    assert aws.CostAllocationTags.estimate({}).total.expected == 0
