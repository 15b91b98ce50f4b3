"""Properties as transforms see them, and back."""

from outlay_automation.engine.embedded.output_values import (
    dependencies_in,
    with_dependencies,
    with_outputs,
    without_outputs,
)
from outlay_automation.engine.offline.values import SIGNATURE, UNKNOWN, secret

OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def output(**parts):
    return {SIGNATURE: OUTPUT, **parts}


def test_what_is_open_or_secret_is_an_output_wherever_it_stands():
    given = {
        "open": UNKNOWN,
        "hidden": secret("x"),
        "both": secret(UNKNOWN),
        "deep": [{"open": UNKNOWN}, 1],
        "plain": "p",
    }

    assert with_outputs(given) == {
        "open": output(),
        "hidden": output(value="x", secret=True),
        "both": output(secret=True),
        "deep": [{"open": output()}, 1],
        "plain": "p",
    }
    assert without_outputs(with_outputs(given)) == given


def test_what_rests_on_a_resource_is_an_output_as_a_whole_unless_its_parts_say_so():
    told = output(value=1, dependencies=["urn:a"])
    given = {"plain": {"x": 1}, "open": output(), "told": [told], "alone": 2}
    dependencies = {"plain": ["urn:b", "urn:a"], "open": ["urn:a"], "told": ["urn:a"], "alone": []}

    assert with_dependencies(given, dependencies) == {
        "plain": output(value={"x": 1}, dependencies=["urn:a", "urn:b"]),
        "open": output(dependencies=["urn:a"]),
        "told": [told],
        "alone": 2,
    }


def test_dependencies_are_found_at_every_depth():
    inner = output(value="x", dependencies=["urn:b"])
    assert list(dependencies_in({"a": [output(value=[inner], dependencies=["urn:a"])]})) == ["urn:a", "urn:b"]


def test_an_output_that_a_transform_made_is_its_value_open_or_secret():
    assert without_outputs(
        {"known": output(value=[1]), "open": output(), "hidden": output(value="x", secret=True)}
    ) == {
        "known": [1],
        "open": UNKNOWN,
        "hidden": secret("x"),
    }
    assert without_outputs({"nested": output(value=output(value="x", secret=True), secret=True)}) == {
        "nested": secret("x")
    }
