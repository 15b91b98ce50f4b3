"""`outlay_components.aws.Function`: a function on Lambda, with its log group and its role."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_aws as aws

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.errors import ProgramError
from outlay_components.making import Make

_SOURCES: Final = ("code", "code_object", "image_uri")
_NETWORK_ACTIONS: Final = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
"""What a function in a network has to do (AWS Lambda Developer Guide, execution role for a VPC)."""


class AwsFunctionArgs(GovernedArgs):
    """The arguments of a function on Lambda."""

    runtime: NotRequired[pulumi.Input[str]]
    """What runs it, `python3.13` say; none for an image."""
    handler: NotRequired[pulumi.Input[str]]
    """What is called, `handler.main` say; none for an image."""
    code: NotRequired[pulumi.Input[pulumi.Archive]]
    """Its code: a folder or an archive."""
    code_object: NotRequired[dict[str, pulumi.Input[str]]]
    """Its code in S3, instead: `bucket` and `key`."""
    image_uri: NotRequired[pulumi.Input[str]]
    """Its container image, instead, made for its architecture."""
    memory_mb: NotRequired[pulumi.Input[int]]
    """Its memory, which is paid for each millisecond and brings CPU with it; 128 by default, the least."""
    timeout_seconds: NotRequired[pulumi.Input[int]]
    """How long it may run at most, and so what a call can cost at most; 10 by default."""
    architecture: NotRequired[pulumi.Input[str]]
    """The processor that it runs on; `arm64` by default, which costs a fifth less than `x86_64`."""
    log_retention_days: NotRequired[pulumi.Input[int]]
    """Days that its logs are kept; 30 in production and 7 elsewhere by default. Lambda alone would keep them for
    ever, for $0.03 a GB and month."""
    reserved_concurrency: NotRequired[pulumi.Input[int]]
    """How many may run at once, which bounds what it can cost; as many as the account has by default."""
    environment_variables: NotRequired[dict[str, pulumi.Input[str]]]
    """Its environment variables."""
    role_arn: NotRequired[pulumi.Input[str]]
    """The role that it runs as; one of its own by default, which may only write its logs."""
    subnet_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The subnets that it is connected to; none by default, so that it needs no NAT gateway to reach the internet."""
    security_group_ids: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The security groups that it has there."""


class AwsFunction(Component):
    """A function on Lambda: on Graviton, with logs that end, and with a role that may do nothing but log.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | architecture | arm64 | the same | a fifth of the duration's price |
    | memory | 128 MB | the same | whatever more it does not need |
    | logs | kept for 7 days | for 30 days | $0.03 a GB and month, for ever |
    | tracing, provisioned concurrency | off | off | what they cost |
    | network | none | none | a NAT gateway: $32.85 a month and $0.045 a GB |

    The role cannot make log groups: one that Lambda made would keep its logs for ever. `function`, `log_group` and,
    unless one is given, `role` and `role_policy` are the raw resources.
    """

    CHOICES = MappingProxyType({"architecture": ("arm64", "x86_64")})

    function_name: pulumi.Output[str]
    """Its name in Lambda."""
    arn: pulumi.Output[str]
    """Its ARN."""
    invoke_arn: pulumi.Output[str]
    """The ARN by which API Gateway calls it."""

    def __init__(self, name: str, args: AwsFunctionArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: AwsFunctionArgs) -> None:
        """Make the function, its log group, and its role unless it is given one."""
        self.log_group: aws.cloudwatch.LogGroup = make(
            aws.cloudwatch.LogGroup,
            "log_group",
            {"retention_in_days": args.get("log_retention_days", make.environment.choose(production=30, otherwise=7))},
            suffix="logs",
        )
        role_arn = args.get("role_arn")
        if role_arn is None:
            role_arn = self._make_role(make, args)
        subnets, variables = args.get("subnet_ids"), args.get("environment_variables")
        self.function: aws.lambda_.Function = make(
            aws.lambda_.Function,
            "function",
            {
                **_source(make, args),
                "runtime": args.get("runtime"),
                "handler": args.get("handler"),
                "role": role_arn,
                "architectures": [args.get("architecture", "arm64")],
                "memory_size": args.get("memory_mb", 128),
                "timeout": args.get("timeout_seconds", 10),
                "reserved_concurrent_executions": args.get("reserved_concurrency"),
                "logging_config": {"log_format": "Text", "log_group": self.log_group.id},
                "environment": {"variables": variables} if variables is not None else None,
                "vpc_config": {"subnet_ids": subnets, "security_group_ids": args.get("security_group_ids", [])}
                if subnets is not None
                else None,
            },
            suffix="",
            at_creation=("architectures",),
        )
        self.function_name = self.function.id
        self.arn = self.function.arn
        self.invoke_arn = self.function.invoke_arn

    def _make_role(self, make: Make, args: AwsFunctionArgs) -> Any:
        self.role: aws.iam.Role = make(
            aws.iam.Role, "role", {"assume_role_policy": _policy("sts:AssumeRole", Principal=_LAMBDA)}
        )
        is_in_network = "subnet_ids" in args
        self.role_policy: aws.iam.RolePolicy = make(
            aws.iam.RolePolicy,
            "role_policy",
            {
                "role": self.role.id,
                "policy": make.apply(lambda arn: _permissions(arn, is_in_network), self.log_group.arn),
            },
        )
        return self.role.arn


_LAMBDA: Final = {"Service": "lambda.amazonaws.com"}


def _source(make: Make, args: AwsFunctionArgs) -> dict[str, Any]:
    """Where the code comes from.

    Raises:
        ProgramError: from nowhere, or from two places.
    """
    given = [source for source in _SOURCES if source in args]
    if len(given) != 1:
        raise ProgramError(f"{make.whose} needs one of {', '.join(_SOURCES)}; it has {' and '.join(given) or 'none'}")
    if "image_uri" in args:
        return {"image_uri": args["image_uri"], "package_type": "Image"}
    if "code_object" in args:
        where: Mapping[str, Any] = args["code_object"]
        missing = [key for key in ("bucket", "key") if key not in where]
        if missing:
            raise ProgramError(f"{make.whose}: code_object needs {' and '.join(missing)}")
        return {"s3_bucket": where["bucket"], "s3_key": where["key"]}
    return {"code": args["code"]}


def _permissions(log_group_arn: str, is_in_network: bool) -> str:
    """To write into the log group, and what a network needs."""
    logging = _statement("logs:CreateLogStream", "logs:PutLogEvents", Resource=f"{log_group_arn}:*")
    network = [_statement(*_NETWORK_ACTIONS, Resource="*")] if is_in_network else []
    return json.dumps({"Version": "2012-10-17", "Statement": [logging, *network]})


def _policy(*actions: str, **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [_statement(*actions, **more)]})


def _statement(*actions: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), **more}
