"""Paths to properties, and what ignoring changes there leaves of the new inputs."""

import pytest
from outlay_automation.engine.embedded.property_paths import matches, parsed, with_ignored
from outlay_automation.engine.offline.values import secret


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("root", ("root",)),
        ("root.nested[0].leaf", ("root", "nested", 0, "leaf")),
        ('root["with.dot"][12]', ("root", "with.dot", 12)),
        ('["with \\"quotes\\""]', ('with "quotes"',)),
        ("list[*].field", ("list", "*", "field")),
        ('list["*"].field', ("list", "*", "field")),
        ("with-dash.a", ("with-dash", "a")),
        ("*", ("*",)),
        (".begins.with.a.dot", ()),
        ("list[", ()),
        ('open["quote', ()),
    ],
)
def test_a_text_is_a_path_or_none(text, path):
    assert parsed(text) == path


@pytest.mark.parametrize(
    ("pattern", "changed", "is_matched"),
    [
        ("tags", "tags.a", True),
        ("tags.a", "tags", False),
        ("tags.a", "tags.b", False),
        ("*", "instanceType", True),
        ("disks[*].size", "disks[3].size", True),
        ("disks[*].size", "disks[3].type", False),
        ("disks[0]", "disks[1]", False),
    ],
)
def test_a_pattern_matches_what_lies_at_or_below_it(pattern, changed, is_matched):
    assert matches(changed, [pattern]) is is_matched


@pytest.mark.parametrize(
    ("path", "old", "new", "kept"),
    [
        ("a", {"a": 1}, {"a": 2, "b": 3}, {"a": 1, "b": 3}),
        ("a", {}, {"a": 2}, {}),
        ("a", {"a": 1}, {}, {"a": 1}),
        ("t.a", {"t": {"a": 1, "b": 1}}, {"t": {"a": 2, "b": 2}}, {"t": {"a": 1, "b": 2}}),
        ("t.a", {"t": {}}, {"t": {"a": 2}}, {"t": {}}),
        ("t.a", {}, {}, {}),
        ("l[1]", {"l": [1, 2]}, {"l": [3, 4]}, {"l": [3, 2]}),
        ("l[2]", {"l": [1, 2]}, {"l": [3, 4]}, {"l": [3, 4]}),
        ("l[0].x", {"l": [{"x": 1, "y": 1}]}, {"l": [{"x": 2, "y": 2}]}, {"l": [{"x": 1, "y": 2}]}),
        ("l[*].x", {"l": [{"x": 1}, {"x": 2}]}, {"l": [{"x": 3}, {"x": 4}]}, {"l": [{"x": 1}, {"x": 2}]}),
        ("t.*", {"t": {"a": 1}}, {"t": {"b": 2}}, {"t": {"a": 1}}),
        ("*", {"a": 1}, {"b": 2}, {"a": 1}),
        ("no path[", {"a": 1}, {"a": 2}, {"a": 2}),
    ],
)
def test_what_is_ignored_stays_as_it_was(path, old, new, kept):
    found = with_ignored(new, old, [path])
    assert (found.inputs, found.impossible) == (kept, ())


@pytest.mark.parametrize(
    ("path", "old", "new", "kept"),
    [
        ("t.a", {"t": {"a": 1}}, {}, {}),
        ("l[2]", {"l": [1, 2]}, {"l": [3, 4, 5]}, {"l": [3, 4, 5]}),
        ("l[*]", {"l": [1, 2]}, {"l": [3, 4, 5]}, {"l": [1, 2, 5]}),
        ("l[*].x", {"l": [{"x": 1}]}, {"l": [{"x": 2}, {"x": 3}]}, {"l": [{"x": 1}, {"x": 3}]}),
        ("l[0].x", {"l": []}, {"l": [{"x": 2}]}, {"l": [{"x": 2}]}),
        ("t.a.b", {"t": {"a": {"b": 1}}}, {"t": 5}, {"t": 5}),
    ],
)
def test_a_list_keeps_its_length_and_nothing_is_made_up_on_the_way(path, old, new, kept):
    found = with_ignored(new, old, [path])
    assert (found.inputs, found.impossible) == (kept, (path,))


def test_a_secret_stays_one():
    old = {"a": secret("old"), "t": secret({"x": "old", "y": "old"})}
    new = {"a": "new", "t": {"x": "new", "y": "new"}}

    assert with_ignored(new, old, ["a", "t.x"]).inputs == {
        "a": secret("old"),
        "t": {"x": secret("old"), "y": "new"},
    }
    assert with_ignored({"t": secret({"x": "new"})}, old, ["t.x"]).inputs == {"t": secret({"x": "old"})}


def test_neither_side_is_altered():
    old, new = {"t": {"a": 1}}, {"t": {"a": 2}}
    with_ignored(new, old, ["t.a", "t.*"])
    assert (old, new) == ({"t": {"a": 1}}, {"t": {"a": 2}})
