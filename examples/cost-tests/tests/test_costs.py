"""What the program may cost, and whose it is: `python -m pytest` runs it in this process, with no cloud and no CLI."""

from pathlib import Path

import pytest
from outlay_automation.testing import ProgramCost, assert_tagged, assert_within_standard, estimate_program

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def prod() -> ProgramCost:
    return estimate_program(PROJECT, stack="prod")


def test_production_stays_below_its_limit(prod):
    assert prod.monthly < 250


def test_nothing_is_missing_in_the_figure(prod):
    assert not prod.gaps


def test_web_servers_are_less_than_two_thirds_of_it(prod):
    assert prod["web-*"].monthly <= prod.monthly.expected * 2 / 3


def test_there_are_no_nat_gateways(prod):
    assert not prod.of("aws:ec2/natGateway:NatGateway")


def test_everything_says_whose_it_is(prod):
    assert_tagged(prod, "owner", "cost-centre")


def test_nothing_would_be_stopped(prod):
    assert_within_standard(prod)


def test_a_further_web_server_costs_less_than_40_dollars(prod):
    larger = estimate_program(PROJECT, stack="prod", config={"instances": 4}, baseline=prod)
    assert larger.change < 40


def test_the_table_is_the_one_that_was_reviewed(prod, cost_snapshot):
    cost_snapshot(prod)
