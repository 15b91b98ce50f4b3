from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

BUCKET = "aws:s3/bucket:Bucket"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
STANDARD = {
    "Standard: Storage",
    "Standard: PUT, COPY, POST, LIST requests",
    "Standard: GET, SELECT, and all other requests",
    "Standard: Select data scanned",
    "Standard: Select data returned",
}
STANDARD_USE = {
    "storage_gb": 10000,
    "monthly_tier_1_requests": 10000,
    "monthly_tier_2_requests": 2000000,
    "monthly_select_data_scanned_gb": 100,
    "monthly_select_data_returned_gb": 50,
}


@pytest.mark.parametrize("type_", [BUCKET, "aws:s3/bucketV2:BucketV2"])
def test_counts_storage_and_requests_by_the_thousand(quantities, type_):
    assert quantities(type_, {}, usage={"standard": STANDARD_USE}) == {
        "Standard: Storage": (Decimal(10000), "GB-months", "STANDARD"),
        "Standard: PUT, COPY, POST, LIST requests": (Decimal(10), "1k requests", "STANDARD"),
        "Standard: GET, SELECT, and all other requests": (Decimal(2000), "1k requests", "STANDARD"),
        "Standard: Select data scanned": (Decimal(100), "GB", "STANDARD"),
        "Standard: Select data returned": (Decimal(50), "GB", "STANDARD"),
    }


def test_costs_standard_storage_and_requests(cost):
    bucket = cost(BUCKET, {}, usage={"standard": STANDARD_USE})
    assert bucket.status is Status.PRICED
    # 10000 × 0.023 + 10 × 0.005 + 2000 × 0.0004 + 100 × 0.002 + 50 × 0.0007
    assert bucket.cost.expected == Decimal("231.085")


def test_without_use_only_standard_is_listed_with_its_prices(cost):
    bucket = cost(BUCKET, {"bucket": "logs"})
    assert bucket.status is Status.USAGE
    assert {line.label for line in bucket.charges} == STANDARD
    assert bucket.charges[0].unit_price == Decimal("0.023")
    assert bucket.charges[0].gaps[0].reason == "usage standard.storage_gb is not given"


def test_a_class_is_listed_where_its_use_is_stated(cost):
    bucket = cost(BUCKET, {}, usage={"glacier_deep_archive": {"storage_gb": 1000}})
    priced = {line.label: line.cost.expected for line in bucket.charges if line.cost}
    assert priced == {"Glacier deep archive: Storage": Decimal("0.99")}  # 1000 × 0.00099


def test_every_stated_figure_of_every_class_reaches_a_charge_of_its_own(quantities):
    requests = {"monthly_tier_1_requests": 1000, "monthly_tier_2_requests": 2000}
    moved = {**requests, "monthly_lifecycle_transition_requests": 3000}
    select = {"monthly_select_data_scanned_gb": 4, "monthly_select_data_returned_gb": 5}
    tiers = {
        "frequent_access_storage_gb": 10,
        "infrequent_access_storage_gb": 20,
        "archive_access_storage_gb": 30,
        "deep_archive_access_storage_gb": 40,
    }
    found = quantities(
        BUCKET,
        {},
        usage={
            "object_tags": 50000,
            "intelligent_tiering": {**moved, **select, **tiers, "monitored_objects": 6000, "early_delete_gb": 7},
            "one_zone_infrequent_access": {**moved, **select, "storage_gb": 8, "monthly_data_retrieval_gb": 9},
        },
    )
    by_class = {label: amount for label, (amount, _, _) in found.items() if not label.startswith("Standard: ")}
    assert by_class == {
        "Object tagging": 5,  # 50000 ÷ 10000
        "Intelligent tiering: Storage (frequent access)": 10,
        "Intelligent tiering: Storage (infrequent access)": 20,
        "Intelligent tiering: Storage (archive access)": 30,
        "Intelligent tiering: Storage (deep archive access)": 40,
        "Intelligent tiering: Monitoring and automation": 6,  # 6000 ÷ 1000
        "Intelligent tiering: PUT, COPY, POST, LIST requests": 1,
        "Intelligent tiering: GET, SELECT, and all other requests": 2,
        "Intelligent tiering: Lifecycle transition": 3,
        "Intelligent tiering: Select data scanned": 4,
        "Intelligent tiering: Select data returned": 5,
        "Intelligent tiering: Early delete (within 30 days)": 7,
        "One zone - infrequent access: Storage": 8,
        "One zone - infrequent access: PUT, COPY, POST, LIST requests": 1,
        "One zone - infrequent access: GET, SELECT, and all other requests": 2,
        "One zone - infrequent access: Lifecycle transition": 3,
        "One zone - infrequent access: Retrievals": 9,
        "One zone - infrequent access: Select data scanned": 4,
        "One zone - infrequent access: Select data returned": 5,
    }


def test_glacier_is_charged_by_the_speed_of_retrieval(cost):
    bucket = cost(
        BUCKET,
        {},
        usage={
            "glacier_flexible_retrieval": {
                "monthly_standard_data_retrieval_gb": 100,
                "monthly_expedited_data_retrieval_gb": 100,
                "monthly_expedited_data_retrieval_requests": 1000,
            }
        },
    )
    priced = {line.name: line.cost.expected for line in bucket.charges if line.cost}
    assert priced == {
        "Retrievals (standard)": 1,  # 100 × 0.01
        "Retrievals (expedited)": 3,  # 100 × 0.03
        "Retrieval requests (expedited)": 10,  # 1 × 10
    }


