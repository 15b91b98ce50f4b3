"""Readers of properties: typed, with every default by name, and never at a loss whatever a program passes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.estimate.properties import OpenValue, Properties, Reading, as_number, shown
from outlay.resource import SECRET, UNKNOWN, Unknown

JUNK = ["", " ", "12", "-1", "1e999999", "NaN", "sNaN", "Infinity", "true", "a", "ß" * 50_000]
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(max_size=5)
    | st.sampled_from(JUNK)
    | st.sampled_from([UNKNOWN, SECRET, Unknown(("a", "b"))])
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))
READERS: list[Callable[[Properties], object]] = [
    lambda properties: properties.has("it"),
    lambda properties: properties.is_known("it"),
    lambda properties: properties.number("it"),
    lambda properties: properties.number("it", 5),
    lambda properties: properties.text("it", "default"),
    lambda properties: properties.item("it"),
    lambda properties: properties.flag("it"),
    lambda properties: properties.block("it").number("inner", 1),
    lambda properties: [each.text("inner") for each in properties.blocks("it")],
    lambda properties: properties.texts("it"),
]


def read(**values: Any) -> tuple[Properties, Reading]:
    reading = Reading()
    return Properties(values, reading), reading


@given(VALUES, st.sampled_from(READERS))
def test_readers_answer_or_say_that_a_value_is_open(value, reader):
    properties, _ = read(it=value, __defaults=value)
    message = ""
    try:
        reader(properties)
    except OpenValue as open_value:
        message = str(open_value)
    assert message.startswith("it") or not message
    assert len(message) < 150


@given(VALUES)
def test_a_number_is_at_least_zero_or_open(value):
    properties, _ = read(it=value)
    amount = properties.number("it", 5)
    assert amount.open or 0 <= amount.expected < 10**19


@pytest.mark.parametrize("value", [3, "3", Decimal(3), " 3 ", "3.0", "3e0"])
def test_a_number_may_come_as_text(value):
    properties, reading = read(size=value)
    assert properties.number("size").expected == 3
    assert not reading.defaults


@pytest.mark.parametrize("value", [-1, "-1", "many", True, [3], "1e999999", "NaN", "1e-999999", {"a": 1}])
def test_what_is_no_quantity_is_open_and_shown_in_short(value):
    properties, _ = read(size=value)
    (open_,) = properties.number("size").open
    assert open_.reason.startswith("size is ")
    assert open_.reason.endswith(", which is no quantity")


@pytest.mark.parametrize(("value", "why"), [(UNKNOWN, "open until deployment"), (SECRET, "secret")])
def test_an_open_value_gives_an_open_number_and_stops_every_branch(value, why):
    properties, _ = read(it=value)
    assert properties.number("it", 5).open[0].reason == f"it is {why}"
    for branch in (properties.text, properties.flag, properties.block, properties.blocks, properties.texts):
        with pytest.raises(OpenValue, match=f"it is {why}"):
            branch("it")
    assert isinstance(properties.item("it"), Unknown)


@pytest.mark.parametrize("absent", [{}, {"size": None}, {"size": ""}])
def test_a_default_is_named(absent):
    properties, reading = read(**absent)
    assert properties.number("size", 8).expected == 8
    assert list(reading.defaults) == ["size = 8 (the provider's default)"]


def test_defaults_are_named_where_they_stand():
    properties, reading = read(root={"size": None}, disks=[{}, {}])
    properties.block("root").number("size", 8, "usual of an image")
    for disk in properties.blocks("disks"):
        disk.text("type", "gp2")
    properties.flag("monitoring")
    assert list(reading.defaults) == [
        "root.size = 8 (usual of an image)",
        "disks[0].type = gp2 (the provider's default)",
        "disks[1].type = gp2 (the provider's default)",
        "monitoring = false (the provider's default)",
    ]


def test_what_the_provider_filled_in_is_a_default_too():
    properties, reading = read(size=8, type="gp3", __defaults=["size"])
    properties.number("size")
    properties.text("type")
    assert list(reading.defaults) == ["size = 8 (the provider's default)"]


def test_an_absent_number_without_a_default_is_open():
    properties, reading = read()
    assert properties.number("size").open[0].reason == "size is not set"
    assert not reading.defaults


@pytest.mark.parametrize(
    ("value", "is_set", "is_known"),
    [
        (None, False, False),
        ("", False, False),
        ([], False, False),
        ((), False, False),
        ({}, False, False),
        (0, True, True),
        (False, True, True),
        ("a", True, True),
        (UNKNOWN, True, False),
        (SECRET, True, False),
    ],
)
def test_empty_counts_as_not_set(value, is_set, is_known):
    properties, _ = read(it=value)
    assert (properties.has("it"), properties.is_known("it")) == (is_set, is_known)


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), ("true", True), ("True", True), (1, True), (False, False), ("false", False), (0, False)],
)
def test_flags_may_come_as_text_or_number(value, flag):
    properties, _ = read(it=value)
    assert properties.flag("it") is flag


def test_a_flag_that_is_neither_is_open():
    properties, _ = read(it="perhaps")
    with pytest.raises(OpenValue, match="'perhaps', neither true nor false"):
        properties.flag("it")


def test_a_block_may_stand_in_a_list_of_one_and_a_list_may_be_a_single_block():
    properties, _ = read(listed=[{"size": 1}], single={"size": 2})
    assert properties.block("listed").number("size").expected == 1
    assert [each.number("size").expected for each in properties.blocks("single")] == [2]
    assert properties.blocks("absent") == ()


def test_an_open_element_is_named_by_its_place():
    properties, _ = read(disks=[{}, UNKNOWN])
    with pytest.raises(OpenValue, match=r"disks\[1\] is open until deployment"):
        properties.blocks("disks")


def test_texts_are_texts():
    properties, _ = read(several=["a", 1, None], single="a", wrong=[{"a": 1}])
    assert properties.texts("several") == ("a", "1")
    assert properties.texts("single") == ("a",)
    with pytest.raises(OpenValue, match="wrong is not a list of texts"):
        properties.texts("wrong")


def test_booleans_are_no_numbers():
    assert as_number(True) is None
    assert as_number("1_000") == 1000


def test_a_message_shows_no_more_than_a_line():
    assert len(shown("ß" * 10**6)) < 70
    assert len(shown(Decimal("1" * 10_000))) < 70
    assert len(shown({"a" * 40: [{"b" * 40: "c" * 40}] * 10})) < 70
    assert shown(Decimal("-1.5")) == "-1.5"
