from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

DIRECTORY = "aws:directoryservice/directory:Directory"
MICROSOFT = {"type": "MicrosoftAD", "edition": "Standard"}


@pytest.mark.parametrize(
    ("inputs", "total"),
    [
        (MICROSOFT, "87.6"),  # 2 × 730 × 0.06
        ({"type": "MicrosoftAD"}, "292"),  # 2 × 730 × 0.20, Enterprise
        ({"size": "Small"}, "73"),  # 2 × 730 × 0.05
        ({"type": "ADConnector"}, "219"),  # 2 × 730 × 0.15, Large
        ({**MICROSOFT, "desiredNumberOfDomainControllers": 3}, "131.4"),  # 3 × 730 × 0.06
        ({**MICROSOFT, "desiredNumberOfDomainControllers": 1}, "87.6"),
    ],
)
def test_a_directory_costs_its_domain_controllers(cost, inputs, total):
    assert cost(DIRECTORY, inputs).cost.expected == Decimal(total)


def test_stated_controllers_and_accounts_are_charged_beside(cost):
    use = {"additional_domain_controllers": 2, "shared_accounts": 3}
    assert cost(DIRECTORY, MICROSOFT, usage=use).cost.expected == Decimal("214.62")
    # 4 × 730 × 0.06 + 3 × 730 × 0.018
    simple = cost(DIRECTORY, {"type": "SimpleAD", "size": "Small"}, usage={"shared_accounts": 3})
    assert simple.cost.expected == 73


def test_defaults_are_the_provider_s_and_named(cost):
    assert "size = Large (the provider's default)" in cost(DIRECTORY, {}).assumptions


@pytest.mark.parametrize("open_input", ["type", "edition", "desiredNumberOfDomainControllers"])
def test_an_open_value_is_a_gap(cost, open_input):
    assert cost(DIRECTORY, {**MICROSOFT, open_input: UNKNOWN}).status is Status.UNKNOWN
