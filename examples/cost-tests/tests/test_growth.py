"""What a test says of a machine that grew. It fails, since that is what it is there to show."""

from pathlib import Path

from outlay_automation.testing import estimate_program


def test_production_stays_below_its_limit_with_larger_machines():
    project = Path(__file__).parent.parent
    before = estimate_program(project, stack="prod")
    cost = estimate_program(project, stack="prod", config={"instance-type": "m5.4xlarge"}, baseline=before)
    assert cost.monthly < 500
