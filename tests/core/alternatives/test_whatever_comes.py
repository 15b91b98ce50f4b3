"""Alternatives of every priced type over whatever a program may pass: nothing raises, what is offered is cheaper."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlay.alternatives import AlternativeKind, alternatives
from outlay.alternatives.candidate import with_changes
from outlay.estimate.registry import REGISTRY
from outlay.estimate.stack import estimate_resource
from outlay.estimate.subject import SnapshotIndex
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot, urn_of

from tests.core.estimate.test_every_pricer import NEIGHBOURS, REFERRED, REFERRING, REGIONS, Asked, usages

BOOK = embedded_book()
OLD = {
    "instanceType": ["t2.large", "m4.large", "c4.xlarge", "m3.medium"],
    "instanceClass": ["db.t2.medium", "db.m4.large"],
    "machineType": ["n1-standard-4", "g1-small", "n2-standard-2"],
    "volumeType": ["gp2", "io1"],
    "storageType": ["gp2"],
    "type": ["gp2", "io1", "pd-ssd"],
}


class AskedOfOld(Asked):
    """Inputs in which what may have a successor often has."""

    def _value(self, key: str) -> Any:
        if key in OLD and self._draw(st.booleans()):
            return self._draw(st.sampled_from(OLD[key]))
        return super()._value(key)


@st.composite
def among_others(draw: st.DrawFn, type_: str) -> tuple[Resource, SnapshotIndex, dict[str, Any]]:
    cloud = type_.partition(":")[0]
    around = sorted(draw(st.sets(st.sampled_from([each for each in NEIGHBOURS if each.startswith(cloud)]), max_size=3)))
    urns = [urn_of("test", "test", each, f"near-{number}") for number, each in enumerate(around)]
    urn = urn_of("test", "test", type_, "it")
    depends = dict.fromkeys(REFERRING, tuple(urns))
    region = draw(st.sampled_from(REGIONS))
    it = Resource(urn, type_, "it", AskedOfOld(draw), region=region, property_dependencies=depends)
    back = dict.fromkeys(REFERRED, (urn,))
    others = [
        Resource(each, near, "near", AskedOfOld(draw), region="us-east-1", property_dependencies=back)
        for each, near in zip(urns, around, strict=True)
    ]
    pricer = REGISTRY.find(type_)
    assert pricer is not None
    usage = draw(usages(pricer.usage_model.all_keys()))
    index = SnapshotIndex(Snapshot.of(it, *others))
    estimate_resource(it, index, BOOK, usage)  # draws what the pricer asks for, and then what the finders do
    alternatives(it, BOOK, index=index, stated=usage)
    passed = [replace(each, inputs=plain(each.inputs)) for each in (it, *others)]
    return passed[0], SnapshotIndex(Snapshot.of(*passed)), usage


def plain(value: Any) -> Any:
    return value.plain() if isinstance(value, Asked) else value


@pytest.mark.parametrize("type_", REGISTRY.types())
@settings(max_examples=25)
@given(data=st.data())
def test_nothing_raises_and_what_is_offered_is_cheaper(type_, data):
    it, index, usage = data.draw(among_others(type_))
    now = estimate_resource(it, index, BOOK, usage).cost

    for each in alternatives(it, BOOK, index=index, stated=usage, kinds=frozenset(AlternativeKind)):
        assert each.saving > 0
        assert each.saving == now.expected - each.cost.expected
        assert each.title
        assert each.before != each.after
        holder = index.resources[each.urn or it.urn]
        if each.changes:
            assert with_changes(holder.inputs, each.changes) != dict(holder.inputs)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.lists(st.text(max_size=3) | st.integers(0, 3), min_size=1, max_size=4).map(tuple)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=3), PATHS)
def test_a_value_is_set_at_any_path_and_nothing_given_is_changed(inputs, path):
    before = repr(inputs)
    changed = with_changes(inputs, {path: "new"})
    assert repr(inputs) == before
    assert isinstance(changed, dict)
