"""What AWS's products are called in the book, and which of them the book has nothing of."""

from __future__ import annotations

from typing import Any

import pytest
from outlay_automation.prices.refresh.aws.products import (
    BookName,
    InvalidProduct,
    book_name,
    unknown_kind,
)

M5 = {
    "instanceType": "m5.large",
    "tenancy": "Shared",
    "operatingSystem": "Linux",
    "licenseModel": "No License required",
    "capacitystatus": "Used",
    "preInstalledSw": "NA",
    "marketoption": "OnDemand",
    "usagetype": "EUC1-BoxUsage:m5.large",
}
LINUX = BookName("AmazonEC2", "eu-central-1", "m5.large", "linux", "hours", is_compute=True)


def product(family: str = "Compute Instance", **attributes: str) -> dict[str, Any]:
    at = {"location": "EU (Frankfurt)", "locationType": "AWS Region", "regionCode": "eu-central-1"}
    return {"sku": "X", "productFamily": family, "attributes": {**at, **attributes}}


def named(offer: str, **attributes: str) -> str | None:
    """Item and dimension in the book, None where it has no such thing."""
    name = book_name(offer, product(**attributes))
    return None if name is None else f"{name.service} {name.item} {name.dimension} {name.unit}"


def test_the_canonical_instance_is_the_books():
    assert book_name("AmazonEC2", product(**M5)) == LINUX


@pytest.mark.parametrize(
    "other",
    [
        {"capacitystatus": "UnusedCapacityReservation"},
        {"capacitystatus": "AllocatedCapacityReservation"},
        {"preInstalledSw": "SQL Std"},
        {"licenseModel": "Bring your own license"},
        {"operatingSystem": "Ubuntu Pro"},
        {"operatingSystem": "Red Hat Enterprise Linux with HA"},
        {"tenancy": "Host"},
        {"marketoption": "CapacityBlock"},
        {"locationType": "AWS Local Zone"},
    ],
    ids=str,
)
def test_what_differs_from_it_in_one_attribute_is_not(other):
    assert book_name("AmazonEC2", product(**{**M5, **other})) is None


@pytest.mark.parametrize(
    ("attributes", "dimension"),
    [
        ({"operatingSystem": "Windows"}, "windows"),
        ({"operatingSystem": "RHEL"}, "rhel"),
        ({"operatingSystem": "SUSE"}, "suse"),
        ({"tenancy": "Dedicated"}, "linux/dedicated"),
    ],
)
def test_system_and_tenancy_are_the_dimension(attributes, dimension):
    name = book_name("AmazonEC2", product(**{**M5, **attributes}))
    assert name is not None
    assert name.dimension == dimension


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"databaseEngine": "MySQL", "deploymentOption": "Single-AZ"}, "mysql/single-az"),
        ({"databaseEngine": "PostgreSQL", "deploymentOption": "Multi-AZ"}, "postgres/multi-az"),
        ({"databaseEngine": "Aurora PostgreSQL", "deploymentOption": "Single-AZ"}, "aurora-postgresql/single-az"),
        (
            {
                "databaseEngine": "Aurora MySQL",
                "deploymentOption": "Single-AZ",
                "usagetype": "EUC1-InstanceUsageIOOptimized:db.m5.large",
            },
            "aurora-mysql/io-optimized",
        ),
        (
            {
                "databaseEngine": "Oracle",
                "databaseEdition": "Enterprise",
                "deploymentOption": "Single-AZ",
                "licenseModel": "Bring your own license",
            },
            "oracle-ee-byol/single-az",
        ),
        (
            {
                "databaseEngine": "SQL Server",
                "databaseEdition": "Web",
                "deploymentOption": "Single-AZ",
                "licenseModel": "License included",
            },
            "sqlserver-web/single-az",
        ),
        ({"databaseEngine": "MySQL", "deploymentOption": "Multi-AZ (readable standbys)"}, None),
        ({"databaseEngine": "Db2", "deploymentOption": "Single-AZ"}, None),
    ],
)
def test_a_database_is_its_engine_and_deployment(attributes, expected):
    usage = {"instanceType": "db.m5.large", "usagetype": "EUC1-InstanceUsage:db.m5.large"}
    name = book_name("AmazonRDS", product("Database Instance", **{**usage, **attributes}))
    assert (name and f"{name.item} {name.dimension}") == (expected and f"db.m5.large {expected}")


