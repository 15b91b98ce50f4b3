"""`govern(...)` under the genuine engine: everything is tagged, budgets are made, and nothing is replaced."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from conftest import UserProject

pytestmark = pytest.mark.engine

STANDARD: Final = """\
tags:
  required:
    - owner
    - {key: cost-centre, gcp: cost_centre}
    - {key: environment, values: [dev, prod]}
owners: {team-shop: {contact: [shop@example.com]}}
budgets:
  stacks: {shop/*: {monthly: 500}}
  aws: {active_tags: [outlay-budget]}
  gcp: {billing_account: 012345-6789AB-CDEF01}
"""
GOVERN: Final = "from outlay_components import govern\ngovern(owner='team-shop', cost_centre='4100')\n"
TAGS: Final = {"owner": "team-shop", "cost-centre": "4100", "environment": "dev", "outlay-budget": "shop_dev"}
LABELS: Final = {"owner": "team-shop", "cost_centre": "4100", "environment": "dev", "outlay-budget": "shop_dev"}


class Run:
    """What a run of the CLI said: its steps by type and name, and its messages."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code = done.returncode
        document = json.loads(done.stdout)
        self.steps: dict[tuple[str, str], Mapping[str, Any]] = {}
        for step in document["steps"]:
            *_, type_, name = step["urn"].split("::")
            self.steps[type_.rpartition("$")[2], name] = step
        self.messages = [each["message"].strip() for each in document.get("diagnostics", [])]

    def inputs(self, type_: str, name: str) -> Mapping[str, Any]:
        """The inputs that a resource is going to have."""
        found: Mapping[str, Any] = self.steps[type_, name]["newState"]["inputs"]
        return found

    def operations(self) -> dict[str, str]:
        """What happens to each resource, by name."""
        return {name: step["op"] for (type_, name), step in self.steps.items() if type_ != "pulumi:pulumi:Stack"}


Preview = Callable[..., Run]


@pytest.fixture
def governed(user_project: Callable[..., UserProject]) -> Callable[..., UserProject]:
    """A project with a financial standard."""

    def make(program: str, **more: Any) -> UserProject:
        project = user_project(program, **more)
        (project.directory / "finops.yaml").write_text(STANDARD, encoding="utf-8")
        return project

    return make


def preview(project: UserProject) -> Run:
    return Run(project.run("preview", "--json", "--show-sames", "--stack", "dev"))


def test_every_taggable_resource_is_tagged_and_each_cloud_in_use_gets_the_stacks_budget(governed):
    run = preview(
        governed(
            GOVERN + "class Pair(pulumi.ComponentResource):\n"
            "    def __init__(self, name):\n"
            "        super().__init__('house:index:Pair', name)\n"
            "        aws('sqs/queue:Queue', 'inner', parent=self)\n"
            "Pair('pair')\n"
            "aws('s3/bucket:Bucket', 'assets', {'tags': {'Name': 'assets'}})\n"
            "aws('iam/rolePolicy:RolePolicy', 'plain', {'role': 'r', 'policy': '{}'})\n"
            "gcp('storage/bucket:Bucket', 'events', {'location': 'EU'})\n"
        )
    )

    assert run.messages == []
    assert run.inputs("aws:sqs/queue:Queue", "inner")["tags"] == TAGS
    assert run.inputs("aws:s3/bucket:Bucket", "assets")["tags"] == {"Name": "assets", **TAGS}
    assert "tags" not in run.inputs("aws:iam/rolePolicy:RolePolicy", "plain")
    assert run.inputs("gcp:storage/bucket:Bucket", "events")["labels"] == LABELS
    on_aws = run.inputs("aws:budgets/budget:Budget", "outlay-budget")
    assert (on_aws["limitAmount"], on_aws["limitUnit"], on_aws["timeUnit"]) == ("500", "USD", "MONTHLY")
    assert on_aws["costFilters"] == [{"name": "TagKeyValue", "values": ["user:outlay-budget$shop_dev"]}]
    assert [
        (each["notificationType"], each["threshold"], each["subscriberEmailAddresses"])
        for each in on_aws["notifications"]
    ] == [(kind, at, ["shop@example.com"]) for kind, at in (("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100))]
    on_google = run.inputs("gcp:billing/budget:Budget", "outlay-budget")
    assert on_google["budgetFilter"]["labels"] == {"outlay-budget": "shop_dev"}
    assert on_google["amount"] == {"specifiedAmount": {"currencyCode": "USD", "units": "500", "nanos": 0}}
    channel = run.inputs("gcp:monitoring/notificationChannel:NotificationChannel", "outlay-budget-shop@example.com")
    assert channel["userLabels"] == LABELS


def test_a_cloud_that_is_not_in_use_gets_no_budget(governed):
    run = preview(governed(GOVERN + "aws('sqs/queue:Queue', 'mail')\n"))

    assert run.operations() == {"mail": "create", "outlay-budget": "create"}


RAW = """\
aws('sqs/queue:Queue', 'mail')
web = aws('ec2/instance:Instance', 'web', {'ami': 'ami-1', 'instanceType': 't3.micro'})
aws('autoscaling/group:Group', 'group', {'maxSize': 2, 'minSize': 1})
refresh = {'strategy': 'Rolling', 'triggers': ['tag']}
aws('autoscaling/group:Group', 'fresh', {'maxSize': 2, 'minSize': 1, 'instanceRefresh': refresh})
aws('ec2/launchTemplate:LaunchTemplate', 'template', {'imageId': 'ami-1'})
gcp('compute/instanceTemplate:InstanceTemplate', 'old', {'machineType': 'e2-small', 'disks': [], 'labels': {'a': 'b'}})
gcp('compute/instanceTemplate:InstanceTemplate', 'bare', {'machineType': 'e2-small', 'disks': []})
small = {'tier': 'db-f1-micro'}
gcp('sql/databaseInstance:DatabaseInstance', 'sql', {'databaseVersion': 'POSTGRES_16', 'settings': small})
aws('sqs/queue:Queue', 'late', {'tags': web.id.apply(lambda id: {'of': id})})
aws('sqs/queue:Queue', 'hushed', {'tags': {'note': pulumi.Output.secret('hush')}})
"""


def test_added_to_a_deployed_program_it_replaces_nothing_and_starts_no_refresh(governed):
    project = governed(RAW)
    project.up()

    project.write(GOVERN + RAW)
    run = preview(project)

    assert run.operations() == {
        "mail": "update",
        "web": "update",
        "group": "update",
        "fresh": "same",
        "template": "update",
        "old": "same",
        "bare": "same",
        "sql": "update",
        "late": "update",
        "hushed": "update",
        "outlay-budget": "create",
        "outlay-budget-shop@example.com": "create",
    }
    assert run.inputs("aws:ec2/instance:Instance", "web")["volumeTags"] == TAGS
    assert run.inputs("aws:ec2/launchTemplate:LaunchTemplate", "template").get("tagSpecifications") is None
    assert {
        entry["key"]: entry["propagateAtLaunch"] for entry in run.inputs("aws:autoscaling/group:Group", "group")["tags"]
    } == dict.fromkeys(TAGS, True)
    assert run.inputs("gcp:sql/databaseInstance:DatabaseInstance", "sql")["settings"]["userLabels"] == LABELS
    assert run.inputs("aws:sqs/queue:Queue", "hushed")["tags"] == {"note": "[secret]", **TAGS}
    assert any('Group "fresh" was not tagged: new tags would start a refresh' in message for message in run.messages)
    assert any('Instance "web" passes its tags on: volumeTags' in message for message in run.messages)

    project.up()
    assert set(preview(project).operations().values()) == {"same"}
    deployed = json.loads(project.pulumi("stack", "export", "--stack", "dev"))["deployment"]["resources"]
    (late,) = [each["inputs"]["tags"] for each in deployed if each["urn"].endswith("::late")]
    assert late.keys() == {"of", *TAGS}


def test_volumes_are_left_alone_where_the_stack_attaches_some(governed):
    run = preview(
        governed(
            GOVERN + "web = aws('ec2/instance:Instance', 'web', {'ami': 'ami-1', 'instanceType': 't3.micro'})\n"
            "aws('ec2/volumeAttachment:VolumeAttachment', 'disk', {'instanceId': web.id, 'volumeId': 'vol-1', "
            "'deviceName': '/dev/xvdb'})\n"
        )
    )

    assert run.messages == []
    assert "volumeTags" not in run.inputs("aws:ec2/instance:Instance", "web")


def test_default_tags_of_a_provider_are_not_repeated_and_may_not_contradict(governed):
    project = governed(
        GOVERN + "there = aws_provider('there', {'owner': 'team-shop', 'team': 'a'})\n"
        "aws('sqs/queue:Queue', 'here')\n"
        "aws('sqs/queue:Queue', 'there', provider=there)\n",
        config={"aws:region": "eu-west-1", "aws:defaultTags": '{"tags": {"cost-centre": "4100"}}'},
    )
    (project.directory / "short.py").write_text((project.directory / "short.py").read_text() + PROVIDER)
    project.write(
        "from short import aws_provider\n" + (project.directory / "__main__.py").read_text().partition("\n")[2]
    )

    run = preview(project)
    assert run.inputs("aws:sqs/queue:Queue", "here")["tags"].keys() == TAGS.keys() - {"cost-centre"}
    assert run.inputs("aws:sqs/queue:Queue", "there")["tags"].keys() == TAGS.keys() - {"owner"}

    project.write(
        "from short import aws_provider\n"
        + GOVERN
        + "aws('sqs/queue:Queue', 'there', provider=aws_provider('there', {'owner': 'b'}))\n"
    )
    said = project.run("preview", "--stack", "dev").stdout
    assert (
        "aws:sqs/queue:Queue \"there\": its provider's default tag owner says 'b', and 'team-shop' is enforced" in said
    )


PROVIDER: Final = """

class Provider(pulumi.ProviderResource):
    pass


def aws_provider(name, tags):
    return Provider("aws", name, {"region": "eu-north-1", "defaultTags": pulumi.Output.json_dumps({"tags": tags})})
"""


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ("{'owner': 'x'}", "its own tag owner says 'x', and 'team-shop' is enforced"),
        ("{'Owner': 'team-shop'}", "its own tag Owner and the enforced owner are one key in two spellings"),
        ("{f'k{n}': 'v' for n in range(47)}", "it would have 51 tags, and aws takes 50"),
        ("pulumi.Output.from_input({'owner': 'x'})", "its own tag owner says 'x', and 'team-shop' is enforced"),
        ("{'owner': pulumi.Output.secret('hush')}", "its own tag owner says something else, and '…' is enforced"),
    ],
)
def test_a_tag_that_cannot_be_enforced_stops_the_program_before_the_resource_is_made(governed, tags, message):
    project = governed(GOVERN + f"aws('sqs/queue:Queue', 'mail', {{'tags': {tags}}})\n")

    done = project.run("up", "--yes", "--skip-preview", "--stack", "dev")

    assert done.returncode != 0
    assert f'error: aws:sqs/queue:Queue "mail": {message}' in done.stdout
    assert "hush" not in done.stdout + done.stderr
    resources = json.loads(project.pulumi("stack", "export", "--stack", "dev"))["deployment"].get("resources", [])
    assert not any(each["urn"].endswith("::mail") for each in resources)


def test_a_value_that_resolves_to_an_invalid_one_stops_the_deployment_before_anything_is_made_with_it(governed):
    program = (
        "from outlay_components import govern\n"
        "stage = pulumi.Output.from_input('staging' if not pulumi.runtime.is_dry_run() else pulumi.output.UNKNOWN)\n"
        "govern(owner='team-shop', cost_centre='4100', environment=stage)\n"
        "aws('sqs/queue:Queue', 'mail')\n"
    )
    project = governed(program)

    assert preview(project).code == 0
    done = project.run("up", "--yes", "--skip-preview", "--stack", "dev")

    assert done.returncode != 0
    assert "error: the stack: environment: 'staging' is not allowed; allowed: dev, prod" in done.stdout
    resources = json.loads(project.pulumi("stack", "export", "--stack", "dev"))["deployment"].get("resources", [])
    assert [each["urn"] for each in resources if "sqs" in each["urn"]] == []


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (
            "from outlay_components import govern\ngovern(cost_centre='4100', environment='production')\n",
            "the stack (__main__.py:3) is not owned as the financial standard requires:\n"
            "      owner: missing; allowed: any text (required by {standard}:3)\n"
            "        → pulumi config set outlay:owner VALUE, govern(owner=…) or the component's argument owner\n"
            "      environment: 'production' from govern(environment=…) is not allowed; did you mean 'prod'? "
            "allowed: dev, prod (required by {standard}:5)\n",
        ),
        (
            "aws('sqs/queue:Queue', 'mail')\n" + GOVERN,
            "the stack (__main__.py:4): govern(...) comes after a resource, which it does not reach\n"
            "    Call it first.",
        ),
    ],
)
def test_a_program_that_is_not_governed_fails_with_a_message_to_act_on(governed, program, message):
    project = governed(program)

    done = project.run("preview", "--stack", "dev")

    assert done.returncode != 0
    assert "error: " + message.format(standard=project.directory / "finops.yaml") in done.stdout
    assert "Traceback" not in done.stdout


def test_the_budget_is_made_with_the_provider_of_the_first_resource_and_an_import_is_left_as_it_is(governed):
    project = governed("")
    (project.directory / "short.py").write_text((project.directory / "short.py").read_text() + PROVIDER)
    project.write(
        "from short import aws_provider\n" + GOVERN + "there = aws_provider('there', {'team': 'a'})\n"
        "aws('sqs/queue:Queue', 'first', provider=there)\n"
        "aws('sqs/queue:Queue', 'found', {'name': 'found'}, provider=there, import_='https://sqs/1/found')\n"
    )

    run = preview(project)

    budget, first = run.steps["aws:budgets/budget:Budget", "outlay-budget"], run.steps["aws:sqs/queue:Queue", "first"]
    assert "::pulumi:providers:aws::there::" in budget["newState"]["provider"]
    assert budget["newState"]["provider"] == first["newState"]["provider"]
    assert any('Queue "found" is imported as it is' in message for message in run.messages)


def test_a_stack_that_the_standard_sets_no_budget_for_is_warned_and_goes_on(governed):
    project = governed(GOVERN + "aws('sqs/queue:Queue', 'mail')\n")
    (project.directory / "finops.yaml").write_text(STANDARD.replace("shop/*", "other/*"), encoding="utf-8")

    run = preview(project)

    assert run.operations() == {"mail": "create"}
    assert any(
        "no budget is set for the stack shop/dev" in each and "outlay budget suggest" in each for each in run.messages
    )
