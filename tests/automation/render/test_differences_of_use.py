from decimal import Decimal

import pytest
from outlay.money import Delta, Gap, GapKind
from outlay_automation.render.figures import signed

ZERO = Decimal(0)
USE = Gap(GapKind.USAGE, "urn", "Requests", "usage monthly_requests is not given")
UNPRICED = Gap(GapKind.UNPRICED, "urn", "Requests", "no price")


@pytest.mark.parametrize(
    ("opened", "closed", "amount", "shown"),
    [
        ((USE,), (), ZERO, "+ use"),
        ((), (USE,), ZERO, "- use"),
        ((UNPRICED,), (), ZERO, "?"),
        ((USE,), (), Decimal(2), "+$2.00 + use"),
        ((UNPRICED,), (), Decimal(2), "+$2.00 ?"),
        ((), (), ZERO, "–"),
    ],
)
def test_a_difference_never_shows_what_has_no_figure_as_zero(opened, closed, amount, shown):
    assert signed(Delta(amount, amount, amount, opened, closed)) == shown
