"""`outlay_components.gcp.Instance`: what it makes by default in each environment, and what that costs."""

from decimal import Decimal

import pytest
from outlay_components import gcp

INSTANCE = "gcp:compute/instance:Instance"
SMALL = {"machine_type": "e2-small", "image": "debian-cloud/debian-12", "zone": "us-central1-a"}
LABELS = {"owner": "team-shop", "cost_centre": "4100", "environment": "dev", "outlay-budget": "shop_dev"}


def test_by_default_it_is_shielded_private_and_resized_in_place(run_program):
    assert run_program(lambda: gcp.Instance("probe", SMALL)).inputs(INSTANCE, "probe") == {
        "allowStoppingForUpdate": True,
        "bootDisk": {"initializeParams": {"image": "debian-cloud/debian-12", "type": "pd-balanced", "labels": LABELS}},
        "deletionProtection": False,
        "labels": LABELS,
        "machineType": "e2-small",
        "networkInterfaces": [{"network": "default"}],
        "shieldedInstanceConfig": {
            "enableIntegrityMonitoring": True,
            "enableSecureBoot": True,
            "enableVtpm": True,
        },
        "zone": "us-central1-a",
    }


def test_in_production_it_cannot_be_deleted(run_program):
    assert run_program(lambda: gcp.Instance("probe", SMALL), stack="prod").inputs(INSTANCE)["deletionProtection"]


def test_in_a_subnetwork_it_names_no_network(run_program):
    args = {**SMALL, "subnetwork": "shop", "public_address": True, "network_tags": ["web"]}

    inputs = run_program(lambda: gcp.Instance("probe", args)).inputs(INSTANCE)

    assert inputs["networkInterfaces"] == [{"subnetwork": "shop", "accessConfigs": [{}]}]
    assert inputs["tags"] == ["web"]


def test_it_acts_as_nobody_unless_a_service_account_is_named(run_program):
    args = {**SMALL, "service_account": "probe@shop.iam.gserviceaccount.com"}

    assert "serviceAccount" not in run_program(lambda: gcp.Instance("probe", SMALL)).inputs(INSTANCE)
    assert run_program(lambda: gcp.Instance("probe", args)).inputs(INSTANCE)["serviceAccount"] == {
        "email": "probe@shop.iam.gserviceaccount.com",
        "scopes": ["cloud-platform"],
    }


def test_its_estimate_is_that_of_the_machine_and_its_disk(monthly):
    """e2-small in Iowa is $0.01675286 an hour, pd-balanced $0.10 a GB."""
    expected = monthly(gcp.Instance, {**SMALL, "boot_disk_gb": 30}, environment="dev")

    assert expected == Decimal("0.01675286") * 730 + 3


def test_what_it_promises_to_save_is_what_the_price_book_says(monthly):
    def of(**more):
        return monthly(gcp.Instance, {**SMALL, "boot_disk_gb": 100, **more})

    assert of(public_address=True) - of() == Decimal("3.65")
    assert of(boot_disk_type="pd-ssd") - of() == 7  # $17 instead of $10, which is 41% less
    assert of() - of(spot=True) == (Decimal("0.01675286") - Decimal("0.010053")) * 730


@pytest.mark.parametrize("spot", [True, False])
def test_a_spot_instance_is_stopped_and_not_deleted_when_it_is_taken_away(run_program, spot):
    inputs = run_program(lambda: gcp.Instance("probe", {**SMALL, "spot": spot})).inputs(INSTANCE)

    assert (inputs.get("scheduling") or {}).get("instanceTerminationAction") == ("STOP" if spot else None)
