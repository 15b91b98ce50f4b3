"""Models of use: typed figures, ranges, nested keys, and what nobody stated."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pytest
from outlay.estimate.amount import Amount
from outlay.estimate.registry import REGISTRY
from outlay.money import GapKind
from outlay.usage.model import InvalidUsage, NoUsage, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Usage):
    storage_gb: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopUsage(Usage):
    monthly_requests: Amount
    system: str
    standard: Stored


def test_what_nobody_stated_is_open_by_its_key():
    usage = ShopUsage.read({})
    assert [each.reason for each in usage.standard.storage_gb.open] == ["usage standard.storage_gb is not given"]
    assert usage.monthly_requests.open[0].kind is GapKind.USAGE
    assert usage.system == ""
    assert NoUsage.read({}) == NoUsage.read({"anything": 1})


def test_nothing_stated_is_the_same_as_nothing_for_each_key():
    assert ShopUsage.read({}) == ShopUsage.read({"monthly_requests": None, "standard": {}, "system": None})


@pytest.mark.parametrize(
    ("figure", "ends"),
    [
        (5, (5, 5, 5)),
        ("5", (5, 5, 5)),
        (0.1, (Decimal("0.1"),) * 3),
        ({"low": 1, "expected": "2", "high": Decimal(3)}, (1, 2, 3)),
    ],
)
def test_a_figure_is_a_number_or_a_range(figure, ends):
    requests = ShopUsage.read({"monthly_requests": figure}).monthly_requests
    assert (requests.low, requests.expected, requests.high) == ends
    assert requests.formula.startswith("monthly_requests ")


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        ({"monthly_requests": -1}, "monthly_requests"),
        ({"monthly_requests": "many"}, "monthly_requests"),
        ({"monthly_requests": True}, "monthly_requests"),
        ({"monthly_requests": {"low": 2, "expected": 1, "high": 3}}, "monthly_requests"),
        ({"monthly_requests": {"low": 1, "expected": 2}}, "monthly_requests"),
        ({"monthly_requests": {"low": 1, "expected": 2, "high": 3, "most": 4}}, "monthly_requests"),
        ({"standard": 5}, "standard"),
        ({"standard": {"storage_gb": "lots"}}, "standard.storage_gb"),
        ({"system": {"name": "linux"}}, "system"),
        ({"system": 5}, "system"),
    ],
)
def test_a_figure_that_its_key_cannot_take_is_named(stated, key):
    with pytest.raises(InvalidUsage, match=f"^usage {key} ") as caught:
        ShopUsage.read(stated)
    assert caught.value.key == key


def test_keys_that_the_model_does_not_have_are_named_with_their_place():
    stated = {"monthly_request": 1, "standard": {"storage_gb": 1, "storage": 2}, "monthly_requests": {"low": 1}}
    assert ShopUsage.unknown_keys(stated) == ("monthly_request", "standard.storage")
    assert ShopUsage.all_keys() == ("monthly_requests", "system", "standard.storage_gb")


@pytest.mark.parametrize("type_", REGISTRY.types())
def test_every_model_reads_a_figure_for_each_of_its_keys(type_):
    pricer = REGISTRY.find(type_)
    assert pricer is not None
    model = pricer.usage_model
    assert len(set(model.all_keys())) == len(model.all_keys())
    assert model.read({}) == model.read(dict.fromkeys(model.all_keys()))


@dataclass(frozen=True, slots=True, kw_only=True)
class CarUsage(Usage):
    """Use of a thing with numbered parts."""

    wheel: Mapping[int, Stored]


def test_numbered_parts_have_a_model_each():
    car = CarUsage.read({"wheel[2]": {"storage_gb": 5}})
    assert list(car.wheel) == [2]
    assert car.wheel[2].storage_gb.expected == 5
    assert CarUsage.all_keys() == ("wheel[0].storage_gb",)
    assert CarUsage.unknown_keys({"wheel": 1, "wheel[1]": {"size": 1}, "wheel[x]": {}}) == (
        "wheel",
        "wheel[1].size",
        "wheel[x]",
    )
    with pytest.raises(InvalidUsage, match=r"^usage wheel\[1\] is 5"):
        CarUsage.read({"wheel[1]": 5})
