"""The embedded engine says of a program what the genuine one says, but for what is known to differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pulumi
import pytest
from outlay_automation import PreviewResult
from outlay_automation.engine.embedded.differences import KNOWN_DIFFERENCES

from tests.parity.comparison import differences, facts
from tests.parity.conftest import PROGRAMS

if TYPE_CHECKING:
    from tests.parity.conftest import Previewed

pytestmark = pytest.mark.engine

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples"
DIFFERS: Final[Mapping[str, Mapping[str, str]]] = {
    "fallen_and_gone": {
        r"(before|steps)/aws:ec2/subnet:Subnet::web/.*": "fallen-and-gone",
        r"notices/aws:ec2/subnet:Subnet web: left over from an interrupted replacement; .*": "fallen-and-gone",
        r"document/resources/.*": "fallen-and-gone",
    },
    "deployed_elsewhere": {
        r"after/aws:s3/bucket:Bucket::imported/(inputs|outputs).*": "imports",
        r"assumptions/aws:s3/bucket:Bucket: id=theirs .*": "imports",
        r"notices/imported \(aws:s3/bucket:Bucket\) is imported and was not read.*": "imports",
    },
}
"""By program, the facts that differ (as a pattern of their paths) with the id of the known difference."""


@pytest.mark.parametrize(
    ("example", "stack"),
    [("webshop", "dev"), ("webshop", "prod"), ("components", "dev"), ("govern", "dev"), ("policy-pack", "dev")],
)
def test_both_engines_say_the_same_of_an_example(previewed: Previewed, example: str, stack: str) -> None:
    both = previewed(EXAMPLES / example, stack)

    assert isinstance(both.genuine, PreviewResult), both.genuine
    assert isinstance(both.embedded, PreviewResult), both.embedded
    assert differences(facts(both.genuine), facts(both.embedded)) == []


@pytest.mark.parametrize("program", sorted(each.parent.name for each in PROGRAMS.glob("*/__main__.py")))
def test_both_engines_say_the_same_of_a_program(previewed: Previewed, program: str) -> None:
    both = previewed(PROGRAMS / program)

    assert isinstance(both.genuine, PreviewResult), both.genuine
    assert isinstance(both.embedded, PreviewResult), both.embedded
    found = differences(facts(both.genuine), facts(both.embedded))
    known = DIFFERS.get(program, {})
    unknown = [each for each in found if not any(re.fullmatch(pattern, each.path) for pattern in known)]
    assert unknown == [], "\n".join(map(str, unknown))
    gone = [pattern for pattern in known if not any(re.fullmatch(pattern, each.path) for each in found)]
    assert gone == [], "these no longer differ"


def test_both_engines_say_the_same_of_a_function(previewed: Previewed) -> None:
    def tagging(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
        return pulumi.ResourceTransformResult({**args.props, "tags": {"name": args.name}}, args.opts)

    def declared() -> None:
        group = pulumi.ComponentResource("shop:index:Group", "group")
        within = pulumi.ResourceOptions(parent=group, transforms=[tagging])
        queue = pulumi.CustomResource("aws:sqs/queue:Queue", "orders", {"delaySeconds": 3}, within)
        hidden = pulumi.Output.secret("x")
        pulumi.CustomResource("aws:s3/bucket:Bucket", "files", {"tags": {"queue": queue.id, "hidden": hidden}})
        pulumi.export("urn", queue.urn)
        pulumi.log.warn("careful", queue)

    both = previewed(declared, config={"aws:region": "eu-west-1"})

    assert isinstance(both.genuine, PreviewResult), both.genuine
    assert isinstance(both.embedded, PreviewResult), both.embedded
    assert both.embedded.preview.after.resources
    assert differences(facts(both.genuine), facts(both.embedded)) == []


def test_every_difference_that_the_suite_knows_is_listed() -> None:
    listed = {each.id for each in KNOWN_DIFFERENCES}
    assert {id_ for known in DIFFERS.values() for id_ in known.values()} <= listed
