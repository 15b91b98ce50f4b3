"""Made-up resources of both clouds, as a stack export and as JSON lines; the same ones at every call.

Ten kinds in the proportions of an ordinary stack, with references among them and sizes and use that vary.
Not here: the Pulumi program (`project`).
"""

import json
from collections.abc import Iterator
from typing import Any, Final

_GCP_REGIONS: Final = ("us-central1", "europe-west3")
_INSTANCE_TYPES: Final = ("t3.micro", "t3.large", "m5.large", "m5.xlarge", "c5.2xlarge", "r5.large")
_MACHINE_TYPES: Final = ("e2-small", "e2-standard-4", "n2-standard-2")
_TAGS: Final = {"owner": "shop-team", "environment": "prod", "cost-centre": "4711"}


def export_of(count: int) -> str:
    """A stack export of `count` resources."""
    states = [_state(type_, number, inputs) for number, (type_, inputs, _) in enumerate(_resources(count))]
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": states}})


def lines_of(count: int) -> str:
    """`count` resources as lines for `outlay estimate -`; every other one states its use."""
    return "".join(
        f"{json.dumps({'type': type_, 'name': f'r{number}', 'inputs': inputs, 'usage': use})}\n"
        for number, (type_, inputs, use) in enumerate(_resources(count))
    )


def _resources(count: int) -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    for number in range(count):
        type_, inputs, use = _KINDS[number % len(_KINDS)](number)
        yield type_, inputs, use if number // len(_KINDS) % 2 else None


def _state(type_: str, number: int, inputs: dict[str, Any]) -> dict[str, Any]:
    """The state that a provider leaves: inputs, and outputs that repeat them with ids and what it computed."""
    name = f"r{number}"
    refers = {key: [_urn(_TASK, number - 1)] for key in ("taskDefinition",) if key in inputs}
    return {
        "urn": _urn(type_, number),
        "custom": True,
        "id": f"{name}-0a1b2c3d",
        "type": type_,
        "inputs": {"__defaults": [], **inputs},
        "outputs": {**inputs, "arn": f"arn:aws:made-up::{name}", "id": f"{name}-0a1b2c3d", "tagsAll": _TAGS},
        "dependencies": [urn for urns in refers.values() for urn in urns],
        "propertyDependencies": refers,
        "sourcePosition": f"project:///__main__.py#{number},1",
    }


def _urn(type_: str, number: int) -> str:
    return f"urn:pulumi:prod::bench::{type_}::r{number}"


_TASK: Final = "aws:ecs/taskDefinition:TaskDefinition"
_Kind = tuple[str, dict[str, Any], dict[str, Any] | None]


def _aws(number: int) -> dict[str, Any]:
    # the one region whose prices the book has of every service
    return {"region": "us-east-1", "tags": {**_TAGS, "number": str(number)}}


def _server(number: int) -> _Kind:
    type_ = _INSTANCE_TYPES[number // 10 % len(_INSTANCE_TYPES)]
    disk = {"volumeSize": 20 + number % 7, "volumeType": "gp3"}
    inputs = {"instanceType": type_, "ami": "ami-1", "rootBlockDevice": disk}
    return "aws:ec2/instance:Instance", {**inputs, **_aws(number)}, None


def _volume(number: int) -> _Kind:
    inputs = {"size": 50 + number % 90, "type": "gp3", "iops": 4000, "availabilityZone": "us-east-1a"}
    return "aws:ebs/volume:Volume", {**inputs, **_aws(number)}, None


def _bucket(number: int) -> _Kind:
    use = {"standard": {"storage_gb": number, "monthly_tier_1_requests": 10 * number}}
    return "aws:s3/bucket:Bucket", {"bucket": f"r{number}", **_aws(number)}, use


def _function(number: int) -> _Kind:
    inputs = {"memorySize": 128 * (1 + number % 4), "runtime": "python3.13", "role": "arn:aws:iam::1:role/r"}
    return "aws:lambda/function:Function", {**inputs, **_aws(number)}, {"monthly_requests": 1000 * number}


def _table(number: int) -> _Kind:
    inputs = {"billingMode": "PROVISIONED", "readCapacity": 5 + number % 9, "writeCapacity": 5, "hashKey": "id"}
    return "aws:dynamodb/table:Table", {**inputs, **_aws(number)}, {"storage_gb": number % 50}


def _task(number: int) -> _Kind:
    inputs = {"family": f"r{number}", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"]}
    return _TASK, {**inputs, **_aws(number)}, None


def _service(number: int) -> _Kind:
    inputs = {"desiredCount": 1 + number % 3, "launchType": "FARGATE", "taskDefinition": f"r{number - 1}"}
    return "aws:ecs/service:Service", {**inputs, **_aws(number)}, None


def _database(number: int) -> _Kind:
    inputs = {"engine": "postgres", "instanceClass": "db.t3.medium", "allocatedStorage": 100, "storageType": "gp3"}
    return "aws:rds/instance:Instance", {**inputs, **_aws(number)}, {"additional_backup_storage_gb": number % 100}


def _machine(number: int) -> _Kind:
    region = _GCP_REGIONS[number // 10 % len(_GCP_REGIONS)]
    type_ = _MACHINE_TYPES[number // 10 % len(_MACHINE_TYPES)]
    disk = {"initializeParams": {"size": 30, "type": "pd-balanced"}}
    inputs = {"machineType": type_, "zone": f"{region}-a", "bootDisk": disk, "labels": {"owner": "shop-team"}}
    return "gcp:compute/instance:Instance", inputs, None


def _subnet(number: int) -> _Kind:
    return "aws:ec2/subnet:Subnet", {"vpcId": "vpc-1", "cidrBlock": f"10.{number % 250}.0.0/24", **_aws(number)}, None


_KINDS: Final = (
    _server,
    _volume,
    _bucket,
    _function,
    _table,
    _task,
    _service,
    _database,
    _machine,
    _subnet,
)
