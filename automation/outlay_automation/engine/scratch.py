"""A throw-away backend in a scratch folder, with a stack whose state is a given export.

Written as Pulumi's file backend lays it out, so that one CLI run is enough and nothing of the user's is written:
neither the backend nor the stack's configuration file, of which a copy is used. Secrets that only a cloud or a
passphrase could open are replaced by a placeholder, alike in configuration and state, so that a preview needs neither.
Not here: when a throw-away backend is used (`workspace`).
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

PLACEHOLDER: Final = "outlay-placeholder"
"""What stands in for every secret in a throw-away backend."""
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"
_SECRETS_PROVIDER_KEYS: Final = ("encryptionsalt", "encryptedkey", "secretsprovider")


def read_export(path: Path) -> dict[str, Any]:
    """A `pulumi stack export` file.

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
    if not isinstance(document, dict) or not isinstance(document.get("deployment"), dict):
        raise InvalidFile(path, 1, "is no stack export: it has no deployment", "Write one: `pulumi stack export`.")
    return document


def write_backend(folder: Path, project: str, stack: str, export: Mapping[str, Any] | None) -> str:
    """Lay out a file backend with one stack in `folder`; returns its URL. Without an export the stack is empty.

    A second call with the same folder adds a stack.
    """
    deployment = dict((export or {}).get("deployment") or {})
    deployment.pop("secrets_providers", None)
    deployment["resources"] = [
        _renamed(_without_secrets(each), project, stack) for each in deployment.get("resources") or ()
    ]
    deployment.setdefault("manifest", {"time": "0001-01-01T00:00:00Z", "magic": "", "version": ""})
    stacks = folder / ".pulumi" / "stacks" / project
    stacks.mkdir(parents=True, exist_ok=True)
    (folder / ".pulumi" / "meta.yaml").write_text("version: 1\n", encoding="utf-8")
    checkpoint = {
        "version": int((export or {}).get("version", 3)),
        "checkpoint": {"stack": f"organization/{project}/{stack}", "latest": deployment},
    }
    (stacks / f"{stack}.json").write_text(json.dumps(checkpoint), encoding="utf-8")
    return folder.as_uri()


def write_config(target: Path, source: Path | None) -> tuple[str, ...]:
    """Copy a stack's configuration without what encrypts it; returns the keys of the secrets that were replaced.

    Raises:
        InvalidFile: the file is no YAML.
    """
    document: Any = {}
    if source is not None:
        try:
            document = YAML(typ="safe").load(source.read_text(encoding="utf-8")) or {}
        except YAMLError as error:
            raise InvalidFile(source, None, f"is no YAML: {error}") from None
    for key in _SECRETS_PROVIDER_KEYS:
        document.pop(key, None)
    config, replaced = _plain(document.get("config") or {}, "")
    if config:
        document["config"] = config
    # JSON is YAML, and needs no care for quoting
    target.write_text(json.dumps(document), encoding="utf-8")
    return tuple(replaced)


def _plain(node: Any, path: str) -> tuple[Any, list[str]]:
    if isinstance(node, dict):
        if set(node) == {"secure"}:
            return PLACEHOLDER, [path]
        found: list[str] = []
        plain = {}
        for key, value in node.items():
            plain[key], inner = _plain(value, f"{path}.{key}" if path else str(key))
            found += inner
        return plain, found
    if isinstance(node, list):
        pairs = [_plain(value, f"{path}[{index}]") for index, value in enumerate(node)]
        return [value for value, _ in pairs], [name for _, inner in pairs for name in inner]
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
    if isinstance(node, str) and node.startswith("urn:pulumi:"):
        _, _, rest = node.partition("::")
        _, _, rest = rest.partition("::")
        return f"urn:pulumi:{stack}::{project}::{rest}"
    if isinstance(node, dict):
        return {key: _renamed(value, project, stack) for key, value in node.items()}
    return [_renamed(value, project, stack) for value in node] if isinstance(node, list) else node
