"""`outlay_components.aws.Bucket`: what it makes by default in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import aws
from outlay_components.errors import ProgramError

BUCKET = "aws:s3/bucket:Bucket"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"


def rules(made):
    """The lifecycle rules by id, without what all have."""
    found = made.inputs(LIFECYCLE)["rules"]
    assert all(rule["status"] == "Enabled" and rule["filter"] == {"prefix": ""} for rule in found)
    return {
        rule["id"]: {key: each for key, each in rule.items() if key not in ("id", "status", "filter")} for rule in found
    }


def test_nobody_outside_reads_it_and_it_is_encrypted(run_program):
    made = run_program(lambda: aws.Bucket("files", {}))

    blocked = {key: value for key, value in made.inputs(BLOCK).items() if key != "bucket"}
    assert blocked == dict.fromkeys(
        ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
    )
    assert made.inputs(ENCRYPTION)["rules"] == [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]


def test_outside_production_nothing_is_kept_that_is_not_used(run_program):
    made = run_program(lambda: aws.Bucket("files", {}))

    assert made.names(VERSIONING) == []
    assert rules(made) == {
        "incomplete-uploads": {"abortIncompleteMultipartUpload": {"daysAfterInitiation": 1}},
        "earlier-versions": {"noncurrentVersionExpiration": {"noncurrentDays": 7}},
    }


def test_in_production_versions_are_kept_for_a_month_and_what_lies_is_tiered(run_program):
    made = run_program(lambda: aws.Bucket("files", {}), stack="prod")

    assert made.inputs(VERSIONING)["versioningConfiguration"] == {"status": "Enabled"}
    assert rules(made) == {
        "incomplete-uploads": {"abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}},
        "earlier-versions": {"noncurrentVersionExpiration": {"noncurrentDays": 30}},
        "tiering": {"transitions": [{"days": 30, "storageClass": "INTELLIGENT_TIERING"}]},
    }


def test_the_program_decides_how_long_things_are_kept(run_program):
    args = {"tiering": "infrequent", "tiering_after_days": 60, "expire_after_days": 400, "noncurrent_version_days": 2}

    found = rules(run_program(lambda: aws.Bucket("files", args)))

    assert found["tiering"] == {"transitions": [{"days": 60, "storageClass": "STANDARD_IA"}]}
    assert found["expiry"] == {"expiration": {"days": 400}}
    assert found["earlier-versions"] == {"noncurrentVersionExpiration": {"noncurrentDays": 2}}


def test_a_key_of_kms_is_asked_once_for_the_bucket(run_program):
    key = "arn:aws:kms:eu-west-1:123456789012:key/a"
    (rule,) = run_program(lambda: aws.Bucket("files", {"kms_key_id": key})).inputs(ENCRYPTION)["rules"]

    assert rule["bucketKeyEnabled"] is True
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key}


def test_a_tiering_that_it_does_not_know_is_an_error_that_names_those_it_does():
    with pytest.raises(ProgramError, match=r"tiering is 'glacier'\nIt may be none, intelligent or infrequent\."):
        aws.Bucket.recorded({"tiering": "glacier"}, name="files")


def test_its_estimate_is_that_of_what_lies_in_it(monthly):
    """Standard storage in us-east-1 is $0.023 a GB, a thousand writes $0.005."""
    usage = {BUCKET: {"standard": {"storage_gb": 100, "monthly_tier_1_requests": 20_000}}}

    assert monthly(aws.Bucket, {}, usage=usage, region="us-east-1", environment="dev") == Decimal("2.40")


def test_infrequent_access_costs_as_little_at_once_and_a_cent_for_each_gb_that_is_read(monthly):
    usage = {BUCKET: {"standard_infrequent_access": {"storage_gb": 100, "monthly_data_retrieval_gb": 30}}}

    args = {"tiering": "infrequent"}
    assert monthly(aws.Bucket, args, usage=usage, region="us-east-1") == Decimal("1.25") + Decimal("0.30")


def test_what_nobody_reads_costs_46_percent_less_in_intelligent_tiering(monthly):
    """$0.0125 a GB instead of $0.023, and $0.0025 for each thousand objects."""
    tiered = {"infrequent_access_storage_gb": 1000, "monitored_objects": 1000}

    standard, intelligent = (
        monthly(aws.Bucket, {}, usage={BUCKET: usage}, region="us-east-1", environment="prod")
        for usage in ({"standard": {"storage_gb": 1000}}, {"intelligent_tiering": tiered})
    )

    assert (standard, intelligent) == (23, Decimal("12.5") + Decimal("0.0025"))
    assert round(100 * (1 - Decimal("12.5") / standard)) == 46
