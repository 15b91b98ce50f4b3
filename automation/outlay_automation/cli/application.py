"""The command line: subcommands, options and what each is for. What they do lies in the modules they import late."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from outlay import __version__
from outlay.errors import ExitCode, OutlayError

app = typer.Typer(
    name="outlay",
    help="What a change to your infrastructure costs a month, before it happens.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_INTERRUPTED = 130
"""What a shell expects of a command that Ctrl-C ended."""


class PreviewFormat(StrEnum):
    """How a preview is printed."""

    TABLE = "table"
    JSON = "json"


class EstimateFormat(StrEnum):
    """How an estimate is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class Engine(StrEnum):
    """Which engine previews."""

    AUTO = "auto"
    PULUMI = "pulumi"
    EMBEDDED = "embedded"


Directory = Annotated[Path, typer.Argument(help="The folder of the Pulumi project.")]
Stack = Annotated[str, typer.Option("--stack", "-s", help="The stack; the selected or only one by default.")]
Offline = Annotated[bool, typer.Option("--offline", help="Serve the providers from here: no cloud, no credentials.")]
Baseline = Annotated[
    Path | None,
    typer.Option("--baseline", help="A `pulumi stack export` to preview against instead of the stack's own state."),
]
StandardFile = Annotated[
    Path | None, typer.Option("--standard", help="The finops.yaml; the nearest from the project upwards by default.")
]


@app.command()
def preview(
    directory: Directory = Path(),
    stack: Stack = "",
    engine: Annotated[Engine, typer.Option(help="Which engine previews.")] = Engine.AUTO,
    offline: Offline = False,
    baseline: Baseline = None,
    standard: StandardFile = None,
    policy_pack: Annotated[
        list[Path] | None, typer.Option("--policy-pack", help="A policy pack to run inside the engine.")
    ] = None,
    output: Annotated[PreviewFormat, typer.Option("--format", help="How to print it.")] = PreviewFormat.TABLE,
) -> None:
    """Preview a stack: what changes, and what that costs a month."""
    from outlay_automation.cli.preview import show_preview

    show_preview(
        directory,
        stack=stack,
        engine=engine.value,
        offline=offline,
        baseline=baseline,
        standard=standard,
        policy_packs=tuple(policy_pack or ()),
        as_json=output is PreviewFormat.JSON,
    )


@app.command()
def estimate(
    file: Annotated[str, typer.Argument(help="JSON lines, a stack export or a `preview --json` file; - reads input.")],
    standard: StandardFile = None,
    output: Annotated[EstimateFormat, typer.Option("--format", help="How to print it.")] = EstimateFormat.TABLE,
) -> None:
    """Price resources without an engine: from JSON lines, a stack export, or a preview's digest."""
    from outlay_automation.cli.estimate import show_estimate

    show_estimate(file, standard=standard, output=output.value)


@app.command()
def explain(
    resource: Annotated[str, typer.Argument(help="A resource's URN or name.")],
    directory: Annotated[Path, typer.Option("--dir", "-C", help="The folder of the Pulumi project.")] = Path(),
    stack: Stack = "",
    offline: Offline = False,
    baseline: Baseline = None,
    standard: StandardFile = None,
    file: Annotated[
        str, typer.Option("--file", help="Explain from this file, as `outlay estimate` reads it, not from a preview.")
    ] = "",
) -> None:
    """Show each charge of a resource: its formula, price, source, date and grade."""
    from outlay_automation.cli.explain import show_explanation

    show_explanation(resource, directory, stack=stack, offline=offline, baseline=baseline, standard=standard, file=file)


@app.command()
def doctor() -> None:
    """Say what is there (CLI, language hosts, plugins, Python, prices, caches) and what to do about what is not."""
    from outlay_automation.cli.doctor import show_health

    show_health()


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def pulumi(
    context: typer.Context,
    offline: Offline = False,
    scratch: Annotated[
        bool, typer.Option("--scratch", help="Use a throw-away backend that is gone afterwards.")
    ] = False,
    directory: Annotated[Path, typer.Option("--dir", "-C", help="The folder of the Pulumi project.")] = Path(),
) -> None:
    """Run the Pulumi CLI that Outlay found: outlay pulumi [--offline] [--scratch] -- ARGS."""
    from outlay_automation.cli.pulumi import run_pulumi

    raise typer.Exit(run_pulumi(context.args, directory=directory, offline=offline, scratch=scratch))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"outlay {__version__}")


def run() -> None:
    """Run the command and end the process with its exit code."""
    try:
        app()
    except OutlayError as error:
        typer.echo(f"error: {error.message}", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("interrupted", err=True)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # the reader of a pipe has enough: nothing is left to say, and Python's own last flush must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.FINE)
