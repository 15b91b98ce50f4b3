"""What falls with a resource that is deleted before its replacement."""

from __future__ import annotations

from typing import Any

from outlay.resource import Urn
from outlay_automation.engine.embedded.baseline import OldState
from outlay_automation.engine.embedded.dependents import Dependents
from outlay_automation.engine.offline.values import Properties

AT = "urn:pulumi:dev::shop::"


class Counted(dict[str, Any]):
    """A state's document that counts how often it is looked at."""

    looks = 0

    def get(self, key: str, default: object = None) -> Any:
        Counted.looks += 1
        return super().get(key, default)


def state(name: str, *rests_on: str, provider: str = "", **more: object) -> OldState:
    document = Counted(
        urn=AT + name,
        custom=True,
        provider=f"{AT}{provider}::id" if provider else "",
        propertyDependencies={"at": [AT + each for each in rests_on]},
        **more,
    )
    return OldState(document, {"at": "known"}, {})


def always(_state: OldState, _inputs: Properties) -> bool:
    return True


def falling(states: list[OldState], root: str, settled: tuple[Urn, ...] = ()) -> list[str]:
    return [each.urn.removeprefix(AT) for each in Dependents(states).falling(AT + root, settled, always)]


def test_what_rests_on_what_falls_falls_too_in_the_order_of_the_states() -> None:
    states = [state("vpc"), state("a", "vpc"), state("other"), state("b", "a"), state("c", "vpc", "b"), state("d", "c")]

    assert falling(states, "vpc") == ["a", "b", "c", "d"]
    assert falling(states, "b") == ["c", "d"]
    assert falling(states, "other") == []


def test_what_a_provider_serves_falls_with_it_and_what_is_read_or_settled_does_not() -> None:
    states = [
        state("central"),
        state("served", provider="central"),
        state("read", "served", external=True),
        state("settled", "served"),
        state("behind", "settled"),
    ]

    assert falling(states, "central", (AT + "settled",)) == ["served"]


def test_what_does_not_rest_on_it_is_not_looked_at() -> None:
    pairs = [each for n in range(1000) for each in (state(f"vpc-{n}"), state(f"subnet-{n}", f"vpc-{n}"))]
    dependents = Dependents(pairs)
    Counted.looks = 0

    assert [each.urn for each in dependents.falling(f"{AT}vpc-500", (), always)] == [f"{AT}subnet-500"]
    assert Counted.looks < 10
