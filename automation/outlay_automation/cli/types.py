"""`outlay types`: what an estimate says of each resource class of pulumi-aws and pulumi-gcp."""

import csv
import json
import sys
from collections.abc import Iterator

from outlay.errors import WrongUse
from outlay.estimate.type_verdicts import TypeVerdict, sdk_verdicts
from outlay.plug_ins.installed import installed

_ALL = "`outlay types` counts all of them, and `outlay types --format csv` lists them."


def show_types(text: str, *, verdict: str, cloud: str, output: str) -> None:
    """Print the types that are asked for, or, as a table and without anything asked for, how many there are of each.

    Args:
        text: what a token or a reason holds, in any case; all where it is empty.
        verdict: only these: `priced`, `free`, `usage`, `unsupported`; all where it is empty.
        cloud: only these: `aws`, `gcp`; all where it is empty.
        output: `table`, `json` or `csv`.

    Raises:
        WrongUse: no type is like that.
    """
    found = tuple(_asked(text.casefold(), verdict, cloud))
    if not found:
        raise WrongUse("no resource class is like that", _ALL)
    if output == "json":
        from outlay_automation.render.type_document import types_document

        sys.stdout.write(json.dumps(types_document(found), indent=2, ensure_ascii=False) + "\n")
    elif output == "csv":
        lines = csv.writer(sys.stdout, lineterminator="\n")
        lines.writerow(("type", "cloud", "service", "verdict", "reason"))
        lines.writerows((each.token, each.cloud, each.service, each.status.value, each.reason) for each in found)
    else:
        from outlay_automation.render.type_table import print_types

        print_types(found, sys.stdout, are_listed=bool(text or verdict or cloud))
        for plug_in in installed().loaded:
            sys.stdout.write(f"and by {plug_in.label}: {plug_in.said}\n")


def _asked(text: str, verdict: str, cloud: str) -> Iterator[TypeVerdict]:
    for each in sdk_verdicts():
        is_asked = (not verdict or each.status == verdict) and (not cloud or each.cloud == cloud)
        if is_asked and (not text or text in each.token.casefold() or text in each.reason.casefold()):
            yield each
