"""A table of costs kept beside a test, as text that reads well in a review, and what differs from it.

Not here: which file belongs to which test (`plugin`).
"""

import re
from difflib import unified_diff
from pathlib import Path
from typing import Final

from outlay_automation.testing.program_cost import ProgramCost

FOLDER: Final = "__costs__"
"""The folder beside a test that holds the tables of its module."""
UPDATE: Final = "--update-costs"
"""The option of pytest that writes tables anew."""
_BETWEEN_COLUMNS: Final = re.compile(r"(?<=\S) +")


def assert_cost_snapshot(cost: ProgramCost | str, path: Path | str, *, update: bool = False) -> None:
    """Assert that a table of costs is the one in a file.

    Args:
        cost: the program, of which the table is taken; or a text, such as `cost.changes()`.
        path: the file.
        update: write the file instead.

    Raises:
        AssertionError: there is no such file, or it holds another table; the message shows the lines that differ.
            How wide the space between columns is does not count, since one row sets it for all.
    """
    __tracebackhide__ = True
    file = Path(path)
    now = cost if isinstance(cost, str) else cost.table()
    now = now.rstrip("\n") + "\n"
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(now, encoding="utf-8")
        return
    if not file.is_file():
        raise AssertionError(
            f"there is no table of costs {file}\nWrite it with `pytest {UPDATE}`, look at it, and commit it: "
            f"where tests run of themselves, none is written. It would be:\n{now}"
        )
    kept, found = _rows(file.read_text(encoding="utf-8")), _rows(now)
    if kept != found:
        lines = "\n".join(unified_diff(kept, found, f"kept in {file.name}", "now", lineterm=""))
        raise AssertionError(
            f"the costs are not those of {file}\n{lines}\nWhere they are meant to be, write them anew with "
            f"`pytest {UPDATE}`."
        )


def _rows(table: str) -> list[str]:
    """The lines with one space between columns, however wide; how far a line is indented stays."""
    return [_BETWEEN_COLUMNS.sub(" ", line.rstrip()) for line in table.splitlines()]
