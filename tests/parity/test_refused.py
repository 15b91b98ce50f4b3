"""What the genuine engine refuses the embedded one refuses too, and both name what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from outlay.errors import OutlayError

from tests.parity.conftest import PROGRAMS

if TYPE_CHECKING:
    from tests.parity.conftest import Previewed

pytestmark = pytest.mark.engine

QUEUE: Final = "urn:pulumi:dev::parity::aws:sqs/queue:Queue::"
NAMED: Final = {
    "same_urn": (f"{QUEUE}orders",),
    "same_alias": (f"{QUEUE}orders", f"{QUEUE}first", f"{QUEUE}second"),
    "raising": ('__main__.py", line 12, in <module>', '__main__.py", line 9, in size', "ValueError: no size given"),
    "raising_in_an_apply": ('__main__.py", line 7, in broken', f"LookupError: nothing at {QUEUE}orders"),
    "protected_gone": ("protected", f"pulumi state unprotect '{QUEUE}orders'"),
    "protected_replaced": ("protect", "urn:pulumi:dev::parity::aws:ec2/vpc:Vpc::net"),
    "protected_with_another": ("protect", "urn:pulumi:dev::parity::aws:ec2/subnet:Subnet::web", "net"),
    "no_value": ("'size'", "'zone'"),
    "no_number": ("size", "integer"),
    "no_default_provider": ("aws", "provider"),
    "no_name": ("orders", "name", "autonaming is off"),
    "unknown_provider": ("unknown provider", "urn:pulumi:dev::parity::pulumi:providers:aws::central::1"),
    "unknown_parent": ("parent", "urn:pulumi:dev::parity::shop:index:Group::group"),
    "no_file": ("source", "refused/no_file/nowhere.txt"),
    "no_transform": ('__main__.py", line 7, in broken', "cannot transform orders"),
}
"""By program, words that the error of either engine has."""


@pytest.mark.parametrize("program", sorted(each.name for each in (PROGRAMS / "refused").iterdir()))
def test_both_engines_refuse_a_program_and_name_what_is_wrong(previewed: Previewed, program: str) -> None:
    both = previewed(PROGRAMS / "refused" / program)

    for found in (both.genuine, both.embedded):
        assert isinstance(found, OutlayError), found
        told = f"{found.message}\n{found.hint}"
        assert [words for words in NAMED[program] if words not in told] == [], told
