"""The command line: subcommands, options and what each is for. What they do lies in the modules they import late."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from outlay import __version__
from typer.core import TyperGroup

from outlay_automation.cli.ending import ending_quietly
from outlay_automation.cli.prices.application import prices


class _Commands(TyperGroup):
    """All subcommands, ending as a command line does when it is interrupted or when its reader has had enough."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # the base names its own, private class
        """Run the subcommand."""
        with ending_quietly():
            return super().invoke(ctx)


app = typer.Typer(
    name="outlay",
    cls=_Commands,
    help="What a change to your infrastructure costs a month, before it happens.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(prices)
baselines = typer.Typer(
    name="baseline", help="Keep what a stack costs, to count growth from.", no_args_is_help=True, rich_markup_mode=None
)
budgets = typer.Typer(name="budget", help="Budgets of stacks.", no_args_is_help=True, rich_markup_mode=None)
policies = typer.Typer(name="policy", help="The policy pack.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(baselines)
app.add_typer(budgets)
app.add_typer(policies)


class PreviewFormat(StrEnum):
    """How a preview is printed."""

    TABLE = "table"
    JSON = "json"


class CheckFormat(StrEnum):
    """How a check is printed."""

    TABLE = "table"
    JSON = "json"


class EstimateFormat(StrEnum):
    """How an estimate is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


class TypesFormat(StrEnum):
    """How types are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Verdict(StrEnum):
    """What an estimate says of a type."""

    PRICED = "priced"
    FREE = "free"
    USAGE = "usage"
    UNSUPPORTED = "unsupported"


class Cloud(StrEnum):
    """Whose types."""

    AWS = "aws"
    GCP = "gcp"


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
    typer.Option(
        "--baseline",
        help="A `pulumi stack export`, or a file of --save-state, to preview against instead of the stack's own state.",
    ),
]
Costs = Annotated[
    bool, typer.Option("--costs", help="Show list, contracted and effective cost apart, each discount by name.")
]
StandardFile = Annotated[
    Path | None,
    typer.Option("--standard", help="The finops.yaml; by default that of OUTLAY_STANDARD, else the nearest upwards."),
]
UsageFile = Annotated[
    Path | None,
    typer.Option("--usage", help="A usage file (infracost-usage.yml), instead of the one that finops.yaml names."),
]

FromFile = Annotated[
    str, typer.Option("--file", help="Take the stack from a stack export or a `preview --json` file; - reads input.")
]
ProjectName = Annotated[str, typer.Option("--project", help="The project's name, where the file does not say.")]


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
    costs: Costs = False,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            metavar="SECONDS",
            min=1,
            help="End a program that takes longer; by default 600 with the embedded engine, none with Pulumi's.",
        ),
    ] = None,
    save_state: Annotated[
        Path | None,
        typer.Option(
            "--save-state",
            metavar="FILE",
            help="Write the stack as if the preview had been deployed, for --baseline later; embedded engine only.",
        ),
    ] = None,
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
        costs=costs,
        time_limit=time_limit,
        save_state=save_state,
    )


@app.command()
def estimate(
    file: Annotated[str, typer.Argument(help="JSON lines, a stack export or a `preview --json` file; - reads input.")],
    standard: StandardFile = None,
    output: Annotated[EstimateFormat, typer.Option("--format", help="How to print it.")] = EstimateFormat.TABLE,
    costs: Costs = False,
    usage: UsageFile = None,
) -> None:
    """Price resources without an engine: from JSON lines, a stack export, or a preview's digest."""
    from outlay_automation.cli.estimate import show_estimate

    show_estimate(file, standard=standard, output=output.value, costs=costs, usage=usage)


@app.command()
def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Stack exports or `preview --json` files; - reads input.")
    ],
    standard: StandardFile = None,
    stack: Annotated[str, typer.Option("--stack", "-s", help="The stack's name, where a file does not say.")] = "",
    project: ProjectName = "",
    baseline: Annotated[
        list[Path] | None,
        typer.Option("--baseline", help="What growth is counted from: a file of `outlay baseline write`."),
    ] = None,
    output: Annotated[CheckFormat, typer.Option("--format", help="How to print it.")] = CheckFormat.TABLE,
) -> None:
    """Hold stacks in files against the financial standard, without an engine: exit code 3 where one is blocked."""
    from outlay_automation.cli.check import show_check

    show_check(
        files,
        standard=standard,
        project=project,
        stack=stack,
        baselines=tuple(baseline or ()),
        as_json=output is CheckFormat.JSON,
    )


