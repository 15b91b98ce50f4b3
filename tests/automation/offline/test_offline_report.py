"""The report: each fact once, in a fixed order, without secrets; and the process that hands it over."""

from __future__ import annotations

import json
import subprocess
import sys
from types import MappingProxyType

import grpc
import psutil
import pytest
from google.protobuf.empty_pb2 import Empty
from outlay.errors import EngineUnavailable
from outlay_automation.engine.offline import process
from outlay_automation.engine.offline.messages import plugin_pb2
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest, configuration_from
from outlay_automation.engine.offline.recorder import Recorder
from outlay_automation.engine.offline.report import (
    AnswerSource,
    FilledDefault,
    InvokeAnswer,
    NotSeen,
    OfflineReport,
    ProviderConfiguration,
)
from outlay_automation.engine.offline.values import decode, encode, masked, secret

CANARY = "canary-7c21"


def test_each_fact_is_reported_once_and_sorted() -> None:
    recorder = Recorder()
    for token in ("b:index:f", "a:index:f", "b:index:f"):
        recorder.answered(token, {"x": 1.0}, {"y": 2.0}, AnswerSource.INVENTED)
    for region in ("us-east-1", "eu-west-1", "us-east-1"):
        recorder.configured("aws", {"region": region})
    for name in ("two", "one", "two"):
        recorder.not_seen("awsx:ec2:Vpc", name, f"urn::{name}")
    for value in (128, 128):
        recorder.filled("aws:lambda/function:Function", "memorySize", value)

    assert recorder.report() == OfflineReport(
        answers=(
            InvokeAnswer("a:index:f", {"x": 1}, {"y": 2}, AnswerSource.INVENTED),
            InvokeAnswer("b:index:f", {"x": 1}, {"y": 2}, AnswerSource.INVENTED),
        ),
        configurations=(
            ProviderConfiguration("aws", {"region": "eu-west-1"}),
            ProviderConfiguration("aws", {"region": "us-east-1"}),
        ),
        not_seen=(NotSeen("awsx:ec2:Vpc", "one", "urn::one"), NotSeen("awsx:ec2:Vpc", "two", "urn::two")),
        defaults=(FilledDefault("aws:lambda/function:Function", "memorySize", 128),),
    )


def test_one_question_with_two_answers_is_reported_twice() -> None:
    recorder = Recorder()
    for region in ("us-east-1", "eu-west-1"):
        recorder.answered("aws:index:getRegion", {}, {"id": region}, AnswerSource.INVENTED)

    assert [one.answer["id"] for one in recorder.report().answers] == ["eu-west-1", "us-east-1"]


def test_secrets_are_masked_also_where_they_lost_their_wrapping() -> None:
    recorder = Recorder()
    recorder.notice_secrets({"connection": secret({"password": CANARY, "ports": [1.0]})})
    recorder.configured("aws", {"secretKey": secret(CANARY), "note": "nothing"})
    recorder.answered("x:index:f", {"name": f"/shop/{CANARY}"}, {"copy": [CANARY]}, AnswerSource.INVENTED)
    recorder.answered("aws:kms:getCipherText", {"plaintext": "other"}, {}, AnswerSource.INVENTED)

    report = recorder.report()

    assert CANARY not in json.dumps(report.to_json())
    assert report.configurations[0].inputs == {"note": "nothing", "secretKey": "[secret]"}
    assert report.answers[1].args == {"name": "[secret]"}
    assert report.answers[0].args == {"plaintext": "[secret]"}


def test_credentials_are_masked_although_nobody_marked_them() -> None:
    recorder = Recorder()
    recorder.configured("aws", {"accessKey": CANARY, "secretKey": CANARY, "token": CANARY, "region": "eu-west-1"})
    recorder.configured("gcp", {"accessToken": CANARY, "credentials": json.dumps({"private_key": CANARY})})

    report = recorder.report()

    assert CANARY not in json.dumps(report.to_json())
    assert report.configurations[0].inputs["region"] == "eu-west-1"


def test_a_report_survives_its_way_between_the_processes() -> None:
    report = OfflineReport(
        (InvokeAnswer("a:b:c", {"x": [1, None]}, {"y": {"z": True}}, AnswerSource.STANDARD),),
        (ProviderConfiguration("aws", {"region": "eu-west-1"}),),
        (NotSeen("a:b:C", "n", "urn"),),
        (FilledDefault("a:b:C", "p", False),),
    )

    assert OfflineReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_values_come_off_the_wire_as_they_went_on() -> None:
    bag = {"a": None, "b": True, "c": 1.5, "d": "x", "e": [{}, [], "y"], "f": secret({"g": []})}

    assert decode(encode(bag)) == bag
    assert masked(bag) == {**bag, "f": "[secret]"}


def test_the_drivers_side_loads_nothing_heavy() -> None:
    program = (
        "import sys, outlay_automation.engine.offline.process\n"
        "print([m for m in ('grpc', 'pulumi', 'google.protobuf', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_providers_side_does_not_load_the_sdk() -> None:
    program = (
        "import sys, outlay_automation.engine.offline.provider\n"
        "print('pulumi' in sys.modules, 'outlay_automation.engine.offline.messages.provider_pb2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True"]


def test_each_package_has_a_port_that_reports_its_version() -> None:
    request = OfflineRequest({"gcp": "10.2.0", "aws": "7.51.1"}, MappingProxyType({"a:b:c": MappingProxyType({})}))
    with OfflineProvider.start(request) as provider:
        assert provider.debug_providers() == f"aws:{provider.ports['aws']},gcp:{provider.ports['gcp']}"
        for package, version in request.packages.items():
            with grpc.insecure_channel(f"127.0.0.1:{provider.ports[package]}") as channel:
                ask = channel.unary_unary(
                    "/pulumirpc.ResourceProvider/GetPluginInfo",
                    request_serializer=Empty.SerializeToString,
                    response_deserializer=plugin_pb2.PluginInfo.FromString,
                )
                assert ask(Empty(), timeout=10).version == version
        assert provider.stop() == provider.stop() == OfflineReport()


def test_leaving_the_context_ends_the_process() -> None:
    with OfflineProvider.start(OfflineRequest({"aws": "7.51.1"})) as provider:
        pid = provider._process.pid
        assert psutil.pid_exists(pid)

    assert not psutil.pid_exists(pid)


def test_a_process_that_does_not_come_up_is_an_error_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_COMMAND", (sys.executable, "-c", "raise SystemExit('no port left')"))

    with OfflineProvider.start(OfflineRequest({})) as provider, pytest.raises(EngineUnavailable, match="no port left"):
        _ = provider.ports


def test_the_environment_stands_in_for_configuration_as_with_the_real_providers() -> None:
    environment = {"AWS_DEFAULT_REGION": "eu-west-3", "CLOUDSDK_CORE_PROJECT": "acme", "GOOGLE_ZONE": ""}

    assert configuration_from(environment) == {"aws": {"region": "eu-west-3"}, "gcp": {"project": "acme"}}
