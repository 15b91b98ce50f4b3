"""The offline provider under the genuine engine: what a preview without any cloud shows.

Units of what it computes are in tests/automation/offline; what previews cost is tested elsewhere.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.offline.report import AnswerSource, NotSeen, OfflineReport
from outlay_automation.engine.pulumi_cli import PulumiCli

pytestmark = pytest.mark.engine

DESCRIPTION = f"name: shop\nruntime: {{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}\n"
PACKAGES = {"aws": "7.51.1", "gcp": "10.2.0", "random": "4.18.0", "awsx": "3.0.0", "nobody": "1.0.0"}
CONFIGURATION = {"aws:region": "eu-west-1", "gcp:project": "acme-shop", "gcp:region": "europe-west1"}
REAL_STATE = Path(__file__).parent / "real_providers_state.json"


@dataclass
class Stack:
    """A project with a stack `dev`, whose commands run with an offline provider attached."""

    directory: Path
    command: str
    environment: dict[str, str]
    report: OfflineReport | None = None

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [self.command, *arguments, "--non-interactive"],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def offline(self, *arguments: str, answers: Mapping[str, object] | None = None) -> str:
        with OfflineProvider.start(OfflineRequest(PACKAGES, answers or {})) as provider:
            self.environment["PULUMI_DEBUG_PROVIDERS"] = provider.debug_providers()
            output = self.run(*arguments)
            self.report = provider.stop()
        return output

    def preview(self, answers: Mapping[str, object] | None = None) -> dict[str, Any]:
        """Steps by the resource's name."""
        digest = json.loads(self.offline("preview", "--json", "--show-sames", answers=answers))
        return {step["urn"].rpartition("::")[2]: step for step in digest["steps"]}

    def operations(self) -> dict[str, str]:
        return {name: step["op"] for name, step in self.preview().items() if not name.startswith("shop-")}

    def up(self) -> None:
        self.offline("up", "--yes", "--skip-preview")

    def outputs(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("stack", "output", "--json", "--show-secrets"))
        return found

    def write(self, program: str) -> None:
        (self.directory / "__main__.py").write_text("import pulumi, pulumi_aws as aws, pulumi_gcp as gcp\n" + program)


StackMaker = Callable[[str], Stack]


@pytest.fixture
def stack_of(tmp_path: Path, pulumi_cli: PulumiCli, pulumi_env: dict[str, str]) -> StackMaker:
    """Writes a project from the text of its program."""

    def make(program: str) -> Stack:
        directory = tmp_path / "shop"
        directory.mkdir()
        (directory / "Pulumi.yaml").write_text(DESCRIPTION)
        stack = Stack(directory, str(pulumi_cli.path), dict(pulumi_env))
        stack.write(program)
        stack.run("stack", "init", "dev")
        values = [part for key, value in CONFIGURATION.items() for part in ("--plaintext", f"{key}={value}")]
        stack.run("config", "set-all", *values)
        return stack

    return make


BOTH_CLOUDS = """
eu = aws.Provider("frankfurt", region="eu-central-1", default_tags={"tags": {"owner": "shop"}})
queue = aws.sqs.Queue("orders", tags={"team": "web"})
bucket = aws.s3.Bucket("Archive", opts=pulumi.ResourceOptions(provider=eu))
instance = aws.ec2.Instance(
    "web", ami="ami-1", instance_type="TYPE", availability_zone="ZONE", tags={"queue": queue.arn},
    root_block_device={"volume_size": 20},
)
disk = gcp.compute.Disk("data", size=10, zone="europe-west1-b", labels={"team": "web"})
network = gcp.compute.Network("net", auto_create_subnetworks=False)
subnetwork = gcp.compute.Subnetwork("sub", network=network.id, ip_cidr_range="10.0.0.0/24")
"""


def both_clouds(type_: str = "t3.micro", zone: str = "eu-west-1a") -> str:
    return BOTH_CLOUDS.replace("TYPE", type_).replace("ZONE", zone)


def test_what_was_deployed_offline_previews_as_unchanged(stack_of: StackMaker) -> None:
    stack = stack_of(both_clouds())

    assert set(stack.operations().values()) == {"create"}
    stack.up()
    assert set(stack.operations().values()) == {"same"}
    stack.up()
    assert set(stack.operations().values()) == {"same"}


def test_a_size_is_changed_in_place_and_a_zone_by_replacement(stack_of: StackMaker) -> None:
    stack = stack_of(both_clouds())
    stack.up()

    stack.write(both_clouds(type_="t3.large"))
    step = stack.preview()["web"]
    assert (step["op"], list(step["detailedDiff"])) == ("update", ["instanceType"])

    stack.write(both_clouds(zone="eu-west-1b"))
    step = stack.preview()["web"]
    assert step["op"] in ("replace", "create-replacement", "delete-replaced")
    assert step["detailedDiff"]["availabilityZone"]["kind"] == "update-replace"


