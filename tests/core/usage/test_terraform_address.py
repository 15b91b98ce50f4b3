"""Addresses of Terraform resources: how they are read, and which Pulumi names they fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.usage.terraform_address import parsed, spelled


def test_an_address_is_read_with_its_key_and_the_modules_around_it():
    address = parsed('module.net["a.b"].module.zone[1].aws_nat_gateway.nat_a[0]')
    assert address is not None
    assert (address.type, address.name, address.key) == ("aws_nat_gateway", "nat_a", "0")
    assert address.modules == (("net", "a.b"), ("zone", "1"))


@pytest.mark.parametrize(
    "text",
    [
        "data.aws_ami.ubuntu",  # no managed resource
        "module.net",
        "aws_instance",
        "aws_instance.web[",
        "aws_instance.web[0][1]",
        "aws:ec2/instance:Instance::web",
        "",
    ],
)
def test_what_is_no_address_of_a_resource_is_none(text):
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("address", "name", "fit"),
    [
        ("aws_sqs_queue.failed_orders", "failed_orders", 1),
        ("aws_sqs_queue.failed_orders", "failed-orders", 1),
        ("aws_sqs_queue.failed_orders", "failedOrders", 1),
        ("aws_sqs_queue.failed_orders", "failed-orders-2", 0),
        ("aws_sqs_queue.failed_orders", "orders", 0),
        ("aws_sqs_queue.jobs[2]", "jobs-2", 1),
        ("aws_sqs_queue.jobs[2]", "jobs", 0),
        ('aws_sqs_queue.jobs["mail"]', "jobs-mail", 1),
        ("aws_sqs_queue.jobs[*]", "jobs-2", 1),
        ("aws_sqs_queue.jobs[*]", "jobs", 1),
        ("aws_sqs_queue.jobs[*]", "jobsite", 0),
        ("module.shop.aws_sqs_queue.jobs", "jobs", 1),
        ("module.shop.aws_sqs_queue.jobs", "shop-jobs", 2),  # the module's name makes it fit better
        ("module.eu.module.shop.aws_sqs_queue.jobs", "eu-shop-jobs", 3),
        ("module.shop[*].aws_sqs_queue.jobs", "shop-1-jobs", 2),
    ],
)
def test_a_name_fits_in_any_of_the_spellings_that_programs_give_it(address, name, fit):
    read = parsed(address)
    assert read is not None
    assert read.fit(name) == fit


@given(st.from_regex(r"[a-z][a-z0-9]{1,8}(_[a-z][a-z0-9]{1,8}){0,3}", fullmatch=True))
def test_a_name_fits_its_own_address_however_it_is_spelled(name):
    address = parsed(f"aws_instance.{name}")
    assert address is not None
    camel = "".join(part if not number else part.capitalize() for number, part in enumerate(name.split("_")))
    assert address.fit(name) == address.fit(name.replace("_", "-")) == address.fit(camel) == 1


@given(st.text(max_size=40))
def test_a_spelling_is_its_own_spelling(name):
    assert spelled(spelled(name)) == spelled(name)
