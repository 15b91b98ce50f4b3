"""`outlay policy bundle`: writes a policy pack that stands by itself, and says how it is used."""

import sys
from pathlib import Path

from outlay_policy_pack.bundle.pack_folder import write_bundle

from outlay_automation.render.notes import say_note


def show_bundle(directory: Path, standard: Path | None) -> None:
    """Write the pack, list its files, and say what to do with it.

    Raises:
        WrongUse: the folder holds something, or the standard names files that cannot travel.
        InvalidFile: the standard is not what it should be.
        OutlayError: the wheel of Outlay cannot be built.
    """
    written = write_bundle(directory, standard)
    for name in written.files:
        sys.stdout.write(f"{directory / name}\n")
    say_note(f"`pulumi install` in {directory} makes its environment")
    say_note(f"then: pulumi preview --policy-pack {directory}")
    if standard is None:
        say_note("projects without a finops.yaml of their own are stopped; --standard gives them one")
