"""The policy pack under the genuine engine: standard, configuration, exemption, remediation, secrets, other packs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.resource import name_of
from outlay.standard.reading import parse_standard
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_policy_pack.summary import spoken

from tests.e2e.policy_pack_runs import PACK, Till, pack_in, uv_folder

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine

BUCKET = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::"
OWNED = "tags: {required: [owner]}"


@pytest.fixture(scope="module")
def providers() -> Iterator[str]:
    with OfflineProvider.start(OfflineRequest(dict.fromkeys(("aws", "gcp"), "999.0.0"))) as provider:
        yield provider.debug_providers()


@pytest.fixture
def till(user_project: ProjectMaker, providers: str) -> Till:
    project = user_project()
    path = f"{uv_folder()}:{project.environment['PATH']}"
    return Till(replace(project, environment={**project.environment, "PATH": path}), providers)


def test_no_standard_is_a_violation_with_the_way_out_and_a_broken_one_has_file_and_line(till: Till) -> None:
    till.project.write('aws("s3/bucket:Bucket", "files")\n')

    without = till.preview()
    till.write({"finops.yaml": "tags:\n  requird: [owner]\n"})
    broken = till.preview()

    assert 0 not in (without.returncode, broken.returncode)
    assert "[mandatory] [severity: critical]  financial-standard  (pulumi:pulumi:Stack: shop-dev)" in without.stdout
    assert "`outlay init` writes a first one" in without.stdout
    assert "finops.yaml:2: tags.requird: no such key" in broken.stdout


def test_without_a_standard_nothing_is_deployed(till: Till) -> None:
    till.project.write('aws("s3/bucket:Bucket", "files")\n')

    done = till.run("up", "--yes", "--skip-preview", "--stack", "dev", "--policy-pack", str(PACK))
    state = json.loads(till.run("stack", "export", "--stack", "dev").stdout)

    assert done.returncode != 0
    assert "financial-standard" in done.stdout
    assert state["deployment"].get("resources", []) == []


def test_policy_configuration_of_a_wrong_type_ends_the_preview_and_says_which(till: Till) -> None:
    till.write({"finops.yaml": "{}", "config.json": json.dumps({"monthly-delta": {"amount": True}})})

    done = till.preview("--policy-pack-config", "config.json")

    assert done.returncode != 0
    assert "validating policy config: outlay 0.1.0  monthly-delta: amount: " in done.stdout + done.stderr


def test_policy_configuration_wins_over_the_standard(till: Till) -> None:
    till.project.write('aws("s3/bucket:Bucket", "files")\n')
    till.write({"finops.yaml": OWNED, "config.json": json.dumps({"required-tags": "advisory"})})

    done = till.preview("--policy-pack-config", "config.json")

    assert done.returncode == 0, done.stdout
    assert "[advisory] [severity: high]  required-tags  (aws:s3:Bucket: files)" in done.stdout


def test_exemption_passes_and_is_listed_while_an_open_value_blocks_and_no_secret_is_shown(till: Till) -> None:
    till.project.write(
        'old = aws("s3/bucket:Bucket", "old")\n'
        'token = pulumi.Config().require_secret("token")\n'
        'aws("s3/bucket:Bucket", "secret", {"tags": {"owner": token, "Owner": token}, "policy": token})\n'
        'aws("rds/instance:Instance", "store", {"instanceClass": token, "engine": "postgres", "password": token})\n'
        'aws("s3/bucket:Bucket", "open", {"tags": old.id.apply(lambda id: {"owner": id})})\n'
    )
    exemption = f'{{rule: OUT-T001, resource: "{BUCKET}old", reason: moves out, owner: ann, expires: 2026-12-31}}'
    till.write({"finops.yaml": f"{OWNED}\nexemptions: [{exemption}]\nbudgets: {{stacks: {{dev: {{monthly: 5}}}}}}"})
    till.project.pulumi("config", "set", "token", "CANARY", "--secret", "--stack", "dev")

    done = till.preview()

    assert done.returncode != 0
    assert "exempted: OUT-T001 required-tags old: moves out (ann, until 2026-12-31)" in done.stdout
    assert "required-tags  (aws:s3:Bucket: old)" not in done.stdout
    assert "required-tags  (aws:s3:Bucket: open)" in done.stdout
    assert "may be without owner: its tags are open until deployment" in done.stdout
    assert "CANARY" not in done.stdout + done.stderr


def test_remediation_changes_the_planned_inputs_and_keeps_what_is_secret_or_open(till: Till) -> None:
    till.project.write(
        'first = aws("s3/bucket:Bucket", "first", {"tags": {"owner": "ops"}})\n'
        'aws("s3/bucket:Bucket", "files", {"policy": pulumi.Output.secret("CANARY"), "tags": {"first": first.id}})\n'
        'tag = {"key": "team", "value": "x", "propagateAtLaunch": False}\n'
        'aws("autoscaling/group:Group", "servers", {"maxSize": 2, "minSize": 1, "tags": [tag]})\n'
    )
    till.configure({"aws:region": "eu-west-1", "outlay:owner": "shop"})
    till.write({"finops.yaml": f"{OWNED}\nrules: {{required-tags: {{level: remediate}}}}"})

    done = till.preview("--json")

    assert done.returncode == 0, done.stderr + done.stdout
    planned = {each["newState"]["urn"]: each["newState"].get("inputs", {}) for each in json.loads(done.stdout)["steps"]}
    files = planned[f"{BUCKET}files"]
    assert files["tags"] == {"first": "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "owner": "shop"}
    assert files["policy"] == "[secret]"
    servers = planned["urn:pulumi:dev::shop::aws:autoscaling/group:Group::servers"]
    assert [each["key"] for each in servers["tags"]] == ["team", "owner"]
    assert planned[f"{BUCKET}first"]["tags"] == {"owner": "ops"}
    assert "CANARY" not in done.stdout + done.stderr


WHOLE = """
from short import Resource

