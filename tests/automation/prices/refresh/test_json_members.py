"""Walking a large JSON document: its members are the same whatever its layout and however its text comes."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay_automation.prices.refresh import json_members
from outlay_automation.prices.refresh.json_members import BrokenJson, JsonMembers

LAYOUTS = [
    {"separators": (",", ":")},
    {"indent": 2, "separators": (",", " : ")},
    {"indent": 4},
    {"indent": "\t"},
    {},
]
DOCUMENT = {
    "head": 'a "quoted" } brace',
    "products": {"A": {"n": 1, "deep": {"x": [{"y": "}"}]}}, "B": {}, "C": {"n": 3}},
    "share": -0.25e-3,
    "last": 12345,
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def walk(text: str, *, take: str = "") -> dict[str, Any]:
    """The values of the members called `take`, or of all; the others are passed over."""
    members = JsonMembers(io.StringIO(text))
    found = {}
    for key in members.members():
        if take and key != take:
            members.skip()
        else:
            found[key] = members.value()
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("piece", [1, 2, 3, 7, 50, 10_000])
def test_members_are_found_in_every_layout_and_however_the_text_comes(layout, piece, monkeypatch):
    monkeypatch.setattr(json_members, "_CHUNK", piece)
    text = json.dumps(DOCUMENT, **layout)
    assert walk(text) == DOCUMENT
    assert walk(text, take="last") == {"last": 12345}


@given(st.dictionaries(st.text(max_size=4), values), st.sampled_from(LAYOUTS))
def test_any_object_gives_back_its_members_and_their_text(document, layout):
    text = json.dumps(document, ensure_ascii=False, **layout)
    assert walk(text) == document
    members = JsonMembers(io.StringIO(text))
    assert {key: json.loads(members.text()) for key in members.members()} == document


def test_objects_inside_are_entered_one_by_one():
    members = JsonMembers(io.StringIO(json.dumps(DOCUMENT, indent=2)))
    seen = []
    for key in members.members():
        if key == "products":
            for sku in members.members():
                seen.append(sku)
                members.skip()
        else:
            members.skip()
    assert seen == ["A", "B", "C"]


def test_an_object_on_one_line_among_others_is_passed_over_by_itself():
    text = '{\n  "a" : { "n": 1 },\n  "b" : {\n    "n" : 2\n  },\n  "c" : {"n": 3}\n}'
    assert walk(text, take="b") == {"b": {"n": 2}}
    assert walk(text, take="c") == {"c": {"n": 3}}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cut_document_is_an_error_wherever_it_is_cut(layout):
    text = json.dumps(DOCUMENT, **layout)
    for end in range(len(text)):
        with pytest.raises(BrokenJson):
            walk(text[:end])
        with pytest.raises(BrokenJson):
            walk(text[:end], take="nothing")


@pytest.mark.parametrize(
    "text", ["", "[1]", "{1: 2}", '{"a" 1}', '{"a": 1 "b": 2}', '{"a": nonsense}', "<html></html>"]
)
def test_what_is_no_object_is_an_error(text):
    with pytest.raises(BrokenJson, match="character"):
        walk(text)


@pytest.mark.parametrize("piece", [1, 2, 3, 4, 5, 6, 7, 50])
@pytest.mark.parametrize("number", ["0.25", "1e5", "-1.5E+10", "2", "-0.125e-3"])
def test_a_number_is_whole_however_its_text_comes(number, piece, monkeypatch):
    monkeypatch.setattr(json_members, "_CHUNK", piece)
    assert walk(f'{{"a": {number}, "b": {number}}}') == {"a": float(number), "b": float(number)}


def test_text_whose_layout_misled_is_decoded_anew():
    text = '{\n  "a" : {\n    "n" : {\n      "x" : 1\n  }\n  },\n  "b" : 2\n}'
    members = JsonMembers(io.StringIO(text))
    keys = members.members()
    assert next(keys) == "a"
    assert members.text() == '{\n    "n" : {\n      "x" : 1\n  }'
    assert members.value_again() == {"n": {"x": 1}}
    assert next(keys) == "b"
    assert members.value() == 2


@pytest.mark.parametrize("piece", [1, 10_000])
@pytest.mark.parametrize("behind", ["}", " x", "\n{}", "\f"])
def test_nothing_but_space_stands_behind_the_document(behind, piece, monkeypatch):
    monkeypatch.setattr(json_members, "_CHUNK", piece)
    for more in ("", " \r\n\t ", behind):
        members = JsonMembers(io.StringIO('{"a": 1}' + more))
        assert [(key, members.value()) for key in members.members()] == [("a", 1)]
        if more != behind:
            members.end()
            continue
        with pytest.raises(BrokenJson, match="something follows the end"):
            members.end()


def test_a_value_without_an_end_is_given_up_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(json_members, "_CHUNK", 100)
    monkeypatch.setattr(json_members, "_LONGEST_VALUE", 1000)
    text = io.StringIO('{"a": "' + "x" * 100_000)
    members = JsonMembers(text)
    next(members.members())
    with pytest.raises(BrokenJson):
        members.value()
    assert text.tell() < 2000
