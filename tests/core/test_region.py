import pytest
from outlay.region import region_of_inputs
from outlay.resource import SECRET, UNKNOWN, Unknown


@pytest.mark.parametrize(
    ("inputs", "region"),
    [
        ({"region": "europe-west1"}, "europe-west1"),
        ({"region": "europe-west1", "zone": "us-central1-a"}, "europe-west1"),
        ({"region": "projects/shop/regions/europe-west3"}, "europe-west3"),
        ({"zone": "us-central1-a"}, "us-central1"),
        ({"zone": "https://www.googleapis.com/compute/v1/projects/shop/zones/europe-west3-c"}, "europe-west3"),
        ({"location": "EU"}, "eu"),
        ({"location": "EUROPE-WEST1"}, "europe-west1"),
        ({"location": "northamerica-northeast1-b"}, "northamerica-northeast1"),
        ({"location": "nam4"}, "nam4"),
        ({"region": "", "location": "US"}, "us"),
    ],
)
def test_google_resources_name_a_region_a_zone_or_a_location(inputs, region):
    assert region_of_inputs("gcp", inputs) == region


@pytest.mark.parametrize(
    ("inputs", "region"),
    [
        ({"region": "eu-central-1"}, "eu-central-1"),
        ({"availabilityZone": "us-east-1a"}, "us-east-1"),
        ({"availabilityZone": "us-west-2-lax-1a"}, "us-west-2"),
        ({"availabilityZone": "us-gov-west-1b"}, "us-gov-west-1"),
        ({"region": "us-east-1", "availabilityZone": "eu-west-1a"}, "us-east-1"),
    ],
)
def test_aws_resources_name_a_region_or_an_availability_zone(inputs, region):
    assert region_of_inputs("aws", inputs) == region


def test_an_open_place_stays_open():
    choices = Unknown(("us-central1", "europe-west1"))
    assert region_of_inputs("gcp", {"region": choices, "zone": "us-central1-a"}) is choices
    assert region_of_inputs("gcp", {"zone": UNKNOWN}) == UNKNOWN
    assert region_of_inputs("aws", {"region": SECRET}) == UNKNOWN


@pytest.mark.parametrize(
    ("package", "inputs"),
    [
        ("gcp", {"name": "web"}),
        ("aws", {"location": "eu-west-1"}),
        ("gcp", {"availabilityZone": "eu-west-1a"}),
        ("azure", {"location": "westeurope"}),
    ],
)
def test_inputs_that_say_nothing_give_nothing(package, inputs):
    assert region_of_inputs(package, inputs) is None
