"""Pricers of `aws:s3/…`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import (
    GB,
    GB_MONTH,
    TEN_THOUSAND_TAGS,
    THOUSAND_OBJECTS,
    THOUSAND_REQUESTS,
    Amount,
    Quantity,
    Unit,
)
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.s3 import (
    AnalyticsConfigurationUsage,
    ArchiveUsage,
    BucketUsage,
    GlacierDeepArchiveUsage,
    GlacierFlexibleRetrievalUsage,
    InfrequentAccessUsage,
    IntelligentTieringUsage,
    InventoryUsage,
    ReadBackUsage,
    StandardUsage,
    StorageClassUsage,
)

_SERVICE: Final = "AmazonS3"
_THOUSAND: Final = 1000
_MILLION: Final = 10**6
_MILLION_OBJECTS: Final = Unit("1M objects")
_TAGS: Final = 10_000
_LIFECYCLE_TYPES: Final = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
)


@prices("aws:s3/bucketV2:BucketV2", usage=BucketUsage)
@prices("aws:s3/bucket:Bucket", usage=BucketUsage)
def bucket(resource: Subject, usage: BucketUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A bucket: by storage class each GB stored, each thousand requests, and what the class bills beside these.

    Standard is always listed; another class where its use is stated or a lifecycle rule moves objects into it.

    Source: Amazon S3 pricing, storage, requests and data retrievals.
    """
    region = resource.region
    tagging = Charge(
        "Object tagging", TEN_THOUSAND_TAGS * (usage.object_tags / _TAGS), PriceQuery(_SERVICE, region, "Tags")
    )
    classes = _classes(usage, region)
    listed = [each for each in classes if each == "STANDARD" or classes[each].usage.is_stated]
    for each in listed:
        yield from classes[each].charges()
    if not usage.object_tags.open:
        yield tagging
    # Lifecycle rules come last: where they are open until deployment, only they become a gap.
    rules = _rules(resource, near)
    if usage.object_tags.open and any(_selects_by_tag(rule) for rule in rules):
        yield tagging
    for each in dict.fromkeys(target for rule in rules for target in _targets(rule)):
        if each in classes and each not in listed:
            yield from classes[each].charges()


