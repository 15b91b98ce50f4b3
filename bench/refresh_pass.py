"""One pass over a region file of AWS's price list, in a process of its own, which tells what it took.

    refresh_pass.py REPORT PASS FILE FOLDER

PASS is `bare` (ijson's `kvitems` over the products, C backend), `read` (the book's figures), or `refresh` (an overlay
of them in FOLDER). The seconds are those of the pass, without starting Python and importing.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from measured_command import taken  # this folder is where Python looks first

_SERVICES: Final = ("AmazonEC2", "AmazonEBS")


def bare(file: Path, _folder: Path) -> Callable[[], int]:
    import ijson.backends.yajl2_c as ijson

    def run() -> int:
        with file.open("rb") as source:
            return sum(1 for _ in ijson.kvitems(source, "products"))

    return run


def read(file: Path, _folder: Path) -> Callable[[], int]:
    from outlay_automation.prices.refresh.aws.bulk import OfferReading, figures_in

    return lambda: sum(1 for _ in figures_in(file, "AmazonEC2", "eu-central-1", _SERVICES, OfferReading()))


def refresh(file: Path, folder: Path) -> Callable[[], int]:
    from outlay.prices.embedded import embedded_prices
    from outlay.prices.overlay_store import OverlayStore
    from outlay_automation.prices.refresh.aws.bulk import OfferReading, figures_in
    from outlay_automation.prices.refresh.refreshing import Scope, use_figures

    def run() -> int:
        store = OverlayStore(folder)
        scopes = [Scope(service, "eu-central-1") for service in _SERVICES]
        figures = figures_in(file, "AmazonEC2", "eu-central-1", _SERVICES, OfferReading())
        with store.workshop() as workshop:
            return use_figures(store, workshop, figures, scopes, embedded_prices(), []).figures

    return run


PASSES: Final = {"bare": bare, "read": read, "refresh": refresh}


def main() -> None:
    report, name, file, folder = sys.argv[1:]
    run = PASSES[name](Path(file), Path(folder))
    start = time.perf_counter()
    count = run()
    seconds = time.perf_counter() - start
    Path(report).write_text(json.dumps({"seconds": seconds, "count": count, **taken()}), encoding="utf-8")


if __name__ == "__main__":
    main()
