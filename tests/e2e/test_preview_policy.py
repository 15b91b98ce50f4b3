"""Policy packs inside the engine: what they say arrives with its severity, and the cost is still there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.errors import ExitCode, PreviewFailed
from outlay.step import PolicyViolation

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine

GATEWAY = 'aws("ec2/natGateway:NatGateway", "nat", {"subnetId": "subnet-1"})\n'
URN = "urn:pulumi:dev::shop::aws:ec2/natGateway:NatGateway::nat"
FOLDER_PACK = """
import pulumi_policy

def no_gateways(args, report_violation):
    if args.resource_type == "aws:ec2/natGateway:NatGateway":
        report_violation("gateways are dear")

pulumi_policy.PolicyPack(
    "thrift",
    policies=[
        pulumi_policy.ResourceValidationPolicy(
            name="no-gateways",
            description="Use an endpoint.",
            enforcement_level=pulumi_policy.EnforcementLevel.LEVEL,
            validate=no_gateways,
        )
    ],
)
"""
EXECUTABLE_PACK = """\
#!PYTHON
import sys
from concurrent.futures import ThreadPoolExecutor

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2 as messages
from pulumi.runtime.proto import analyzer_pb2_grpc, plugin_pb2


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    def Handshake(self, request, context):
        return messages.AnalyzerHandshakeResponse()

    def Configure(self, request, context):
        return Empty()

    def ConfigureStack(self, request, context):
        return messages.AnalyzerStackConfigureResponse()

    def GetPluginInfo(self, request, context):
        return plugin_pb2.PluginInfo(version="1.0.0")

    def GetAnalyzerInfo(self, request, context):
        return messages.AnalyzerInfo(name="thrift", version="1.0.0")

    def Analyze(self, request, context):
        if request.type != "aws:ec2/natGateway:NatGateway":
            return messages.AnalyzeResponse()
        found = messages.AnalyzeDiagnostic(
            policyName="no-gateways", policyPackName="thrift", policyPackVersion="1.0.0", message="gateways are dear",
            enforcementLevel=messages.MANDATORY, urn=request.urn, severity=SEVERITY,
        )
        return messages.AnalyzeResponse(diagnostics=[found])

    def AnalyzeStack(self, request, context):
        return messages.AnalyzeResponse()

    def Remediate(self, request, context):
        return messages.RemediateResponse()

    def Cancel(self, request, context):
        return Empty()


server = grpc.server(ThreadPoolExecutor(4))
analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(), server)
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
server.wait_for_termination()
"""


@pytest.fixture
def folder_pack(tmp_path: Path) -> Path:
    folder = tmp_path / "thrift"
    folder.mkdir()
    runtime = f"{{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}"
    (folder / "PulumiPolicy.yaml").write_text(f"runtime: {runtime}\nversion: 0.0.1\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("level", "exit_code"),
    [("MANDATORY", ExitCode.BLOCKED), ("ADVISORY", ExitCode.FINE)],
    ids=["mandatory", "advisory"],
)
def test_a_pack_in_a_folder(user_project: ProjectMaker, folder_pack: Path, level: str, exit_code: ExitCode) -> None:
    (folder_pack / "__main__.py").write_text(FOLDER_PACK.replace("LEVEL", level), encoding="utf-8")
    project = user_project(GATEWAY)

    result = project.preview(policy_packs=(folder_pack,))

    assert result.preview.violations == (
        PolicyViolation("thrift", "no-gateways", level.lower(), "", "Use an endpoint.\ngateways are dear", URN),
    )
    assert result.exit_code is exit_code
    assert [row.urn for row in result.diff.rows] == [URN]


def test_a_pack_that_is_a_program_tells_severities_too(user_project: ProjectMaker, tmp_path: Path) -> None:
    pack = tmp_path / "thrift"
    text = EXECUTABLE_PACK.replace("PYTHON", sys.executable).replace("SEVERITY", "messages.POLICY_SEVERITY_HIGH")
    pack.write_text(text, encoding="utf-8")
    pack.chmod(0o755)
    project = user_project(GATEWAY)

    done = project.outlay("preview", "--stack", "dev", "--offline", "--policy-pack", str(pack))

    assert done.returncode == ExitCode.BLOCKED
    assert "[mandatory] thrift no-gateways" in done.stdout
    assert "gateways are dear" in done.stdout
    (violation,) = project.preview(policy_packs=(pack,)).preview.violations
    assert violation.severity == "high"


def test_a_program_that_fails_after_a_violation_is_no_half_a_preview(
    user_project: ProjectMaker, folder_pack: Path
) -> None:
    (folder_pack / "__main__.py").write_text(FOLDER_PACK.replace("LEVEL", "MANDATORY"), encoding="utf-8")
    project = user_project(GATEWAY + "import time\ntime.sleep(0.5)\nraise ValueError('too late')\n")

    with pytest.raises(PreviewFailed, match="ValueError: too late"):
        project.preview(policy_packs=(folder_pack,))
