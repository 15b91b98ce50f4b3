"""`python -m outlay_automation` is the command `outlay`."""

from outlay_automation.cli import main

if __name__ == "__main__":
    main()