tags = '{"tags": {"owner": "shop"}}'
london = pulumi.ProviderResource("aws", "london", {"region": "eu-west-2", "defaultTags": tags})
dev = pulumi.ProviderResource("gcp", "dev", {"project": "shop", "region": "europe-west1"})


class Shop(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("house:index:Shop", "shop")
        inside = {"parent": self}
        disk = aws("ebs/volume:Volume", "data", {"size": 50, "type": "gp2", "availabilityZone": "eu-west-1a"}, **inside)
        server = aws("ec2/instance:Instance", "web", {"instanceType": "m4.large", "ami": "ami-1"}, **inside)
        link = {"volumeId": disk.id, "instanceId": server.id, "deviceName": "/dev/sdf"}
        aws("ec2/volumeAttachment:VolumeAttachment", "link", link, **inside)


Shop()
aws("ec2/natGateway:NatGateway", "nat", {"subnetId": "subnet-1"}, provider=london)
address = aws("ec2/eip:Eip", "spare", {"tags": {"Owner": "shop"}}, provider=london)
template = aws("ec2/launchTemplate:LaunchTemplate", "template", {"instanceType": "t3.small", "imageId": "ami-1"})
group = {"maxSize": 4, "minSize": 2, "launchTemplate": {"id": template.id}}
aws("autoscaling/group:Group", "group", group)
gcp("compute/disk:Disk", "disk", {"size": 100, "type": "pd-ssd", "zone": "europe-west1-b"}, provider=dev)
Resource("aws:ec2/instance:Instance", "shared", {}, {"id": "i-0123456789abcdef0"})
aws("nobody/knows:It", "mystery")
"""
STRICT = """
tags: {required: [owner]}
budgets: {stacks: {dev: {monthly: 10}}}
rules:
  single-resource: {monthly: 30}
  share-unpriced: {percent: 1}
  gp2-to-gp3: {level: mandatory}
  old-generation: {level: mandatory}
  unattached: {level: mandatory}
  allowed-regions: {aws: [eu-west-1], gcp: [europe-west1]}
"""


def test_pack_finds_and_sums_up_what_a_preview_of_ours_does(till: Till) -> None:
    till.project.write(WHOLE)
    standard = parse_standard(STRICT)
    till.write({"finops.yaml": STRICT})

    result = till.project.preview(policy_packs=(PACK,), standard=standard)

    of_pack = {each.policy: [] for each in result.preview.violations}
    for each in result.preview.violations:
        of_pack[each.policy].append((each.enforcement_level, name_of(each.urn or ""), each.message.splitlines()[1]))
    (summary,) = of_pack.pop("cost-summary")
    of_ours = {}
    for finding in result.findings:
        where = name_of(finding.urn) if finding.urn else "shop-dev"
        of_ours.setdefault(finding.policy, []).append((finding.level.value, where, finding.message))
    assert {policy: sorted(found) for policy, found in of_pack.items()} == {
        policy: sorted(found) for policy, found in of_ours.items()
    }
    assert len(of_ours) >= 9
    assert summary[2] == f"this stack: {spoken(result.diff.after.total)}"


RAISING_PACK = """
from outlay.finding import EnforcementLevel, Severity
from outlay_policy_pack import serve
from outlay_policy_pack.rule import Area, Scope, rule


@rule("OUT-X001", "raising", title="Raises", area=Area.WASTE, scope=Scope.RESOURCE, level=EnforcementLevel.MANDATORY,
      severity=Severity.LOW, rationale="-", remediation="-", example="-", capability="-")
def raising(view, standard, settings):
    raise RuntimeError(view.resource.inputs["bucket"])
    yield


serve(__file__.rpartition("/")[0])
"""


def test_rule_that_raises_is_named_and_the_others_go_on_and_the_packs_own_standard_counts(
    till: Till, tmp_path: Path
) -> None:
    till.project.write('aws("s3/bucket:Bucket", "files", {"bucket": "CANARY"})\n')
    pack = pack_in(tmp_path / "pack", RAISING_PACK, standard=OWNED)

    done = till.preview(pack=pack)

    assert done.returncode != 0
    assert "raising could not be checked: the rule failed with RuntimeError" in done.stdout
    assert "without owner" in done.stdout
    assert "CANARY" not in done.stdout + done.stderr


HOUSE_PACK = """
import pulumi_policy
from outlay_policy_pack import policies

def no_instances(args, report):
    if args.resource_type == "aws:ec2/instance:Instance":
        report("no servers here")

own = pulumi_policy.ResourceValidationPolicy("no-servers", "No servers.", no_instances)
pulumi_policy.PolicyPack("house", policies=[own, *policies()])
"""


def test_policies_inside_somebody_elses_pack(till: Till, tmp_path: Path) -> None:
    till.project.write(
        'first = aws("s3/bucket:Bucket", "first", {"tags": {"owner": "ops"}})\n'
        'aws("ec2/instance:Instance", "server", {"instanceType": "t3.micro", "tags": {"first": first.id}})\n'
    )
    till.write({"finops.yaml": f"{OWNED}\nbudgets: {{stacks: {{dev: {{monthly: 1}}}}}}"})

    done = till.preview(pack=pack_in(tmp_path / "house", HOUSE_PACK))

    assert done.returncode != 0
    assert "house@v0.0.1" in done.stdout
    assert "[advisory]  no-servers  (aws:ec2:Instance: server)" in done.stdout
    assert "[mandatory] [severity: high]  required-tags  (aws:ec2:Instance: server)" in done.stdout
    assert "[mandatory] [severity: high]  estimate-within-budget  (pulumi:pulumi:Stack: shop-dev)" in done.stdout
    assert "this stack: " in done.stdout
