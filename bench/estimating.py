"""How long pricing a whole snapshot takes in process, against merely parsing the export that it came from."""

import json
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from outlay.estimate.resource_cost import StackCost, Status
from outlay.estimate.stack import estimate
from outlay.prices.book import EMBEDDED, PriceBook
from outlay.prices.build import up_to_date
from outlay.prices.lookup_file import LookupFile
from outlay.resource import Snapshot
from outlay_automation.estimate_files import document_in

from bench.figure import Figure, ratio
from bench.mixed_resources import export_of
from bench.process import BrokenBench, Surroundings, interleaved

_GOAL_SECONDS: Final = 1.5
_WITHOUT_PRICE: Final = (Status.UNSUPPORTED, Status.UNPRICED, Status.UNKNOWN)


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part. Every estimate reads the price book anew, as a new process would."""
    count = 300 if surroundings.quick else 10_000
    text = export_of(count)
    snapshot = _snapshot(text)
    _check(_estimate(snapshot), count)
    found = interleaved(
        2 if surroundings.quick else 9,
        {
            "estimate": lambda: _seconds(lambda: _estimate(snapshot)),
            "read and estimate": lambda: _seconds(lambda: _estimate(_snapshot(text))),
            "parse": lambda: _seconds(lambda: json.loads(text)),
        },
    )
    parse = found["parse"]
    beside = f"× bare json.loads of the export ({median(parse):.3f} s)"
    for side, goal in (("estimate", _GOAL_SECONDS), ("read and estimate", None)):
        note = f"{ratio(found[side], parse):.1f} {beside}"
        yield Figure(f"{side} {count:,} mixed resources", median(found[side]), "s", goal=goal, note=note)


def _snapshot(text: str) -> Snapshot:
    document = document_in("the made-up export", text)
    if document is None:
        raise BrokenBench("the made-up export is not read as one")
    return document.snapshot


def _estimate(snapshot: Snapshot) -> StackCost:
    layer = LookupFile(up_to_date(), EMBEDDED)
    try:
        # of DynamoDB's backups in us-east-1 only estimates are known, and what is measured is pricing
        return estimate(snapshot, PriceBook((layer,), layer.identity, allow_stand_ins=True))
    finally:
        layer.close()


def _check(cost: StackCost, count: int) -> None:
    """That it is pricing which is measured: every resource is there, and each has a price, lacks use or is free."""
    gaps = [f"{each.urn}: {each.status}" for each in cost.resources.values() if each.status in _WITHOUT_PRICE]
    if gaps or len(cost.resources) != count:
        raise BrokenBench(f"{len(cost.resources)} of {count} resources, {len(gaps)} without a price: {gaps[:1]}")


def _seconds(measured: Callable[[], object]) -> float:
    start = time.perf_counter()
    measured()
    return time.perf_counter() - start
