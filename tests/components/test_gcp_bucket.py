"""`outlay_components.gcp.Bucket`: what it makes by default in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import gcp
from outlay_components.errors import ProgramError

BUCKET = "gcp:storage/bucket:Bucket"
IOWA = {"location": "us-central1"}


def test_outside_production_nothing_is_kept_that_is_not_used(run_program):
    inputs = run_program(lambda: gcp.Bucket("files", IOWA)).inputs(BUCKET, "files")

    assert {key: value for key, value in inputs.items() if key != "labels"} == {
        "lifecycleRules": [
            {"action": {"type": "AbortIncompleteMultipartUpload"}, "condition": {"age": 1}},
            {"action": {"type": "Delete"}, "condition": {"daysSinceNoncurrentTime": 7, "withState": "ARCHIVED"}},
        ],
        "location": "us-central1",
        "publicAccessPrevention": "enforced",
        "softDeletePolicy": {"retentionDurationSeconds": 0},
        "storageClass": "STANDARD",
        "uniformBucketLevelAccess": True,
        "versioning": {"enabled": False},
    }


def test_in_production_what_is_deleted_comes_back_and_what_lies_is_tiered(run_program):
    inputs = run_program(lambda: gcp.Bucket("files", IOWA), stack="prod").inputs(BUCKET)

    assert inputs["softDeletePolicy"] == {"retentionDurationSeconds": 7 * 24 * 3600}
    assert inputs["versioning"] == {"enabled": True}
    assert inputs["autoclass"] == {"enabled": True}
    assert [rule["condition"] for rule in inputs["lifecycleRules"]] == [
        {"age": 7},
        {"daysSinceNoncurrentTime": 30, "withState": "ARCHIVED"},
    ]


def test_the_program_decides_where_objects_go_and_when_they_end(run_program):
    args = {**IOWA, "tiering": "nearline", "tiering_after_days": 60, "expire_after_days": 400}

    _, _, tiering, expiry = run_program(lambda: gcp.Bucket("files", args)).inputs(BUCKET)["lifecycleRules"]

    assert tiering == {
        "action": {"type": "SetStorageClass", "storageClass": "NEARLINE"},
        "condition": {"age": 60, "matchesStorageClasses": ["STANDARD"]},
    }
    assert expiry == {"action": {"type": "Delete"}, "condition": {"age": 400, "withState": "LIVE"}}


def test_a_key_of_kms_encrypts_it(run_program):
    made = run_program(lambda: gcp.Bucket("files", {**IOWA, "kms_key_name": "projects/shop/keys/a"}))

    assert made.inputs(BUCKET)["encryption"] == {"defaultKmsKeyName": "projects/shop/keys/a"}


def test_a_tiering_that_it_does_not_know_is_an_error_that_names_those_it_does():
    with pytest.raises(ProgramError, match=r"It may be none, autoclass or nearline\."):
        gcp.Bucket.recorded({**IOWA, "tiering": "intelligent"}, name="files")


@pytest.mark.parametrize(("location", "a_gb"), [("us-central1", "0.02"), ("US", "0.026")])
def test_its_estimate_is_that_of_what_lies_in_it(monthly, location, a_gb):
    usage = {BUCKET: {"storage_gb": 500}}

    assert monthly(gcp.Bucket, {"location": location}, usage=usage, environment="dev") == 500 * Decimal(a_gb)


def test_nearline_costs_half_and_a_cent_for_each_gb_that_is_read(monthly):
    usage = {BUCKET: {"storage_gb": 100, "monthly_data_retrieval_gb": 10}}

    assert monthly(gcp.Bucket, {**IOWA, "storage_class": "NEARLINE"}, usage=usage) == 1 + Decimal("0.10")