def test_a_change_in_place_survives_its_deployment(stack_of: StackMaker) -> None:
    stack = stack_of(both_clouds())
    stack.up()
    stack.write(both_clouds(type_="t3.large", zone="eu-west-1b"))
    stack.up()

    assert set(stack.operations().values()) == {"same"}


def test_an_alias_keeps_the_resource_and_its_invented_name(stack_of: StackMaker) -> None:
    stack = stack_of('aws.sqs.Queue("orders")')
    stack.up()
    stack.write('aws.sqs.Queue("requests", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="orders")]))')

    step = stack.preview()["requests"]

    assert step["op"] == "same"
    assert step["newState"]["inputs"]["name"].startswith("orders-")


def test_each_resource_is_in_the_region_of_its_own_provider(stack_of: StackMaker) -> None:
    stack = stack_of(both_clouds())
    steps = stack.preview()

    assert steps["orders"]["newState"]["inputs"]["region"] == "eu-west-1"
    assert steps["Archive"]["newState"]["inputs"]["region"] == "eu-central-1"
    assert stack.report is not None
    regions = [one.inputs.get("region") for one in stack.report.configurations if one.package == "aws"]
    assert sorted(map(str, regions)) == ["eu-central-1", "eu-west-1"]


PLACES_AND_LABELS = """
pulumi.export("places", [subnetwork.region, subnetwork.project, disk.project])
pulumi.export("tags", [queue.tags_all, bucket.tags_all])
pulumi.export("labels", disk.effective_labels)
pulumi.export("arns", [queue.arn, bucket.arn])
"""


def test_outputs_follow_from_the_provider_that_serves_the_resource(stack_of: StackMaker) -> None:
    stack = stack_of(both_clouds() + PLACES_AND_LABELS)
    stack.up()
    outputs = stack.outputs()

    assert outputs["places"] == ["europe-west1", "acme-shop", "acme-shop"]
    assert outputs["tags"] == [{"team": "web"}, {"owner": "shop"}]
    assert outputs["labels"] == {"goog-pulumi-provisioned": "true", "team": "web"}
    queue, bucket = outputs["arns"]
    assert queue.startswith("arn:aws:sqs:eu-west-1:123456789012:orders-")
    assert bucket.startswith("arn:aws:s3:::archive-")


RANDOM = """
class Random(pulumi.CustomResource):
    result: pulumi.Output[str]
    hex: pulumi.Output[str]
    id: pulumi.Output[str]

    def __init__(self, kind, name, properties):
        super().__init__(f"random:index/random{kind}:Random{kind}", name, {"result": None, "hex": None, **properties})

suffix = Random("Id", "suffix", {"byteLength": 4})
password = Random("Password", "password", {"length": LENGTH, "special": False})
pet = Random("Pet", "pet", {"length": 2})
number = Random("Integer", "number", {"min": 3, "max": 5})
pulumi.export("hex", suffix.hex)
pulumi.export("password", password.result)
pulumi.export("pet", pet.id)
pulumi.export("number", number.result)
"""


def test_random_values_have_the_form_that_was_asked_for(stack_of: StackMaker) -> None:
    stack = stack_of(RANDOM.replace("LENGTH", "12"))
    stack.up()
    outputs = stack.outputs()

    assert len(bytes.fromhex(outputs["hex"])) == 4
    assert len(outputs["password"]) == 12
    assert outputs["password"].isalnum()
    assert len(outputs["pet"].split("-")) == 2
    assert 3 <= outputs["number"] <= 5
    assert outputs["password"] not in json.dumps(json.loads(stack.run("stack", "export"))["deployment"])
    assert set(stack.operations().values()) == {"same"}
    stack.write(RANDOM.replace("LENGTH", "20"))
    assert "replace" in stack.operations()["password"]


REMOTE = """
class Vpc(pulumi.ComponentResource):
    vpc_id: pulumi.Output[str]

    def __init__(self, name, opts=None):
        super().__init__("awsx:ec2:Vpc", name, {"vpcId": None}, opts, remote=True)

    @property
    def id_inside(self):
        return pulumi.get(self, "vpc_id")

parent = pulumi.ComponentResource("house:index:Network", "network")
vpc = Vpc("inner", pulumi.ResourceOptions(parent=parent))
aws.sqs.Queue("after", opts=pulumi.ResourceOptions(depends_on=[vpc]))
"""


def test_a_remote_component_is_registered_and_reported_as_not_seen(stack_of: StackMaker) -> None:
    stack = stack_of(REMOTE)
    steps = stack.preview()

    assert steps["inner"]["op"] == "create"
    assert steps["after"]["op"] == "create"
    urn = "urn:pulumi:dev::shop::house:index:Network$awsx:ec2:Vpc::inner"
    assert stack.report is not None
    assert stack.report.not_seen == (NotSeen("awsx:ec2:Vpc", "inner", urn),)


