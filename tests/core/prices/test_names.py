"""What a person types for a service, an item or a region, and what the book calls it."""

from __future__ import annotations

import pytest
from outlay.errors import WrongUse
from outlay.prices.names import no_such_region, one_of, place_of, region_named, service_named

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
        ("gce", "ComputeEngine"),
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


def test_misspelt_abbreviation_is_told_the_nearest() -> None:
    with pytest.raises(WrongUse) as error:
        service_named("ec3", SERVICES)
    assert error.value.hint == "The nearest: AmazonEC2."


def test_service_that_is_near_none_is_told_all() -> None:
    with pytest.raises(WrongUse) as error:
        service_named("foo", ("AmazonEC2", "CloudRun", "aws_eks_cluster", "module"))
    assert error.value.hint == "It has AmazonEC2, CloudRun."


def test_part_of_a_name_is_told_what_has_it() -> None:
    with pytest.raises(WrongUse) as error:
        one_of("AmazonEC2", "item", "gateway", ("NatGatewayOfTheEntireRegion", *(f"m{number}" for number in range(9))))
    assert error.value.hint == "The nearest: NatGatewayOfTheEntireRegion."


def test_exact_name_goes_before_one_that_differs_in_case() -> None:
    assert one_of("S3", "item", "Standard", ("STANDARD", "Standard")) == "Standard"
    assert one_of("S3", "item", "standard", ("STANDARD", "GLACIER")) == "STANDARD"


def test_few_names_are_all_told_where_none_is_near() -> None:
    with pytest.raises(WrongUse) as error:
        one_of("AmazonS3 STANDARD", "dimension", "zzz", ("storage", ""))
    assert error.value.hint == "The nearest: (none), storage."


@pytest.mark.parametrize(
    "text", ["EU-Central-1", "EU (Frankfurt)", "eu (frankfurt)", "Europe (frankfurt)", "frankfurt", "Frank"]
)
def test_region_goes_by_code_or_place(text: str) -> None:
    assert region_named(text, ("eu-central-1", "us-east-1")) == "eu-central-1"


def test_accent_does_not_matter() -> None:
    assert region_named("Zürich", ("eu-central-2",)) == "eu-central-2"
    assert region_named("São Paulo", ("sa-east-1",)) == "sa-east-1"


def test_place_stands_for_a_region_of_the_provider_that_is_asked() -> None:
    assert region_named("frankfurt", ("europe-west3", "us-east4")) == "europe-west3"
    with pytest.raises(WrongUse, match=r"any of 2 regions: eu-central-1, EU \(Frankfurt\); europe-west3, Frankfurt"):
        region_named("frankfurt", ("eu-central-1", "europe-west3"))


def test_part_that_several_places_have_is_refused_even_where_one_of_them_has_figures() -> None:
    with pytest.raises(
        WrongUse, match=r"'us east' may be any of 2 regions: us-east-1, US East \(N. Virginia\); us-east-2"
    ):
        region_named("us east", ("us-east-1", "eu-west-1"))


def test_place_without_figures_is_told_by_its_code() -> None:
    said = no_such_region("AmazonEC2 m5.large", "frankfurt", ("us-east-1",))

    assert str(said) == ("AmazonEC2 m5.large has no price in eu-central-1\nThe nearest of 1 that have one: us-east-1.")


def test_misspelt_place_is_told_the_nearest() -> None:
    said = no_such_region("AmazonEC2 m5.large", "frankfrut", ("us-east-1", "eu-central-1"))

    assert said.hint == "The nearest of 2 that have one: eu-central-1, EU (Frankfurt)."


def test_region_without_figures_is_none() -> None:
    assert region_named("eu-west-1", ("eu-central-1",)) is None
    assert region_named("", ("eu-central-1",)) is None


def test_place_is_said_beside_the_code() -> None:
    assert place_of("eu-central-1") == "eu-central-1, EU (Frankfurt)"
    assert place_of("*") == "every region"
