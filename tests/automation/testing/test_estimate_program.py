"""Programs run in this process and are priced, functions and projects, side by side, and leave nothing behind."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws
import pytest
from outlay.errors import InvalidFile, PreviewFailed, StackNotFound, WrongUse
from outlay.standard.reading import parse_standard
from outlay_automation.testing import Undecided, estimate_program
from pulumi.runtime import settings as sdk

if TYPE_CHECKING:
    from conftest import ProjectWriter

REGION = {"aws:region": "us-east-1"}
# 730 hours at $0.0416, and a root disk of 8 GB at $0.10; m5.4xlarge is $0.768 an hour
T3_MEDIUM, M5_4XLARGE = 31.17, 561.44


def web(instance_type: str = "t3.medium", name: str = "web", **options: Any) -> aws.ec2.Instance:
    return aws.ec2.Instance(name, ami="ami-1", instance_type=instance_type, **options)


def test_a_function_is_priced_and_says_where_it_declares_what() -> None:
    cost = estimate_program(web, config=REGION)

    assert cost.monthly == T3_MEDIUM
    assert repr(cost) == "inline/test: $31.17 + use a month"
    (declared,) = cost.declared()
    assert declared.source is not None
    assert declared.source.file == "test_estimate_program.py"
    assert "def web" in Path(__file__).read_text().splitlines()[declared.source.line - 2]


def test_configuration_reaches_a_function_and_has_types() -> None:
    def program() -> None:
        config = pulumi.Config()
        for number in range(config.require_int("count")):
            web(config.require("size"), f"web-{number}", monitoring=config.require_bool("monitored"))
        assert config.require_object("zones") == ["a", "b"]
        assert (pulumi.get_project(), pulumi.get_stack(), pulumi.runtime.is_dry_run()) == ("shop", "test", True)

    config = {**REGION, "count": 2, "size": "m5.4xlarge", "monitored": False, "zones": ["a", "b"]}
    assert estimate_program(program, project="shop", config=config).monthly == 2 * M5_4XLARGE


def test_an_async_function_and_output_of_outputs_are_waited_for() -> None:
    async def program() -> None:
        await asyncio.sleep(0.01)
        web(pulumi.Output.from_input("t3").apply(lambda family: f"{family}.medium"))

    assert estimate_program(program, config=REGION).monthly == T3_MEDIUM


def test_a_project_runs_from_its_own_folder_with_its_configuration(project: ProjectWriter) -> None:
    folder = project(
        "from pathlib import Path\nimport pulumi, pulumi_aws as aws\nfrom sizes import size\n"
        "assert Path('user_data.sh').read_text() == 'echo'\n"
        "aws.ec2.Instance('web', ami='a', instance_type=size(pulumi.Config().require('of')))\n",
        files={
            "user_data.sh": "echo",
            "sizes.py": "def size(of):\n    return {'small': 't3.medium', 'large': 'm5.4xlarge'}[of]\n",
            "Pulumi.prod.yaml": "config:\n  shop:of: large\n",
        },
    )
    before = Path.cwd(), list(sys.path), list(sys.argv), sys.modules["__main__"]

    assert estimate_program(folder, stack="prod").monthly == M5_4XLARGE
    assert estimate_program(folder / "__main__.py", config={"of": "small"}).monthly == T3_MEDIUM
    assert estimate_program(folder, stack="prod", config={"shop:of": "small"}).monthly == T3_MEDIUM
    assert (Path.cwd(), sys.path, sys.argv, sys.modules["__main__"]) == before
    assert "sizes" not in sys.modules


def test_two_projects_with_a_module_of_the_same_name_get_their_own(project: ProjectWriter) -> None:
    program = "import pulumi_aws as aws\nfrom sizes import SIZE\naws.ec2.Instance('web', ami='a', instance_type=SIZE)\n"
    one = project(program, name="one", files={"sizes.py": "SIZE = 't3.medium'"})
    other = project(program, name="other", files={"sizes.py": "SIZE = 'm5.4xlarge'"})

    assert estimate_program(one).monthly == T3_MEDIUM
    assert estimate_program(other).monthly == M5_4XLARGE
    (one / "sizes.py").write_text("SIZE = 'm5.4xlarge' + ''")
    assert estimate_program(one).monthly == M5_4XLARGE


def test_modules_of_the_tests_own_stay_as_they_were(
    project: ProjectWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "of_the_test").mkdir()
    (tmp_path / "of_the_test" / "sizes.py").write_text("SIZE = 'of the test'")
    monkeypatch.syspath_prepend(tmp_path / "of_the_test")
    import sizes  # type: ignore[import-not-found]

    folder = project(
        "import pulumi_aws as aws\nfrom sizes import SIZE\naws.ec2.Instance('web', ami='a', instance_type=SIZE)\n",
        files={"sizes.py": "SIZE = 't3.medium'"},
    )
    try:
        assert estimate_program(folder).monthly == T3_MEDIUM
        assert sys.modules["sizes"] is sizes
    finally:
        del sys.modules["sizes"]


def test_functions_run_side_by_side_and_projects_in_turn(project: ProjectWriter) -> None:
    program = "import pulumi_aws as aws\nfrom sizes import SIZE\naws.ec2.Instance('web', ami='a', instance_type=SIZE)\n"
    one = project(program, name="one", files={"sizes.py": "SIZE = 't3.medium'"})
    other = project(program, name="other", files={"sizes.py": "SIZE = 'm5.4xlarge'"})
    wanted = [one, other, web, lambda: web("m5.4xlarge")] * 4

    with ThreadPoolExecutor(8) as threads:
        costs = list(threads.map(lambda each: estimate_program(each, config=REGION), wanted))

    assert [float(round(cost.monthly.expected, 2)) for cost in costs] == [T3_MEDIUM, M5_4XLARGE] * 8


def test_it_may_be_called_from_a_running_event_loop() -> None:
    async def test() -> None:
        assert estimate_program(web, config=REGION).monthly == T3_MEDIUM

    asyncio.run(test())


class _Mocks(pulumi.runtime.Mocks):
    def __init__(self) -> None:
        self.made: list[str] = []

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.made.append(args.name)
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        return {}


def test_nothing_leaks_into_tests_that_mock_pulumi_nor_from_them() -> None:
    mocks = _Mocks()
    found: list[object] = []

    def mocked() -> None:
        loop, of_worker = asyncio.new_event_loop(), asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        # the SDK's mocks make a loop for a thread that has none, and never close it
        loop.set_default_executor(ThreadPoolExecutor(1, initializer=asyncio.set_event_loop, initargs=(of_worker,)))
        pulumi.runtime.set_mocks(mocks, project="mocked", stack="mocked")
        monitor = sdk.SETTINGS.monitor
        cost = estimate_program(lambda: web(name="priced"), config=REGION)
        found.extend((sdk.SETTINGS.monitor is monitor, pulumi.get_stack(), cost.result.stack))

        @pulumi.runtime.test  # type: ignore[untyped-decorator]
        def test() -> object:
            return web(name="mocked").id

        test()
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        loop.close()
        of_worker.close()

    thread = threading.Thread(target=mocked)
    thread.start()
    thread.join()

    assert found == [True, "mocked", "test"]
    assert [name for name in mocks.made if name != "mocked-mocked"] == ["mocked"]


def test_the_settings_of_the_sdk_are_afterwards_what_they_were() -> None:
    def settings() -> tuple[object, ...]:
        now = sdk.SETTINGS
        told = now.project, now.stack, now.monitor, now.engine, now.dry_run, now.root_directory
        return *told, sdk.get_root_resource(), dict(pulumi.runtime.config.CONFIG.get())

    before = settings()
    estimate_program(web, project="other", stack="other", config=REGION)
    assert settings() == before


def test_transformations_of_one_program_do_not_reach_the_next() -> None:
    def dearer() -> None:
        def larger(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
            return pulumi.ResourceTransformResult({**args.props, "instanceType": "m5.4xlarge"}, args.opts)

        pulumi.runtime.register_resource_transform(larger)
        web()

    assert estimate_program(dearer, config=REGION).monthly == M5_4XLARGE
    assert estimate_program(web, config=REGION).monthly == T3_MEDIUM


def test_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "sa-east-1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert estimate_program(web, config=REGION).monthly == T3_MEDIUM
    cost = estimate_program(web)
    assert "sa-east-1" not in {each.region for each in cost.resources}
    assert "\x1b" not in cost.table()


def test_what_a_program_raises_is_the_cause_and_its_traceback_begins_in_the_program() -> None:
    def program() -> None:
        web()
        raise KeyError("size")

    with pytest.raises(PreviewFailed) as raised:
        estimate_program(program, config=REGION)

    cause = raised.value.__cause__
    assert isinstance(cause, KeyError)
    assert cause.__traceback__ is not None
    assert cause.__traceback__.tb_frame.f_code is program.__code__
    assert "KeyError: 'size'" in raised.value.message
    assert "/outlay_automation/" not in raised.value.message
    assert "/pulumi/runtime/" not in raised.value.message


def test_what_a_project_raises_is_told_with_its_line(project: ProjectWriter) -> None:
    folder = project("import sizes\n", files={"sizes.py": "\nSIZE = {}['size']\n"})
    with pytest.raises(PreviewFailed, match=r'sizes\.py", line 2') as raised:
        estimate_program(folder)
    assert isinstance(raised.value.__cause__, KeyError)
    assert Path.cwd() != folder
    assert "sizes" not in sys.modules


def test_an_error_while_values_resolve_is_told_with_its_line() -> None:
    def program() -> None:
        pulumi.Output.from_input("x").apply(lambda value: {}[value])

    with pytest.raises(PreviewFailed, match="KeyError: 'x'") as raised:
        estimate_program(program)
    assert "in <lambda>" in raised.value.message


def test_a_program_that_ends_by_itself_has_failed() -> None:
    def program() -> None:
        web()
        sys.exit(3)

    with pytest.raises(PreviewFailed, match="has not declared everything") as raised:
        estimate_program(program, config=REGION)
    assert isinstance(raised.value.__cause__, SystemExit)


def test_a_program_that_never_ends_is_given_up() -> None:
    over = threading.Event()

    def program() -> None:
        over.wait(30)

    started = time.monotonic()
    with pytest.raises(PreviewFailed, match=r"did not end within 0\.2 seconds\n(?s:.*)--time-limit"):
        estimate_program(program, time_limit=0.2)
    over.set()
    assert time.monotonic() - started < 10
    assert gc.isenabled()


def test_a_circular_dependency_is_told() -> None:
    class Loop(pulumi.ComponentResource):
        def __init__(self, name: str) -> None:
            super().__init__("shop:index:Loop", name)
            web(opts=pulumi.ResourceOptions(parent=self, depends_on=[self]))
            self.register_outputs({})

    with pytest.raises(PreviewFailed, match="circular dependency"):
        estimate_program(lambda: Loop("loop"), config=REGION)


def test_what_a_program_prints_stays_where_it_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    def program() -> None:
        print("hello")
        web()

    estimate_program(program, config=REGION)
    assert capsys.readouterr().out == "hello\n"


def test_outputs_of_another_stack_come_from_the_test_or_a_file(tmp_path: Path) -> None:
    def program() -> None:
        network = pulumi.StackReference("acme/network/prod")
        web(network.get_output("size"))

    given = {"acme/network/prod": {"size": "m5.4xlarge"}}
    assert estimate_program(program, config=REGION, stack_references=given).monthly == M5_4XLARGE
    file = tmp_path / "network.json"
    file.write_text('{"size": "t3.medium"}')
    cost = estimate_program(program, config=REGION, stack_references={"acme/network/prod": file})
    assert cost.monthly == T3_MEDIUM
    with pytest.raises(PreviewFailed, match=r"offline\.stack_references.*stack_references=\{'acme/network/prod'"):
        estimate_program(program, config=REGION)


def test_what_a_test_does_not_give_is_named_with_where_it_is_given() -> None:
    def lacking_an_output() -> None:
        web(pulumi.StackReference("acme/network/prod").require_output("size"))

    def lacking_a_value() -> None:
        web(pulumi.Config("shop").require("size"))

    given = {"acme/network/prod": {"zone": "a", "vpc": "v"}}
    with pytest.raises(PreviewFailed) as raised:
        estimate_program(lacking_an_output, config=REGION, stack_references=given)
    assert raised.value.hint == "Correct its name, or give it there: acme/network/prod has vpc, zone."
    with pytest.raises(PreviewFailed) as raised:
        estimate_program(lacking_a_value, config=REGION)
    assert raised.value.hint == "Give it: config={'shop:size': VALUE}."


def test_a_function_that_nobody_answers_leaves_a_gap_that_says_how_to_answer_it() -> None:
    def program() -> None:
        answer = pulumi.runtime.invoke("acme:index:getSize", {}).value
        web(pulumi.Output.from_input(answer.get("size") if answer else None) if answer else pulumi.UNKNOWN)

    with pytest.raises(Undecided, match=r"offline\.answers: \{'acme:index:getSize'") as raised:
        assert estimate_program(program, config=REGION).monthly < 500
    assert "answers={'FUNCTION': {…}}" in str(raised.value)
    answers = {"acme:index:getSize": {"size": "m5.4xlarge"}}
    assert estimate_program(program, config=REGION, answers=answers).monthly == M5_4XLARGE


def test_a_program_that_fails_for_want_of_an_answer_says_how_to_give_it() -> None:
    def program() -> None:
        web(pulumi.runtime.invoke("acme:index:getSize", {}).value["size"])

    with pytest.raises(PreviewFailed, match=r"KeyError: 'size'\n(?s:.*)answers=\{'acme:index:getSize'"):
        estimate_program(program, config=REGION)


def test_a_secret_never_shows() -> None:
    def program() -> None:
        secret = pulumi.Output.secret("hunter2hunter2")
        web(tags={"key": secret}, user_data=secret)
        pulumi.export("secret", secret)

    cost = estimate_program(program, config={**REGION, "token": "hunter2hunter2"})
    for shown in (cost.table(), repr(cost), repr(cost.state), repr(cost.declared()), repr(cost.assumptions)):
        assert "hunter2" not in shown


def test_a_misspelt_stack_is_told(project: ProjectWriter) -> None:
    folder = project("", files={"Pulumi.prod.yaml": "config: {}"})
    with pytest.raises(StackNotFound, match=r"no file Pulumi\.porduction\.yaml\nIt configures: prod\."):
        estimate_program(folder, stack="porduction")


def test_what_is_no_program_is_told(project: ProjectWriter, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="there is no program"):
        estimate_program(tmp_path / "nothing.py")
    with pytest.raises(WrongUse, match="is no folder"):
        estimate_program(tmp_path / "nothing")
    other = project("", name="other", files={"Pulumi.yaml": "name: other\nruntime: nodejs\n"})
    with pytest.raises(WrongUse, match="is a program in nodejs"):
        estimate_program(other)
    broken = project("", name="broken", files={"Pulumi.yaml": "name: [\n"})
    with pytest.raises(InvalidFile):
        estimate_program(broken)
    with pytest.raises(WrongUse, match="is no function token"):
        estimate_program(web, answers={"getAmi": {}})


def test_a_program_without_a_project_is_run_too(tmp_path: Path) -> None:
    file = tmp_path / "machines.py"
    file.write_text("import pulumi_aws as aws\naws.ec2.Instance('web', ami='a', instance_type='t3.medium')\n")
    assert estimate_program(file, config=REGION).monthly == T3_MEDIUM


def test_the_standard_is_the_nearest_to_the_program_or_the_one_that_is_given(project: ProjectWriter) -> None:
    folder = project(
        "import pulumi_aws as aws\naws.ec2.Instance('web', ami='a', instance_type='t3.medium')\n",
        files={"finops.yaml": "limits: {usage: must_be_given}\n"},
    )
    cost = estimate_program(folder)
    with pytest.raises(Undecided, match="CPU credits: usage"):
        _ = cost.monthly < 500
    assert not cost.monthly < 31
    assert estimate_program(folder, standard=parse_standard("version: 1")).monthly < 500
    stated = parse_standard(
        "limits: {usage: must_be_given}\nusage: {types: {'aws:ec2/instance:Instance': {monthly_cpu_credit_hrs: 10}}}\n"
    )
    # 10 hours × 2 vCPUs × $0.05
    assert estimate_program(folder, standard=stated).monthly == T3_MEDIUM + 1


def test_collection_is_on_again_whatever_happens() -> None:
    def fails() -> None:
        assert not gc.isenabled()
        raise ValueError

    with pytest.raises(PreviewFailed):
        estimate_program(fails)
    assert gc.isenabled()
    gc.disable()
    try:
        estimate_program(lambda: None)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_no_file_of_a_run_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    estimate_program(web, config=REGION)
    assert list(tmp_path.iterdir()) == []


def test_modules_that_declare_run_anew_in_each_run(
    project: ProjectWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library"
    (library / "parts").mkdir(parents=True)
    (library / "parts" / "__init__.py").write_text("")
    machine = "import pulumi_aws as aws\naws.ec2.Instance('{}', ami='a', instance_type='t3.medium')\n"
    (library / "declared_elsewhere.py").write_text(machine.format("one"))
    (library / "parts" / "machine.py").write_text(machine.format("two"))
    monkeypatch.syspath_prepend(str(library))
    folder = project("import declared_elsewhere\nfrom parts import machine\n")
    loaded = set(sys.modules)

    def function() -> None:
        import declared_elsewhere  # noqa: F401
        from parts import machine  # noqa: F401

    for program in (function, folder, folder, function):
        assert estimate_program(program, config=REGION).monthly == 2 * T3_MEDIUM
    assert not {"declared_elsewhere", "parts", "parts.machine"} & (sys.modules.keys() - loaded)


def test_a_module_that_was_there_before_stays_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kept_sizes.py").write_text("SIZE = 't3.medium'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    import kept_sizes  # type: ignore[import-not-found]

    def function() -> None:
        import kept_sizes as again

        assert again is kept_sizes
        web(again.SIZE)

    assert estimate_program(function, config=REGION).monthly == T3_MEDIUM
    assert sys.modules.pop("kept_sizes") is kept_sizes


def test_sdks_of_providers_stay_wherever_they_lie(project: ProjectWriter) -> None:
    # Pulumi's SDK refuses a package that registers a second time
    sdk = {
        "pulumi_acme/__init__.py": "import pulumi\npulumi.runtime.register_resource_package('acme', type('P', (), "
        "{'version': lambda self: None})())\n",
        "pulumi_acme/pulumi-plugin.json": "{}",
    }
    folder = project("import sys\nsys.path.insert(0, 'sdks/acme')\nimport pulumi_acme\n")
    for path, text in sdk.items():
        (folder / "sdks/acme" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "sdks/acme" / path).write_text(text)
    try:
        for _ in range(2):
            assert estimate_program(folder).monthly == 0
    finally:
        del sys.modules["pulumi_acme"]


def test_region_and_zone_of_the_machine_do_not_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = ("AWS_REGION", "AWS_DEFAULT_REGION", "GOOGLE_REGION", "GOOGLE_ZONE", "GOOGLE_PROJECT", "GCLOUD_PROJECT")
    for name in variables:
        monkeypatch.setenv(name, "of-this-machine")

    def program() -> None:
        web()
        assert aws.config.region == "us-east-1"
        assert [name for name in variables if name in os.environ] == []

    def with_a_provider() -> None:
        os.environ["GOOGLE_ZONE"] = "of-the-program"
        # a provider of one's own takes nothing of the stack's configuration
        web(opts=pulumi.ResourceOptions(provider=aws.Provider("named")))

    assert estimate_program(program, config=REGION).monthly == T3_MEDIUM
    with ThreadPoolExecutor(2) as pool:
        costs = list(pool.map(lambda _: estimate_program(program, config=REGION), range(4)))
    assert [each.monthly == T3_MEDIUM for each in costs] == [True] * 4
    with pytest.raises(Undecided, match="the region is not known"):
        _ = estimate_program(with_a_provider, config=REGION).monthly < 500
    assert {os.environ[name] for name in variables} == {"of-this-machine"}


def test_a_function_that_has_yet_to_run_is_told() -> None:
    def with_a_yield() -> Any:
        web()
        yield

    async def with_a_yield_too() -> Any:
        web()
        yield

    async def inner() -> None:
        web()

    programs: dict[str, Any] = {
        "a generator ": with_a_yield,
        "a async_generator ": with_a_yield_too,
        "a function web": lambda: web,
        "a function test_a_function_that_has_yet_to_run_is_told.<locals>.inner": lambda: inner,
        "a partial": lambda: partial(web),
        "a type Queue": lambda: aws.sqs.Queue,
    }
    for said, program in programs.items():
        with pytest.raises(WrongUse, match=re.escape(f"the program did not run: it returned {said}")):
            estimate_program(program, config=REGION)
    assert estimate_program(lambda: inner(), config=REGION).monthly == T3_MEDIUM
    assert estimate_program(lambda: web(), config=REGION).notices == ()


def test_a_program_that_declares_nothing_says_so() -> None:
    cost = estimate_program(lambda: pulumi.export("a", 1), config=REGION)
    assert cost.monthly == 0
    assert cost.notices == ("the program declared no resource",)


def test_an_answer_that_nobody_asked_for_is_told() -> None:
    def program() -> None:
        pulumi.runtime.invoke("acme:index:getSize", {})
        web()

    answers = {"acme:index:getSize": {"size": "a"}, "acme:index:getSise": {"size": "a"}}
    cost = estimate_program(program, config=REGION, answers=answers)
    assert cost.notices == ("nobody asked for acme:index:getSise, which answers= answers",)


def test_a_baseline_of_another_stack_is_told() -> None:
    def program() -> None:
        web(user_data=pulumi.Output.secret("hunter2hunter2"))

    before = estimate_program(program, project="shop", stack="prod", config=REGION)
    cost = estimate_program(program, project="shop", config=REGION, baseline=before)
    assert cost.change == 0
    assert cost.notices == ("the baseline was exported from shop/prod, and stands for shop/test here",)


def test_that_secrets_of_an_export_are_not_compared_is_an_assumption(tmp_path: Path) -> None:
    urn = "urn:pulumi:test::inline::aws:ec2/instance:Instance::web"
    sealed = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}
    inputs = {"ami": "ami-1", "instanceType": "t3.medium", "userData": sealed}
    state = {"urn": urn, "type": "aws:ec2/instance:Instance", "custom": True, "id": "i-1", "inputs": inputs}
    export = tmp_path / "state.json"
    export.write_text(json.dumps({"deployment": {"resources": [state]}}))

    cost = estimate_program(web, config=REGION, baseline=export)
    told = [each for each in cost.assumptions if "secrets of its state" in each.text]
    assert [each.subject for each in told] == [urn]
    assert cost.notices == ()


def test_a_value_that_no_configuration_holds_is_told() -> None:
    with pytest.raises(WrongUse, match="config= is of a type"):
        estimate_program(web, config={**REGION, "x": object()})
