"""The price sheets of plug-ins as layers of the book, below everything that Outlay has.

A plug-in's sheets have the form of the book's own and become a look-up file of their own in the user's cache, built
anew where they change. Sheets that are none are left out, named with file and line. Not here: the form of a sheet
(`outlay.prices.sheets`) and the order of the layers (`outlay.prices.opened_book`).
"""

from pathlib import Path
from typing import Final

from outlay.errors import InvalidFile
from outlay.plug_ins.installed import LoadedPlugIn
from outlay.prices.book import PLUG_IN
from outlay.prices.build import cached_lookup_file, up_to_date
from outlay.prices.lookup_file import LookupFile

_HINT: Final = "Delete it, and it is built anew from the plug-in's sheets."


def layer_of(plug_in: LoadedPlugIn) -> LookupFile | None:
    """The layer of a plug-in's sheets, None where it has none.

    Raises:
        OutlayError: its sheets are none (the message has file and line), or their look-up file cannot be kept.
    """
    sheets = plug_in.plug_in.sheets
    return None if sheets is None else layer_of_sheets(sheets, f"{PLUG_IN}{plug_in.name}")


def layer_of_sheets(sheets: Path, name: str) -> LookupFile:
    """The sheets in a folder as a layer called `name`.

    Raises:
        OutlayError: as `layer_of`.
    """
    layer = LookupFile(up_to_date(sheets, cached_lookup_file(sheets)), name, _HINT)
    if not layer.services():
        raise InvalidFile(sheets, None, "holds no prices", "Add a sheet, or give the plug-in no sheets.")
    return layer
