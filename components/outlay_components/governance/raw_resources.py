"""What governing makes of a raw resource's inputs: its tags, and those that it passes on.

Nothing is replaced by it and no refresh of instances is started: what would do so is left as it is, and said. Not
here: how the engine calls it (`transform`), and which tags there are (`enforcement`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi
from outlay.resource import Value
from outlay.tagging.effective import TagProperty, TagShape, tag_property
from outlay.tagging.passed_on import PROPAGATE_TAGS, TAG_SPECIFICATIONS, VOLUME_TAGS, passes_on

from outlay_components.governance.enforcement import Tags, join
from outlay_components.governance.late import is_late, when_known
from outlay_components.governance.stated_by_resources import StatedByResources

VOLUME_ATTACHMENT: Final = "aws:ec2/volumeAttachment:VolumeAttachment"
_PROPAGATED: Final = {
    "aws:ecs/service:Service": "SERVICE",
    "aws:ecs/daemon:Daemon": "DAEMON",
    "aws:batch/jobDefinition:JobDefinition": True,
}
"""What `propagateTags` says where tags are to be passed on."""
_LAUNCHED: Final = ("instance", "volume")
"""What a launch template launches that costs money."""
_MAP: Final = TagProperty("tags", TagShape.MAP)
_REFRESH_BY_TAGS: Final = "tag"
"""The trigger by which a change of a group's tags starts a refresh of its instances."""
REPLACED_BY_LABELS: Final = frozenset(
    {
        "gcp:beyondcorp/appGateway:AppGateway",
        "gcp:bigquery/job:Job",
        "gcp:certificatemanager/certificateIssuanceConfig:CertificateIssuanceConfig",
        "gcp:compute/instanceTemplate:InstanceTemplate",
        "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
        "gcp:databasemigrationservice/privateConnection:PrivateConnection",
        "gcp:dataproc/job:Job",
        "gcp:dataproc/workflowTemplate:WorkflowTemplate",
        "gcp:datastream/privateConnection:PrivateConnection",
        "gcp:ml/engineModel:EngineModel",
        "gcp:networkconnectivity/policyBasedRoute:PolicyBasedRoute",
        "gcp:networkservices/serviceBinding:ServiceBinding",
    }
)
"""Types that Google Cloud cannot change, so that new labels replace them. They are labelled when they are made.

Source: magic-modules pull requests 9394 and 9697, terraform-provider-google issues 16374 and 17670.
"""


@dataclass(frozen=True, slots=True)
class PassingOn:
    """Which tags are passed on: to volumes, to what launch templates launch, to tasks and jobs."""

    volume_tags: bool = True
    tag_specifications: bool = False
    propagate_tags: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """A resource's inputs with tags.

    `kept` are the input paths that stay as they are where the resource is there already, `passed_on` the properties by
    which it passes tags on now, `left` why its own tags were left as they are.
    """

    properties: Mapping[str, Any]
    kept: tuple[str, ...] = ()
    passed_on: tuple[str, ...] = ()
    left: str = ""


@dataclass
class RawResources:
    """How raw resources are tagged.

    `is_attaching` says whether the stack attaches volumes: their own tags and those of an instance's volumes would
    undo each other.
    """

    passing_on: PassingOn
    stated_by: StatedByResources = field(default_factory=StatedByResources)
    is_attaching: bool = False
    with_volume_tags: list[str] = field(default_factory=list)

    def tagged(
        self, type_: str, properties: Mapping[str, Any], enforced: Tags, provided: Mapping[str, Value], of: str
    ) -> Tagged:
        """The inputs of a taggable resource with the enforced tags.

        Args:
            type_: its type token.
            properties: its inputs by wire name; values may be late.
            enforced: the tags to enforce, as its cloud spells them.
            provided: default tags of its provider.
            of: what errors call it.

        Raises:
            ProgramError: a tag of its own contradicts an enforced one, or they are too many.
        """
        where = tag_property(type_)
        assert where is not None
        package = type_.partition(":")[0]
        given = properties.get(where.input)
        if where.shape is TagShape.LIST and _is_refreshed_by_tags(properties):
            return Tagged(properties, left="new tags would start a refresh of its instances")
        result = {**properties, where.input: self._joined(where, package, given, enforced, provided, of)}
        kept = tuple(f"{where.name}.{key}" for key in enforced) if type_ in REPLACED_BY_LABELS else ()
        passed_on = tuple(self._pass_on(type_, result, {**provided, **enforced}, of))
        return Tagged(result, kept, passed_on)

    def _joined(
        self, where: TagProperty, package: str, given: Any, enforced: Tags, provided: Mapping[str, Value], of: str
    ) -> Any:
        """The input that holds the tags, with those that the resource does not state itself."""
        if is_late(given):
            everything = pulumi.Output.all(given=given, enforced=dict(enforced))
            return when_known(
                everything, lambda all_, _: self._joined(where, package, all_["given"], all_["enforced"], provided, of)
            )
        needed = self.stated_by.enforced(package, where, given, enforced, provided, of)
        return join(where, package, given, needed, provided, of)

    def _pass_on(self, type_: str, properties: dict[str, Any], tags: Tags, of: str) -> Sequence[str]:
        """Pass tags on where that is asked for; the properties that now do so."""
        possible, done = passes_on(type_), []
        if VOLUME_TAGS in possible and self.passing_on.volume_tags and self._may_tag_volumes(properties):
            properties[VOLUME_TAGS] = tags
            self.with_volume_tags.append(of)
            done.append(VOLUME_TAGS)
        if TAG_SPECIFICATIONS in possible and self.passing_on.tag_specifications:
            specifications = properties.get(TAG_SPECIFICATIONS)
            if not is_late(specifications):
                properties[TAG_SPECIFICATIONS] = _specifications(specifications or (), tags, of)
                done.append(TAG_SPECIFICATIONS)
        if PROPAGATE_TAGS in possible and self.passing_on.propagate_tags and properties.get(PROPAGATE_TAGS) is None:
            properties[PROPAGATE_TAGS] = _PROPAGATED[type_]
            done.append(PROPAGATE_TAGS)
        return done

    def _may_tag_volumes(self, properties: Mapping[str, Any]) -> bool:
        """Whether nothing else tags volumes: the instance itself, its block devices, or volumes of their own."""
        if self.is_attaching or properties.get(VOLUME_TAGS) is not None:
            return False
        devices = [properties.get("rootBlockDevice"), *_entries(properties.get("ebsBlockDevices"))]
        return not any(is_late(device) or (isinstance(device, Mapping) and device.get("tags")) for device in devices)


def _entries(devices: Any) -> Sequence[Any]:
    return [devices] if is_late(devices) else list(devices or ())


def _specifications(own: Sequence[Any], tags: Tags, of: str) -> list[Any]:
    """Tag specifications with the enforced tags for everything launched that costs money."""
    result, there = [], set()
    for each in own:
        kind = each.get("resourceType") if isinstance(each, Mapping) else None
        if kind in _LAUNCHED:
            there.add(kind)
            each = {**each, "tags": join(_MAP, "aws", each.get("tags"), tags, {}, f"{of}: {kind}")}
        result.append(each)
    return [*result, *({"resourceType": kind, "tags": dict(tags)} for kind in _LAUNCHED if kind not in there)]


def _is_refreshed_by_tags(properties: Mapping[str, Any]) -> bool:
    refresh = properties.get("instanceRefresh")
    if is_late(refresh):
        return True
    triggers = refresh.get("triggers") if isinstance(refresh, Mapping) else None
    return is_late(triggers) or any(is_late(each) or each == _REFRESH_BY_TAGS for each in triggers or ())
