"""Serves the components to programs of any language, with a schema that is inferred from their classes.

Not here: the components (`outlay_components.catalogue`), and what Pulumi installs first (components/pyproject.toml).
"""

import json
import sys
from importlib.metadata import version
from inspect import cleandoc
from pathlib import Path
from typing import Any, Final

import pulumi
from pulumi.errors import InputPropertiesError
from pulumi.provider import ConstructResult, main
from pulumi.provider.experimental.component import ComponentProvider
from pulumi.provider.server import ComponentInitError

from outlay_components.arguments import GovernedArgs
from outlay_components.catalogue import components
from outlay_components.errors import ProgramError
from outlay_components.governance import governed

PACKAGE: Final = "outlay"
"""The name of the package in type tokens and in SDKs that are generated from the schema."""
SCHEMA: Final = Path(__file__).parents[1] / "schema.json"
"""The schema as it is committed; a test holds it in step."""


class Provider(ComponentProvider):
    """The provider of the components, which says what is wrong with a program without a traceback of its own."""

    def construct(
        self, name: str, resource_type: str, inputs: pulumi.Inputs, options: pulumi.ResourceOptions | None = None
    ) -> ConstructResult:
        """Make a component.

        Raises:
            InputPropertiesError: the program does not do what its standard requires, or uses the component wrongly.
        """
        try:
            return super().construct(name, resource_type, inputs, options)
        except ComponentInitError as error:
            if isinstance(error.inner, ProgramError):
                # The engine may close the program's connection before it hands this error on: what a person has to
                # read goes to the engine itself, and the error only names it.
                message = str(error.inner)
                pulumi.log.error(message)
                raise InputPropertiesError(message.partition("\n")[0], []) from None  # without a list the SDK fails
            raise


def serve() -> None:
    """Serve the components to the engine that started this process, until it ends it."""
    governed.host()
    main(provider(), sys.argv[1:])


def provider() -> Provider:
    """The provider of all components."""
    found = Provider(list(components()), PACKAGE, None, version("outlay"))
    assert found.schema is not None
    found.schema = json.dumps(_described(json.loads(found.schema), found))
    return found


def schema() -> str:
    """The schema as it is committed."""
    return json.dumps(json.loads(provider().schema or "{}"), indent=2, ensure_ascii=False) + "\n"


def _described(document: dict[str, Any], of: Provider) -> dict[str, Any]:
    """The schema with clean descriptions, those of inherited arguments too: inference sees only a class's own."""
    for resource in document["resources"].values():
        resource["description"] = cleandoc(resource["description"])
        for name, argument in resource["inputProperties"].items():
            if "description" not in argument:
                python_name = next(each for each in GovernedArgs.__annotations__ if _camel(each) == name)
                argument["description"] = of.analyzer.get_docstring(GovernedArgs, python_name)
    return document


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
