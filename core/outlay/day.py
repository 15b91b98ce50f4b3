"""The day that is judged by, from what a process knows of time: its clock, or what stands in for it.

Pure: whoever reads the clock passes it in.
"""

from datetime import UTC, date, datetime
from typing import Final

from outlay.errors import WrongUse

VARIABLE: Final = "SOURCE_DATE_EPOCH"
"""The field's variable for repeatable output (reproducible-builds.org): seconds since 1970, in UTC."""


def day_of(stated: str, now: datetime) -> date:
    """The day in UTC.

    Args:
        stated: what `SOURCE_DATE_EPOCH` says; empty where it is not set.
        now: the clock.

    Raises:
        WrongUse: the variable holds no point in time.
    """
    if not stated:
        return now.astimezone(UTC).date()
    try:
        return datetime.fromtimestamp(int(stated), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise WrongUse(f"{VARIABLE} is {stated!r}, and seconds since 1970 belong there") from None
