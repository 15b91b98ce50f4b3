"""What a call of the policy pack's analyzer takes, over gRPC as the engine calls it, with all rules on.

The baseline are the same rules through pulumi_policy. Not here: whole previews (`policy_preview`).
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2 as messages
from pulumi.runtime.proto import analyzer_pb2_grpc

from bench.figure import Figure, ratio
from bench.mixed_resources import export_of
from bench.policy_packs import HOUSE, OURS, STANDARD, write_pack
from bench.process import BrokenBench, Surroundings, interleaved

_GOAL_MILLISECONDS: Final = 3
_GOAL_SECONDS: Final = 0.6
_MOST_BYTES: Final = 400 * 1024 * 1024
_PROVIDERS: Final = {"aws": {"region": "us-east-1"}, "gcp": {"region": "us-central1", "project": "bench"}}


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    count = 100 if surroundings.quick else 1_000
    project = surroundings.scratch / "project"
    project.mkdir()
    (project / "finops.yaml").write_text(STANDARD, encoding="utf-8")
    states = json.loads(export_of(count))["deployment"]["resources"]
    registrations, stack = [_registration(state) for state in states], _stack(states)
    with ExitStack() as packs:
        stubs = {
            name: packs.enter_context(_serving(write_pack(surroundings.scratch / name, program), project, surroundings))
            for name, program in (("ours", OURS), ("house", HOUSE))
        }
        found = interleaved(
            1 if surroundings.quick else 5,
            {
                "ours": lambda: _taken(stubs["ours"], registrations, stack),
                "house": lambda: _taken(stubs["house"], registrations, stack),
            },
        )
    for index, (what, unit, factor, goal) in enumerate(
        (
            (f"Analyze, a resource of {count:,} mixed ones", "ms", 1000, _GOAL_MILLISECONDS),
            (f"AnalyzeStack of {count:,} mixed resources", "s", 1, _GOAL_SECONDS),
        )
    ):
        ours, house = ([each[index] for each in found[name]] for name in ("ours", "house"))
        note = f"{ratio(ours, house):.2f} × the same rules through pulumi_policy ({median(house) * factor:.2f} {unit})"
        yield Figure(what, median(ours) * factor, unit, goal=goal, note=note)


def _taken(stub: Any, registrations: list[Any], stack: Any) -> tuple[float, float]:
    """Seconds that judging a resource takes at the median, and the stack."""
    each = []
    for registration in registrations:
        start = perf_counter()
        stub.Analyze(registration)
        each.append(perf_counter() - start)
    start = perf_counter()
    stub.AnalyzeStack(stack)
    return median(each), perf_counter() - start


@contextmanager
def _serving(pack: Path, project: Path, surroundings: Surroundings) -> Iterator[Any]:
    """A running pack, told its stack and its configuration as the engine tells them."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", str(pack)]
    process = subprocess.Popen(
        command,
        cwd=project,
        env=dict(surroundings.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what is advisory goes there through pulumi_policy
        text=True,
    )
    assert process.stdout is not None
    try:
        port = process.stdout.readline().strip()
        if not port:
            raise BrokenBench(f"the policy pack in {pack} did not start")
        options = [("grpc.max_receive_message_length", _MOST_BYTES), ("grpc.max_send_message_length", _MOST_BYTES)]
        with grpc.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
            stub = analyzer_pb2_grpc.AnalyzerStub(channel)
            stub.ConfigureStack(messages.AnalyzerStackConfigureRequest(stack="prod", project="bench", dry_run=True))
            request = messages.ConfigureAnalyzerRequest()
            for policy in stub.GetAnalyzerInfo(Empty()).policies:
                request.policyConfig[policy.name].enforcementLevel = policy.enforcementLevel
            stub.Configure(request)
            yield stub
    finally:
        process.kill()
        process.wait()


def _registration(state: Mapping[str, Any]) -> Any:
    """The request by which the engine has a resource judged that is about to be registered."""
    request = messages.AnalyzeRequest(type=state["type"], urn=state["urn"], name=state["urn"].rpartition("::")[2])
    request.properties.update({key: value for key, value in state["inputs"].items() if not key.startswith("__")})
    request.provider.CopyFrom(_provider(state))
    return request


def _stack(states: Sequence[Mapping[str, Any]]) -> Any:
    """The request by which the engine has the whole stack judged."""
    request = messages.AnalyzeStackRequest()
    for state in states:
        name = state["urn"].rpartition("::")[2]
        resource = request.resources.add(type=state["type"], urn=state["urn"], name=name)
        resource.properties.update(state["outputs"])
        resource.provider.CopyFrom(_provider(state))
        resource.dependencies.extend(state["dependencies"])
        for key, urns in state["propertyDependencies"].items():
            resource.propertyDependencies[key].urns.extend(urns)
    return request


def _provider(state: Mapping[str, Any]) -> Any:
    package = state["type"].partition(":")[0]
    type_ = f"pulumi:providers:{package}"
    provider = messages.AnalyzerProviderResource(type=type_, urn=f"urn:pulumi:prod::bench::{type_}::default")
    provider.properties.update(_PROVIDERS[package])
    return provider
