"""The outputs of other stacks, read from the files that the standard names for them.

Not here: which resource of a program asks (`deployment`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile
from outlay.resource import STACK_TYPE

from outlay_automation.engine.embedded.registration import Refused
from outlay_automation.engine.offline.values import MASK, Properties, is_secret, secret
from outlay_automation.engine.placeholder import PLACEHOLDER

STACK_REFERENCE: Final = "pulumi:pulumi:StackReference"
"""The type of the resource that stands for another stack."""
_HINT: Final = "Write it with `pulumi stack export` or `pulumi stack output --json`."


@dataclass(frozen=True, slots=True)
class ReadOutputs:
    """The file that a stack's outputs came from, as it is named, and the outputs' names."""

    file: str
    names: tuple[str, ...]


class StackReferences:
    """The stacks that a program may refer to.

    Args:
        files: by the name that the program uses, `ORGANISATION/PROJECT/STACK` or a part of it, the path of a stack
            export or of the document of `pulumi stack output --json`.
        directory: the folder that relative paths start from.
    """

    def __init__(self, files: Mapping[str, str], directory: Path) -> None:
        self._files = files
        self._directory = directory
        self.read: dict[str, ReadOutputs] = {}
        """What the program was told, by the name that it used."""

    def outputs(self, name: str) -> Properties:
        """The properties of the reference to a stack: its name, its outputs, and which of these are secret.

        Raises:
            Refused: no file is named for it.
            InvalidFile: the file is neither of the two.
        """
        file = self._files.get(name)
        if file is None:
            known = ", ".join(self._files) or "none"
            raise Refused(
                f"the program refers to the stack {name!r}, and no backend is at hand to ask\n"
                f"Give its outputs in a file, in finops.yaml: offline.stack_references: {{{name}: network.json}} "
                f"(`pulumi stack output --json --stack {name} > network.json`), "
                f"or in a test by stack_references={{{name!r}: {{…}}}}. Known are: {known}."
            )
        outputs = {key: _opened(value) for key, value in _outputs_in(self._directory / file).items()}
        self.read[name] = ReadOutputs(file, tuple(sorted(outputs)))
        secrets = sorted(key for key, value in outputs.items() if is_secret(value))
        return {"name": name, "outputs": outputs, "secretOutputNames": secrets}


def _outputs_in(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}", _HINT) from None
    if not isinstance(document, dict):
        raise InvalidFile(path, 1, "holds no outputs of a stack", _HINT)
    if "deployment" not in document:
        return document
    deployment = document["deployment"] or {}
    resources = deployment.get("resources") or [] if isinstance(deployment, dict) else None
    if isinstance(resources, list):
        stacks = (each for each in resources if isinstance(each, dict) and each.get("type") == STACK_TYPE)
        outputs = next(stacks, {}).get("outputs") or {}
        if isinstance(outputs, dict):
            return outputs
    raise InvalidFile(path, 1, "holds no outputs of a stack", _HINT)


def _opened(value: Any) -> object:
    """An output as the engine has it; the placeholder stands for a secret that nobody here can open."""
    return secret(PLACEHOLDER) if value == MASK or is_secret(value) else value
