"""`outlay_components.aws.Bucket`: a bucket on S3."""

from types import MappingProxyType
from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_aws as aws

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make

_CLASSES: Final = {"none": None, "intelligent": "INTELLIGENT_TIERING", "infrequent": "STANDARD_IA"}


class AwsBucketArgs(GovernedArgs):
    """The arguments of a bucket on S3."""

    bucket_name: NotRequired[pulumi.Input[str]]
    """Its name in S3, unique in the world; made of the component's name by default."""
    keep_versions: NotRequired[bool]
    """Whether earlier versions of objects are kept, each billed like an object; by default in production only."""
    noncurrent_version_days: NotRequired[int]
    """Days that earlier versions are kept; 30 in production and 7 elsewhere by default."""
    incomplete_upload_days: NotRequired[int]
    """Days after which the parts of an upload that nobody completed are removed; 7 in production, 1 elsewhere."""
    tiering: NotRequired[str]
    """Where objects go after `tiering_after_days`: `intelligent` (what nobody reads for 30 days costs 46% less, and
    each thousand objects $0.0025 a month), `infrequent` (46% less at once, and $0.01 for each GB that is read), or
    `none`. By default `intelligent` in production and `none` elsewhere."""
    tiering_after_days: NotRequired[int]
    """Days after which objects go there; 30 by default, the least that S3 takes for `infrequent`."""
    expire_after_days: NotRequired[int]
    """Days after which objects are deleted; never by default."""
    kms_key_id: NotRequired[pulumi.Input[str]]
    """The KMS key that encrypts it, once for the bucket and not for each object; S3's own, free, by default."""


class AwsBucket(Component):
    """A bucket on S3: private, encrypted, and without what nobody sees and everybody pays.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | earlier versions | none | kept for 30 days | a whole object for each time it is written over |
    | parts of incomplete uploads | removed after a day | after 7 days | their storage, which no listing shows |
    | tiering | none | intelligent, after 30 days | 46% of the storage of what nobody reads for 30 days |
    | bucket key, where a KMS key is used | on | on | nearly all requests to KMS |
    | public access | blocked | blocked | nothing: it is safe |

    Nothing is ever deleted that is the current version of an object, unless `expire_after_days` says so.
    `bucket`, `public_access`, `encryption`, `lifecycle` and, where versions are kept, `versioning` are the raw
    resources.
    """

    CHOICES = MappingProxyType({"tiering": tuple(_CLASSES)})

    bucket_name: pulumi.Output[str]
    """Its name in S3."""
    arn: pulumi.Output[str]
    """Its ARN."""

    def __init__(self, name: str, args: AwsBucketArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: AwsBucketArgs) -> None:
        """Make the bucket and what configures it."""
        self.bucket: aws.s3.Bucket = make(aws.s3.Bucket, "bucket", {"bucket": args.get("bucket_name")}, suffix="")
        name = self.bucket.id
        self.public_access: aws.s3.BucketPublicAccessBlock = make(
            aws.s3.BucketPublicAccessBlock,
            "public_access",
            {
                "bucket": name,
                "block_public_acls": True,
                "block_public_policy": True,
                "ignore_public_acls": True,
                "restrict_public_buckets": True,
            },
        )
        self.encryption: aws.s3.BucketServerSideEncryptionConfiguration = make(
            aws.s3.BucketServerSideEncryptionConfiguration,
            "encryption",
            {"bucket": name, "rules": [_encryption(args)]},
        )
        if args.get("keep_versions", make.environment.is_production):
            self.versioning: aws.s3.BucketVersioning = make(
                aws.s3.BucketVersioning,
                "versioning",
                {"bucket": name, "versioning_configuration": {"status": "Enabled"}},
            )
        self.lifecycle: aws.s3.BucketLifecycleConfiguration = make(
            aws.s3.BucketLifecycleConfiguration, "lifecycle", {"bucket": name, "rules": _rules(make, args)}
        )
        self.bucket_name = name
        self.arn = self.bucket.arn


def _encryption(args: AwsBucketArgs) -> dict[str, Any]:
    key = args.get("kms_key_id")
    if key is None:
        return {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
    by_default = {"sse_algorithm": "aws:kms", "kms_master_key_id": key}
    return {"apply_server_side_encryption_by_default": by_default, "bucket_key_enabled": True}


def _rules(make: Make, args: AwsBucketArgs) -> list[dict[str, Any]]:
    """The lifecycle rules, each for all objects."""
    environment = make.environment
    uploads = args.get("incomplete_upload_days", environment.choose(production=7, otherwise=1))
    versions = args.get("noncurrent_version_days", environment.choose(production=30, otherwise=7))
    rules: list[dict[str, Any]] = [
        {"id": "incomplete-uploads", "abort_incomplete_multipart_upload": {"days_after_initiation": uploads}},
        {"id": "earlier-versions", "noncurrent_version_expiration": {"noncurrent_days": versions}},
    ]
    tiering = args.get("tiering", environment.choose(production="intelligent", otherwise="none"))
    if _CLASSES[tiering]:
        after = args.get("tiering_after_days", 30)
        rules.append({"id": "tiering", "transitions": [{"days": after, "storage_class": _CLASSES[tiering]}]})
    if "expire_after_days" in args:
        rules.append({"id": "expiry", "expiration": {"days": args["expire_after_days"]}})
    return [{**rule, "status": "Enabled", "filter": {"prefix": ""}} for rule in rules]
