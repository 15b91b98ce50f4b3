"""Puts an exported state into a fixed form, so that deploying the same program again gives the same bytes.

What a deployment takes from the clock, from chance, from the machine it runs on or from the order in which its threads
finish is replaced or sorted here; nothing that says what a resource is.
"""

import heapq
import json
import uuid
from collections.abc import Iterator
from typing import Any

MOMENT = "2026-11-01T00:00:00Z"
"""When everything was created, instead of the moment of the run."""

PROVIDERS = uuid.uuid5(uuid.NAMESPACE_URL, "https://webshop.example/providers")
"""The engine gives each provider instance a random UUID; here it follows from this and the provider's URN."""

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
"""A state writes a secret as a mapping whose signature is this."""

NO_SECRETS = frozenset({"effectiveLabels", "pulumiLabels", "serverCaCerts"})
"""Outputs that the Google Cloud SDK marks as secret although they are not: labels, certificates."""

PROVIDER_TYPE = "pulumi:providers:"
INSIDE_THE_PROGRAM = "project:///"


def in_fixed_form(export: dict[str, Any]) -> str:
    """The export as JSON text, the same for the same deployment."""
    deployment = export["deployment"]
    deployment["manifest"]["time"] = MOMENT
    # Nothing in the state is encrypted, so the salt of this run's passphrase opens nothing.
    deployment.pop("secrets_providers", None)
    resources = [_fixed(resource) for resource in deployment["resources"]]
    deployment["resources"] = _ordered(resources)
    return json.dumps(export, indent=2, ensure_ascii=False) + "\n"


def _fixed(resource: dict[str, Any]) -> dict[str, Any]:
    resource |= {moment: MOMENT for moment in ("created", "modified") if moment in resource}
    if resource["type"].startswith(PROVIDER_TYPE):
        resource["id"] = _provider_id(resource["urn"])
    if provider := resource.get("provider"):
        urn = provider.rpartition("::")[0]
        resource["provider"] = f"{urn}::{_provider_id(urn)}"
    if "dependencies" in resource:
        resource["dependencies"].sort()
    for urns in resource.get("propertyDependencies", {}).values():
        urns.sort()
    if "outputs" in resource:
        resource["outputs"] = {name: _plain(name, value) for name, value in resource["outputs"].items()}
    if SECRET in json.dumps(resource.get("inputs")):
        raise ValueError(f"{resource['urn']} has secret inputs; they must not be committed")
    _keep_positions_of_the_program(resource)
    return resource


def _plain(name: str, value: Any) -> Any:
    """Encrypted, a value would be other bytes every time, and only this run's passphrase would open the state."""
    if not isinstance(value, dict) or value.get(SIGNATURE) != SECRET:
        return value
    if name not in NO_SECRETS:
        raise ValueError(f"the output {name} is a secret; it must not be committed")
    return json.loads(value["plaintext"])


def _provider_id(urn: str) -> str:
    return str(uuid.uuid5(PROVIDERS, urn))


def _keep_positions_of_the_program(resource: dict[str, Any]) -> None:
    """Frames of the SDK and of Python itself are paths of the machine."""
    if not _is_inside(resource.get("sourcePosition", "")):
        resource.pop("sourcePosition", None)
    frames = [frame for frame in resource.pop("stackTrace", []) if _is_inside(frame.get("sourcePosition", ""))]
    if frames:
        resource["stackTrace"] = frames


def _is_inside(position: str) -> bool:
    path = position.removeprefix(INSIDE_THE_PROGRAM)
    return path != position and not path.startswith("../")


def _ordered(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By URN, except that whatever a resource refers to stands before it, as the engine demands of a state."""
    by_urn = {resource["urn"]: resource for resource in resources}
    waiting_for = {urn: set(_references(resource)) & by_urn.keys() for urn, resource in by_urn.items()}
    ready = [urn for urn, references in waiting_for.items() if not references]
    heapq.heapify(ready)
    ordered = []
    while ready:
        done = heapq.heappop(ready)
        ordered.append(by_urn[done])
        for urn, references in waiting_for.items():
            if done in references:
                references.remove(done)
                if not references:
                    heapq.heappush(ready, urn)
    assert len(ordered) == len(resources), "a state never refers in a circle"
    return ordered


def _references(resource: dict[str, Any]) -> Iterator[str]:
    if "parent" in resource:
        yield resource["parent"]
    if "provider" in resource:
        yield resource["provider"].rpartition("::")[0]
    yield from resource.get("dependencies", [])
    for urns in resource.get("propertyDependencies", {}).values():
        yield from urns
