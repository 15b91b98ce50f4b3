"""What a resource's outputs are: planned at a preview, invented where a deployment would have computed them.

Inventions are functions of the resource's type, name and place only, so that two runs agree. What a function (a data
source) answers is in `answers`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from outlay_automation.engine.offline.configuration import Configuration
from outlay_automation.engine.offline.difference import DEFAULTS_KEY
from outlay_automation.engine.offline.invention import Origin, digits, invented, random_outputs
from outlay_automation.engine.offline.tables import ResourceTable, package_of
from outlay_automation.engine.offline.values import (
    UNKNOWN,
    Properties,
    holds_unknown,
    is_secret,
    revealed,
    secret,
    text,
)

_LABELS = ("labels", "userLabels", "resourceLabels")


@dataclass(frozen=True, slots=True)
class Subject:
    """The resource that outputs are asked for."""

    type: str
    name: str
    urn: str
    table: ResourceTable
    configuration: Configuration


def planned(subject: Subject, inputs: Mapping[str, object]) -> Properties:
    """Outputs of a resource to be created: its inputs, what follows from them, and the unknown marker for the rest."""
    result = dict.fromkeys(subject.table.computed, UNKNOWN) | plain(inputs)
    return result | _placed(subject, inputs) | _labelled(subject, inputs)


def created(subject: Subject, inputs: Mapping[str, object]) -> tuple[str, Properties]:
    """Id and outputs of a resource just created, invented where its provider would have computed them."""
    origin = origin_of(subject, inputs).identified(subject.table.id_template, subject.table.arn_template)
    result = _computed(subject, origin)
    if package_of(subject.type) == "random":
        result |= random_outputs(subject.type, subject.urn, inputs)
    result |= plain(inputs) | _placed(subject, inputs) | _labelled(subject, inputs)
    id_ = result.get("id")
    return (str(revealed(id_)) if text(revealed(id_)) else origin.id), result


def found(subject: Subject, id_: str) -> Properties:
    """Outputs of a resource that exists already, of which only the id is known: what a cloud computes, invented."""
    named = replace(origin_of(subject, {}), name=re.split("[/:]", id_)[-1])
    literal = id_.replace("{", "{{").replace("}", "}}")
    arn = literal if id_.startswith("arn:") else subject.table.arn_template
    return _computed(subject, named.identified(literal, arn)) | _placed(subject, {}) | _labelled(subject, {})


def updated(
    subject: Subject,
    inputs: Mapping[str, object],
    old_inputs: Mapping[str, object],
    old_outputs: Mapping[str, object],
) -> Properties:
    """Outputs after a change in place: computed ones stay as they were, inputs are the new ones."""
    kept = {name: value for name, value in old_outputs.items() if name not in old_inputs}
    return plain(kept) | plain(inputs) | _labelled(subject, inputs)


def origin_of(subject: Subject, inputs: Mapping[str, object]) -> Origin:
    """What the inventions for this resource are made from, but for its id and ARN."""
    configuration = subject.configuration
    given = text(revealed(inputs.get(subject.table.autoname))) if subject.table.autoname else None
    zone = text(revealed(inputs.get("zone"))) or configuration.zone
    region = text(revealed(inputs.get("region"))) or configuration.region
    return Origin(
        type=subject.type,
        name=given or text(revealed(inputs.get("name"))) or subject.name,
        hash=digits(subject.urn),
        region=region,
        zone=zone.rpartition("/")[2],
        project=text(revealed(inputs.get("project"))) or configuration.project,
        location=text(revealed(inputs.get("location"))) or (zone if "zone" in subject.table.scope else region),
        scope=subject.table.scope,
    )


def _computed(subject: Subject, origin: Origin) -> Properties:
    result: Properties = {name: invented(origin, name, kind) for name, kind in subject.table.computed.items()}
    return result | {name: origin.fill_all(template) for name, template in subject.table.outputs.items()}


def plain(properties: Mapping[str, object]) -> Properties:
    """The properties without the lists of defaults, which belong to inputs."""
    return {key: _plain(value) for key, value in properties.items() if key != DEFAULTS_KEY}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return plain(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _placed(subject: Subject, inputs: Mapping[str, object]) -> Properties:
    """Where Google Cloud puts the resource when the program does not say: known when planning."""
    configuration = subject.configuration
    if configuration.package != "gcp":
        return {}
    configured = {"project": configuration.given_project, "zone": configuration.given_zone}
    if configuration.given_region or configuration.given_zone:
        configured["region"] = configuration.region
    return {
        name: value
        for name, value in configured.items()
        if value and name in subject.table.scope and inputs.get(name) is None
    }


def _labelled(subject: Subject, inputs: Mapping[str, object]) -> Properties:
    computed = subject.table.computed
    if "tagsAll" in computed:
        return {"tagsAll": _all_labels(subject.configuration, inputs.get("tags"))}
    if "effectiveLabels" in computed:
        own = next((inputs[name] for name in _LABELS if inputs.get(name) is not None), None)
        everything = _all_labels(subject.configuration, own)
        return {name: everything for name in ("effectiveLabels", "pulumiLabels") if name in computed}
    return {}


def _all_labels(configuration: Configuration, own: object) -> object:
    everything = configuration.labelled(own)
    if holds_unknown(everything):
        everything = UNKNOWN
    return secret(everything) if is_secret(own) else everything
