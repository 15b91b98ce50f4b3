"""Writes `data/aws.json` and `data/gcp.json` from the installed provider SDKs, by their syntax trees.

Run it after an SDK has been upgraded: `python -m outlay_automation.engine.offline.generate_tables`. It is not used at
run time. What the SDKs do not say (most of what forces replacement on Google Cloud, for instance) is in
`data/curated.json`, which is written by hand.
"""

import ast
import json
import re
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).parent / "data"
PACKAGES = {"aws": "pulumi_aws", "gcp": "pulumi_gcp"}

# Sentences in which an SDK says that a change makes a new resource …
_FORCES = re.compile(
    r"forces? (?:the )?(?:creation of )?(?:an? |the )?(?:resource )?(?:new|replacement|re-?creation)"
    r"|forces? the (?:resource|instance|cluster) to be (?:re-?created|replaced|destroyed)"
    r"|chang\w*[^.]{0,60}? (?:will |would )?(?:forces?|creates?|re-?creates?|triggers?|requires?|results? in|replaces?)"
    r"(?: \w+){0,4}? (?:new|re-?creation|replacement|re-?creates?|resource|instance)"
    r"|chang\w*[^.]{0,60}?[ /]re-?creat(?:es?|ing)\b"
    r"|\bimmutable\b|cannot be (?:changed|updated|modified) (?:after|once)",
    re.IGNORECASE,
)
# … and in which it says so only of some changes, or of something else.
_CONDITIONAL = re.compile(
    r"\b(?:if|when|unless|without|from `?\w+`? to|lower|may|can|existing|stop/start|avoid|prevent\w*|not force)\b",
    re.IGNORECASE,
)
_ASSIGNED_NAME = re.compile(r"(?:assign|generate)s? an? (?:random|unique)", re.IGNORECASE)
_TOKEN = re.compile(r"[\w-]+:[\w/.-]+:\w+\Z")
_NESTED = re.compile(r"'(\w+Args)'")
# Properties that say where a resource lives: given by the provider's configuration when the program leaves them out.
_SCOPE = ("region", "project", "zone", "location")
_NESTED_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Property:
    """One property as an SDK class declares it."""

    wire_name: str
    annotation: str
    documentation: str

    @property
    def optional(self) -> bool:
        """Whether the program (of an input) or the provider (of an output) may leave it out."""
        return "Optional[" in self.annotation

    @property
    def kind(self) -> str:
        """One letter: s string, b boolean, i integer, n number, l list, m map, o object."""
        bare = re.sub(r"^pulumi\.(?:Input|Output)\[|^Optional\[|_builtins\.", "", self.annotation)
        bare = re.sub(r"^Optional\[|_builtins\.", "", bare)
        for start, letter in (
            ("Sequence", "l"),
            ("Mapping", "m"),
            ("str", "s"),
            ("bool", "b"),
            ("int", "i"),
            ("float", "n"),
        ):
            if bare.startswith(start):
                return letter
        return "s" if bare.startswith(("Union", "pulumi.", "Any")) else "o"

    @property
    def forces_replacement(self) -> bool:
        """Whether its documentation says that every change of it makes a new resource."""
        sentences = re.split(r"(?<=[.;])\s", self.documentation)
        return any(_FORCES.search(one) and not _CONDITIONAL.search(one) for one in sentences)


@dataclass(slots=True)
class Found:
    """What one package's SDK says: a row for each resource type and for each function."""

    resources: dict[str, dict[str, str]] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)


def properties(node: ast.ClassDef) -> Iterator[Property]:
    """The getters of an SDK class, with the names that travel on the wire."""
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.returns is None:
            continue
        for decorator in method.decorator_list:
            name: str | None = None
            if isinstance(decorator, ast.Attribute) and decorator.attr == "getter":
                name = method.name
            elif isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pulumi.getter":
                keywords = {k.arg: k.value for k in decorator.keywords}
                given = keywords.get("name")
                name = str(given.value) if isinstance(given, ast.Constant) else method.name
            if name is not None:
                yield Property(name, ast.unparse(method.returns), " ".join((ast.get_docstring(method) or "").split()))


def _token(node: ast.AST) -> str | None:
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            for argument in call.args[:1]:
                if isinstance(argument, ast.Constant) and _TOKEN.match(str(argument.value)):
                    return str(argument.value)
    return None


def _output_only(method: ast.FunctionDef) -> set[str]:
    """Attribute names that the constructor sets to None: the provider computes them, the program cannot."""
    names = set()
    for node in ast.walk(method):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is None:
            target = node.targets[0]
            if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                names.add(str(target.slice.value))
    return names


def _nested_forcing(
    found: Iterable[Property], nested: dict[str, list[Property]], prefix: str = "", depth: int = 0
) -> Iterator[str]:
    for one in found:
        path = prefix + one.wire_name
        if one.forces_replacement:
            yield path
        elif depth < _NESTED_DEPTH:
            for name in _NESTED.findall(one.annotation):
                yield from _nested_forcing(nested.get(name, ()), nested, path + ".", depth + 1)


