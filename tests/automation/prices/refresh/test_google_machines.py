"""Machines composed from the SKUs of their parts, checked with prices that Google publishes for both."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from outlay.estimate.gcp.machine_shapes import machine_shapes
from outlay_automation.prices.refresh.google.machines import MachinePart, MachineParts, Rate, machine_part
from outlay_automation.prices.refresh.google.sku import Sku, SkuTier, UnexpectedCatalogue

DAY = date(2026, 11, 20)


def sku(description: str, price: str, *regions: str, term: str = "on-demand", unit: str = "") -> Sku:
    unit = unit or ("GiBy.h" if " Ram" in description else "GiBy.mo" if "Local" in description else "h")
    tiers = (SkuTier(Decimal(0), Decimal(price)),)
    return Sku("AAAA-0000", description, "", term, regions or ("us-central1",), unit, tiers, "USD", DAY)


def composed(*skus: Sku) -> dict[tuple[str, str, str], Decimal]:
    parts = MachineParts()
    for each in skus:
        part = machine_part(each.description)
        assert part is not None, each.description
        parts.add(part, each)
    return {(name.item, name.term, region): rate.price for name, region, rate in parts.figures()}


@pytest.mark.parametrize(
    ("description", "part"),
    [
        ("E2 Instance Core running in Americas", ("e2", "vcpu")),
        ("E2 Instance Ram running in Frankfurt", ("e2", "memory")),
        ("Spot Preemptible N2 Instance Core running in Frankfurt", ("n2", "vcpu")),
        ("Preemptible N2D AMD Instance Ram running in Iowa", ("n2d", "memory")),
        ("N1 Predefined Instance Core running in Zurich", ("n1", "vcpu")),
        ("Compute optimized Core running in Americas", ("c2", "vcpu")),
        ("Compute optimized Instance Ram running in Madrid", ("c2", "memory")),
        ("Spot Preemptible Compute optimized Core running in Americas", ("c2", "vcpu")),
        ("Memory-optimized Instance Core running in Frankfurt", ("m1", "vcpu")),
        ("M3 Memory-optimized Instance Ram running in Frankfurt", ("m3", "memory")),
        ("M4Ultramem224 Instance Core running in Americas", ("m4ultramem224", "vcpu")),
        ("C4A Arm Instance Core running in Belgium", ("c4a", "vcpu")),
        ("N2 Custom Extended Instance Ram running in Tokyo", ("n2", "extended-memory")),
        ("Custom Extended Instance Ram running in Los Angeles", ("n1", "extended-memory")),
        ("Commitment v1: Cpu in Frankfurt for 1 Year", ("n1", "vcpu")),
        ("Commitment v1: Ram in Frankfurt for 3 Years", ("n1", "memory")),
        ("Commitment v1: N2 Cpu in Frankfurt for 1 Year", ("n2", "vcpu")),
        ("Commitment v1: C2D AMD Ram in EMEA for 3 Year", ("c2d", "memory")),
        ("Commitment: Compute optimized Cpu in Americas for 1 Year", ("c2", "vcpu")),
        ("Commitment v1: M3 Memory-optimized Cpu in Iowa for 1 Year", ("m3", "vcpu")),
        ("Nvidia Tesla T4 GPU running in Americas", ("nvidia-tesla-t4", "gpu")),
        ("Nvidia Tesla A100 80GB GPU attached to Spot Preemptible VMs running in Iowa", ("nvidia-a100-80gb", "gpu")),
        ("Nvidia H100 80GB Mega GPU running in Netherlands", ("nvidia-h100-mega-80gb", "gpu")),
        ("Commitment v1: Nvidia L4 GPU running in Frankfurt for 1 Year", ("nvidia-l4", "gpu")),
        ("RTX 6000 96GB running in Iowa", ("nvidia-rtx-pro-6000", "gpu")),
        ("Micro Instance with burstable CPU running in EMEA", ("f1-micro", "linux")),
        ("Spot Preemptible Small Instance with 1 VCPU running in Paris", ("g1-small", "linux")),
        ("SSD backed Local Storage", ("local-ssd", "storage")),
        ("SSD backed Local Storage attached to Spot Preemptible VMs in Paris", ("local-ssd", "storage")),
        ("C4D Instance Local SSD running in Frankfurt", ("local-ssd-c4d", "storage")),
        ("Commitment v1: Local SSD In Frankfurt for 1 Year", ("local-ssd", "storage")),
        ("Commitment v1: C4 Local SSD in Frankfurt for 3 Years", ("local-ssd-c4", "storage")),
    ],
)
def test_a_description_says_which_part_it_is(description, part):
    found = machine_part(description)
    assert found is not None
    assert (found.item, found.dimension) == part


@pytest.mark.parametrize(
    "description",
    [
        "N2 Custom Instance Core running in Frankfurt",
        "Custom Instance Ram running in Frankfurt",
        "Sole Tenancy Instance Core running in Jakarta",
        "N2 Sole Tenancy Instance Core running in Jakarta",
        "Reserved A3 Instance Core running in Iowa",
        "A3 Instance Core running in Iowa for DWS Calendar Mode",
        "Commitment - dollar based v1: GCE for 1 year",
        "Licensing Fee for Windows Server 2022 Datacenter Edition (CPU cost)",
        "VM state: preserved local SSD in Iowa",
        "Storage PD Capacity in Frankfurt",
        "Network Internet Data Transfer Out from Americas to Americas",
        "Instance Core",
    ],
)
def test_what_is_sold_another_way_is_no_part(description):
    assert machine_part(description) is None


def test_e2_standard_2_costs_what_google_publishes():
    prices = composed(
        sku("E2 Instance Core running in Americas", "0.02181159"),
        sku("E2 Instance Ram running in Americas", "0.00292353"),
    )
    # 2 × 0.02181159 + 8 × 0.00292353
    assert prices["e2-standard-2", "on-demand", "us-central1"] == Decimal("0.06701142")


CORE_AND_MEMORY = {
    "e2": ("E2 Instance", "0.02181159", "0.00292353"),
    "n1": ("N1 Predefined Instance", "0.031611", "0.004237"),
    "n2": ("N2 Instance", "0.031611", "0.004237"),
    "n2d": ("N2D AMD Instance", "0.027502", "0.003686"),
    "n4": ("N4 Instance", "0.03119", "0.00354"),
    "c2": ("Compute optimized", "0.03398", "0.00455"),
    "c3": ("C3 Instance", "0.03465", "0.003938"),
    "c3d": ("C3D Instance", "0.029563", "0.003959"),
    "c4": ("C4 Instance", "0.03465", "0.003938"),
    "c4a": ("C4A Arm Instance", "0.03086", "0.00351"),
    "m1": ("Memory-optimized Instance", "0.0348", "0.0051"),
    "n4a": ("N4A Instance", "0.02646", "0.00301"),
}
"""Prices of a vCPU and of a GB an hour in Iowa, as Google publishes them."""


@pytest.mark.parametrize(
    ("family", "machine_type", "price"),
    [
        ("e2", "e2-micro", "0.0083764275"),  # 0.25 vCPU, 1 GB
        ("e2", "e2-medium", "0.03350571"),  # 1 vCPU, 4 GB
        ("e2", "e2-highcpu-32", "0.79152384"),
        ("n1", "n1-standard-1", "0.04749975"),
        ("n1", "n1-highcpu-2", "0.0708486"),
        ("n2", "n2-standard-4", "0.194236"),
        ("n2", "n2-highmem-128", "7.706976"),  # 864 GB, not 1024
        ("n2d", "n2d-standard-224", "9.463104"),
        ("n4", "n4-highcpu-80", "3.0616"),
        ("c2", "c2-standard-60", "3.1308"),
        ("c3", "c3-highcpu-192-metal", "8.669056"),  # 512 GB, not 384
        ("c3d", "c3d-highcpu-30", "1.120471"),  # 59 GB, not 60
        ("c4", "c4-standard-2", "0.096866"),  # 7 GB, not 7.5
        ("c4", "c4-highmem-288", "18.768816"),
        ("c4a", "c4a-highmem-96-metal", "5.65824"),
        ("m1", "m1-megamem-96", "10.65216"),
        ("n4a", "n4a-standard-1", "0.0385"),
    ],
)
def test_machine_types_cost_what_google_publishes_for_them(family, machine_type, price):
    name, core, memory = CORE_AND_MEMORY[family]
    prices = composed(sku(f"{name} Core running in Americas", core), sku(f"{name} Ram running in Americas", memory))
    assert prices[machine_type, "on-demand", "us-central1"] == Decimal(price)


def test_the_parts_themselves_are_figures_for_custom_machines():
    prices = composed(
        sku("N2 Instance Core running in Frankfurt", "0.04073", "europe-west3"),
        sku("N2 Instance Ram running in Frankfurt", "0.005458", "europe-west3"),
        sku("N2 Custom Extended Instance Ram running in Frankfurt", "0.01229", "europe-west3"),
    )
    parts = MachineParts()
    parts.add(MachinePart("n2", "vcpu", "vCPU-hours"), sku("N2 Instance Core running in Frankfurt", "0.04073"))
    (name, region, rate), *others = list(parts.figures())
    assert not others
    assert (name.service, name.item, name.dimension, name.unit) == ("ComputeEngine", "n2", "vcpu", "vCPU-hours")
    assert (region, rate) == ("us-central1", Rate(Decimal("0.04073"), DAY, "AAAA-0000"))
    assert prices["n2-standard-2", "on-demand", "europe-west3"] == Decimal("0.125124")


def test_each_term_and_region_is_composed_of_its_own_parts():
    prices = composed(
        sku("N2 Instance Core running in Americas", "0.031611", "us-central1", "us-east1"),
        sku("N2 Instance Ram running in Americas", "0.004237", "us-central1", "us-east1"),
        sku("Spot Preemptible N2 Instance Core running in Americas", "0.00765", term="spot"),
        sku("Spot Preemptible N2 Instance Ram running in Americas", "0.00103", term="spot"),
        sku("Commitment v1: N2 Cpu in Americas for 1 Year", "0.019915", term="cud-1yr"),
        sku("Commitment v1: N2 Ram in Americas for 1 Year", "0.002669", term="cud-1yr"),
        # the memory of the three-year commitment is not sold here, so neither is a machine
        sku("Commitment v1: N2 Cpu in Americas for 3 Years", "0.014225", term="cud-3yr"),
    )
    machines = {key: price for key, price in prices.items() if key[0] == "n2-standard-2"}
    assert machines == {
        ("n2-standard-2", "on-demand", "us-central1"): Decimal("0.097118"),
        ("n2-standard-2", "on-demand", "us-east1"): Decimal("0.097118"),
        ("n2-standard-2", "spot", "us-central1"): Decimal("0.02354"),
        ("n2-standard-2", "cud-1yr", "us-central1"): Decimal("0.061182"),
    }


def test_gpus_that_come_with_a_machine_are_in_its_price():
    prices = composed(
        sku("A2 Instance Core running in Americas", "0.031611"),
        sku("A2 Instance Ram running in Americas", "0.004237"),
        sku("Nvidia Tesla A100 GPU running in Americas", "2.933908"),
        sku("Nvidia Tesla A100 80GB GPU running in Americas", "3.92808"),
    )
    assert prices["a2-highgpu-1g", "on-demand", "us-central1"] == Decimal("3.673385")
    assert prices["a2-megagpu-16g", "on-demand", "us-central1"] == Decimal("55.739504")
    # a2-ultragpu needs a local SSD, which has no price here
    assert ("a2-ultragpu-1g", "on-demand", "us-central1") not in prices


def test_local_ssds_are_charged_by_the_hour():
    prices = composed(
        sku("C3 Instance Core running in Americas", "0.03465"),
        sku("C3 Instance Ram running in Americas", "0.003938"),
        sku("SSD backed Local Storage", "0.08"),
    )
    # c3-standard-4 at 0.201608, and 375 GB at 0.08 a month of 730 hours
    assert prices["c3-standard-4-lssd", "on-demand", "us-central1"] == Decimal("0.242703890411")


def test_a_part_of_a_gpu_costs_a_part_of_it():
    shapes = {shape.machine_type: shape for shape in machine_shapes()}
    assert shapes["g4-standard-6"].gpus == Decimal("0.125")
    assert shapes["g4-standard-6"].memory == 22
    assert shapes["g2-standard-32"].gpus == 1
    assert shapes["g2-standard-24"].gpus == 2


def test_m2_is_m1_with_its_surcharge_on_demand_only():
    prices = composed(
        sku("Memory-optimized Instance Core running in Americas", "0.0348"),
        sku("Memory-optimized Instance Ram running in Americas", "0.0051"),
        sku("Memory Optimized Upgrade Premium for Memory-optimized Instance Core running in Americas", "0.004524"),
        sku("Memory Optimized Upgrade Premium for Memory-optimized Instance Ram running in Americas", "0.000663"),
        sku("Commitment v1: Memory-optimized Cpu in Americas for 1 Year", "0.02055", term="cud-1yr"),
        sku("Commitment v1: Memory-optimized Ram in Americas for 1 Year", "0.00302", term="cud-1yr"),
    )
    assert prices["m2-ultramem-208", "on-demand", "us-central1"] == Decimal("42.111936")
    assert ("m2-ultramem-208", "cud-1yr", "us-central1") not in prices
    assert not any(item.startswith("m2-sur") for item, _, _ in prices)


def test_of_two_prices_for_a_region_the_more_particular_one_holds():
    broad = sku("E2 Instance Core running in Americas", "0.02", "us-central1", "us-west4")
    narrow = sku("E2 Instance Core running in Las Vegas", "0.025", "us-west4")
    for order in ((broad, narrow), (narrow, broad)):
        prices = composed(*order, sku("E2 Instance Ram running in Americas", "0.003", "us-central1", "us-west4"))
        assert prices["e2-medium", "on-demand", "us-west4"] == Decimal("0.037")
        assert prices["e2-medium", "on-demand", "us-central1"] == Decimal("0.032")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (sku("E2 Instance Core running in Americas", "0"), "has a price of 0"),
        (sku("E2 Instance Core running in Americas", "0.02", unit="GiBy.h"), r"priced per GiBy.h, expected"),
        (sku("E2 Instance Core running in Americas", "0.02", unit="wk"), r"priced per wk, expected"),
    ],
)
def test_compute_that_cannot_be_priced_so_is_an_error(wrong, message):
    with pytest.raises(UnexpectedCatalogue, match=message) as raised:
        composed(wrong)
    assert "SKU AAAA-0000 (E2 Instance Core running in Americas)" in raised.value.message
    assert "The prices in use stay as they were" in raised.value.hint


def test_families_without_known_machine_types_are_named():
    parts = MachineParts()
    for each in (sku("X9 Instance Core running in Iowa", "0.1"), sku("E2 Instance Core running in Iowa", "0.1")):
        part = machine_part(each.description)
        assert part is not None
        parts.add(part, each)
    assert parts.without_shapes() == ("x9",)


def test_every_machine_type_is_there_once_with_sensible_parts():
    shapes = list(machine_shapes())
    assert not [name for name, count in Counter(shape.machine_type for shape in shapes).items() if count > 1]
    assert len(shapes) > 500
    for shape in shapes:
        assert Decimal("0.2") <= shape.vcpus <= 416
        assert Decimal("0.9") <= shape.memory / shape.vcpus <= 31
        assert bool(shape.gpu) == bool(shape.gpus)
        assert bool(shape.local_ssd) == bool(shape.local_ssd_size)
        assert shape.machine_type.endswith(("lssd", "lssd-metal")) <= bool(shape.local_ssd)
