"""A throw-away backend in a scratch folder, with a stack whose state is a given export.

Written as Pulumi's file backend lays it out, so that one CLI run is enough and nothing of the user's is written:
neither the backend nor the stack's configuration file, of which a copy is used. Secrets that only a cloud or a
passphrase could open are replaced by a placeholder, alike in configuration and state, so that a preview needs neither.
Not here: when a throw-away backend is used (`workspace`).
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from outlay.errors import InvalidFile
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from outlay_automation.engine.placeholder import PLACEHOLDER as PLACEHOLDER
from outlay_automation.engine.stored_state import checked_state

_EXPORT: Final = "Write one: `pulumi stack export`."
_SAVE: Final = "Write one: `outlay preview --engine embedded --save-state FILE`, or `pulumi stack export`."
_OUR_DOCUMENTS: Final = "outlay/"
SAVED_BY: Final = "savedBy"
"""The key that marks a state which the embedded engine saved: what only a deployment knows is open in it."""
_URN: Final = re.compile("urn:pulumi:[^:]+::[^:]+::")
_STACK_TYPE: Final = "pulumi:pulumi:Stack::"
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"
_SECRETS_PROVIDER_KEYS: Final = ("encryptionsalt", "encryptedkey", "secretsprovider")


def read_export(path: Path, *, may_be_saved: bool = False) -> dict[str, Any]:
    """A `pulumi stack export` file, or, if that will do as well, a state that the embedded engine saved.

    Raises:
        InvalidFile: it cannot be read, is cut off, or is something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}") from None
    except json.JSONDecodeError as error:
        hint = "Is the file whole? `pulumi stack export --file FILE` writes it anew."
        raise InvalidFile(path, error.lineno, f"is no JSON: {error.msg}", hint) from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if isinstance(schema, str) and schema.startswith(_OUR_DOCUMENTS):
        raise InvalidFile(path, 1, f"is what Outlay prints ({schema}), which is no state to preview against", _SAVE)
    if isinstance(document, dict) and SAVED_BY in document and not may_be_saved:
        raise InvalidFile(
            path,
            None,
            "was saved by the embedded engine, and leaves open what Pulumi's needs: ids, and the providers themselves",
            "Preview with --engine embedded; or write it by `pulumi stack export`.",
        )
    deployment = document.get("deployment") if isinstance(document, dict) else None
    resources = deployment.get("resources", []) if isinstance(deployment, dict) else ""
    if not isinstance(resources, list | None):
        raise InvalidFile(path, 1, "is no stack export: it has no deployment", _EXPORT)
    for each in resources or ():
        if not _URN.match(checked_state(path, each, _EXPORT)["urn"]):
            raise InvalidFile(path, None, f"has a resource whose URN is none: {each['urn']}", _EXPORT)
    found: dict[str, Any] = document
    return found


def write_backend(folder: Path, project: str, stack: str, export: Mapping[str, Any] | None) -> str:
    """Lay out a file backend with one stack in `folder`; returns its URL. Without an export the stack is empty.

    A second call with the same folder adds a stack.
    """
    document = export or {}
    deployment = dict(document.get("deployment") or {})
    deployment.pop("secrets_providers", None)
    deployment["resources"] = states_in(document, project, stack)
    deployment.setdefault("manifest", {"time": "0001-01-01T00:00:00Z", "magic": "", "version": ""})
    stacks = folder / ".pulumi" / "stacks" / project
    stacks.mkdir(parents=True, exist_ok=True)
    (folder / ".pulumi" / "meta.yaml").write_text("version: 1\n", encoding="utf-8")
    checkpoint = {
        **{key: document[key] for key in ("version", "features") if key in document},
        "checkpoint": {"stack": f"organization/{project}/{stack}", "latest": deployment},
    }
    (stacks / f"{stack}.json").write_text(json.dumps({"version": 3, **checkpoint}), encoding="utf-8")
    return folder.as_uri()


