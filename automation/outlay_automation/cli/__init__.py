"""The command `outlay`: a thin caller of the library, one module a subcommand, each imported when it is called."""

from typing import Final

_NEW_OBJECTS_BEFORE_A_COLLECTION: Final = 50_000


def main() -> None:
    """Run the command and exit with its code; errors of ours print as a message and a hint, never a traceback."""
    import gc
    import sys

    from outlay_automation.cli.ending import run
    from outlay_automation.cli.plain_estimate import plain_estimate

    # A command builds large values that it keeps to its end. Looking for garbage among them as often as Python does
    # by default is half the time of reading a large state, and finds nothing.
    gc.set_threshold(_NEW_OBJECTS_BEFORE_A_COLLECTION)
    run(plain_estimate(sys.argv[1:]) or _parsed)


def _parsed() -> None:
    from outlay_automation.cli.application import app

    app()