@prices("aws:s3/analyticsConfiguration:AnalyticsConfiguration", usage=AnalyticsConfigurationUsage)
def analytics_configuration(
    resource: Subject, usage: AnalyticsConfigurationUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    """Storage class analysis: each million objects that it watches.

    Source: Amazon S3 pricing, management and insights.
    """
    objects = _MILLION_OBJECTS * (usage.monthly_monitored_objects / _MILLION)
    yield Charge("Objects monitored", objects, PriceQuery(_SERVICE, resource.region, "StorageClassAnalysis"))


@prices("aws:s3/inventory:Inventory", usage=InventoryUsage)
def inventory(resource: Subject, usage: InventoryUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An inventory: each million objects that its reports list.

    Source: Amazon S3 pricing, management and insights.
    """
    objects = _MILLION_OBJECTS * (usage.monthly_listed_objects / _MILLION)
    yield Charge("Objects listed", objects, PriceQuery(_SERVICE, resource.region, "Inventory"))


@dataclass(frozen=True, slots=True)
class _StorageClass:
    """One storage class of a bucket: its name in the price book, its use, and what makes charges of that."""

    usage: StorageClassUsage
    charges: Callable[[], Iterator[Charge]]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a storage class's charges have in common."""

    title: str
    item: str
    region: str | Unknown | None

    def charge(self, name: str, quantity: Quantity, dimension: str) -> Charge:
        return Charge(name, quantity, PriceQuery(_SERVICE, self.region, self.item, dimension), component=self.title)

    def stored(self, name: str, gigabytes: Amount, dimension: str = "storage") -> Charge:
        return self.charge(name, GB_MONTH * gigabytes, dimension)

    def moved(self, name: str, gigabytes: Amount, dimension: str) -> Charge:
        return self.charge(name, GB * gigabytes, dimension)

    def asked(self, name: str, requests: Amount, dimension: str) -> Charge:
        return self.charge(name, THOUSAND_REQUESTS * (requests / _THOUSAND), dimension)

    def requests(self, usage: StorageClassUsage) -> Iterator[Charge]:
        yield self.asked("PUT, COPY, POST, LIST requests", usage.monthly_tier_1_requests, "tier-1-requests")
        yield self.asked("GET, SELECT, and all other requests", usage.monthly_tier_2_requests, "tier-2-requests")

    def transitions(self, requests: Amount) -> Charge:
        return self.asked("Lifecycle transition", requests, "lifecycle-transitions")

    def retrieved(self, speed: str, requests: Amount, gigabytes: Amount) -> Iterator[Charge]:
        yield self.asked(f"Retrieval requests ({speed})", requests, f"retrieval-requests-{speed}")
        yield self.moved(f"Retrievals ({speed})", gigabytes, f"retrievals-{speed}")

    def select(self, usage: StandardUsage | IntelligentTieringUsage | InfrequentAccessUsage) -> Iterator[Charge]:
        yield self.moved("Select data scanned", usage.monthly_select_data_scanned_gb, "select-scanned")
        yield self.moved("Select data returned", usage.monthly_select_data_returned_gb, "select-returned")


def _classes(usage: BucketUsage, region: str | Unknown | None) -> dict[str, _StorageClass]:
    """The storage classes by the name that lifecycle rules and the price book use."""
    standard = _Part("Standard", "STANDARD", region)
    tiering = _Part("Intelligent tiering", "INTELLIGENT_TIERING", region)
    infrequent = _Part("Standard - infrequent access", "STANDARD_IA", region)
    one_zone = _Part("One zone - infrequent access", "ONEZONE_IA", region)
    instant = _Part("Glacier instant retrieval", "GLACIER_IR", region)
    flexible = _Part("Glacier flexible retrieval", "GLACIER", region)
    deep = _Part("Glacier deep archive", "DEEP_ARCHIVE", region)
    one_zone_usage, infrequent_usage = usage.one_zone_infrequent_access, usage.standard_infrequent_access
    return {
        standard.item: _StorageClass(usage.standard, lambda: _standard(standard, usage.standard)),
        tiering.item: _StorageClass(
            usage.intelligent_tiering, lambda: _intelligent_tiering(tiering, usage.intelligent_tiering)
        ),
        infrequent.item: _StorageClass(infrequent_usage, lambda: _infrequent_access(infrequent, infrequent_usage)),
        one_zone.item: _StorageClass(one_zone_usage, lambda: _infrequent_access(one_zone, one_zone_usage)),
        instant.item: _StorageClass(
            usage.glacier_instant_retrieval, lambda: _read_back(instant, usage.glacier_instant_retrieval)
        ),
        flexible.item: _StorageClass(
            usage.glacier_flexible_retrieval, lambda: _glacier_flexible(flexible, usage.glacier_flexible_retrieval)
        ),
        deep.item: _StorageClass(
            usage.glacier_deep_archive, lambda: _glacier_deep_archive(deep, usage.glacier_deep_archive)
        ),
    }


def _standard(part: _Part, usage: StandardUsage) -> Iterator[Charge]:
    yield part.stored("Storage", usage.storage_gb)
    yield from part.requests(usage)
    yield from part.select(usage)


def _intelligent_tiering(part: _Part, usage: IntelligentTieringUsage) -> Iterator[Charge]:
    yield part.stored("Storage (frequent access)", usage.frequent_access_storage_gb, "storage-frequent")
    yield part.stored("Storage (infrequent access)", usage.infrequent_access_storage_gb, "storage-infrequent")
    yield part.stored("Storage (archive access)", usage.archive_access_storage_gb, "storage-archive")
    yield part.stored("Storage (deep archive access)", usage.deep_archive_access_storage_gb, "storage-deep-archive")
    yield part.charge(
        "Monitoring and automation", THOUSAND_OBJECTS * (usage.monitored_objects / _THOUSAND), "monitoring"
    )
    yield from part.requests(usage)
    yield part.transitions(usage.monthly_lifecycle_transition_requests)
    yield from part.select(usage)
    yield part.moved("Early delete (within 30 days)", usage.early_delete_gb, "early-delete")


def _read_back(part: _Part, usage: ReadBackUsage) -> Iterator[Charge]:
    yield part.stored("Storage", usage.storage_gb)
    yield from part.requests(usage)
    yield part.transitions(usage.monthly_lifecycle_transition_requests)
    yield part.moved("Retrievals", usage.monthly_data_retrieval_gb, "retrievals")


def _infrequent_access(part: _Part, usage: InfrequentAccessUsage) -> Iterator[Charge]:
    yield from _read_back(part, usage)
    yield from part.select(usage)


def _glacier_flexible(part: _Part, usage: GlacierFlexibleRetrievalUsage) -> Iterator[Charge]:
    yield from _archived(part, usage)
    for speed, asked, read in (
        ("standard", usage.monthly_standard_data_retrieval_requests, usage.monthly_standard_data_retrieval_gb),
        ("expedited", usage.monthly_expedited_data_retrieval_requests, usage.monthly_expedited_data_retrieval_gb),
    ):
        yield from part.retrieved(speed, asked, read)
    for speed, scanned, returned in (
        ("standard", usage.monthly_standard_select_data_scanned_gb, usage.monthly_standard_select_data_returned_gb),
        ("expedited", usage.monthly_expedited_select_data_scanned_gb, usage.monthly_expedited_select_data_returned_gb),
        ("bulk", usage.monthly_bulk_select_data_scanned_gb, usage.monthly_bulk_select_data_returned_gb),
    ):
        yield part.moved(f"Select data scanned ({speed})", scanned, f"select-scanned-{speed}")
        yield part.moved(f"Select data returned ({speed})", returned, f"select-returned-{speed}")
    yield part.moved("Early delete (within 90 days)", usage.early_delete_gb, "early-delete")


def _glacier_deep_archive(part: _Part, usage: GlacierDeepArchiveUsage) -> Iterator[Charge]:
    yield from _archived(part, usage)
    for speed, asked, read in (
        ("standard", usage.monthly_standard_data_retrieval_requests, usage.monthly_standard_data_retrieval_gb),
        ("bulk", usage.monthly_bulk_data_retrieval_requests, usage.monthly_bulk_data_retrieval_gb),
    ):
        yield from part.retrieved(speed, asked, read)
    yield part.moved("Early delete (within 180 days)", usage.early_delete_gb, "early-delete")


def _archived(part: _Part, usage: ArchiveUsage) -> Iterator[Charge]:
    yield part.stored("Storage", usage.storage_gb)
    yield from part.requests(usage)
    yield part.transitions(usage.monthly_lifecycle_transition_requests)


def _rules(resource: Subject, near: Neighbours) -> list[Properties]:
    """The lifecycle rules that are switched on: the bucket's own, and those of resources that configure it."""
    own = [rule for rule in resource.inputs.blocks("lifecycleRules") if rule.flag("enabled", default=True)]
    apart = [
        rule
        for type_ in _LIFECYCLE_TYPES
        for user in near.users(type_, "bucket")
        for rule in user.inputs.blocks("rules")
        if rule.text("status", "Enabled") == "Enabled"
    ]
    return own + apart


def _targets(rule: Properties) -> Iterator[str]:
    """The storage classes that a lifecycle rule moves objects into."""
    for key in ("transitions", "noncurrentVersionTransitions"):
        for transition in rule.blocks(key):
            yield transition.text("storageClass")


def _selects_by_tag(rule: Properties) -> bool:
    chosen = rule.block("filter")
    return rule.has("tags") or chosen.has("tag") or chosen.block("and").has("tags")
