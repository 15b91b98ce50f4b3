"""What tests of the analyzer share: an engine that calls it in the genuine one's order, with its messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from google.protobuf.struct_pb2 import Struct
from outlay_policy_pack.engine.analyzer import Analyzer
from pulumi.runtime.proto import analyzer_pb2 as messages

UNKNOWN: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
STACK_URN: Final = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
BUCKET: Final = "aws:s3/bucket:Bucket"
_LEVELS: Final = {
    "advisory": messages.ADVISORY,
    "mandatory": messages.MANDATORY,
    "disabled": messages.DISABLED,
    "remediate": messages.REMEDIATE,
}
Messages: TypeAlias = Any


def secret(value: Any) -> dict[str, Any]:
    """A secret as it travels."""
    return {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": value}


def struct(values: Mapping[str, Any]) -> Struct:
    result = Struct()
    result.update(values)
    return result


def urn(type_: str, name: str = "it") -> str:
    return f"urn:pulumi:dev::shop::{type_}::{name}"


def request(
    type_: str,
    properties: Mapping[str, Any] | None = None,
    name: str = "it",
    *,
    provider: Mapping[str, Any] | None = {"region": "us-east-1"},
    parent: str = STACK_URN,
) -> Messages:
    """A resource as the engine hands it over when it is registered; one without `provider` is a component."""
    given = messages.AnalyzeRequest(
        type=type_,
        urn=urn(type_, name),
        name=name,
        properties=struct(properties or {}),
        options=messages.AnalyzerResourceOptions(parent=parent),
    )
    if provider is not None:
        package = type_.partition(":")[0]
        given.provider.type = f"pulumi:providers:{package}"
        given.provider.urn = urn(given.provider.type, "default")
        given.provider.properties.update(provider)
    return given


@dataclass
class Engine:
    """Pulumi's engine as an analyzer sees it."""

    analyzer: Analyzer
    registered: list[Messages] = field(default_factory=list)

    def start(
        self,
        *,
        config: Mapping[str, str] | None = None,
        secret_keys: Iterable[str] = (),
        policies: Mapping[str, str | Mapping[str, Any]] | None = None,
        is_state: bool = False,
        pack: Path | None = None,
    ) -> Engine:
        """Say where the pack lies, which stack it is, and how policies are configured over what was announced."""
        self.analyzer.handshake(messages.AnalyzerHandshakeRequest(root_directory=str(pack) if pack else None))
        if not is_state:
            stack = messages.AnalyzerStackConfigureRequest(
                stack="dev", project="shop", config=config or {}, config_secret_keys=secret_keys, dry_run=True
            )
            self.analyzer.configure_stack(stack)
        configured = messages.ConfigureAnalyzerRequest()
        for each in self.analyzer.analyzer_info(None).policies:
            configured.policyConfig[each.name].enforcementLevel = each.enforcementLevel
        for name, given in (policies or {}).items():
            values = {"enforcementLevel": given} if isinstance(given, str) else dict(given)
            if "enforcementLevel" in values:
                configured.policyConfig[name].enforcementLevel = _LEVELS[values.pop("enforcementLevel")]
            configured.policyConfig[name].properties.update(values)
        self.analyzer.configure(configured)
        return self

    def register(self, type_: str, properties: Mapping[str, Any] | None = None, *args: Any, **more: Any) -> Messages:
        """Have a resource remediated, then judged; what was remediated is judged as it is then."""
        given = request(type_, properties, *args, **more)
        for each in self.analyzer.remediate(given).remediations:
            given.properties.CopyFrom(each.properties)
        self.registered.append(given)
        return self.analyzer.analyze(given)

    def finish(
        self, outputs: Mapping[str, Mapping[str, Any]] | None = None, extra: Iterable[Messages] = ()
    ) -> Messages:
        """Have the whole stack judged; by name, what else the outputs of a resource hold."""
        resources = []
        for each in (*self.registered, *extra):
            found = messages.AnalyzerResource(
                type=each.type, urn=each.urn, name=each.name, parent=each.options.parent, properties=each.properties
            )
            found.properties.update((outputs or {}).get(each.name, {}))
            if each.HasField("provider"):
                found.provider.CopyFrom(each.provider)
            resources.append(found)
        return self.analyzer.analyze_stack(messages.AnalyzeStackRequest(resources=resources))


def said(response: Messages, policy: str | None = None) -> list[str]:
    """The messages of a response, of one policy where it is named, without the summary."""
    return [
        each.message
        for each in response.diagnostics
        if (policy is None and each.policyName != "cost-summary") or each.policyName == policy
    ]


def levels(response: Messages) -> dict[str, int]:
    """By policy, the level of what it said."""
    return {each.policyName: each.enforcementLevel for each in response.diagnostics}


EngineMaker: TypeAlias = Callable[..., Engine]


@pytest.fixture
def make_engine(tmp_path: Path) -> EngineMaker:
    """An engine over a project in a folder of its own, with this finops.yaml; without one where it is None."""

    def make(standard: str | None = "{}", *, environment: Mapping[str, str] | None = None) -> Engine:
        project = tmp_path / "project"
        project.mkdir(exist_ok=True)
        if standard is not None:
            (project / "finops.yaml").write_text(standard, encoding="utf-8")
        return Engine(Analyzer(project, environment=environment or {}))

    return make
