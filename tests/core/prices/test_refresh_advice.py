"""The refresh that is advised: commands that can be typed as they are printed, for what can be refreshed alone."""

import pytest
from outlay.prices.query import PriceQuery
from outlay.prices.refresh_advice import not_refreshed, refresh_commands
from outlay.resource import UNKNOWN


def query(service, region):
    return PriceQuery(service, region, "it")


@pytest.mark.parametrize(
    ("asked", "commands"),
    [
        ([], ()),
        ([("AmazonS3", "eu-west-1")], ("outlay prices refresh --service AmazonS3 --region eu-west-1",)),
        (
            [("AmazonS3", "eu-west-1"), ("AmazonEC2", "us-east-1"), ("AmazonS3", "eu-west-1")],
            ("outlay prices refresh --service AmazonEC2 --service AmazonS3 --region eu-west-1 --region us-east-1",),
        ),
        (
            [("CloudRun", "europe-west3"), ("AmazonS3", "eu-west-1")],  # one cloud at a time
            (
                "outlay prices refresh --service AmazonS3 --region eu-west-1",
                "GOOGLE_API_KEY=… outlay prices refresh --service CloudRun --region europe-west3",
            ),
        ),
        (
            [(each, "eu-west-1") for each in ("AmazonS3", "AmazonEC2", "AmazonEBS", "AmazonRDS", "AWSELB")],
            ("outlay prices refresh --cloud aws --region eu-west-1",),
        ),
        ([("CloudRun", "*")], ("GOOGLE_API_KEY=… outlay prices refresh --service CloudRun",)),
        ([("AmazonS3", "*")], ()),  # AWS publishes a list a region
        ([("AmazonS3", UNKNOWN), ("AmazonS3", None), ("AcmeCache", "eu-west-1")], ()),
    ],
)
def test_a_cloud_has_a_command_for_what_can_be_refreshed(asked, commands):
    assert refresh_commands(query(*each) for each in asked) == commands


def test_what_no_command_refreshes_is_named():
    asked = [query("AmazonRoute53", "*"), query("AcmeCache", None), query("AmazonS3", "eu-west-1")]
    assert not_refreshed(asked) == ("AcmeCache", "AmazonRoute53")
