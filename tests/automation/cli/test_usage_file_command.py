"""`outlay estimate` with the usage file of the webshop example, as Infracost reads it, and with schedules."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

ROOT = Path(__file__).parents[3]
WEBSHOP = ROOT / "examples" / "webshop"
STATE = str(WEBSHOP / "baseline" / "prod.json")
USAGE = str(WEBSHOP / "infracost-usage.yml")
USAGE_PAGE = ROOT / "docs" / "tasks" / "state-usage.md"
SCHEDULES_PAGE = ROOT / "docs" / "tasks" / "state-schedules.md"
MACHINE: dict[str, Any] = {
    "type": "aws:ec2/instance:Instance",
    "name": "web",
    "region": "us-east-1",
    "inputs": {"instanceType": "t3.micro", "rootBlockDevice": {"volumeType": "gp3", "volumeSize": 10}},
}


def costs(outlay: Outlay, *more: str) -> dict[str, Any]:
    """What each resource of the webshop costs a month, by type and name."""
    done = outlay("estimate", STATE, "--format", "jsonl", *more)
    assert done.returncode == 0, done.stderr
    found = map(json.loads, done.stdout.splitlines())
    return {f"{each['type'].rpartition(':')[2]} {each['name']}": each for each in found}


def test_what_depended_on_use_has_a_cost_with_the_usage_file(outlay: Outlay) -> None:
    without, with_file = costs(outlay), costs(outlay, "--usage", USAGE)
    assert without["Queue orders"]["status"] == "usage"
    # by type: 3 million requests of 64 KB at $0.40 a million
    assert Decimal(with_file["Queue orders"]["monthly"]["expected"]) == Decimal("1.2")
    # by address, over the type: 20,000 requests
    assert Decimal(with_file["Queue failed-orders"]["monthly"]["expected"]) == Decimal("0.008")
    # 60 GB taken in at $0.50 by address; 6 GB kept at $0.03 and 50 GB scanned at $0.005 by type
    assert Decimal(with_file["LogGroup shop"]["monthly"]["expected"]) == Decimal("30.43")


def test_what_the_standard_states_goes_before_the_usage_file(outlay: Outlay, tmp_path: Path) -> None:
    given = tmp_path / "usage.yml"
    given.write_text("version: 0.1\nresource_usage:\n  aws_lambda_function.order_mail: {monthly_requests: 1}\n")
    assert (
        costs(outlay, "--usage", str(given))["Function order-mail"]["monthly"]
        == costs(outlay)["Function order-mail"]["monthly"]
    )


def test_what_the_file_does_not_name_costs_the_same(outlay: Outlay) -> None:
    without, with_file = costs(outlay), costs(outlay, "--usage", USAGE)
    assert without["Instance search"] == with_file["Instance search"]


def test_it_is_told_what_was_matched_and_what_was_not(outlay: Outlay) -> None:
    said = outlay("estimate", STATE, "--usage", USAGE).stderr
    assert "aws_sqs_queue.failed_orders is failed-orders" in said
    assert "nothing here is aws_kinesis_firehose_delivery_stream.clicks[*] (line 35)" in said
    notices = json.loads(outlay("estimate", STATE, "--usage", USAGE, "--format", "json").stdout)["notices"]
    assert "infracost-usage.yml: nothing here is aws_kinesis_firehose_delivery_stream.clicks[*] (line 35)" in notices


def test_explain_tells_where_the_use_is_from(outlay: Outlay) -> None:
    said = outlay("explain", "events", "--file", STATE, "--usage", USAGE).stdout
    assert "quantity: monthly_message_data_tb 0.4" in said
    assert "its use is that of module.analytics.google_pubsub_topic.events in infracost-usage.yml" in said


def test_a_preview_takes_its_usage_file_from_the_standard(outlay: Outlay) -> None:
    done = outlay("explain", "events", "--usage", USAGE)
    assert done.returncode == 2
    assert "--usage goes with --file" in done.stderr


def test_a_broken_usage_file_is_refused_with_its_line(outlay: Outlay, tmp_path: Path) -> None:
    (tmp_path / "usage.yml").write_text("version: 0.1\nresource_usage:\n  aws_lb.web: {new_connections: -4}\n")
    done = outlay("estimate", STATE, "--usage", str(tmp_path / "usage.yml"))
    assert done.returncode == 2
    assert "usage.yml:3: aws_lb.web: usage new_connections is -4; a number of at least 0 belongs there" in done.stderr


def test_lines_take_a_usage_file_too_and_their_own_use_goes_first(outlay: Outlay) -> None:
    queue = {"type": "aws:sqs/queue:Queue", "name": "failed-orders", "region": "us-east-1", "inputs": {}}
    given = f"{json.dumps(queue)}\n{json.dumps({**queue, 'usage': {'monthly_requests': 1000000}})}\n"
    done = outlay("estimate", "-", "--usage", USAGE, "--format", "jsonl", given=given)
    assert [Decimal(json.loads(line)["monthly"]["expected"]) for line in done.stdout.splitlines()] == [
        Decimal("0.008"),
        Decimal("0.4"),
    ]


def test_a_schedule_and_a_day_of_expiry_shorten_the_month(outlay: Outlay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # 2026-12-01
    (outlay.directory / "finops.yaml").write_text(
        "schedules:\n  named: {half: {hours_per_day: 12}}\n  expires_tag: expires\nprices: {overlay: none}\n"
    )
    tags: list[dict[str, str]] = [{}, {"schedule": "half"}, {"expires": "2026-12-11"}]
    given = "".join(f"{json.dumps({**MACHINE, 'inputs': {**MACHINE['inputs'], 'tags': each}})}\n" for each in tags)
    done = outlay("estimate", "-", "--format", "jsonl", given=given)
    hours = [
        next(charge["quantity"]["expected"] for charge in json.loads(line)["charges"] if charge["unit"] == "hours")
        for line in done.stdout.splitlines()
    ]
    assert [Decimal(each) for each in hours] == [730, 365, 240]


def test_choices_give_a_range_to_what_is_open(outlay: Outlay) -> None:
    (outlay.directory / "finops.yaml").write_text(
        'choices:\n  "*::web": {instanceType: [t3.micro, t3.large]}\nprices: {overlay: none}\n'
    )
    open_ = {**MACHINE, "inputs": {"instanceType": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}
    (line,) = outlay("estimate", "-", "--format", "jsonl", given=json.dumps(open_)).stdout.splitlines()
    (hours,) = [charge for charge in json.loads(line)["charges"] if charge["name"] == "Instance usage"]
    assert [Decimal(hours["monthly"][end]) for end in ("low", "high")] == [Decimal("7.592"), Decimal("60.736")]


def test_the_guide_to_usage_shows_what_is_printed(outlay: Outlay) -> None:
    page = USAGE_PAGE.read_text(encoding="utf-8")
    (shown,) = re.findall(
        r"\$ outlay explain events --file examples/webshop/baseline/prod.json --usage \S+\n(.*?)\n```", page, re.DOTALL
    )
    printed = outlay("explain", "events", "--file", STATE, "--usage", USAGE).stdout
    assert printed.startswith(shown)
    for more in ((), ("--usage", USAGE)):
        (total,) = re.findall(r"^Total .*$", outlay("estimate", STATE, *more).stdout, re.MULTILINE)
        assert total in page


def test_the_guide_to_schedules_shows_what_is_printed(outlay: Outlay, monkeypatch: pytest.MonkeyPatch) -> None:
    page = SCHEDULES_PAGE.read_text(encoding="utf-8")
    (standard,) = re.findall(r"```yaml\n(schedules:.*?)```", page, re.DOTALL)
    (given,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"\$ outlay explain web --file machines.jsonl\n(.*?)\n…", page, re.DOTALL)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796083200")  # 2026-12-01
    (outlay.directory / "finops.yaml").write_text(standard, encoding="utf-8")
    (outlay.directory / "machines.jsonl").write_text(given, encoding="utf-8")
    assert outlay("explain", "web", "--file", "machines.jsonl").stdout.startswith(shown)


def test_a_check_takes_the_usage_file_that_the_standard_names(outlay: Outlay) -> None:
    (outlay.directory / "usage.yml").write_text(
        "version: 0.1\nresource_usage:\n  aws_ec2_gone.it: {a: 1}\n  aws_sqs_queue.orders: {monthly_requests: 10}\n"
    )
    (outlay.directory / "finops.yaml").write_text("usage: {file: usage.yml}\nprices: {overlay: none}\n")
    done = outlay("check", STATE, "--standard", "finops.yaml", "--format", "json")
    notices = json.loads(done.stdout)["stacks"][0]["notices"]
    assert "usage.yml: matched by type and name: aws_sqs_queue.orders is orders" in notices
    assert "usage.yml:3: aws_ec2_gone.it is passed over: it is of aws_ec2_gone, which has no price" in notices