def _autoname(inputs: list[Property], outputs: dict[str, Property]) -> str | None:
    """The property that is filled with a name of the provider's making: optional to give, always there afterwards."""
    candidates = [
        one.wire_name
        for one in inputs
        if one.optional and one.kind == "s" and not outputs.get(one.wire_name, one).optional
    ]
    if "name" in candidates:
        return "name"
    by_name = {one.wire_name: one for one in inputs}
    return next((name for name in candidates if _ASSIGNED_NAME.search(by_name[name].documentation)), None)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def resource_row(
    resource: ast.ClassDef, arguments: ast.ClassDef | None, nested: dict[str, list[Property]]
) -> tuple[str, dict[str, str]] | None:
    """Token and row of one resource class, or None if the class is not a resource."""
    constructor = next(
        (m for m in resource.body if isinstance(m, ast.FunctionDef) and m.name == "_internal_init"), None
    )
    token = _token(constructor) if constructor else None
    if constructor is None or token is None:
        return None
    outputs = {one.wire_name: one for one in properties(resource)}
    inputs = list(properties(arguments)) if arguments else []
    given = {one.wire_name for one in inputs}
    hidden = _output_only(constructor)
    attributes = {
        m.name: next(iter(properties(ast.ClassDef(name="", bases=[], keywords=[], body=[m], decorator_list=[]))), None)
        for m in resource.body
        if isinstance(m, ast.FunctionDef)
    }
    computed = sorted(
        {one.wire_name for name, one in attributes.items() if one and name in hidden and one.wire_name not in given}
    )
    autoname = _autoname(inputs, outputs)
    forcing = set(_nested_forcing(inputs, nested))
    if autoname:
        forcing |= {autoname} | ({autoname + "Prefix"} & given)
    forcing |= {name for name in _SCOPE if name in given}
    forcing |= _fixed_by_kind(token, given)
    row = {
        "autoname": autoname or "",
        "computed": " ".join(_typed(outputs[name]) for name in computed if name in outputs),
        "replace": " ".join(sorted(forcing)),
        "scope": " ".join(name for name in _SCOPE if name in given and _is_optional(name, inputs)),
    }
    return token, {key: value for key, value in row.items() if value}


def _fixed_by_kind(token: str, given: set[str]) -> set[str]:
    """What is fixed in the grants of Google Cloud, all generated alike: a member's grant as a whole, a role's binding
    but for its members."""
    if token.startswith("gcp:") and token.endswith(("IAMMember", "IamMember")):
        return {"*"}
    if token.startswith("gcp:") and token.endswith(("IAMBinding", "IamBinding")):
        return given - {"members"}
    return set()


def _is_optional(name: str, found: list[Property]) -> bool:
    return any(one.optional for one in found if one.wire_name == name)


def _typed(one: Property) -> str:
    return one.wire_name if one.kind == "s" else f"{one.wire_name}:{one.kind}"


def read_module(path: Path, nested: dict[str, list[Property]]) -> Found:
    """What one SDK module defines: a resource, or a function with its result."""
    found = Found()
    classes: dict[str, ast.ClassDef] = {}
    result: ast.ClassDef | None = None
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            classes[node.name] = node
            if result is None and node.name.endswith("Result"):
                result = node
        elif isinstance(node, ast.FunctionDef) and result is not None and node.name.startswith("get_"):
            token = _token(node)
            if token:
                found.functions.setdefault(token, " ".join(sorted(_typed(one) for one in properties(result))))
    for name, resource in classes.items():
        row = resource_row(resource, classes.get(name + "Args"), nested)
        if row:
            found.resources[row[0]] = row[1]
    return found


def read_folder(folder: Path) -> Found:
    """What the modules of one SDK folder (one service) define."""
    inputs = folder / "_inputs.py"
    nested: dict[str, list[Property]] = {}
    if inputs.exists():
        for node in ast.parse(inputs.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith("Args"):
                nested[node.name] = list(properties(node))
    found = Found()
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith("_") and path.name not in ("outputs.py", "provider.py"):
            module = read_module(path, nested)
            found.resources |= module.resources
            found.functions |= module.functions
    return found


def sdk_folder(module: str) -> Path:
    """Where an SDK is installed, without importing it.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{module} is not installed", name=module)
    return Path(spec.origin).parent


def render(found: Found) -> str:
    """JSON with one type or function a line, so that a change of an SDK reads well in a review."""
    sections = []
    for title, rows in (("resources", found.resources), ("functions", found.functions)):
        lines = [f"{json.dumps(token)}: {json.dumps(rows[token], sort_keys=True)}" for token in sorted(rows)]
        sections.append(f'"{title}": {{\n' + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


def read_package(package: str) -> Found:
    """What the installed SDK of a package defines, all folders of it.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    root = sdk_folder(PACKAGES[package])
    folders = [root, *sorted(path.parent for path in root.rglob("__init__.py") if path.parent != root)]
    whole = Found()
    with ProcessPoolExecutor() as pool:
        for found in pool.map(read_folder, folders):
            whole.resources |= found.resources
            whole.functions |= found.functions
    return whole


def main() -> None:
    """Write the tables of both packages."""
    for package in PACKAGES:
        found = read_package(package)
        (DATA / f"{package}.json").write_text(render(found), encoding="utf-8")
        sys.stdout.write(f"{package}: {len(found.resources)} resources, {len(found.functions)} functions\n")


if __name__ == "__main__":
    main()
