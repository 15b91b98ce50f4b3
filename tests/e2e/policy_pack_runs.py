"""The policy pack of this repository under the genuine engine, for the tests that run it. Not a test by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from outlay.resource import urn_of

from tests.policy_pack.fixtures.loader import Declared, RuleFixture

if TYPE_CHECKING:
    from tests.e2e.conftest import Finished, UserProject

ROOT: Final = Path(__file__).parents[2]
PACK: Final = ROOT / "policy_pack"
_REFERENCE: Final = "${"
_NOTHING_MORE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Till:
    """A project whose previews go past a policy pack, with the offline providers of the whole module."""

    project: UserProject
    providers: str
    stack: str = "dev"

    @property
    def directory(self) -> Path:
        """The project's folder."""
        return self.project.directory

    def at(self, stack: str) -> Till:
        """The same project, another stack."""
        return replace(self, stack=stack)

    def write(self, files: Mapping[str, str]) -> None:
        """Write files into the project's folder."""
        for name, text in files.items():
            (self.directory / name).write_text(text, encoding="utf-8")

    def configure(self, config: Mapping[str, Any]) -> None:
        """Replace the stack's configuration; what encrypts its secrets stays."""
        file = self.directory / f"Pulumi.{self.stack}.yaml"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        salt = [line for line in lines if line.startswith("encryptionsalt:")]
        file.write_text("\n".join([*salt, f"config: {json.dumps(dict(config))}", ""]), encoding="utf-8")

    def preview(
        self, *arguments: str, pack: Path = PACK, environment: Mapping[str, str] = MappingProxyType({})
    ) -> Finished:
        """`pulumi preview --policy-pack`."""
        return self.run(
            "preview", "--stack", self.stack, "--policy-pack", str(pack), *arguments, environment=environment
        )

    def analyze(self, state: Path, environment: Mapping[str, str] = MappingProxyType({})) -> Finished:
        """`pulumi policy analyze --file`."""
        return self.run("policy", "analyze", "--file", str(state), "--policy-pack", str(PACK), environment=environment)

    def run(self, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> Finished:
        """The bare CLI, in the project's folder."""
        return subprocess.run(
            [str(self.project.cli.path), *arguments, "--non-interactive", "--color", "never"],
            cwd=self.directory,
            env={**self.project.environment, "PULUMI_DEBUG_PROVIDERS": self.providers, **environment},
            capture_output=True,
            text=True,
            timeout=180,
        )


def uv_folder() -> str:
    """Where uv lies, with which Pulumi makes the environment of the pack's folder."""
    found = shutil.which("uv")
    if found is not None:
        return str(Path(found).parent)
    subprocess.run([ROOT / ".ci" / "uv", "--version"], check=True, capture_output=True)
    return str(ROOT / ".uv" / "bin")


def pack_in(folder: Path, program: str, standard: str = "") -> Path:
    """A policy pack of somebody else, run by the Python of these tests."""
    folder.mkdir()
    runtime = f"{{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}"
    (folder / "PulumiPolicy.yaml").write_text(f"runtime: {runtime}\nversion: 0.0.1\n", encoding="utf-8")
    (folder / "__main__.py").write_text(program, encoding="utf-8")
    if standard:
        (folder / "finops.yaml").write_text(standard, encoding="utf-8")
    return folder


def exported(fixture: RuleFixture) -> str:
    """What `pulumi stack export` writes of a fixture's stack once it is deployed."""
    stack = urn_of("prod", "shop", "pulumi:pulumi:Stack", "shop-prod")
    packages = sorted({each.type.partition(":")[0] for each in fixture.resources})
    resources: list[dict[str, Any]] = [{"urn": stack, "custom": False, "type": "pulumi:pulumi:Stack"}]
    resources += [_provider(package, fixture.config) for package in packages]
    urns = {each.name: each.urn for each in fixture.resources}
    resources += [_state(each, urns, stack) for each in fixture.resources]
    return json.dumps(
        {"version": 3, "deployment": {"manifest": {"time": "2026-08-01T00:00:00Z"}, "resources": resources}}
    )


def _provider(package: str, config: Mapping[str, Any]) -> dict[str, Any]:
    inputs = {
        key.partition(":")[2]: value if isinstance(value, str) else json.dumps(value)
        for key, value in config.items()
        if key.startswith(f"{package}:")
    }
    type_ = f"pulumi:providers:{package}"
    return {"urn": urn_of("prod", "shop", type_, "default"), "custom": True, "id": "1", "type": type_, "inputs": inputs}


def _state(declared: Declared, urns: Mapping[str, str], stack: str) -> dict[str, Any]:
    package = declared.type.partition(":")[0]
    inputs = {key: _value(value) for key, value in declared.properties.items()}
    refers = {key: names for key, value in declared.properties.items() if (names := _referred(value))}
    id_ = f"{declared.name}-id"
    return {
        "urn": declared.urn,
        "custom": True,
        "id": id_,
        "type": declared.type,
        "inputs": {"__defaults": [], **inputs},
        "outputs": {**inputs, "id": id_},
        "parent": stack,
        "provider": f"{urn_of('prod', 'shop', f'pulumi:providers:{package}', 'default')}::1",
        "dependencies": [urns[name] for names in refers.values() for name in names],
        "propertyDependencies": {key: [urns[name] for name in names] for key, names in refers.items()},
    }


def _value(raw: Any) -> Any:
    if isinstance(raw, dict):
        if set(raw) == {"secret"}:
            signature = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
            return {**signature, "plaintext": json.dumps(raw["secret"])}
        return {key: _value(inner) for key, inner in raw.items()}
    if isinstance(raw, list):
        return [_value(inner) for inner in raw]
    if isinstance(raw, str) and raw.startswith(_REFERENCE):
        return f"{raw[2:-1]}-id"
    return raw


def _referred(raw: Any) -> Sequence[str]:
    if isinstance(raw, str):
        return [raw[2:-1]] if raw.startswith(_REFERENCE) else []
    inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return [name for each in inner for name in _referred(each)]