@pytest.mark.parametrize(
    ("offer", "attributes", "expected"),
    [
        ("AmazonEC2", {"usagetype": "EUC1-NatGateway-Hours"}, "AmazonEC2 NatGateway hours hours"),
        ("AmazonEC2", {"usagetype": "NatGateway-Bytes"}, "AmazonEC2 NatGateway bytes GB"),
        ("AmazonEC2", {"usagetype": "EU-NatGateway-Prvd-Bytes"}, None),
        ("AmazonEC2", {"usagetype": "EU-EBS:VolumeUsage.piops"}, "AmazonEBS io1 storage GB-months"),
        ("AmazonEC2", {"usagetype": "EBS:VolumeUsage"}, "AmazonEBS standard storage GB-months"),
        ("AmazonEC2", {"usagetype": "EUC1-EBS:VolumeP-Throughput.gp3"}, "AmazonEBS gp3 throughput MiB/s-months"),
        (
            "AmazonEC2",
            {"usagetype": "EU-CPUCredits:t3", "operatingSystem": "Windows"},
            "AmazonEC2 t3 cpu-credits/windows vCPU-hours",
        ),
        (
            "AmazonEC2",
            {"usagetype": "EU-CPUCredits:t3", "operatingSystem": "Linux"},
            "AmazonEC2 t3 cpu-credits vCPU-hours",
        ),
        ("AmazonVPC", {"usagetype": "EUC1-PublicIPv4:InUseAddress"}, "AmazonEC2 PublicIPv4Address  hours"),
        ("AmazonRDS", {"usagetype": "EU-RDS:Multi-AZ-GP3-Storage"}, "AmazonRDS gp3 storage/multi-az GB-months"),
        (
            "AmazonRDS",
            {"usagetype": "EU-CPUCredits:db.t3", "databaseEngine": "Aurora MySQL"},
            "AmazonRDS db.t3 cpu-credits/aurora vCPU-hours",
        ),
        (
            "AmazonRDS",
            {"usagetype": "EU:PI_LTR:M5"},
            "AmazonRDS db.m5 performance-insights/long-term vCPU-months",
        ),
        ("AmazonS3", {"usagetype": "TimedStorage-ByteHrs"}, "AmazonS3 STANDARD storage GB-months"),
        ("AmazonS3", {"usagetype": "EUC1-TimedStorage-SIA-ByteHrs"}, "AmazonS3 STANDARD_IA storage GB-months"),
        ("AmazonS3", {"usagetype": "EUC1-Requests-Tier2"}, "AmazonS3 STANDARD tier-2-requests 1k requests"),
        (
            "AmazonS3",
            {"usagetype": "TimedStorage-INT-FA-ByteHrs"},
            "AmazonS3 INTELLIGENT_TIERING storage-frequent GB-months",
        ),
        (
            "AmazonDynamoDB",
            {"usagetype": "ReadCapacityUnit-Hrs"},
            "AmazonDynamoDB STANDARD read-capacity capacity-unit-hours",
        ),
        (
            "AmazonDynamoDB",
            {"usagetype": "IA-ReadCapacityUnit-Hrs"},
            "AmazonDynamoDB STANDARD_INFREQUENT_ACCESS read-capacity capacity-unit-hours",
        ),
        ("AWSLambda", {"usagetype": "EUC1-Lambda-GB-Second-ARM"}, "AWSLambda Duration arm64 GB-seconds"),
        ("AWSQueueService", {"usagetype": "EUC1-Requests-FIFO-RBP"}, "AWSQueueService FIFO  1M requests"),
        ("AmazonCloudWatch", {"usagetype": "EU-DataProcessing-Bytes"}, "AmazonCloudWatch STANDARD ingestion GB"),
        ("AmazonECS", {"usagetype": "EUC1-Fargate-GB-Hours"}, "AmazonECS Fargate gb-hours GB-hours"),
        (
            "AmazonElastiCache",
            {"usagetype": "EU-Something"},
            None,
        ),
    ],
)
def test_a_usage_type_is_a_figure_of_the_book(offer, attributes, expected):
    assert named(offer, family="", **attributes) == expected


