from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

BUCKET = "gcp:storage/bucket:Bucket"
USE = {
    "storage_gb": 150,
    "monthly_class_a_operations": 40_000,
    "monthly_class_b_operations": 20_000,
    "monthly_data_retrieval_gb": 500,
    "monthly_egress_data_transfer_gb": {
        "same_continent": 550,
        "worldwide": 12_500,
        "asia": 1500,
        "china": 50,
        "australia": 250,
    },
}


def test_counts_storage_operations_and_egress(quantities):
    assert quantities(BUCKET, {"location": "US"}, region="us", usage=USE) == {
        "Storage": (Decimal(150), "GB-months", "STANDARD"),
        "Class A operations": (Decimal(4), "10k operations", "STANDARD"),
        "Class B operations": (Decimal(2), "10k operations", "STANDARD"),
        "network egress: Data to the same continent": (Decimal(550), "GB", "inter-region"),
        "network egress: Data to the internet, worldwide": (Decimal(12_500), "GB", "internet-egress"),
        "network egress: Data to the internet, Asia": (Decimal(1500), "GB", "internet-egress"),
        "network egress: Data to the internet, China": (Decimal(50), "GB", "internet-egress"),
        "network egress: Data to the internet, Australia": (Decimal(250), "GB", "internet-egress"),
    }


def test_colder_classes_cost_less_to_store_and_more_to_read(cost):
    inputs = {"location": "us-central1", "storageClass": "COLDLINE"}
    bucket = cost(BUCKET, inputs, region="us-central1", usage=USE)
    charges = {line.label: line.cost.expected for line in bucket.charges}
    assert charges["Storage"] == Decimal("0.6")  # 150 × 0.004
    assert charges["Class A operations"] == Decimal("0.8")  # 4 × 0.2
    assert charges["Data retrieval"] == Decimal(10)  # 500 × 0.02


@pytest.mark.parametrize(
    ("region", "storage", "class_a"),
    [
        ("us-central1", "3", "0.2"),  # 150 × 0.02, 4 × 0.05
        ("us", "3.9", "0.4"),  # 150 × 0.026, 4 × 0.1
        ("eur4", "6.6", "0.4"),  # 150 × 0.044, 4 × 0.1
    ],
)
def test_multi_regions_cost_more(cost, region, storage, class_a):
    charges = {line.label: line.cost.expected for line in cost(BUCKET, {}, region=region, usage=USE).charges}
    assert charges["Storage"] == Decimal(storage)
    assert charges["Class A operations"] == Decimal(class_a)


@pytest.mark.parametrize("region", ["us-central1", "eu", "asia", "australia-southeast1"])
def test_data_to_the_internet_is_priced_by_tiers_wherever_the_bucket_lies(cost, region):
    bucket = cost(BUCKET, {}, region=region, usage=USE)
    worldwide = [line.cost.expected for line in bucket.charges if "worldwide" in line.name]
    assert worldwide == [
        Decimal("122.88"),  # 1024 × 0.12
        Decimal("1013.76"),  # 9216 × 0.11
        Decimal("180.8"),  # 2260 × 0.08
    ]


@pytest.mark.parametrize(
    ("region", "same_continent"),
    [("europe-west4", "11"), ("us-east4", "11"), ("asia-northeast1", "44"), ("southamerica-east1", "77")],
)
def test_operations_and_data_within_a_continent_have_prices_in_every_region(cost, region, same_continent):
    charges = {line.label: line.cost for line in cost(BUCKET, {}, region=region, usage=USE).charges}
    assert charges["Class A operations"].expected == Decimal("0.2")  # 4 × 0.05
    assert charges["Class B operations"].expected == Decimal("0.008")  # 2 × 0.004
    # 550 × 0.02, 0.08 or 0.14
    assert charges["network egress: Data to the same continent"].expected == Decimal(same_continent)


@pytest.mark.parametrize(
    ("region", "class_a", "class_b"),
    [("us-central1", "0.8", "0.2"), ("asia", "1.6", "0.2")],  # 4 × 0.2 or 0.4, 2 × 0.1
)
def test_operations_of_the_colder_classes_have_prices_in_every_location(cost, region, class_a, class_b):
    bucket = cost(BUCKET, {"storageClass": "COLDLINE"}, region=region, usage=USE)
    charges = {line.label: line.cost.expected for line in bucket.charges}
    assert charges["Class A operations"] == Decimal(class_a)
    assert charges["Class B operations"] == Decimal(class_b)


def test_older_names_of_the_standard_class_are_understood(quantities):
    for storage_class in ("REGIONAL", "MULTI_REGIONAL", "standard"):
        found = quantities(BUCKET, {"storageClass": storage_class}, region="us")
        assert found["Storage"][2] == "STANDARD"


def test_without_use_it_says_what_a_gigabyte_costs(cost):
    bucket = cost(BUCKET, {}, region="europe-west3")
    assert bucket.status is Status.USAGE
    assert bucket.cost.expected == 0
    assert [(line.name, line.unit_price, line.cost) for line in bucket.charges[:1]] == [
        ("Storage", Decimal("0.023"), None)
    ]


def test_dual_region_of_own_choice_is_never_priced_as_its_location(cost):
    inputs = {"location": "US", "customPlacementConfig": {"dataLocations": ["US-EAST1", "US-WEST1"]}}
    assert cost(BUCKET, inputs, region="us", usage=USE).status is Status.UNPRICED


def test_open_storage_class_keeps_the_egress(cost):
    bucket = cost(BUCKET, {"storageClass": UNKNOWN}, region="us-central1", usage=USE)
    assert bucket.status is Status.UNKNOWN
    # 550 × 0.02 + 1317.44 worldwide + (1024 × 0.12 + 476 × 0.11) Asia + 50 × 0.23 China + 250 × 0.19 Australia
    assert bucket.cost.low == Decimal("1562.68")


def test_autoclass_is_named_as_an_assumption(cost):
    bucket = cost(BUCKET, {"autoclass": {"enabled": True}}, region="us-central1")
    assert any(text.startswith("Autoclass") for text in bucket.assumptions)


def test_autoclass_that_is_off_is_no_assumption(cost):
    assert cost(BUCKET, {"autoclass": {"enabled": False}}, region="us-central1").assumptions == (
        "storageClass = STANDARD (the provider's default)",
    )


def test_only_the_colder_classes_charge_for_retrieval(quantities):
    for storage_class, charged in (("DURABLE_REDUCED_AVAILABILITY", False), ("REGIONAL", False), ("ARCHIVE", True)):
        found = quantities(BUCKET, {"storageClass": storage_class}, region="us-central1")
        assert ("Data retrieval" in found) is charged


def test_lifecycle_rules_that_move_data_are_an_assumption(cost):
    move = {"action": {"type": "SetStorageClass", "storageClass": "NEARLINE"}, "condition": {"age": 30}}
    remove = {"action": {"type": "Delete"}, "condition": {"age": 90}}
    text = "lifecycle rules leave all data in the bucket's storage class"
    assert text in cost(BUCKET, {"lifecycleRules": [remove, move]}, region="us-central1").assumptions
    assert text not in cost(BUCKET, {"lifecycleRules": [remove]}, region="us-central1").assumptions
