"""Today, for the policy pack: the one place where it reads the clock. Everything below is told the day."""

import os
from datetime import UTC, date, datetime

from outlay.day import VARIABLE, day_of


def today() -> date:
    """The day in UTC, or that of `SOURCE_DATE_EPOCH` where it is set.

    Raises:
        WrongUse: the variable holds no point in time.
    """
    return day_of(os.environ.get(VARIABLE, ""), datetime.now(tz=UTC))