AWS_QUESTIONS = """
zones = aws.get_availability_zones(state="available")
image = aws.ec2.get_ami(most_recent=True, owners=["amazon"], filters=[{"name": "name", "values": ["al2023-*-arm64"]}])
vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
policy = aws.iam.get_policy_document(statements=[{
    "actions": ["sts:AssumeRole"], "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}]}])
abroad = aws.Provider("abroad", region="ap-northeast-1")
elsewhere = aws.get_availability_zones(opts=pulumi.InvokeOptions(provider=abroad))
pulumi.export("zones", zones.names)
pulumi.export("elsewhere", elsewhere.names)
pulumi.export("image", [image.id, image.architecture, image.most_recent])
pulumi.export("subnet zones", [aws.ec2.get_subnet(id=one).availability_zone for one in subnets.ids])
pulumi.export("policy", policy.json)
pulumi.export("account", aws.get_caller_identity().account_id)
pulumi.export("region", [aws.get_region().region, aws.get_region().id])
pulumi.export("zone", aws.route53.get_zone(name="example.com").zone_id)
pulumi.export("types", [aws.ec2.get_instance_type(instance_type="t3.micro").instance_type,
    aws.rds.get_engine_version(engine="postgres").parameter_group_family])
pulumi.export("database", aws.rds.get_instance(db_instance_identifier="orders").allocated_storage)
pulumi.export("cluster", aws.eks.get_cluster(name="c").vpc_config.subnet_ids)
"""


def test_aws_data_sources_are_answered_alike_and_recorded(stack_of: StackMaker) -> None:
    stack = stack_of(AWS_QUESTIONS)
    stack.up()
    outputs = stack.outputs()
    first = stack.report
    stack.up()

    assert outputs["zones"] == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    assert outputs["elsewhere"] == ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]
    assert outputs["image"][1:] == ["arm64", True]
    assert sorted(outputs["subnet zones"]) == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    statement = json.loads(outputs["policy"])["Statement"][0]
    assert statement == {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "ec2.amazonaws.com"},
    }
    assert outputs["account"] == "123456789012"
    assert outputs["region"] == ["eu-west-1", "eu-west-1"]
    assert outputs["types"] == ["t3.micro", "postgres17"]
    assert len(outputs["cluster"]) == 3
    assert first is not None
    assert first == stack.report
    assert {one.source for one in first.answers} == {AnswerSource.INVENTED}
    tokens = [one.token for one in first.answers]
    assert tokens.count("aws:index/getAvailabilityZones:getAvailabilityZones") == 2
    assert tokens.count("aws:ec2/getAmi:getAmi") == 1


GCP_QUESTIONS = """
pulumi.export("project", [gcp.organizations.get_project().project_id, gcp.organizations.get_client_config().region])
pulumi.export("zones", gcp.compute.get_zones(region="us-central1").names)
pulumi.export("image", gcp.compute.get_image(family="debian-12", project="debian-cloud").self_link)
pulumi.export("network", gcp.compute.get_network(name="default").id)
pulumi.export("policy", gcp.organizations.get_iam_policy(bindings=[
    {"role": "roles/viewer", "members": ["user:b@example.com", "user:a@example.com"]}]).policy_data)
pulumi.export("versions", gcp.container.get_engine_versions(location="europe-west1").valid_master_versions)
pulumi.export("account", gcp.compute.get_default_service_account().email)
pulumi.export("own", gcp.serviceaccount.get_account(account_id="web").email)
pulumi.export("zone", gcp.dns.get_managed_zone(name="shop").dns_name)
pulumi.export("cluster", gcp.container.get_cluster(name="c", location="europe-west1").master_auths[0].client_key)
"""


def test_google_cloud_data_sources_are_answered(stack_of: StackMaker) -> None:
    stack = stack_of(GCP_QUESTIONS)
    stack.up()
    outputs = stack.outputs()

    assert outputs["project"] == ["acme-shop", "europe-west1"]
    assert outputs["zones"] == ["us-central1-a", "us-central1-b", "us-central1-c", "us-central1-f"]
    assert "/projects/debian-cloud/global/images/debian-12-" in outputs["image"]
    assert outputs["network"] == "projects/acme-shop/global/networks/default"
    members = ["user:a@example.com", "user:b@example.com"]
    assert json.loads(outputs["policy"]) == {"bindings": [{"members": members, "role": "roles/viewer"}]}
    assert outputs["own"] == "web@acme-shop.iam.gserviceaccount.com"


UNKNOWN_FUNCTION = """
pulumi.runtime.invoke("nobody:index:getThing", {"name": "x"})
pulumi.export("image", aws.ec2.get_ami(most_recent=True, owners=["self"]).id)
"""


