"""`outlay prices diff`: which figures are new, changed or gone between two books."""

import json
import sys
from pathlib import Path
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.currency import NO_RATES, read_rates
from outlay.prices.lock import FILE_NAME, lock_path
from outlay.prices.opened_book import open_book
from outlay.standard.location import standard_path
from outlay.standard.reading import read_standard

from outlay_automation.prices.price_sides import BookSide, Side, changes_between, stored_side
from outlay_automation.render.price_changes import PriceChanges, changes_document, print_changes

_BOOK: Final = "book"
_LOCK: Final = "lock"


def show_difference(before: str, after: str, *, standard: Path | None, everything: bool, as_json: bool) -> None:
    """Print what differs between two books.

    Raises:
        WrongUse: one of them names nothing.
    """
    old, new = side_named(before, standard), side_named(after, standard)
    changes = PriceChanges.of(old.name, old.as_of, new.name, new.as_of, changes_between(old, new))
    if as_json:
        sys.stdout.write(json.dumps(changes_document(changes), indent=2, ensure_ascii=False) + "\n")
    else:
        print_changes(changes, sys.stdout, everything=everything)


def side_named(text: str, standard: Path | None) -> Side:
    """What a name of a book, a digest or a path stands for.

    Raises:
        WrongUse: it stands for nothing; the message says what there is.
    """
    if text not in (_BOOK, _LOCK) or Path(text).is_file():
        return stored_side(text)
    path = standard_path(Path.cwd(), standard)
    lock = lock_path(path)
    if text == _LOCK and (lock is None or not lock.is_file()):
        where = lock if lock is not None else f"{FILE_NAME} here or above"
        raise WrongUse(f"there is no {where}", "`outlay prices update` pins the prices at hand.")
    stated = read_standard(path) if path is not None else None
    opened = open_book(stated, path, is_pinned=text == _LOCK)
    rates = NO_RATES
    if stated is not None and path is not None and stated.prices.rates:
        rates = read_rates(path.resolve().parent / stated.prices.rates)
    return BookSide(text, [each.source for each in opened.layers], rates)
