"""Types that live in no region, and the table of them in step with the SDKs."""

import pytest
from outlay import generate_global_types
from outlay.global_types import is_global


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("aws:iam/role:Role", True),
        ("aws:route53/record:Record", True),
        ("gcp:pubsub/topic:Topic", True),
        ("aws:sqs/queue:Queue", False),
        ("gcp:storage/bucket:Bucket", False),
        ("gcp:compute/instance:Instance", False),
        ("aws:nobody/knows:It", False),
    ],
)
def test_what_lives_in_no_region(type_, expected):
    assert is_global(type_) is expected


def test_the_table_is_in_step_with_the_installed_sdks():
    committed = generate_global_types.TARGET.read_text(encoding="utf-8").splitlines()
    assert committed == generate_global_types.table(), "run: python -m outlay.generate_global_types"
