"""Today, for the commands: the one place where a command reads the clock. Everything below is told the day."""

import os
from datetime import UTC, date, datetime
from typing import Final

from outlay.errors import WrongUse

_VARIABLE: Final = "SOURCE_DATE_EPOCH"
"""The field's variable for repeatable output (reproducible-builds.org): seconds since 1970, in UTC."""


def today() -> date:
    """The day in UTC, or that of `SOURCE_DATE_EPOCH` where it is set.

    Raises:
        WrongUse: the variable holds no point in time.
    """
    given = os.environ.get(_VARIABLE, "")
    if not given:
        return datetime.now(tz=UTC).date()
    try:
        return datetime.fromtimestamp(int(given), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise WrongUse(f"{_VARIABLE} is {given!r}, and seconds since 1970 belong there") from None
