"""What tests of the estimate share: each notes the line items that it sees, and the documentation has all of them."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from outlay.estimate import stack
from outlay.estimate.charge import Charge
from outlay.estimate.type_aliases import current_type
from outlay.resource import Resource

LINE_ITEMS = Path(__file__).parents[3] / "docs" / "line_items.csv"
HOW = "run: python docs/collect_line_items.py, then make docs"


@pytest.fixture(scope="session")
def documented() -> frozenset[tuple[str, str, str]]:
    """Type, line item and unit of what the documentation has."""
    with LINE_ITEMS.open(encoding="utf-8", newline="") as lines:
        return frozenset((type_, item, unit) for type_, item, unit in list(csv.reader(lines))[1:])


@pytest.fixture(autouse=True)
def _line_items(monkeypatch: pytest.MonkeyPatch, documented: frozenset[tuple[str, str, str]]) -> Iterator[None]:
    """Holds the table of line items in step: what a test sees is in it, or is noted where the table is written."""
    seen: set[tuple[str, str, str]] = set()
    price_charge = stack.price_charge

    def noted(charge: Charge, resource: Resource, *more: Any) -> Any:
        seen.add((current_type(resource.type), charge.name, charge.quantity.unit.name))
        return price_charge(charge, resource, *more)

    monkeypatch.setattr(stack, "price_charge", noted)
    yield
    if folder := os.environ.get("OUTLAY_LINE_ITEMS"):
        with (Path(folder) / f"{os.getpid()}.csv").open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(sorted(seen))
    else:
        types = {type_ for type_, _, _ in documented}
        assert sorted(row for row in seen - documented if row[0] in types) == [], HOW
