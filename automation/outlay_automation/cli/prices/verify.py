"""`outlay prices verify`: whether the layers of the book are whole and keep its rules, and what they cover."""

import json
import sys
from pathlib import Path

import typer
from outlay.errors import DamagedPrices, ExitCode, InvalidFile
from outlay.prices.book import EMBEDDED
from outlay.prices.build import SHEETS, identity_of_sheets
from outlay.prices.contract import Contract
from outlay.prices.lookup_file import LookupFile
from outlay.prices.opened_book import Layer
from outlay.prices.verification import ANCHORS, verify

from outlay_automation.cli.prices.book_in_use import book_in_use
from outlay_automation.cli.prices.selection import layers_named
from outlay_automation.render.price_check import LayerCheck, check_document, print_checks


def verify_prices(*, layer: str, standard: Path | None, as_json: bool) -> None:
    """Check every layer, or the one that is named, and print what was found.

    Raises:
        WrongUse: the book has no such layer.
        typer.Exit: with the code of an invalid file where something is wrong.
    """
    used = book_in_use(standard)
    checks = tuple(checked(each) for each in layers_named(used.opened, layer))
    if as_json:
        sys.stdout.write(json.dumps(check_document(checks), indent=2, ensure_ascii=False) + "\n")
    else:
        print_checks(checks, sys.stdout)
    if any(check.problems for check in checks):
        raise typer.Exit(ExitCode.WRONG_USE)


def checked(layer: Layer) -> LayerCheck:
    """What is to be said of a layer: its checksums, the book's rules, its anchors, and what it covers.

    A contract was held to what is published when the book was opened, so that only its figures are counted here.
    """
    identity = layer.identity
    if isinstance(layer, Contract):
        return LayerCheck(layer.name, identity.as_of, identity.digest, figures=sum(1 for _ in layer.figures()))
    try:
        layer.verify()
        found = verify(layer, layer.figures(), ANCHORS if layer.name == EMBEDDED else ())
        stale = _of_other_sheets(layer) if layer.name == EMBEDDED else ()
    except (DamagedPrices, InvalidFile) as error:
        return LayerCheck(layer.name, identity.as_of, identity.digest, figures=0, problems=(str(error),))
    return LayerCheck(
        layer.name,
        identity.as_of,
        identity.digest,
        found.figures,
        (*stale, *found.problems),
        found.coverage,
        found.ambiguous,
        tuple((anchor.query, anchor.unit_price, anchor.holds(layer)) for anchor in found.anchors),
        sum(each.upfront for each in layer.counts()),
    )


def _of_other_sheets(layer: LookupFile) -> tuple[str, ...]:
    """What is wrong where a source checkout's sheets hold other figures than the file that was built of them."""
    of_sheets = identity_of_sheets(SHEETS)
    if of_sheets is None or of_sheets == layer.identity:
        return ()
    return (f"the sheets hold other figures than {layer.path}: delete it, and it is built anew",)
