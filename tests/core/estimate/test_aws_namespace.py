"""Namespaces of Cloud Map that resolve by DNS: the hosted zone behind them."""

from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    "token",
    [
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
        "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
    ],
)
def test_a_namespace_costs_what_its_hosted_zone_does(cost, quantities, token):
    inputs = {"name": "shop.internal"}
    assert quantities(token, inputs) == {"Hosted zone": (Decimal(1), "months", "HostedZone")}
    assert cost(token, inputs).cost.expected == Decimal("0.50")
