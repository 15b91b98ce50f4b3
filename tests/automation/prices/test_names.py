"""What a person types for a service, an item or a region, and what the book calls it."""

from __future__ import annotations

import pytest
from outlay.errors import WrongUse
from outlay_automation.prices.names import one_of, place_of, region_named, service_named

SERVICES = ("AWSLambda", "AWSQueueService", "AmazonEC2", "AmazonES", "CloudRun", "CloudSQL", "ComputeEngine")


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("AmazonEC2", "AmazonEC2"),
        ("amazonec2", "AmazonEC2"),
        ("ec2", "AmazonEC2"),
        ("Amazon Elastic Compute Cloud", "AmazonEC2"),
        ("Amazon OpenSearch Service", "AmazonES"),
        ("SQS", "AWSQueueService"),
        ("lambda", "AWSLambda"),
        ("AWS Lambda", "AWSLambda"),
        ("Compute Engine", "ComputeEngine"),
        ("cloud sql", "CloudSQL"),
    ],
)
def test_service_goes_by_its_names(text: str, service: str) -> None:
    assert service_named(text, SERVICES) == service


def test_service_that_may_be_two_is_refused() -> None:
    with pytest.raises(WrongUse, match="'run' may be AWSRun or CloudRun"):
        service_named("run", ("AWSRun", "CloudRun"))


def test_service_that_is_none_is_told_the_nearest() -> None:
    with pytest.raises(WrongUse) as error:
        service_named("Compute Engin", SERVICES)
    assert error.value.hint == "The nearest: ComputeEngine."


def test_exact_name_goes_before_one_that_differs_in_case() -> None:
    assert one_of("S3", "item", "Standard", ("STANDARD", "Standard")) == "Standard"
    assert one_of("S3", "item", "standard", ("STANDARD", "GLACIER")) == "STANDARD"


def test_few_names_are_all_told_where_none_is_near() -> None:
    with pytest.raises(WrongUse) as error:
        one_of("AmazonS3 STANDARD", "dimension", "zzz", ("storage", ""))
    assert error.value.hint == "The nearest: (none), storage."


@pytest.mark.parametrize("text", ["EU-Central-1", "EU (Frankfurt)", "eu (frankfurt)", "Europe (frankfurt)"])
def test_region_goes_by_code_or_place(text: str) -> None:
    assert region_named(text, ("eu-central-1", "us-east-1")) == "eu-central-1"


def test_region_without_figures_is_none() -> None:
    assert region_named("eu-west-1", ("eu-central-1",)) is None
    assert region_named("", ("eu-central-1",)) is None


def test_place_is_said_beside_the_code() -> None:
    assert place_of("eu-central-1") == "eu-central-1, EU (Frankfurt)"
    assert place_of("*") == "every region"