SQL_SERVER = {
    "instanceType": "db.m5.large",
    "usagetype": "EUC1-InstanceUsage:db.m5.large",
    "deploymentOption": "Single-AZ",
    "databaseEngine": "SQL Server",
    "databaseEdition": "Standard",
    "licenseModel": "License included",
}
POSTGRES = {**SQL_SERVER, "databaseEngine": "PostgreSQL", "licenseModel": "No license required", "databaseEdition": ""}
ORACLE = {**SQL_SERVER, "databaseEngine": "Oracle", "databaseEdition": "Enterprise"}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (SQL_SERVER, "sqlserver-se/single-az"),
        ({**SQL_SERVER, "deploymentModel": "Standard", "engineMediaType": "AWS-provided"}, "sqlserver-se/single-az"),
        ({**SQL_SERVER, "licenseModel": "Bring your own media"}, None),
        ({**SQL_SERVER, "licenseModel": "NA"}, None),
        ({**SQL_SERVER, "licenseModel": ""}, None),
        ({**SQL_SERVER, "deploymentModel": "Custom"}, None),
        ({**SQL_SERVER, "engineMediaType": "Customer-provided"}, None),
        ({**ORACLE, "licenseModel": "Bring your own license"}, "oracle-ee-byol/single-az"),
        ({**ORACLE, "licenseModel": "License included"}, None),
        ({**ORACLE, "licenseModel": "Bring your own license", "deploymentModel": "Custom"}, None),
        (POSTGRES, "postgres/single-az"),
        ({**POSTGRES, "databaseEdition": "NA"}, "postgres/single-az"),
        ({**POSTGRES, "databaseEdition": "Extended"}, None),
        ({**POSTGRES, "databaseEngine": "MySQL", "databaseEdition": "Extended"}, None),
        ({**POSTGRES, "licenseModel": "License included"}, None),
    ],
)
def test_a_database_is_the_books_under_its_own_licence_and_run_by_aws(attributes, expected):
    name = book_name("AmazonRDS", product("Database Instance", **attributes))
    assert (name and name.dimension) == expected


@pytest.mark.parametrize(
    ("offer", "usage", "is_compute"),
    [
        ("AmazonEC2", "EUC1-NatGateway-Hours", True),
        ("AmazonEC2", "EUC1-CPUCredits:t3", True),
        ("AmazonRDS", "EUC1-CPUCredits:db.t3", True),
        ("AmazonECS", "EUC1-Fargate-vCPU-Hours:perCPU", True),
        ("AWSLambda", "EUC1-Lambda-GB-Second", True),
        ("AmazonEC2", "EUC1-EBSOptimized:m5.large", False),
        ("AmazonS3", "EUC1-TimedStorage-ByteHrs", False),
    ],
)
def test_what_runs_by_time_is_compute(offer, usage, is_compute):
    name = book_name(offer, product("", usagetype=usage))
    assert name is not None
    assert name.is_compute is is_compute


def test_load_balancers_are_told_apart_by_family():
    usage = {"usagetype": "EU-LCUUsage"}
    assert named("AWSELB", family="Load Balancer-Network", **usage) == "AWSELB network capacity-units LCU-hours"
    assert named("AWSELB", family="Load Balancer", **usage) is None


