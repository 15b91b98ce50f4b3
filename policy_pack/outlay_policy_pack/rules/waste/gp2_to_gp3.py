"""OUT-W001: disks are gp3 where gp2 costs more for the same."""

from collections.abc import Mapping
from typing import Final

from outlay.alternatives import AlternativeKind
from outlay.finding import EnforcementLevel, Severity
from outlay.money import GapKind
from outlay.resource import Value
from outlay.standard.model import Standard

from outlay_policy_pack.evidence.offered import offered, open_within
from outlay_policy_pack.evidence.wording import reasons
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule
from outlay_policy_pack.stack_view import StackView

_OLD: Final = "gp2"
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ebs/volume:Volume": ("type",),
    "aws:ec2/instance:Instance": ("rootBlockDevice", "ebsBlockDevices", "volumeType"),
    "aws:ec2/launchTemplate:LaunchTemplate": ("blockDeviceMappings", "ebs", "volumeType"),
    "aws:rds/instance:Instance": ("storageType",),
}
"""Where a type says which kind of disk it has, or the block that would say it."""


@rule(
    "OUT-W001",
    "gp2-to-gp3",
    title="gp3 instead of gp2",
    area=Area.WASTE,
    scope=Scope.STACK,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.MEDIUM,
    clouds=("aws",),
    rationale="gp3 costs less a GB than gp2 and includes what most volumes need; AWS changes the kind while it runs.",
    remediation="Set the kind of the disk to gp3.",
    example='aws.ebs.Volume("data", type="gp3", size=100, availability_zone="eu-west-1a")',
    capability="Workload Optimization",
)
def gp2_to_gp3(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each gp2 disk that is cheaper as gp3, with the saving; undecided where kind or size is not known.

    Volumes, disks of instances and of their launch templates, storage of databases. What the price book has no figure
    for is not judged.
    """
    for each in view.views():
        if each.resource.external:
            continue
        keys = _KINDS.get(each.resource.type)
        if keys is not None:
            open_ = tuple(open_within(each.resource.inputs, keys))
            if open_:
                yield Found("may have gp2 disks that gp3 is cheaper for", urn=each.resource.urn, open=open_)
        there = [found for disk, found in offered(each, AlternativeKind.STORAGE) if disk.before == _OLD]
        yield from there
        if keys is not None and not there and _says_old(each.resource.inputs, keys):
            open_ = tuple(reasons(each.cost.cost.gaps_of(GapKind.UNKNOWN)))
            if open_:
                yield Found("has gp2 disks, and whether gp3 is cheaper is open", urn=each.resource.urn, open=open_)


def _says_old(value: Value, keys: tuple[str, ...]) -> bool:
    """Whether a property of one of these names says gp2, at any depth."""
    if isinstance(value, Mapping):
        return any(_says_old(inner, keys) or (key in keys and inner == _OLD) for key, inner in value.items())
    return isinstance(value, list | tuple) and any(_says_old(inner, keys) for inner in value)
