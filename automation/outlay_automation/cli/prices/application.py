"""The command line of `outlay prices`: subcommands and options. What they do lies in the modules they import late."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

prices = typer.Typer(
    name="prices",
    help="Look at the price book, compare it, bring it up to date.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class PageFormat(StrEnum):
    """How something is printed."""

    TABLE = "table"
    JSON = "json"


class ExportFormat(StrEnum):
    """How figures are written."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class Layer(StrEnum):
    """Which layer's figures."""

    EFFECTIVE = "effective"
    CONTRACT = "contract"
    OVERLAY = "overlay"
    EMBEDDED = "embedded"


StandardFile = Annotated[
    Path | None,
    typer.Option("--standard", help="The finops.yaml; by default that of OUTLAY_STANDARD, else the nearest upwards."),
]
Region = Annotated[str, typer.Option("--region", "-r", help="A region, by code or place: frankfurt.")]
Output = Annotated[PageFormat, typer.Option("--format", help="How to print it.")]
OfLayer = Annotated[Layer, typer.Option("--layer", help="Whose figures; by default those that count.")]


@prices.command()
def show(
    service: Annotated[str, typer.Argument(help="A service: AmazonEC2, 'Compute Engine', ec2.")],
    item: Annotated[str, typer.Argument(help="An item of it: m5.large, NatGateway, gp3.")],
    region: Region = "",
    dimension: Annotated[
        str | None, typer.Option("--dimension", "-d", help="Only this: linux, postgres/multi-az, storage.")
    ] = None,
    term: Annotated[str, typer.Option("--term", "-t", help="Only this: on-demand, spot, cud-1yr.")] = "",
    quantity: Annotated[str, typer.Option("--quantity", "-q", help="What this much costs a month, over tiers.")] = "",
    currency: Annotated[str, typer.Option("--currency", help="The currency; the standard's by default.")] = "",
    standard: StandardFile = None,
    output: Output = PageFormat.TABLE,
) -> None:
    """Show an item's prices, each with source, date and grade.

    In a region, every term and tier and what each layer says. Without --region, its prices over all regions.
    """
    from outlay_automation.cli.prices.show import show_prices

    show_prices(
        service,
        item,
        region=region,
        dimension=dimension,
        term=term,
        quantity=quantity,
        currency=currency,
        standard=standard,
        as_json=output is PageFormat.JSON,
    )


@prices.command(name="list")
def list_(
    service: Annotated[str, typer.Argument(help="A service, to list its items; a glob, to list some services.")] = "",
    region: Region = "",
    item: Annotated[str, typer.Option("--item", "-i", help="Only items that this glob names: 'm5.*'.")] = "",
    layer: OfLayer = Layer.EFFECTIVE,
    standard: StandardFile = None,
    output: Output = PageFormat.TABLE,
) -> None:
    """List the services of the book, or the items of one."""
    from outlay_automation.cli.prices.listing import list_prices

    list_prices(
        service,
        region=region,
        item=item,
        layer=layer.value,
        standard=standard,
        as_json=output is PageFormat.JSON,
    )


@prices.command()
def diff(
    before: Annotated[
        str,
        typer.Argument(help="embedded, current, book, lock, an overlay's digest or path, or an exported file."),
    ],
    after: Annotated[str, typer.Argument(help="Likewise.")],
    everything: Annotated[bool, typer.Option("--all", help="Every figure that differs, not only the largest.")] = False,
    standard: StandardFile = None,
    output: Output = PageFormat.TABLE,
) -> None:
    """Show which figures are new, changed or gone between two books.

    An overlay is compared as it is used: over the embedded prices.
    """
    from outlay_automation.cli.prices.difference import show_difference

    show_difference(before, after, standard=standard, everything=everything, as_json=output is PageFormat.JSON)


@prices.command()
def verify(
    layer: OfLayer = Layer.EFFECTIVE,
    standard: StandardFile = None,
    output: Output = PageFormat.TABLE,
) -> None:
    """Check that the prices are whole and keep the rules.

    Shows what they cover by service and region.
    """
    from outlay_automation.cli.prices.verify import verify_prices

    verify_prices(layer=layer.value, standard=standard, as_json=output is PageFormat.JSON)


@prices.command()
def export(
    output: Annotated[ExportFormat, typer.Option("--format", help="How to write it.")] = ExportFormat.CSV,
    service: Annotated[str, typer.Option("--service", "-s", help="Only this service.")] = "",
    region: Annotated[str, typer.Option("--region", "-r", help="Only what holds in this region.")] = "",
    layer: OfLayer = Layer.EFFECTIVE,
    file: Annotated[Path | None, typer.Option("--output", "-o", help="A file to write, in one step.")] = None,
    standard: StandardFile = None,
) -> None:
    """Write every figure with its source, date and layer."""
    from outlay_automation.cli.prices.export import export_prices

    export_prices(form=output.value, service=service, region=region, layer=layer.value, output=file, standard=standard)


@prices.command()
def refresh(
    services: Annotated[
        list[str] | None, typer.Option("--service", "-s", help="A service to refresh; may be given several times.")
    ] = None,
    regions: Annotated[
        list[str] | None, typer.Option("--region", "-r", help="A region, by code or place; may be given several times.")
    ] = None,
    cloud: Annotated[str, typer.Option("--cloud", help="All services of aws or gcp; with --for-stack, its part.")] = "",
    for_stack: Annotated[
        Path | None, typer.Option("--for-stack", help="Just what a stack of this Pulumi project asks for.")
    ] = None,
    stack: Annotated[str, typer.Option("--stack", help="The stack; the selected or only one by default.")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Preview that stack without a cloud.")] = False,
    address: Annotated[
        str, typer.Option("--from", help="Where the price list lies, such as a mirror; the provider's own by default.")
    ] = "",
) -> None:
    """Bring prices up to date from the providers' own interfaces, and say what that changes."""
    from outlay_automation.cli.prices.refresh import Wanted, refresh_prices

    refresh_prices(
        Wanted(
            services=tuple(services or ()),
            regions=tuple(regions or ()),
            cloud=cloud,
            stack_directory=for_stack,
            stack=stack,
            is_offline=offline,
            address=address,
        )
    )


@prices.command()
def update(
    directory: Annotated[Path, typer.Option("--dir", "-C", help="Where finops.yaml is looked for, upwards.")] = Path(),
    standard: Annotated[Path | None, typer.Option("--standard", help="The finops.yaml instead.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Pin the prices at hand in outlay.lock, and say what that changes."""
    from outlay_automation.cli.prices.update import update_lock

    update_lock(directory, standard=standard, is_dry_run=dry_run)
