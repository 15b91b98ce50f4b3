"""OUT-W002: machines are of the newest generation that costs less than theirs."""

from collections.abc import Mapping
from typing import Final

from outlay.alternatives import AlternativeKind
from outlay.finding import EnforcementLevel, Severity
from outlay.standard.model import Standard

from outlay_policy_pack.evidence.offered import offered, open_within
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule
from outlay_policy_pack.stack_view import StackView

_SIZES: Final[Mapping[str, str]] = {
    "aws:ec2/instance:Instance": "instanceType",
    "aws:elasticache/cluster:Cluster": "nodeType",
    "aws:elasticache/replicationGroup:ReplicationGroup": "nodeType",
    "aws:rds/instance:Instance": "instanceClass",
    "gcp:compute/instance:Instance": "machineType",
}
"""Where a type says which machine it is."""


@rule(
    "OUT-W002",
    "old-generation",
    title="Newer generation of the machine",
    area=Area.WASTE,
    scope=Scope.STACK,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.MEDIUM,
    rationale="Providers sell a generation for less than the one before, and charge the old price to those who stay.",
    remediation="Take the same size of the newer generation.",
    example='aws.ec2.Instance("web", instance_type="m6i.large")  # not m4.large',
    capability="Workload Optimization",
)
def old_generation(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each machine of which a newer generation costs less, with it and the saving.

    Undecided where the machine is not known. Other makers' processors and arm64 are no newer generation, and what the
    price book has no figure for is not judged.
    """
    for each in view.views():
        if each.resource.external:
            continue
        size = _SIZES.get(each.resource.type)
        open_ = tuple(open_within(each.resource.inputs, (size,))) if size is not None else ()
        if open_:
            yield Found("may be of a generation that a newer one is cheaper than", urn=each.resource.urn, open=open_)
        yield from (found for _, found in offered(each, AlternativeKind.GENERATION))
