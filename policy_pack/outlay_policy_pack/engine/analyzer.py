"""The analyzer that Pulumi's engine calls: the policies of the pack over the resources of one run, over gRPC.

Served by ourselves, since through pulumi_policy every policy converts each resource anew, an unknown value lets a
mandatory policy pass, and secrets arrive in plain text. It answers every call: where ours goes wrong, a violation says
so. Not here: how messages are converted (`adapter`) and what is said of a resource (`policy_run`).
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock, Thread
from traceback import extract_tb
from typing import Any, Final, TypeAlias

import grpc
from google.protobuf.empty_pb2 import Empty
from outlay import __version__
from outlay.errors import OutlayError
from outlay.finding import EnforcementLevel, Finding
from outlay.resource import Urn
from pulumi.runtime.proto import analyzer_pb2 as messages
from pulumi.runtime.proto import plugin_pb2

from outlay_policy_pack.configuration import PolicyConfig
from outlay_policy_pack.declaration import DESCRIPTION, DISPLAY_NAME, PACK, declarations
from outlay_policy_pack.engine import adapter
from outlay_policy_pack.engine.clock import today
from outlay_policy_pack.engine.policy_run import PolicyRun, levels
from outlay_policy_pack.engine.stack_identity import StackIdentity
from outlay_policy_pack.engine.standard_search import StandardSearch
from outlay_policy_pack.evaluation import Outcome
from outlay_policy_pack.message import text_of
from outlay_policy_pack.own_policies import COST_SUMMARY, FINANCIAL_STANDARD, finding_of

_Message: TypeAlias = Any
"""A message of the protocol: generated, without types."""
_REPORT: Final = "Report this with the version of Outlay. Until it is mended, preview without the policy pack."


class Analyzer:
    """The pack's policies for one run of the engine. Its methods are the calls of the protocol.

    Args:
        project: the folder that the engine works in; the working directory by default.
        pack: the pack's own folder, until the engine says it.
        environment: environment variables.
    """

    def __init__(
        self,
        project: Path | None = None,
        pack: Path | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._search = StandardSearch(project or Path.cwd(), pack, environment)
        self._version = __version__
        self._stack: StackIdentity | None = None
        self._policies: Mapping[str, PolicyConfig] = {}
        self._announced: Mapping[str, EnforcementLevel] = {}
        self._run: PolicyRun | None = None
        self._read: set[Urn] = set()
        # what is read and imported ahead of the first resource must be whole before that comes
        self._lock = RLock()

    def handler(self) -> grpc.GenericRpcHandler:
        """The gRPC handler of the analyzer protocol."""
        methods: dict[str, tuple[Callable[[_Message, object], _Message], type[Any]]] = {
            "Handshake": (self.handshake, messages.AnalyzerHandshakeRequest),
            "ConfigureStack": (self.configure_stack, messages.AnalyzerStackConfigureRequest),
            "GetPluginInfo": (self.plugin_info, Empty),
            "GetAnalyzerInfo": (self.analyzer_info, Empty),
            "Configure": (self.configure, messages.ConfigureAnalyzerRequest),
            "Analyze": (self.analyze, messages.AnalyzeRequest),
            "AnalyzeStack": (self.analyze_stack, messages.AnalyzeStackRequest),
            "Remediate": (self.remediate, messages.AnalyzeRequest),
            "Cancel": (self.cancel, Empty),
        }
        return grpc.method_handlers_generic_handler(
            "pulumirpc.Analyzer",
            {
                name: grpc.unary_unary_rpc_method_handler(
                    function,
                    request_deserializer=request.FromString,
                    response_serializer=lambda message: message.SerializeToString(),
                )
                for name, (function, request) in methods.items()
            },
        )

    def handshake(self, request: _Message, _context: object = None) -> _Message:
        """The engine says where the pack lies."""
        if request.HasField("root_directory"):
            self._search = replace(self._search, pack=Path(request.root_directory))
        return messages.AnalyzerHandshakeResponse()

    def configure_stack(self, request: _Message, _context: object = None) -> _Message:
        """The engine says which stack it works on. It does not for a state that is analyzed by itself."""
        self._stack, self._run = adapter.stack_of(request), None
        return messages.AnalyzerStackConfigureResponse()

    def plugin_info(self, _request: _Message, _context: object = None) -> _Message:
        """The version of Outlay."""
        return plugin_pb2.PluginInfo(version=self._version)

    def analyzer_info(self, _request: _Message, _context: object = None) -> _Message:
        """All policies, each at the level that the standard sets for this stack."""
        set_here = self._levels()
        announced = [each.at(set_here.get(each.rule.name, each.level)) for each in declarations()]
        self._announced = {each.rule.name: each.level for each in announced}
        return messages.AnalyzerInfo(
            name=PACK,
            displayName=DISPLAY_NAME,
            description=DESCRIPTION,
            version=self._version,
            supportsConfig=True,
            policies=map(adapter.policy_info, announced),
        )

    def configure(self, request: _Message, _context: object = None) -> _Message:
        """The engine says how each policy is configured; where nobody did, it repeats what was announced."""
        self._policies = {
            name: replace(given, level=None) if given.level is self._announced.get(name) else given
            for name, given in adapter.policy_configs(request).items()
        }
        self._run = None
        Thread(target=self._warm, daemon=True).start()
        return Empty()

    def analyze(self, request: _Message, _context: object = None) -> _Message:
        """What the rules say of a resource that is about to be registered."""
        return self._answer(lambda: self._of_resource(request))

    def analyze_stack(self, request: _Message, _context: object = None) -> _Message:
        """What the rules say of the stack as a whole, and its summary."""
        return self._answer(lambda: self._of_stack(request))

    def remediate(self, request: _Message, _context: object = None) -> _Message:
        """The properties of a resource as rules at the level `remediate` set them.

        What cannot be mended is judged as it is, and a violation then says what is wrong.
        """
        try:
            return messages.RemediateResponse(remediations=self._remediations(request))
        except Exception as error:  # whatever it is: the engine would end the whole preview
            sys.stderr.write(f"outlay: not remediated: {_told(error)}\n")
            return messages.RemediateResponse()

    def cancel(self, _request: _Message, _context: object = None) -> _Message:
        """The engine ends; it closes this process by itself."""
        return Empty()

    def _of_resource(self, request: _Message) -> _Message:
        run = self._run_of(request.urn)
        resource = adapter.resource_of(request)
        outcome = run.of_resource(replace(resource, external=True) if request.urn in self._read else resource)
        return self._response(outcome, run)

    def _of_stack(self, request: _Message) -> _Message:
        run = self._run_of(next((each.urn for each in request.resources), ""))
        answer = run.of_stack(adapter.resources_of(request, run.resources))
        response = self._response(answer.outcome, run)
        if answer.summary is not None:
            said = finding_of(COST_SUMMARY, answer.summary.text, level=EnforcementLevel.ADVISORY)
            response.diagnostics.append(adapter.diagnostic(said, said.message, self._version))
        return response

    def _remediations(self, request: _Message) -> Iterator[_Message]:
        run = self._run_of(request.urn)
        if run.stack.is_state and adapter.is_read(request):
            self._read.add(request.urn)
            return
        if not run.remediates:  # as with most runs: nothing is converted for nothing
            return
        properties = request.properties
        for rule, changes in run.remedies(adapter.resource_of(request)):
            if not adapter.is_same(properties, changes):
                properties = adapter.changed(properties, changes)
                yield adapter.remediation(rule, self._version, properties)

    def _response(self, outcome: Outcome, run: PolicyRun) -> _Message:
        """What was found, without what an exemption covers: the summary lists that."""
        return messages.AnalyzeResponse(
            diagnostics=self._diagnostics(outcome.findings, run),
            not_applicable=adapter.not_applicable(outcome.not_applicable),
        )

    def _diagnostics(self, findings: Iterable[Finding], run: PolicyRun) -> Iterator[_Message]:
        for each in findings:
            if not each.exemption:
                yield adapter.diagnostic(
                    each, text_of(each, run.stack.full_name, run.currency, run.as_of), self._version
                )

    def _answer(self, ask: Callable[[], _Message]) -> _Message:
        try:
            return ask()
        except Exception as error:  # whatever it is: the engine would show a fault of gRPC and nothing else
            finding = finding_of(FINANCIAL_STANDARD, f"the policy pack failed: {_told(error)}", _REPORT)
            said = adapter.diagnostic(finding, text_of(finding, "", ""), self._version)
            return messages.AnalyzeResponse(diagnostics=[said])

    def _run_of(self, urn: Urn) -> PolicyRun:
        with self._lock:
            if self._run is None:
                stack = self._stack or StackIdentity.of_state(urn)
                self._run = PolicyRun(stack, self._search, today(), self._policies)
                self._run.warm()
            return self._run

    def _warm(self) -> None:
        """Make everything ready while the engine starts the program."""
        if self._stack is not None:
            with suppress(Exception):  # the first resource says what is wrong
                self._run_of("")

    def _levels(self) -> Mapping[str, EnforcementLevel]:
        """The levels to announce: what is set for this stack, nothing where there is none or nothing can be read."""
        if self._stack is None:
            return {}
        try:
            return levels(self._stack, self._search, today())
        except Exception as error:  # the first resource says what is wrong
            sys.stderr.write(f"outlay: {_told(error)}\n")
            return {}


def _told(error: Exception) -> str:
    """What went wrong; of a fault of ours its kind and place alone, since its text may hold a value of the program."""
    if isinstance(error, OutlayError):
        return str(error)
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
