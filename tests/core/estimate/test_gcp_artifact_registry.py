from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

REPOSITORY = "gcp:artifactregistry/repository:Repository"


def test_counts_what_it_stores_and_what_goes_how_far(quantities):
    egress = dict.fromkeys(("us_east1", "us_west1", "us_west2", "australia_southeast1", "europe_north1"), 100)
    usage = {"storage_gb": 150, "monthly_egress_data_transfer_gb": {**egress, "southamerica_east1": 50}}
    assert quantities(REPOSITORY, {}, region="us-east1", usage=usage) == {
        "Storage": (Decimal(150), "GB-months", "storage"),
        "network egress: Data within North America": (Decimal(200), "GB", "egress"),  # not to us-east1 itself
        "network egress: Data to or from Oceania": (Decimal(100), "GB", "egress"),
        "network egress: Data between continents": (Decimal(150), "GB", "egress"),
    }


@pytest.mark.parametrize(
    ("region", "to", "monthly"),
    [
        ("us-east1", "us_west1", 1),
        ("europe-north1", "europe_west1", 2),
        ("asia-east1", "asia_northeast1", 5),
        ("asia-east1", "us_west1", 8),
        ("southamerica-east1", "southamerica_west1", 8),
        ("australia-southeast1", "europe_west1", 15),
        ("australia-southeast1", "australia_southeast2", 15),
        ("europe", "europe_west1", 0),
        ("europe", "us_west1", 8),
    ],
)
def test_100_gb_cost_by_distance_and_nothing_within_a_multi_region(cost, region, to, monthly):
    usage = {"storage_gb": 10, "monthly_egress_data_transfer_gb": {to: 100}}
    assert cost(REPOSITORY, {}, region=region, usage=usage).cost.expected == 1 + monthly  # 10 GB × 0.10


def test_without_use_both_depend_on_it(cost):
    repository = cost(REPOSITORY, {}, region="us-east1")
    assert repository.status is Status.USAGE
    assert {gap.charge for gap in repository.cost.gaps} == {"Storage", "Data between regions"}


def test_an_open_location_leaves_the_storage(cost):
    usage = {"storage_gb": 10, "monthly_egress_data_transfer_gb": {"us_east1": 1}}
    repository = cost(REPOSITORY, {}, region=UNKNOWN, usage=usage)
    assert repository.status is Status.UNKNOWN
    assert repository.cost.expected == 1
