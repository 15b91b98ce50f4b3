"""What is read of a Pulumi command line before it runs."""

from pathlib import Path

import pytest
from outlay_automation.cli.pulumi_arguments import read_arguments


@pytest.mark.parametrize(
    ("line", "command", "stack"),
    [
        ("preview --stack dev", "preview", "dev"),
        ("preview --stack=acme/shop/dev --diff", "preview", "acme/shop/dev"),
        ("-s dev stack ls", "stack ls", "dev"),
        ("stack -sdev rm", "stack rm", "dev"),
        ("--color never config set size 5", "config set", ""),
        ("", "pulumi", ""),
        ("--help", "pulumi", ""),
        ("config set -- --stack dev", "config set", ""),
    ],
)
def test_command_and_stack_are_found_in_every_spelling(line: str, command: str, stack: str) -> None:
    given = read_arguments(line.split())

    assert given.name == command
    assert given.stack == stack


@pytest.mark.parametrize("line", ["-C infra preview", "--cwd infra preview", "--cwd=infra preview", "preview -Cinfra"])
def test_folder_that_the_cli_goes_to_is_found(line: str) -> None:
    assert read_arguments(line.split()).directory == Path("infra")


def test_configuration_file_is_named_before_what_the_command_passes_on() -> None:
    given = read_arguments(["config", "set", "key", "--", "-5"])

    assert given.with_config_file(Path("/copy.yaml")) == (
        *("config", "set", "key", "--config-file", "/copy.yaml"),
        *("--", "-5"),
    )


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ("preview", True),
        ("pre", True),
        ("up --yes", True),
        ("config", True),
        ("stack ls", False),
        ("whoami", False),
        ("preview --config-file=mine.yaml", False),
    ],
)
def test_only_commands_that_read_configuration_are_told_where_it_is(line: str, takes: bool) -> None:
    assert read_arguments(line.split()).takes_config_file is takes


@pytest.mark.parametrize(
    ("line", "properties"),
    [
        ("preview", set()),
        ("up", {"deploys", "writes_state"}),
        ("import", {"deploys", "writes_state"}),
        ("destroy", {"writes_state"}),
        ("dn", {"writes_state"}),
        ("stack ls", set()),
        ("stack init dev", {"writes_project"}),
        ("stack rm dev", {"writes_project"}),
        ("new aws-python", {"writes_project"}),
    ],
)
def test_what_a_command_does_is_known_by_its_name(line: str, properties: set[str]) -> None:
    given = read_arguments(line.split())

    assert {name for name in ("deploys", "writes_state", "writes_project") if getattr(given, name)} == properties