def test_answers_of_the_standard_come_first_and_unknown_functions_are_named(stack_of: StackMaker) -> None:
    stack = stack_of(UNKNOWN_FUNCTION)
    stack.preview(answers={"aws:ec2/getAmi:getAmi": {"id": "ami-ours"}})

    assert stack.report is not None
    sources = {one.token: one.source for one in stack.report.answers}
    assert sources == {
        "aws:ec2/getAmi:getAmi": AnswerSource.STANDARD,
        "nobody:index:getThing": AnswerSource.UNKNOWN,
    }
    assert next(one.answer["id"] for one in stack.report.answers if one.answer) == "ami-ours"


CANARY = "canary-3f9a"
SECRETS = f"""
secret = pulumi.Output.secret("{CANARY}")
given = aws.Provider("given", region="eu-west-1", access_key="AKIAOFFLINE", secret_key=secret)
aws.rds.Instance("db", instance_class="db.t3.micro", allocated_storage=20, engine="postgres", password=secret,
    username="shop")
asked = aws.ssm.get_parameter_output(name=pulumi.Output.format("/shop/{{}}", secret))
aws.ssm.Parameter("copy", type="SecureString", value=asked.value)
"""


def test_no_secret_reaches_the_report(stack_of: StackMaker) -> None:
    stack = stack_of(SECRETS)
    stack.preview()

    assert stack.report is not None
    assert [one.token for one in stack.report.answers] == ["aws:ssm/getParameter:getParameter"]
    assert len(stack.report.configurations) == 2
    assert CANARY not in json.dumps(stack.report.to_json())


REAL_PROGRAM = """
vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", tags={"Name": "main"})
subnet = aws.ec2.Subnet("web", vpc_id=vpc.id, cidr_block="10.0.1.0/24", availability_zone="eu-west-1a")
group = aws.ec2.SecurityGroup("web-sg", vpc_id=vpc.id, ingress=[
    {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}])
instance = aws.ec2.Instance("server", ami="ami-0abc", instance_type="t3.small", subnet_id=subnet.id,
    vpc_security_group_ids=[group.id], root_block_device={"volume_size": 30})
role = aws.iam.Role("lambda-role", assume_role_policy=pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": [
    {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}]}))
bucket = aws.s3.Bucket("assets")
database = gcp.sql.DatabaseInstance("orders", database_version="POSTGRES_15", region="europe-west1",
    settings={"tier": "db-f1-micro"})
disk = gcp.compute.Disk("data", size=50, zone="europe-west1-b")
"""


def test_a_state_of_the_real_providers_and_an_unchanged_program_are_the_same(stack_of: StackMaker) -> None:
    stack = stack_of(REAL_PROGRAM)
    stack.run("stack", "import", "--file", str(REAL_STATE))

    assert stack.operations() == dict.fromkeys(
        ["main", "web", "web-sg", "server", "lambda-role", "assets", "orders", "data"], "same"
    )

    stack.write(REAL_PROGRAM.replace('"volume_size": 30', '"volume_size": 60').replace("db-f1-micro", "db-g1-small"))
    changed = {name: list(step["detailedDiff"]) for name, step in stack.preview().items() if step["op"] == "update"}
    assert changed == {"server": ["rootBlockDevice.volumeSize"], "orders": ["settings.tier"]}


FOUND = """
vpc = aws.ec2.Vpc.get("house", "vpc-123")
subnet = aws.ec2.Subnet("inner", vpc_id=vpc.id, cidr_block="10.0.0.0/24")
aws.sqs.Queue("old", name="real", opts=pulumi.ResourceOptions(import_="https://sqs.eu-west-1.amazonaws.com/1/real"))
"""


def test_what_is_read_or_imported_is_taken_as_it_is_and_reported(stack_of: StackMaker) -> None:
    stack = stack_of(FOUND)

    assert stack.operations() == {"house": "read", "inner": "create", "old": "import"}
    assert stack.report is not None
    questions = [(one.token, one.args["id"]) for one in stack.report.answers]
    assert ("aws:ec2/vpc:Vpc", "vpc-123") in questions
    assert len(questions) == 2


DRIVER = """
import sys, time
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
provider = OfflineProvider.start(OfflineRequest({"aws": "7.51.1"}))
provider.debug_providers()
print(provider._process.pid, flush=True)
time.sleep(300)
"""


@pytest.fixture
def driver() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.parametrize("killed_by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_with_its_parent(driver: subprocess.Popen[str], killed_by: signal.Signals) -> None:
    assert driver.stdout is not None
    provider = psutil.Process(int(driver.stdout.readline()))

    os.kill(driver.pid, killed_by)
    driver.wait(timeout=10)

    deadline = time.monotonic() + 5
    while provider.is_running() and provider.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not provider.is_running() or provider.status() == psutil.STATUS_ZOMBIE