@app.command()
def explain(
    resource: Annotated[str, typer.Argument(help="A resource's URN, its name, or its type and name.")],
    directory: Annotated[Path, typer.Option("--dir", "-C", help="The folder of the Pulumi project.")] = Path(),
    stack: Stack = "",
    offline: Offline = False,
    baseline: Baseline = None,
    standard: StandardFile = None,
    file: Annotated[
        str, typer.Option("--file", help="Explain from this file, as `outlay estimate` reads it, not from a preview.")
    ] = "",
    usage: UsageFile = None,
) -> None:
    """Show each charge of a resource: its formula, price, source, date and grade."""
    from outlay_automation.cli.explain import show_explanation

    show_explanation(
        resource,
        directory,
        stack=stack,
        offline=offline,
        baseline=baseline,
        standard=standard,
        file=file,
        usage=usage,
    )


@baselines.command("write")
def baseline_write(
    directory: Directory = Path(),
    stack: Stack = "",
    offline: Offline = False,
    baseline: Baseline = None,
    standard: StandardFile = None,
    file: FromFile = "",
    project: ProjectName = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file; standard output by default.")] = None,
) -> None:
    """Write what a stack costs now, before any change, so that rules can tell growth where one side is known."""
    from outlay_automation.cli.baseline import write_baseline
    from outlay_automation.cli.stack_to_price import StackToPrice

    write_baseline(StackToPrice(directory, stack, offline, baseline, standard, file, project), output)


@budgets.command("suggest")
def budget_suggest(
    directory: Directory = Path(),
    stack: Stack = "",
    offline: Offline = False,
    baseline: Baseline = None,
    standard: StandardFile = None,
    file: FromFile = "",
    project: ProjectName = "",
    is_written: Annotated[bool, typer.Option("--write", help="Write it into finops.yaml.")] = False,
    replaces: Annotated[bool, typer.Option("--replace", help="With --write, in place of the stack's limit.")] = False,
) -> None:
    """Suggest a stack's monthly limit: its estimate with the standard's headroom, as lines of finops.yaml."""
    from outlay_automation.cli.budget import suggest_budget
    from outlay_automation.cli.stack_to_price import StackToPrice

    of = StackToPrice(directory, stack, offline, baseline, standard, file, project)
    suggest_budget(of, is_written=is_written, replaces=replaces)


@policies.command()
def bundle(
    directory: Annotated[Path, typer.Argument(help="The folder to write; it must be empty, or not there yet.")],
    standard: Annotated[
        Path | None,
        typer.Option("--standard", help="A finops.yaml to travel with the pack, for projects that have none."),
    ] = None,
) -> None:
    """Write a policy pack that stands by itself: to copy, to keep in a repository, or to publish."""
    from outlay_automation.cli.policy import show_bundle

    show_bundle(directory, standard)


@app.command()
def init(directory: Annotated[Path, typer.Argument(help="The folder of a project, or of several.")] = Path()) -> None:
    """Write a first finops.yaml from what the folder's Pulumi projects tell; never over one that is there."""
    from outlay_automation.cli.init import write_first_standard

    write_first_standard(directory)


@app.command()
def types(
    text: Annotated[str, typer.Argument(help="Only types whose token or reason holds this: lambda, requests.")] = "",
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help="Only types of this verdict.")] = None,
    cloud: Annotated[Cloud | None, typer.Option("--cloud", help="Only types of this cloud.")] = None,
    output: Annotated[TypesFormat, typer.Option("--format", help="How to print it.")] = TypesFormat.TABLE,
) -> None:
    """Say which resource classes are priced, free and why, charged by use and by what, or unsupported."""
    from outlay_automation.cli.types import show_types

    show_types(
        text,
        verdict="" if verdict is None else verdict.value,
        cloud="" if cloud is None else cloud.value,
        output=output.value,
    )


@app.command()
def doctor() -> None:
    """Say what is there (CLI, language hosts, plugins, Python, prices, caches) and what to do about what is not."""
    from outlay_automation.cli.doctor import show_health

    show_health()


@app.command(context_settings={"allow_extra_args": True, "allow_interspersed_args": False})
def pulumi(
    context: typer.Context,
    offline: Offline = False,
    scratch: Annotated[
        bool, typer.Option("--scratch", help="Use a throw-away backend with the project's stacks; gone afterwards.")
    ] = False,
    directory: Annotated[
        Path, typer.Option("--dir", "-C", help="The folder to run it in; paths in ARGS count from there.")
    ] = Path(),
) -> None:
    """Run the Pulumi CLI that Outlay found: outlay pulumi [--offline] [--scratch] -- ARGS.

    For trying a program or a policy pack by hand, such as
    `outlay pulumi --offline --scratch -- preview --stack dev --policy-pack ../pack`.

    With --scratch each run starts afresh: the stacks that the project configures, with the state that finops.yaml
    names (offline.baseline) or none. So `up` in one run and `preview` in the next never meet; to keep a state between
    runs, leave --scratch out and set PULUMI_BACKEND_URL=file://FOLDER.
    """
    from outlay_automation.cli.pulumi import run_pulumi

    raise typer.Exit(run_pulumi(context.args, directory=directory, offline=offline, scratch=scratch))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(f"outlay {__version__}")