def states_in(export: Mapping[str, Any], project: str, stack: str) -> list[dict[str, Any]]:
    """The resources of an export as those of this project and stack, secrets replaced by the placeholder."""
    resources = (export.get("deployment") or {}).get("resources") or ()
    return [_renamed(_without_secrets(each), project, stack) for each in resources]


def secrets_in(export: Mapping[str, Any]) -> tuple[str, ...]:
    """The URNs of the resources of an export whose state holds secrets, in its order."""
    resources = export["deployment"].get("resources") or ()
    return tuple(str(each.get("urn", "")) for each in resources if _without_secrets(each) != each)


def write_config(
    target: Path, source: Path | None, config: Mapping[str, str] = MappingProxyType({}), *, keep_secrets: bool = False
) -> tuple[str, ...]:
    """Copy a stack's configuration with `config` laid over it; returns the keys of the secrets that were replaced.

    With `keep_secrets` those stay as they are, for a backend that can open them.

    Raises:
        InvalidFile: the file is no YAML, or is something else.
    """
    yaml = YAML()  # keeps how a value is written: 1.10 is not 1.1, and a date is not a time
    yaml.preserve_quotes = True
    document = _config_in(source, yaml) if source is not None else {}
    replaced: list[str] = []
    if not keep_secrets:
        for key in _SECRETS_PROVIDER_KEYS:
            document.pop(key, None)
        if document.get("config"):
            document["config"], replaced = _plain(document["config"], "")
    if config:
        document["config"] = {**(document.get("config") or {}), **config}
    with target.open("wb") as file:
        yaml.dump(document, file)
    return tuple(replaced)


def _config_in(source: Path, yaml: YAML) -> dict[str, Any]:
    try:
        document = yaml.load(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(source, None, f"cannot be read: {error}") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or error
        raise InvalidFile(source, mark.line + 1 if mark else None, f"is no YAML: {problem}") from None
    if document is None:
        return {}
    if not isinstance(document, dict) or not isinstance(document.get("config") or {}, dict):
        raise InvalidFile(source, 1, "is no stack configuration: a mapping `config` holds the values")
    return document


def _plain(node: Any, path: str) -> tuple[Any, list[str]]:
    """A configuration value without secrets, and where they were."""
    if isinstance(node, dict):
        if set(node) == {"secure"}:
            return PLACEHOLDER, [path]
        found: list[str] = []
        for key, value in node.items():
            node[key], inner = _plain(value, f"{path}.{key}" if path else str(key))
            found += inner
        return node, found
    if isinstance(node, list):
        found = []
        for index, value in enumerate(node):
            node[index], inner = _plain(value, f"{path}[{index}]")
            found += inner
        return node, found
    return node, []


def _without_secrets(node: Any) -> Any:
    """A state with every encrypted value replaced by the placeholder, still marked as a secret."""
    if isinstance(node, dict):
        if node.get(_SIGNATURE) == _SECRET_SIGNATURE:
            return {_SIGNATURE: _SECRET_SIGNATURE, "plaintext": json.dumps(PLACEHOLDER)}
        return {key: _without_secrets(value) for key, value in node.items()}
    return [_without_secrets(value) for value in node] if isinstance(node, list) else node


def _renamed(node: Any, project: str, stack: str) -> Any:
    """A state under another project and stack name, so that any export can stand for any stack."""
    if isinstance(node, str) and _URN.match(node):
        _, _, rest = node.split("::", 2)
        head, found, _ = rest.partition(_STACK_TYPE)
        # the stack's own resource is named after both
        return f"urn:pulumi:{stack}::{project}::" + (f"{_STACK_TYPE}{project}-{stack}" if found and not head else rest)
    if isinstance(node, dict):
        return {key: _renamed(value, project, stack) for key, value in node.items()}
    return [_renamed(value, project, stack) for value in node] if isinstance(node, list) else node
