"""`outlay_components.gcp.Bucket`: a bucket in Cloud Storage."""

from types import MappingProxyType
from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_gcp as gcp

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make

_DAY_SECONDS: Final = 86_400
_NEARLINE_LEAST_DAYS: Final = 30


class GcpBucketArgs(GovernedArgs):
    """The arguments of a bucket in Cloud Storage."""

    location: pulumi.Input[str]
    """Where its data lies: a region (`us-central1`, $0.02 a GB), or a multi-region (`US`, $0.026)."""
    bucket_name: NotRequired[pulumi.Input[str]]
    """Its name, unique in the world; made of the component's name by default."""
    storage_class: NotRequired[pulumi.Input[str]]
    """Storage class of new objects; `STANDARD` by default."""
    keep_versions: NotRequired[bool]
    """Whether earlier versions of objects are kept, each billed like an object; by default in production only."""
    noncurrent_version_days: NotRequired[int]
    """Days that earlier versions are kept; 30 in production and 7 elsewhere by default."""
    soft_delete_days: NotRequired[int]
    """Days that deleted objects can be brought back, and are billed; 7 in production and 0 elsewhere by default. Google
    would take 7 everywhere."""
    incomplete_upload_days: NotRequired[int]
    """Days after which the parts of an upload that nobody completed are removed; 7 in production, 1 elsewhere."""
    tiering: NotRequired[str]
    """What becomes of objects that lie: `autoclass` (those that nobody reads go to colder classes by themselves, for
    $0.0025 a month for each thousand), `nearline` (all go there after `tiering_after_days`, for half the price and
    $0.01 for each GB that is read), or `none`. By default `autoclass` in production and `none` elsewhere."""
    tiering_after_days: NotRequired[int]
    """Days after which objects go to Nearline; 30 by default."""
    expire_after_days: NotRequired[int]
    """Days after which objects are deleted; never by default."""
    kms_key_name: NotRequired[pulumi.Input[str]]
    """The Cloud KMS key that encrypts it; one of Google's, free, by default."""


class GcpBucket(Component):
    """A bucket in Cloud Storage: private, encrypted, and without what nobody sees and everybody pays.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | deleted objects | gone | kept for 7 days | a week's storage of all that is deleted or written over |
    | earlier versions | none | kept for 30 days | a whole object for each time it is written over |
    | parts of incomplete uploads | removed after a day | after 7 days | their storage, which no listing shows |
    | tiering | none | Autoclass | half and more of the storage of what nobody reads for 30 days |
    | public access | prevented | prevented | nothing: it is safe |

    `bucket` is the raw `gcp.storage.Bucket`.
    """

    CHOICES = MappingProxyType({"tiering": ("none", "autoclass", "nearline")})

    bucket_name: pulumi.Output[str]
    """Its name."""
    url: pulumi.Output[str]
    """Its address, `gs://…`."""

    def __init__(self, name: str, args: GcpBucketArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: GcpBucketArgs) -> None:
        """Make the bucket."""
        environment = make.environment
        tiering = args.get("tiering", environment.choose(production="autoclass", otherwise="none"))
        soft_delete_days = args.get("soft_delete_days", environment.choose(production=7, otherwise=0))
        key = args.get("kms_key_name")
        self.bucket: gcp.storage.Bucket = make(
            gcp.storage.Bucket,
            "bucket",
            {
                "name": args.get("bucket_name"),
                "location": args["location"],
                "storage_class": args.get("storage_class", "STANDARD"),
                "uniform_bucket_level_access": True,
                "public_access_prevention": "enforced",
                "versioning": {"enabled": args.get("keep_versions", environment.is_production)},
                "soft_delete_policy": {"retention_duration_seconds": soft_delete_days * _DAY_SECONDS},
                "autoclass": {"enabled": True} if tiering == "autoclass" else None,
                "lifecycle_rules": _rules(make, args, is_to_nearline=tiering == "nearline"),
                "encryption": {"default_kms_key_name": key} if key is not None else None,
            },
            suffix="",
        )
        self.bucket_name = self.bucket.name
        self.url = self.bucket.url


def _rules(make: Make, args: GcpBucketArgs, *, is_to_nearline: bool) -> list[dict[str, Any]]:
    """The lifecycle rules, each for all objects."""
    choose = make.environment.choose
    uploads = args.get("incomplete_upload_days", choose(production=7, otherwise=1))
    versions = args.get("noncurrent_version_days", choose(production=30, otherwise=7))
    rules: list[dict[str, Any]] = [
        {"action": {"type": "AbortIncompleteMultipartUpload"}, "condition": {"age": uploads}},
        {
            "action": {"type": "Delete"},
            "condition": {"days_since_noncurrent_time": versions, "with_state": "ARCHIVED"},
        },
    ]
    if is_to_nearline:
        after = args.get("tiering_after_days", _NEARLINE_LEAST_DAYS)
        action = {"type": "SetStorageClass", "storage_class": "NEARLINE"}
        rules.append({"action": action, "condition": {"age": after, "matches_storage_classes": ["STANDARD"]}})
    if "expire_after_days" in args:
        condition = {"age": args["expire_after_days"], "with_state": "LIVE"}
        rules.append({"action": {"type": "Delete"}, "condition": condition})
    return rules