def test_nodes_of_caches_and_search_domains():
    cache = {"usagetype": "EU-NodeUsage:cache.m5.large", "instanceType": "cache.m5.large", "cacheEngine": "Valkey"}
    search = {"usagetype": "EU-ESInstance:m5.large", "instanceType": "m5.large.search"}
    assert (
        named("AmazonElastiCache", family="Cache Instance", **cache) == "AmazonElastiCache cache.m5.large valkey hours"
    )
    assert named("AmazonES", family="Amazon OpenSearch Service Instance", **search) == "AmazonES m5.large.search  hours"


def test_data_out_has_the_region_that_it_leaves():
    attributes = {
        "fromLocation": "EU (Frankfurt)",
        "fromRegionCode": "eu-central-1",
        "toLocation": "External",
        "transferType": "AWS Outbound",
        "usagetype": "EUC1-DataTransfer-Out-Bytes",
    }
    found = book_name("AWSDataTransfer", {"productFamily": "Data Transfer", "attributes": attributes})
    assert found == BookName("AWSDataTransfer", "eu-central-1", "internet-egress", "", "GB")


@pytest.mark.parametrize("place", ["AWS Local Zone", "AWS Wavelength Zone"])
def test_data_out_of_a_zone_is_not_the_regions(place):
    attributes = {
        "fromLocation": "US West (Los Angeles)",
        "fromLocationType": place,
        "fromRegionCode": "us-west-2",
        "toLocation": "External",
        "transferType": "AWS Outbound",
        "usagetype": "LAX1-DataTransfer-Out-Bytes",
    }
    out = {"productFamily": "Data Transfer", "attributes": attributes}
    assert book_name("AWSDataTransfer", out) is None
    assert unknown_kind("AWSDataTransfer", out) == ""
    from_region = {**attributes, "fromLocationType": "AWS Region"}
    assert book_name("AWSDataTransfer", {**out, "attributes": from_region}) == BookName(
        "AWSDataTransfer", "us-west-2", "internet-egress", "", "GB"
    )


def test_a_location_without_code_is_looked_up_and_an_unknown_one_is_named():
    old = {**product(**M5), "attributes": {**M5, "location": "Europe (Frankfurt)"}}
    assert book_name("AmazonEC2", old) == LINUX
    with pytest.raises(InvalidProduct, match=r"its location 'Mars \(Olympus\)' is not known"):
        book_name("AmazonEC2", {**old, "attributes": {**M5, "location": "Mars (Olympus)"}})
    with pytest.raises(InvalidProduct, match="its region mars-1 is not known"):
        book_name("AmazonEC2", product(**M5, regionCode="mars-1"))


@pytest.mark.parametrize(
    ("offer", "family", "attributes", "kind"),
    [
        ("AmazonEC2", "Storage Snapshot", {}, "Storage Snapshot"),
        ("AmazonEC2", "", {}, "without a family"),
        ("AmazonEC2", "Compute Instance", {"operatingSystem": "Plan 9"}, "Compute Instance (Plan 9)"),
        ("AmazonEC2", "Compute Instance (bare metal)", {"operatingSystem": "Linux", "tenancy": "Host"}, ""),
        ("AmazonEC2", "Compute Instance", {"operatingSystem": "Ubuntu Pro"}, ""),
        ("AmazonRDS", "Database Instance", {"databaseEngine": "Db2"}, "Database Instance (Db2)"),
        ("AmazonRDS", "Database Instance", {"databaseEngine": "MariaDB"}, ""),
        ("AmazonElastiCache", "Cache Instance", {"cacheEngine": "Redis"}, ""),
        ("AmazonEC2", "Storage Snapshot", {"locationType": "AWS Outposts"}, ""),
    ],
)
def test_what_the_book_has_nothing_of_is_told_by_kind_unless_it_is_passed_over_on_purpose(
    offer, family, attributes, kind
):
    assert unknown_kind(offer, product(family, **attributes)) == kind
