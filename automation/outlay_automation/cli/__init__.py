"""The command `outlay`: a thin caller of the library, one module a subcommand, each imported when it is called."""


def main() -> None:
    """Run the command and exit with its code; errors of ours print as a message and a hint, never a traceback."""
    from outlay_automation.cli.application import run

    run()
