"""A Pulumi project as it lies on disk."""

import json

import pytest
from outlay.errors import InvalidFile, WrongUse
from outlay_automation.engine.project import find_project, installed_version, interpreter_prefix, wanted_packages


def write(folder, text="name: shop\nruntime: python\n", name="Pulumi.yaml"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_nearest_project_upwards(tmp_path):
    write(tmp_path / "shop")
    below = tmp_path / "shop" / "src" / "deep"
    below.mkdir(parents=True)

    project = find_project(below)

    assert (project.name, project.runtime, project.directory) == ("shop", "python", tmp_path / "shop")


@pytest.mark.parametrize("name", ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])
def test_each_spelling_of_the_file(tmp_path, name):
    write(tmp_path, '{"name": "shop", "runtime": {"name": "python", "options": {"virtualenv": "env"}}}', name)

    assert find_project(tmp_path).virtual_environment == "env"


def test_stacks_and_their_files(tmp_path):
    write(tmp_path)
    for name in ("Pulumi.prod.yaml", "Pulumi.dev.yml", "Pulumi.eu.west.json", "Pulumi.txt"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    project = find_project(tmp_path)

    assert project.stacks == ("dev", "eu.west", "prod")
    assert project.stack_file("organization/shop/dev") == tmp_path / "Pulumi.dev.yml"
    assert project.stack_file("live") is None


def test_a_project_may_keep_its_program_and_its_stacks_elsewhere(tmp_path):
    write(tmp_path, "name: shop\nruntime: yaml\nmain: src\nstackConfigDir: stacks\nbackend: {url: 's3://state'}\n")
    write(tmp_path / "src", "resources: {id: {type: random:RandomId}}", "Main.yaml")
    write(tmp_path / "stacks", "{}", "Pulumi.dev.yaml")
    project = find_project(tmp_path)

    assert project.stacks == ("dev",)
    assert project.backend_url == "s3://state"
    assert "random" in wanted_packages(project)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: shop\nruntime: [\n", r"Pulumi\.yaml:3: cannot be read"),
        ("runtime: python\n", r"Pulumi\.yaml:1: is no Pulumi project"),
        ("name: shop\n", r"Pulumi\.yaml:1: is no Pulumi project"),
        ("- shop\n", r"Pulumi\.yaml:1: is no Pulumi project"),
    ],
)
def test_a_broken_project_file(tmp_path, text, message):
    with pytest.raises(InvalidFile, match=message):
        find_project(write(tmp_path, text))


def test_no_project(tmp_path):
    with pytest.raises(WrongUse, match=r"no Pulumi\.yaml in"):
        find_project(tmp_path)
    with pytest.raises(WrongUse, match="is no folder"):
        find_project(tmp_path / "nowhere")


def test_packages_of_a_yaml_program_are_read_from_its_tokens(tmp_path):
    write(
        tmp_path,
        """
name: shop
runtime: yaml
resources:
  a: {type: "random:RandomId"}
  b:
    type: tls:index:PrivateKey
variables:
  c: {fn::invoke: {function: datadog:getIp}}
  d: {fn::cloudflare:getZone: {}}
  e: {fn::join: [",", [a, b]]}
""",
    )
    assert wanted_packages(find_project(tmp_path), ["kubernetes"]) == (
        *("aws", "cloudflare", "datadog", "gcp", "kubernetes", "random", "tls"),
    )


def test_a_plugin_that_the_project_brings_in_a_folder_is_left_to_the_engine(tmp_path):
    write(
        tmp_path,
        "name: shop\nruntime: yaml\n"
        "plugins: {providers: [{name: outlay, path: ../components}, {name: random, version: 4.0.0}]}\n"
        "resources: {a: {type: outlay:index:AwsBucket}, b: {type: random:index:RandomId}}\n",
    )

    assert wanted_packages(find_project(tmp_path), ["outlay"]) == ("aws", "gcp", "random")


def test_packages_of_a_python_program_are_those_of_its_own_environment(tmp_path):
    write(tmp_path, "name: shop\nruntime: {name: python, options: {virtualenv: env}}\n")
    packages = tmp_path / "env" / "lib" / "python3.12" / "site-packages"
    write(
        packages / "pulumi_azure_native",
        json.dumps({"name": "azure-native", "version": "v2.1.0"}),
        "pulumi-plugin.json",
    )
    write(packages / "pulumi_helper", json.dumps({"name": "helper", "resource": False}), "pulumi-plugin.json")
    write(packages / "pulumi_broken", "{", "pulumi-plugin.json")
    project = find_project(tmp_path)

    assert {"azure-native", "aws", "gcp"} <= set(wanted_packages(project))
    assert "helper" not in wanted_packages(project)
    assert installed_version(project, "azure-native") == "2.1.0"
    assert installed_version(project, "aws") == ""


def test_packages_of_a_node_program(tmp_path):
    write(tmp_path, "name: shop\nruntime: nodejs\n")
    manifest = json.dumps({"version": "6.0.0", "pulumi": {"resource": True, "name": "docker"}})
    write(tmp_path / "node_modules" / "@pulumi" / "docker", manifest, "package.json")
    project = find_project(tmp_path)

    assert wanted_packages(project) == ("aws", "docker", "gcp")
    assert installed_version(project, "docker") == "6.0.0"


def test_the_interpreter_is_the_configured_one_and_else_the_active_one(tmp_path):
    write(tmp_path, "name: shop\nruntime: {name: python, options: {toolchain: uv}}\n")
    assert interpreter_prefix(find_project(tmp_path), {"VIRTUAL_ENV": "/active"}) == tmp_path / ".venv"

    write(tmp_path)
    assert str(interpreter_prefix(find_project(tmp_path), {"VIRTUAL_ENV": "/active"})) == "/active"
