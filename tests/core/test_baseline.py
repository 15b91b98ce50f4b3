"""A baseline: the same growth as a diff tells where both sides are known, and a file that says when it is no good."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from outlay.baseline import Baseline, read_baseline
from outlay.diff import cost_diff
from outlay.errors import InvalidFile
from outlay.estimate.resource_cost import StackCost
from outlay.estimate.stack import estimate
from outlay.money import Comparison, GapKind
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, Resource, Snapshot, Value, urn_of

BOOK = embedded_book()
SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "baseline-1.json"


def resource(type_: str, name: str, inputs: dict[str, Value], **more: Any) -> Resource:
    return Resource(urn_of("prod", "shop", type_, name), type_, name, inputs, region="us-east-1", **more)


def volume(name: str, size: Value) -> Resource:
    """$0.10 a GB-month."""
    return resource("aws:ebs/volume:Volume", name, {"type": "gp2", "size": size})


def loom(name: str, **inputs: Value) -> Resource:
    """Of a type that nobody can price."""
    return resource("aws:quantum/loom:Loom", name, inputs)


def function(name: str) -> Resource:
    """What it costs depends on use."""
    return resource("aws:lambda/function:Function", name, {})


def within(parent: str, child: Resource) -> Resource:
    """The same resource in a component."""
    _, _, rest = child.urn.split("::", 2)
    return replace(child, urn=f"urn:pulumi:prod::shop::{parent}${rest}")


def shop(*resources: Resource) -> Snapshot:
    return Snapshot.of(*resources, project="shop", stack="prod")


def cost_of(snapshot: Snapshot) -> StackCost:
    return estimate(snapshot, BOOK)


def baseline_of(snapshot: Snapshot) -> Baseline:
    return Baseline.of(cost_of(snapshot), "shop", "prod", snapshot)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "baseline.json"
        path.write_text(text, encoding="utf-8")
        return path

    return write


SIZES = st.one_of(st.integers(1, 10**4), st.just(UNKNOWN))
SNAPSHOTS = st.dictionaries(
    st.sampled_from("abcd"), st.one_of(st.builds(volume, st.just(""), SIZES), st.sampled_from([loom(""), function("")]))
).map(lambda named: shop(*(resource(each.type, name, dict(each.inputs)) for name, each in named.items())))


@given(SNAPSHOTS, SNAPSHOTS)
def test_the_growth_is_the_difference_that_a_preview_would_tell(before, after):
    cost, delta = baseline_of(before).growth(cost_of(after), after)

    assert delta == cost_diff(cost_of(before), cost_of(after), []).delta
    assert cost == cost_of(before).total


@given(SNAPSHOTS)
def test_what_is_written_is_read_again_and_written_alike(tmp_path_factory, snapshot):
    path = tmp_path_factory.mktemp("baseline") / "b.json"
    baseline = baseline_of(snapshot)
    path.write_text(baseline.text(), encoding="utf-8")

    again = read_baseline(path)

    assert again.text() == baseline.text()
    assert again.growth(cost_of(snapshot), snapshot)[1].is_nothing
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text())).iter_errors(json.loads(baseline.text()))) == []


def test_growth_is_told_charge_by_charge():
    before, delta = baseline_of(shop(volume("data", 100), volume("logs", 20))).growth(
        cost_of(shop(volume("data", 300), volume("new", 5)))
    )

    # 200 GB and 5 GB more, 20 GB less, at $0.10
    assert (before.expected, delta.expected, delta.is_undecided) == (Decimal("12.0"), Decimal("18.5"), False)


def test_what_is_not_known_on_both_sides_cancels_and_on_one_side_does_not():
    open_ = shop(volume("data", UNKNOWN), function("mail"))

    assert baseline_of(open_).growth(cost_of(open_), open_)[1].is_nothing
    delta = baseline_of(shop(volume("data", 100))).growth(cost_of(open_), open_)[1]
    assert {gap.kind for gap in delta.opened} == {GapKind.UNKNOWN, GapKind.USAGE}
    assert delta.compare(Decimal(1000)) is Comparison.UNDECIDED


@pytest.mark.parametrize(
    ("before", "after", "is_undecided"),
    [
        ({"nodes": 1}, {"nodes": 1}, False),
        ({"nodes": 1}, {"nodes": Decimal("1.0")}, False),
        ({"nodes": 1}, {"nodes": 1, "tags": {"owner": "shop"}}, False),
        ({"nodes": 1}, {"nodes": 1, "__defaults": ["nodes"]}, False),
        ({"nodes": 1}, {"nodes": 10}, True),
        ({"nodes": 1}, {"nodes": UNKNOWN}, True),
        ({"nodes": UNKNOWN}, {"nodes": UNKNOWN}, True),
        ({"key": SECRET}, {"key": SECRET}, False),
    ],
)
def test_what_cannot_be_priced_leaves_the_growth_open_once_it_changes(before, after, is_undecided):
    old, new = shop(loom("loom", **before)), shop(loom("loom", **after))

    assert baseline_of(old).growth(cost_of(new), new)[1].is_undecided is is_undecided


def test_without_the_resources_what_cannot_be_priced_counts_as_unchanged():
    old, new = shop(loom("loom", nodes=1)), shop(loom("loom", nodes=10))

    assert baseline_of(old).growth(cost_of(new))[1].is_nothing
    # and where the baseline was made without them, nobody can tell
    bare = Baseline.of(cost_of(old), "shop", "prod")
    assert bare.growth(cost_of(old), old)[1].is_undecided


def test_what_moves_into_a_component_is_neither_gone_nor_new():
    old, new = shop(loom("loom"), volume("data", 5)), shop(within("shop:Farm", loom("loom")), volume("data", 5))

    assert baseline_of(old).growth(cost_of(new), new)[1].is_nothing


def test_two_that_could_have_moved_are_not_guessed_at():
    loomed = loom("loom")
    old, new = shop(loomed), shop(within("shop:Farm", loomed), within("shop:Mill", loomed))

    delta = baseline_of(old).growth(cost_of(new), new)[1]

    assert (len(delta.opened), len(delta.closed)) == (2, 1)


def test_nothing_of_a_resources_properties_is_in_the_file():
    snapshot = shop(loom("loom", note="the quick brown fox", key=SECRET), volume("data", 12345))

    text = baseline_of(snapshot).text()

    assert "fox" not in text
    assert "12345" not in text.replace("1234.5", "")


def test_what_is_free_and_what_orders_others_is_left_out():
    vpc = resource("aws:ec2/vpc:Vpc", "net", {})
    component = resource("shop:index:Farm", "farm", {}, custom=False)

    assert baseline_of(shop(vpc, component)).resources == {}


def test_a_resource_a_line_so_that_versions_compare():
    text = baseline_of(shop(volume("data", 1), volume("logs", 2))).text()

    assert [line.count('"urn"') for line in text.splitlines() if '"urn"' in line] == [1, 1]


def test_another_stack_and_another_currency_are_refused(written):
    baseline = read_baseline(written(baseline_of(shop(volume("data", 1))).text()))

    baseline.check_stack("shop", "prod")
    with pytest.raises(InvalidFile, match=r"baseline\.json: is the baseline of shop/prod, and this is shop/dev"):
        baseline.check_stack("shop", "dev")
    with pytest.raises(InvalidFile, match="is in USD, and the estimate is in EUR"):
        baseline.growth(StackCost.of({}, currency="EUR"))


def test_another_book_is_compared_and_said():
    snapshot = shop(volume("data", 1))
    cost, baseline = cost_of(snapshot), baseline_of(snapshot)
    assert cost.book is not None

    later = replace(cost, book=replace(cost.book, digest="f" * 64))

    assert baseline.notice(cost) == ""
    assert baseline.growth(later)[1].is_nothing
    assert "(ffffffffffff): what prices moved is part of the growth" in baseline.notice(later)


def changed(text: str, **members: Any) -> str:
    return json.dumps({**json.loads(text), **members})


GOOD = baseline_of(shop(volume("data", 100), loom("loom"))).text()
ONE = json.loads(GOOD)["resources"][0]
CHARGE = ONE["charges"][0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: is no JSON"),
        (GOOD[: len(GOOD) // 2], r"\d+: is no JSON"),
        ("[]", "is no baseline"),
        ("[" * 10**5, "is no baseline"),
        ("1" * 10**4, "is no baseline"),
        ('{"version": 3, "deployment": {}}', "is a stack export and no baseline"),
        (changed(GOOD, schema="outlay/baseline/2"), "is a document 'outlay/baseline/2', and this version"),
        (changed(GOOD, schema="outlay/preview/1"), "is a document 'outlay/preview/1', and this version"),
        (changed(GOOD, surprise=1), "is altered: surprise"),
        (changed(GOOD, currency="dollars"), "is altered: currency"),
        (changed(GOOD, resources=[]), "its total is not the sum of its charges"),
        (changed(GOOD, resources=[ONE, ONE]), "two resources have one URN"),
        (changed(GOOD, resources=[{**ONE, "charges": [CHARGE, CHARGE]}]), "two charges have one name"),
        (changed(GOOD, resources=[{**ONE, "charges": [{**CHARGE, "low": "11"}]}]), "are out of order"),
        (changed(GOOD, resources=[{**ONE, "charges": [{**CHARGE, "low": "-1"}]}]), "is altered: resources.0.charges"),
        (changed(GOOD, resources=[{**ONE, "charges": [{**CHARGE, "low": 1.5}]}]), "is altered: resources.0.charges"),
        (changed(GOOD, book={"as_of": "soon", "digest": "0" * 64}), "is altered: book.as_of"),
    ],
)
def test_what_is_no_baseline_is_told(written, text, message):
    with pytest.raises(InvalidFile, match=rf"baseline\.json:? ?{message}|baseline\.json:.*{message}") as caught:
        read_baseline(written(text))

    assert caught.value.hint == "`outlay baseline write` makes it anew."


def test_no_file_and_no_text_are_told(tmp_path):
    with pytest.raises(InvalidFile, match="No such file"):
        read_baseline(tmp_path / "none.json")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidFile, match="is no text in UTF-8"):
        read_baseline(tmp_path / "bytes")


JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)


@given(st.sampled_from(sorted(json.loads(GOOD))), JUNK)
def test_whatever_stands_in_a_member_is_read_or_refused(tmp_path_factory, member, junk):
    path = tmp_path_factory.mktemp("baseline") / "b.json"
    path.write_text(changed(GOOD, **{member: junk}), encoding="utf-8")

    with suppress(InvalidFile):
        assert read_baseline(path).resources
