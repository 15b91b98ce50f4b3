"""Use of `aws:s3/…`."""

from dataclasses import dataclass, fields

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageClassUsage(Usage):
    """What every storage class of a bucket has: requests of two price tiers."""

    monthly_tier_1_requests: Amount
    """PUT, COPY, POST and LIST requests a month."""
    monthly_tier_2_requests: Amount
    """GET, SELECT and all other requests a month."""

    @property
    def is_stated(self) -> bool:
        """Whether somebody gave any figure of this class."""
        return any(not getattr(self, field.name).open for field in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardUsage(StorageClassUsage):
    """Use of the class Standard."""

    storage_gb: Amount
    """GB stored, on average over the month."""
    monthly_select_data_scanned_gb: Amount
    """GB a month that S3 Select reads."""
    monthly_select_data_returned_gb: Amount
    """GB a month that S3 Select returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntelligentTieringUsage(StorageClassUsage):
    """Use of the class Intelligent-Tiering."""

    frequent_access_storage_gb: Amount
    """GB stored in the tier for frequent access."""
    infrequent_access_storage_gb: Amount
    """GB stored in the tier for infrequent access."""
    archive_access_storage_gb: Amount
    """GB stored in the archive access tier."""
    deep_archive_access_storage_gb: Amount
    """GB stored in the deep archive access tier."""
    monitored_objects: Amount
    """Objects that the class watches to move them between its tiers."""
    monthly_lifecycle_transition_requests: Amount
    """Objects a month that a lifecycle rule moves here."""
    monthly_select_data_scanned_gb: Amount
    """GB a month that S3 Select reads."""
    monthly_select_data_returned_gb: Amount
    """GB a month that S3 Select returns."""
    early_delete_gb: Amount
    """GB a month deleted before 30 days have passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveUsage(StorageClassUsage):
    """What a class has that objects are moved into and kept in."""

    storage_gb: Amount
    """GB stored, on average over the month."""
    monthly_lifecycle_transition_requests: Amount
    """Objects a month that a lifecycle rule moves here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBackUsage(ArchiveUsage):
    """What a class has that charges for reading objects back, at one speed: so Glacier Instant Retrieval."""

    monthly_data_retrieval_gb: Amount
    """GB a month that are read back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfrequentAccessUsage(ReadBackUsage):
    """Use of the classes Standard-IA and One Zone-IA."""

    monthly_select_data_scanned_gb: Amount
    """GB a month that S3 Select reads."""
    monthly_select_data_returned_gb: Amount
    """GB a month that S3 Select returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlacierFlexibleRetrievalUsage(ArchiveUsage):
    """Use of the class Glacier Flexible Retrieval."""

    monthly_standard_data_retrieval_requests: Amount
    """Retrievals a month within hours."""
    monthly_expedited_data_retrieval_requests: Amount
    """Retrievals a month within minutes."""
    monthly_standard_data_retrieval_gb: Amount
    """GB a month that are read back within hours."""
    monthly_expedited_data_retrieval_gb: Amount
    """GB a month that are read back within minutes."""
    monthly_standard_select_data_scanned_gb: Amount
    """GB a month that S3 Select reads within hours."""
    monthly_expedited_select_data_scanned_gb: Amount
    """GB a month that S3 Select reads within minutes."""
    monthly_bulk_select_data_scanned_gb: Amount
    """GB a month that S3 Select reads within half a day."""
    monthly_standard_select_data_returned_gb: Amount
    """GB a month that S3 Select returns within hours."""
    monthly_expedited_select_data_returned_gb: Amount
    """GB a month that S3 Select returns within minutes."""
    monthly_bulk_select_data_returned_gb: Amount
    """GB a month that S3 Select returns within half a day."""
    early_delete_gb: Amount
    """GB a month deleted before 90 days have passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlacierDeepArchiveUsage(ArchiveUsage):
    """Use of the class Glacier Deep Archive."""

    monthly_standard_data_retrieval_requests: Amount
    """Retrievals a month within half a day."""
    monthly_bulk_data_retrieval_requests: Amount
    """Retrievals a month within two days."""
    monthly_standard_data_retrieval_gb: Amount
    """GB a month that are read back within half a day."""
    monthly_bulk_data_retrieval_gb: Amount
    """GB a month that are read back within two days."""
    early_delete_gb: Amount
    """GB a month deleted before 180 days have passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketUsage(Usage):
    """Use of a bucket, by storage class."""

    object_tags: Amount
    """Tags on objects, on average over the month."""
    standard: StandardUsage
    intelligent_tiering: IntelligentTieringUsage
    standard_infrequent_access: InfrequentAccessUsage
    one_zone_infrequent_access: InfrequentAccessUsage
    glacier_instant_retrieval: ReadBackUsage
    glacier_flexible_retrieval: GlacierFlexibleRetrievalUsage
    glacier_deep_archive: GlacierDeepArchiveUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsConfigurationUsage(Usage):
    """Use of storage class analysis."""

    monthly_monitored_objects: Amount
    """Objects that are watched in a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryUsage(Usage):
    """Use of an inventory."""

    monthly_listed_objects: Amount
    """Objects a month that its reports list."""