def test_a_lifecycle_rule_lists_the_class_that_it_moves_objects_into(quantities):
    rules = [
        {"enabled": True, "transitions": [{"days": 30, "storageClass": "STANDARD_IA"}]},
        {"enabled": "false", "transitions": [{"days": 90, "storageClass": "GLACIER"}]},
    ]
    found = quantities(BUCKET, {"lifecycleRules": rules})
    assert "Standard - infrequent access: Storage" in found
    assert not [label for label in found if label.startswith("Glacier")]


@pytest.mark.parametrize("by_literal", [True, False])
def test_lifecycle_rules_of_another_resource_count(quantities, make_resource, by_literal):
    urn = make_resource(BUCKET, {}, region=None).urn
    rules = [
        {
            "status": "Enabled",
            "filter": {"tag": {"key": "age", "value": "old"}},
            "noncurrentVersionTransitions": [{"storageClass": "DEEP_ARCHIVE"}],
        },
        {"status": "Disabled", "transitions": [{"storageClass": "GLACIER"}]},
    ]
    configuration = make_resource(
        LIFECYCLE,
        {"bucket": "logs" if by_literal else UNKNOWN, "rules": rules},
        region="us-east-1",
        name="rules",
        property_dependencies={} if by_literal else {"bucket": (urn,)},
    )
    found = quantities(BUCKET, {"bucket": "logs"}, around=(configuration,))
    assert {label.partition(":")[0] for label in found} == {"Standard", "Object tagging", "Glacier deep archive"}


def test_lifecycle_rules_that_are_open_leave_the_other_charges_in_place(cost):
    bucket = cost(BUCKET, {"lifecycleRules": UNKNOWN}, usage={"standard": {"storage_gb": "100"}})
    assert bucket.status is Status.UNKNOWN
    assert bucket.cost.expected == Decimal("2.3")  # 100 × 0.023
    assert bucket.cost.high is None


def test_a_class_without_a_price_is_a_gap_and_not_zero(cost):
    rules = [{"enabled": True, "transitions": [{"storageClass": "GLACIER_IR"}]}]
    unused = cost(BUCKET, {"lifecycleRules": rules})
    gaps = [gap for gap in unused.cost.gaps if "instant" in gap.charge]
    assert {gap.kind for gap in gaps} == {GapKind.USAGE}
    assert all("it has no price: no price of AmazonS3 GLACIER_IR" in gap.reason for gap in gaps)
    used = cost(BUCKET, {"lifecycleRules": rules}, usage={"glacier_instant_retrieval": {"storage_gb": 10}})
    assert used.status is Status.UNPRICED
    assert (used.cost.low, used.cost.high) == (0, None)


SELECT = ("Standard: Select data scanned", "Standard: Select data returned")


def test_a_bucket_where_select_has_no_price_lacks_only_its_use(cost):
    """A plain bucket in eu-west-1: nobody says that Select is used, whose price the book lacks there."""
    bucket = cost(BUCKET, {}, region="eu-west-1")
    assert (bucket.status, bucket.cost.high) == (Status.USAGE, 0)
    lines = {line.label: line for line in bucket.charges}
    assert [label for label, line in lines.items() if line.lacks_price] == list(SELECT)


def test_select_that_is_stated_as_zero_costs_nothing_where_it_has_no_price(cost):
    none = {"monthly_select_data_scanned_gb": 0, "monthly_select_data_returned_gb": 0}
    storage = {"storage_gb": 100, "monthly_tier_1_requests": 0, "monthly_tier_2_requests": 0}
    bucket = cost(BUCKET, {}, region="eu-west-1", usage={"standard": {**storage, **none}})
    assert bucket.status is Status.PRICED
    assert (bucket.cost.low, bucket.cost.high, bucket.cost.gaps) == (Decimal("2.3"), Decimal("2.3"), ())  # 100 × 0.023
    lines = [line for line in bucket.charges if line.label in SELECT]
    assert [(line.quantity.high, line.cost.high, line.unit_price, line.price) for line in lines] == [
        (0, 0, None, None)
    ] * 2


def test_select_that_is_used_where_it_has_no_price_leaves_the_cost_open(cost):
    storage = {"storage_gb": 100, "monthly_tier_1_requests": 0, "monthly_tier_2_requests": 0}
    some = {"monthly_select_data_scanned_gb": 1, "monthly_select_data_returned_gb": 0}
    bucket = cost(BUCKET, {}, region="eu-west-1", usage={"standard": {**storage, **some}})
    assert bucket.status is Status.UNPRICED
    assert [gap.charge for gap in bucket.cost.gaps] == [SELECT[0]]
    assert (bucket.cost.low, bucket.cost.high) == (Decimal("2.3"), None)


def test_a_region_without_request_prices_still_prices_storage(cost):
    bucket = cost(BUCKET, {}, region="eu-central-1", usage={"standard": STANDARD_USE})
    assert bucket.status is Status.UNPRICED
    assert bucket.cost.expected == Decimal(245)  # 10000 × 0.0245


def test_analysis_and_inventories_are_charged_by_object(cost):
    watched = cost(
        "aws:s3/analyticsConfiguration:AnalyticsConfiguration", {}, usage={"monthly_monitored_objects": 10_000_000}
    )
    assert watched.cost.expected == 1  # 10 × 0.10
    listed = cost("aws:s3/inventory:Inventory", {}, usage={"monthly_listed_objects": 10_000_000})
    assert listed.cost.expected == Decimal("0.025")  # 10 × 0.0025
