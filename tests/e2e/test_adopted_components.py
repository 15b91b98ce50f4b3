"""Each component takes a raw resource of its kind over as it is: nothing is replaced, and nothing is deleted.

The raw resources are as people make them without a standard: unencrypted, on older classes, with users of their own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from conftest import UserProject

pytestmark = pytest.mark.engine

STANDARD: Final = """\
tags: {required: [owner, {key: environment, values: [dev, prod]}]}
budgets:
  stacks: {shop/*: {monthly: 500}}
  aws: {active_tags: [outlay-budget]}
  gcp: {billing_account: 012345-6789AB-CDEF01}
"""
RAW: Final = """\
role = 'arn:aws:iam::123456789012:role/mail'
aws('s3/bucket:Bucket', 'files')
aws('rds/instance:Instance', 'orders', {'engine': 'postgres', 'instanceClass': 'db.m5.large', 'allocatedStorage': 100,
    'storageType': 'gp2', 'username': 'root', 'password': 'not a real one', 'skipFinalSnapshot': True})
aws('lambda/function:Function', 'mail', {'role': role, 'packageType': 'Image', 'imageUri': 'shop/mail:1'})
aws('ec2/vpc:Vpc', 'net', {'cidrBlock': '10.1.0.0/16'})
gcp('storage/bucket:Bucket', 'archive', {'location': 'US'})
gcp('compute/instance:Instance', 'probe', {'machineType': 'e2-small', 'zone': 'us-central1-a',
    'networkInterfaces': [{'network': 'default'}],
    'bootDisk': {'initializeParams': {'image': 'debian-cloud/debian-12', 'type': 'pd-standard'}}})
gcp('sql/databaseInstance:DatabaseInstance', 'store', {'databaseVersion': 'POSTGRES_17', 'region': 'us-central1',
    'settings': {'tier': 'db-perf-optimized-N-2', 'edition': 'ENTERPRISE_PLUS', 'diskType': 'PD_HDD', 'diskSize': 10}})
gcp('cloudrunv2/service:Service', 'api', {'location': 'us-central1', 'template': {'containers': [{'image': 'hello'}]}})
gcp('pubsub/topic:Topic', 'events')
"""
COMPONENTS: Final = """\
from outlay_components import aws, gcp
aws.Bucket('files', {'adopt': {'bucket': 'files'}})
aws.Database('orders', {'engine': 'postgres', 'instance_class': 'db.m5.large', 'storage_gb': 100,
    'adopt': {'instance': 'orders'}})
aws.Function('mail', {'image_uri': 'shop/mail:1', 'role_arn': 'arn:aws:iam::123456789012:role/mail',
    'adopt': {'function': 'mail'}})
aws.Network('net', {'zones': ['eu-west-1a'], 'cidr': '10.1.0.0/16', 'adopt': {'vpc': 'net'}})
gcp.Bucket('archive', {'location': 'US', 'adopt': {'bucket': 'archive'}})
gcp.Instance('probe', {'machine_type': 'e2-small', 'zone': 'us-central1-a', 'image': 'debian-cloud/debian-12',
    'adopt': {'instance': 'probe'}})
gcp.SqlDatabase('store', {'database_version': 'POSTGRES_17', 'region': 'us-central1',
    'tier': 'db-perf-optimized-N-2', 'adopt': {'instance': 'store'}})
gcp.Service('api', {'location': 'us-central1', 'image': 'hello', 'adopt': {'service': 'api'}})
gcp.Topic('events', {'adopt': {'topic': 'events'}})
"""
ADOPTED: Final = ("files", "orders", "mail", "net", "archive", "probe", "store", "api", "events")


def previewed(project: UserProject) -> dict[str, Mapping[str, Any]]:
    """The steps of a preview by type and name."""
    done = project.run("preview", "--json", "--show-sames", "--stack", "dev")
    document = json.loads(done.stdout)
    assert done.returncode == 0, document.get("diagnostics")
    found = {}
    for step in document["steps"]:
        *_, type_, name = step["urn"].split("::")
        found[f"{type_.rpartition('$')[2]} {name}"] = step
    return found


def test_taken_over_resources_are_changed_in_place_and_keep_what_only_their_making_decides(
    user_project: Callable[..., UserProject],
) -> None:
    config = {"aws:region": "eu-west-1", "gcp:project": "shop", "outlay:owner": "team-shop"}
    project = user_project(RAW, config=config)
    (project.directory / "finops.yaml").write_text(STANDARD, encoding="utf-8")
    project.up()

    project.write(COMPONENTS)
    steps = previewed(project)

    operations = {
        name.partition(" ")[2]: step["op"]
        for name, step in steps.items()
        if not name.startswith("outlay:") and name.partition(" ")[2] in ADOPTED
    }
    assert operations == dict.fromkeys(ADOPTED, "update")
    assert {step["op"] for step in steps.values()} == {"create", "update", "same"}
    database = steps["aws:rds/instance:Instance orders"]["newState"]["inputs"]
    assert "storageEncrypted" not in database
    assert database["username"] == "root"
    assert "manageMasterUserPassword" not in database
    assert database["storageType"] == "gp3"
    settings = steps["gcp:sql/databaseInstance:DatabaseInstance store"]["newState"]["inputs"]["settings"]
    assert (settings["edition"], settings["diskType"]) == ("ENTERPRISE_PLUS", "PD_HDD")
    disk = steps["gcp:compute/instance:Instance probe"]["newState"]["inputs"]["bootDisk"]["initializeParams"]
    assert disk["type"] == "pd-standard"
    assert "labels" not in disk

    project.up()
    assert {step["op"] for step in previewed(project).values()} == {"same"}
