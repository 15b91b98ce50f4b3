from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status

DATASET = "gcp:bigquery/dataset:Dataset"
TABLE = "gcp:bigquery/table:Table"
USE = {
    "monthly_active_storage_gb": 1000,
    "monthly_long_term_storage_gb": 1000,
    "monthly_streaming_inserts_mb": 1000,
    "monthly_storage_write_api_gb": 1000,
    "monthly_storage_read_api_tb": 1000,
}


@pytest.fixture
def in_dataset(cost, make_resource):
    def price(usage, **inputs):
        dataset = make_resource(DATASET, {"name": "sales", **inputs}, region="us-central1", name="sales")
        return cost(TABLE, {"datasetId": "sales"}, region="us-central1", usage=usage, around=(dataset,))

    return price


def test_queries_cost_by_the_tib_where_the_dataset_lies(cost):
    dataset = cost(DATASET, {}, region="europe-west3", usage={"monthly_queries_tb": 2})
    assert dataset.cost.expected == Decimal("12.5")  # 2 × 6.25, in the US
    assert "location = US (the provider's default)" in dataset.assumptions
    assert cost(DATASET, {"location": "mars"}, usage={"monthly_queries_tb": 2}).status is Status.UNPRICED


def test_a_table_costs_what_it_stores_and_what_goes_in_and_out(in_dataset):
    table = in_dataset(USE, location="us-central1")
    assert [(line.name, line.cost.expected) for line in table.charges] == [
        ("Active storage", 23),  # 1000 × 0.023
        ("Long-term storage", 16),  # 1000 × 0.016
        ("Streaming inserts", Decimal("0.05")),  # 1000 × 0.00005
        ("Storage write API", 25),  # 1000 × 0.025
        ("Storage read API", 1100),  # 1000 × 1.1
    ]


def test_its_dataset_says_where_it_lies_and_how_storage_is_billed(in_dataset):
    logical = in_dataset({"monthly_active_storage_gb": 100}, location="EU")
    assert logical.charges[0].cost.expected == 2  # 100 × 0.02
    physical = in_dataset({"monthly_active_storage_gb": 100}, storageBillingModel="PHYSICAL")
    assert physical.charges[0].cost.expected == 4  # 100 × 0.04


def test_without_its_dataset_a_table_s_place_is_not_known(cost):
    assert cost(TABLE, {"datasetId": "elsewhere"}, region="us-central1", usage=USE).status is Status.UNKNOWN


@pytest.mark.parametrize("key", ["view", "externalDataConfiguration"])
def test_what_stores_nothing_is_free(cost, key):
    assert cost(TABLE, {key: {"query": "select 1"}}).status is Status.FREE


def test_it_depends_on_use(cost, in_dataset):
    assert cost(DATASET, {}).status is Status.USAGE
    assert len(in_dataset({}).cost.gaps) == 5
