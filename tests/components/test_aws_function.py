"""`outlay_components.aws.Function`: what it makes by default in each environment, and what that saves."""

import json
from decimal import Decimal

import pulumi
import pytest
from outlay_components import aws
from outlay_components.errors import ProgramError

FUNCTION = "aws:lambda/function:Function"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
CODE = {"runtime": "python3.13", "handler": "handler.main", "code_object": {"bucket": "code", "key": "mail.zip"}}
USE = {FUNCTION: {"monthly_requests": 10_000_000, "request_duration_ms": 100}}


def test_by_default_it_is_small_on_arm_and_logs_into_a_group_of_its_own(run_program):
    inputs = run_program(lambda: aws.Function("mail", CODE)).inputs(FUNCTION, "mail")

    assert {key: value for key, value in inputs.items() if key not in ("tags", "role")} == {
        "architectures": ["arm64"],
        "handler": "handler.main",
        "loggingConfig": {"logFormat": "Text", "logGroup": "mail-logs-id"},
        "memorySize": 128,
        "runtime": "python3.13",
        "s3Bucket": "code",
        "s3Key": "mail.zip",
        "timeout": 10,
    }


@pytest.mark.parametrize(("stack", "days"), [("dev", 7), ("prod", 30)])
def test_its_logs_end(run_program, stack, days):
    made = run_program(lambda: aws.Function("mail", CODE), stack=stack)

    assert made.inputs(LOGS, "mail-logs")["retentionInDays"] == days


def test_its_role_may_only_write_logs_and_cannot_make_a_group_that_keeps_them_for_ever():
    permissions = json.loads(aws.function._permissions("arn:logs", is_in_network=False))

    assert permissions["Statement"] == [
        {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "arn:logs:*"}
    ]


def test_in_a_network_its_role_may_also_connect_to_it(run_program):
    args = {**CODE, "subnet_ids": ["subnet-a"], "security_group_ids": ["sg-a"]}

    inputs = run_program(lambda: aws.Function("mail", args)).inputs(FUNCTION)

    assert inputs["vpcConfig"] == {"subnetIds": ["subnet-a"], "securityGroupIds": ["sg-a"]}
    assert "ec2:CreateNetworkInterface" in aws.function._permissions("arn:logs", is_in_network=True)


def test_a_role_that_is_given_is_the_only_one(run_program):
    made = run_program(lambda: aws.Function("mail", {**CODE, "role_arn": "arn:aws:iam::123456789012:role/mail"}))

    assert made.names("aws:iam/role:Role") == []
    assert made.inputs(FUNCTION)["role"] == "arn:aws:iam::123456789012:role/mail"


def test_what_it_can_cost_is_bounded_where_that_is_asked_for(run_program):
    made = run_program(lambda: aws.Function("mail", {**CODE, "reserved_concurrency": 5}))

    assert made.inputs(FUNCTION)["reservedConcurrentExecutions"] == 5


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({}, "needs one of code, code_object, image_uri; it has none"),
        ({**CODE, "image_uri": "shop/mail:1"}, "it has code_object and image_uri"),
        ({"code_object": {"bucket": "code"}}, "code_object needs key"),
    ],
)
def test_its_code_comes_from_one_place(args, message):
    with pytest.raises(ProgramError, match=message):
        aws.Function.recorded(args, name="mail")


def test_a_folder_of_code_can_be_estimated_too(tmp_path):
    args = {"runtime": "python3.13", "handler": "handler.main", "code": pulumi.FileArchive(str(tmp_path))}

    assert "code" in next(each.inputs for each in aws.Function.recorded(args, name="mail") if each.type == FUNCTION)


def test_its_estimate_is_that_of_requests_and_duration(monthly):
    """10 million requests at $0.20, and for each 0.1 s × 128 of 1024 MB at $0.0000133334 a GB-second."""
    expected = monthly(aws.Function, CODE, usage=USE, region="us-east-1")

    assert expected == Decimal("2.00") + 1_000_000 * Decimal("0.125") * Decimal("0.0000133334")


def test_arm_saves_a_fifth_of_the_duration(monthly):
    arm, intel = (
        monthly(aws.Function, {**CODE, "architecture": each}, usage=USE, region="us-east-1") - 2
        for each in ("arm64", "x86_64")
    )

    assert round(arm / intel, 3) == Decimal("0.8")


def test_a_gb_of_logs_costs_three_cents_for_each_month_that_it_is_kept(monthly):
    use = {LOGS: {"storage_gb": 100}}

    assert monthly(aws.Function, CODE, usage=use, region="us-east-1") == 3
