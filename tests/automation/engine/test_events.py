"""The event log, read while it grows."""

import json

import pytest
from outlay.resource import SECRET, UNKNOWN
from outlay.step import Diagnostic, DiagnosticSeverity, PolicyViolation
from outlay_automation.engine.digest import Settled
from outlay_automation.engine.events import EventLog, EventReader
from outlay_automation.engine.seam import Progress

URN = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders"
PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:aws::default"


def taken_up(op, urn=URN, type_="aws:sqs/queue:Queue", **sides):
    return {"resourcePreEvent": {"metadata": {"op": op, "urn": urn, "type": type_, **sides}}}


def said(severity, message, urn=""):
    return {"diagnosticEvent": {"severity": severity, "message": message, "urn": urn}}


def log_of(*events):
    log = EventLog()
    for event in events:
        log.take(event)
    return log


def test_a_line_that_is_not_whole_yet_waits_for_its_rest(tmp_path):
    path = tmp_path / "events.json"
    reader = EventReader(path)
    line = json.dumps(taken_up("create")).encode()

    assert list(reader.read()) == []
    path.write_bytes(line[:30])
    assert list(reader.read()) == []
    with path.open("ab") as file:
        file.write(line[30:] + b"\n" + line + b"\n")
    assert list(reader.read()) == [Progress(1, "orders"), Progress(2, "orders")]
    assert list(reader.read()) == []


def test_messages_keep_their_severity_and_debugging_is_left_out():
    log = log_of(said("debug", "x"), said("info", "hello"), said("warning", "careful", URN), said("error", "no\n"))

    assert log.diagnostics == [
        Diagnostic(DiagnosticSeverity.INFO, "hello"),
        Diagnostic(DiagnosticSeverity.WARNING, "careful", URN),
        Diagnostic(DiagnosticSeverity.ERROR, "no\n"),
    ]


def test_an_error_counts_once_and_without_the_engine_s_summing_up():
    log = log_of(
        said("error", "no such size\n"),
        said("error", "no such size"),
        said("error", "preview failed\n"),
        said("error", "an unhandled error occurred: the program ended with exit status 1\n"),
    )
    assert log.errors == ("no such size",)
    assert log.last_words == (
        "preview failed",
        "an unhandled error occurred: the program ended with exit status 1",
    )


def test_what_a_program_writes_to_its_standard_error_is_no_error_yet():
    log = log_of(said("info#err", "DeprecationWarning: old\n"))

    assert log.errors == ()
    assert log.written == ["DeprecationWarning: old"]


def test_a_violation_is_kept_with_its_severity():
    event = {
        "policyEvent": {
            "policyPackName": "thrift",
            "policyName": "size",
            "enforcementLevel": "mandatory",
            "severity": "high",
            "message": "too big\n",
            "resourceUrn": URN,
        }
    }
    (violation,) = log_of(event).violations

    assert violation == PolicyViolation("thrift", "size", "mandatory", "high", "too big", URN)
    assert violation.is_mandatory


def test_providers_are_known_on_both_sides_without_their_secrets():
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "[secret]"}
    log = log_of(
        taken_up(
            "update",
            PROVIDER,
            "pulumi:providers:aws",
            old={"inputs": {"region": "us-east-1"}},
            new={"inputs": {"region": "us-west-2", "secretKey": secret}},
        )
    )
    besides = log.besides({})

    assert besides.providers_before == {PROVIDER: {"region": "us-east-1"}}
    assert besides.providers_after == {PROVIDER: {"region": "us-west-2", "secretKey": SECRET}}


@pytest.mark.parametrize(
    ("operations", "deleted", "left_over"),
    [
        (("create-replacement", "replace", "delete-replaced"), False, False),
        (("delete-replaced", "replace", "create-replacement"), False, False),
        (("replace", "create-replacement"), True, False),
        (("same", "delete-replaced"), False, True),
        (("create-replacement", "replace", "delete-replaced", "delete-replaced"), False, True),
    ],
    ids=["create first", "delete first", "deleted before", "left over", "replaced again, and left over"],
)
def test_what_an_interrupted_replacement_has_left(operations, deleted, left_over):
    besides = log_of(*map(taken_up, operations)).besides({})

    assert besides.deleted == (frozenset({URN}) if deleted else frozenset())
    assert besides.left_over == ((URN,) if left_over else ())


def test_the_summary_comes_last():
    assert not log_of(taken_up("same")).is_finished
    assert log_of({"summaryEvent": {}}).is_finished


def test_what_a_resource_came_to_is_what_its_step_left_behind():
    left = {"new": {"id": "q-1", "outputs": {"arn": "arn:q-1", "url": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}}
    log = log_of(
        taken_up("update", new={"id": "", "outputs": {}}),
        {"resOutputsEvent": {"metadata": {"op": "update", "urn": URN, **left}}},
        {"resOutputsEvent": {"metadata": {"op": "delete-replaced", "urn": URN, "new": None}}},
    )

    assert log.besides({}).settled == {URN: Settled("q-1", {"arn": "arn:q-1", "url": UNKNOWN})}


def test_what_was_read_from_elsewhere_and_is_now_managed_was_not_deleted_before():
    log = log_of(taken_up("create-replacement"), taken_up("replace"), taken_up("discard-replaced"))
    assert log.besides({}).deleted == frozenset()
