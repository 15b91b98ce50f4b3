"""Usage files of Infracost: what is taken, what it is matched to, and what is refused with its line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.errors import ExitCode, InvalidFile
from outlay.estimate.registry import REGISTRY
from outlay.resource import Resource, urn_of
from outlay.standard.reading import parse_standard, read_standard
from outlay.usage.terraform_file import parse_usage_file
from outlay.usage.terraform_types import pulumi_types

QUEUE = "aws:sqs/queue:Queue"
BUCKET = "aws:s3/bucket:Bucket"
WHOLE = """\
version: 0.1
resource_type_default_usage:
  aws_sqs_queue:
    monthly_requests: 1000
    request_size_kb: 64
resource_usage:
  aws_sqs_queue.orders:
    monthly_requests: 5000.5
  aws_sqs_queue.jobs[*]:
    monthly_requests: 10
  aws_sqs_queue.jobs[1]:
    monthly_requests: "20"
  aws_s3_bucket.assets:
    standard:
      storage_gb: 7
      monthly_tier_1_requests:
  aws_sqs_queue.gone:
    monthly_requests: 1
"""


def resource(name, type_=QUEUE):
    return Resource(urn_of("prod", "shop", type_, name), type_, name)


def figures(text, name, type_=QUEUE):
    return dict(parse_usage_file(text, "infracost-usage.yml").of(resource(name, type_)))


def refused(text):
    with pytest.raises(InvalidFile) as caught:
        parse_usage_file(text, "usage.yml")
    assert caught.value.exit_code is ExitCode.WRONG_USE
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "requests"),
    [
        ("orders", Decimal("5000.5")),  # by its address
        ("mails", 1000),  # by its type
        ("jobs-0", 10),  # every instance
        ("jobs-1", "20"),  # an instance of its own; a number as text is one
    ],
)
def test_the_address_counts_before_every_instance_and_these_before_the_type(name, requests):
    assert figures(WHOLE, name) == {"monthly_requests": requests, "request_size_kb": 64}


def test_nested_figures_are_taken_and_blank_ones_left_out():
    assert figures(WHOLE, "assets", BUCKET) == {"standard": {"storage_gb": 7}}


def test_a_resource_of_another_type_with_that_name_is_not_meant():
    assert figures(WHOLE, "orders", BUCKET) == {}


def test_it_is_told_what_was_matched_and_what_was_not():
    file = parse_usage_file(WHOLE, "infracost-usage.yml")
    assert file.notices([resource("orders"), resource("jobs-1"), resource("mails")]) == (
        "infracost-usage.yml: matched by type and name: aws_sqs_queue.orders is orders; "
        "aws_sqs_queue.jobs[*] is jobs-1; aws_sqs_queue.jobs[1] is jobs-1",
        "infracost-usage.yml: nothing here is aws_s3_bucket.assets (line 13), aws_sqs_queue.gone (line 17)",
    )


def test_of_many_matches_the_first_are_told_and_how_many_more_there_are():
    text = "version: 0.1\nresource_usage:\n" + "".join(
        f"  aws_sqs_queue.q{number}: {{monthly_requests: 1}}\n" for number in range(30)
    )
    (told,) = parse_usage_file(text, "u.yml").notices([resource(f"q{number}") for number in range(30)])
    assert "; aws_sqs_queue.q19 is q19 … and 10 more" in told


def test_what_was_matched_by_name_is_an_assumption_of_the_cost(cost):
    file = parse_usage_file(WHOLE, "infracost-usage.yml")
    found = cost(QUEUE, {}, name="orders", usage=file.of(resource("orders")))
    assert "its use is that of aws_sqs_queue.orders in infracost-usage.yml, matched by type and name" in (
        found.assumptions
    )
    by_type = cost(QUEUE, {}, name="mails", usage=file.of(resource("mails")))
    assert not [text for text in by_type.assumptions if "infracost" in text]


def test_two_addresses_that_fit_alike_mean_neither():
    text = """\
version: 0.1
resource_usage:
  module.a.aws_sqs_queue.orders: {monthly_requests: 1}
  module.b.aws_sqs_queue.orders: {monthly_requests: 2}
"""
    assert figures(text, "orders") == {}
    assert figures(text, "b-orders") == {"monthly_requests": 2}


def test_types_that_have_two_names_in_pulumi_are_both_meant():
    text = "version: 0.1\nresource_usage:\n  aws_lb.web: {processed_bytes_gb: 3}\n"
    for type_ in ("aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"):
        assert figures(text, "web", type_) == {"processed_bytes_gb": 3}


def test_a_type_alone_means_each_of_its_resources_over_the_defaults_of_the_type():
    text = """\
version: 0.1
resource_type_default_usage:
  aws_sqs_queue: {monthly_requests: 1, request_size_kb: 64}
resource_usage:
  aws_sqs_queue: {monthly_requests: 2}
  aws_sqs_queue.orders: {monthly_requests: 3}
"""
    assert figures(text, "mail") == {"monthly_requests": 2, "request_size_kb": 64}
    assert figures(text, "orders") == {"monthly_requests": 3, "request_size_kb": 64}
    assert parse_usage_file(text, "u.yml").passed_over == ()


def test_every_type_of_the_table_has_a_pricer():
    tokens = {token for tokens in pulumi_types().values() for token in tokens}
    assert {token for token in tokens if REGISTRY.find(token) is None} == set()
    assert len(pulumi_types()) >= 159


def test_a_type_without_a_price_and_a_key_that_is_no_address_are_named():
    text = """\
version: 0.1
team: shop
resource_type_default_usage:
  aws_teapot: {monthly_cups: 1}
resource_usage:
  aws_iam_role.admin: {a: 1}
  data.aws_ami.it: {a: 1}
"""
    assert parse_usage_file(text, "u.yml").notices([]) == (
        "u.yml:2: team is passed over",
        "u.yml:4: aws_teapot is passed over: no type with a price is called so",
        "u.yml:6: aws_iam_role.admin is passed over: it is of aws_iam_role, which has no price",
        "u.yml:7: data.aws_ami.it is passed over: it is no address of a resource",
    )


def test_a_key_that_the_type_does_not_have_is_an_assumption(cost):
    text = "version: 0.1\nresource_usage:\n  aws_sqs_queue.it: {monthly_requests: 1000000, cups: 3}\n"
    found = cost(QUEUE, {}, usage=parse_usage_file(text, "u.yml").of(resource("it")))
    assert "usage cups is passed over: the type has no such usage" in found.assumptions
    assert found.cost.expected == Decimal("0.4")


HEAD = "version: 0.1\nresource_usage:\n  aws_sqs_queue.orders:\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "usage.yml: is empty"),
        ("version: 0.1\nresource_usage: {a: [", "usage.yml:2: is no YAML"),
        ("- a\n", "usage.yml:1: needs keys and values at its top"),
        ("resource_usage: {}\n", "usage.yml:1: states no version, and 0.1 can be read"),
        ("version: 0.2\n", "usage.yml:1: is of version 0.2, and 0.1 can be read"),
        ("version: 0.1\nprojects: []\n", "usage.yml:2: is no usage file: it has projects"),
        ("version: 0.1\nresource_usage: 3\n", "usage.yml:2: resource_usage needs keys and values"),
        (f"{HEAD}    - 3\n", "usage.yml:3: aws_sqs_queue.orders needs usage keys and figures"),
        (
            f"{HEAD}    monthly_requests: -1\n",
            "usage.yml:4: aws_sqs_queue.orders: usage monthly_requests is -1; a number of at least 0 belongs there",
        ),
        (f"{HEAD}    monthly_requests: 1e40\n", "usage.yml:4: aws_sqs_queue.orders: usage monthly_requests is 1E+40"),
        (f"{HEAD}    monthly_requests: .inf\n", "usage.yml:4: aws_sqs_queue.orders: usage monthly_requests is"),
        (f"{HEAD}    monthly_requests: many\n", "usage.yml:4: aws_sqs_queue.orders: usage monthly_requests is 'many'"),
        (f"{HEAD}    monthly_requests: true\n", "usage.yml:4: aws_sqs_queue.orders: usage monthly_requests is True"),
        (
            "version: 0.1\nresource_type_default_usage:\n  aws_s3_bucket:\n    standard:\n      storage_gb: -2\n",
            "usage.yml:5: aws_s3_bucket: usage standard.storage_gb is -2",
        ),
        (
            "version: 0.1\nresource_type_default_usage:\n  aws_s3_bucket:\n    standard: 4\n",
            "usage.yml:4: aws_s3_bucket: usage standard is 4; a mapping belongs there",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_line(text, said):
    assert refused(text).startswith(said)


@given(st.integers(min_value=0, max_value=10**12))
def test_a_figure_is_what_was_written(number):
    assert figures(f"{HEAD}    monthly_requests: {number}\n", "orders") == {"monthly_requests": number}


def test_the_standard_names_the_file_and_goes_before_it(tmp_path):
    (tmp_path / "infracost-usage.yml").write_text(WHOLE, encoding="utf-8")
    path = tmp_path / "finops.yaml"
    path.write_text(
        f'usage:\n  file: infracost-usage.yml\n  types:\n    "{QUEUE}": {{request_size_kb: 8}}\n', encoding="utf-8"
    )
    usage = read_standard(path).usage
    assert dict(usage.of(resource("orders"))) == {"monthly_requests": Decimal("5000.5"), "request_size_kb": 8}
    assert usage.notices([])[0].startswith("infracost-usage.yml: nothing here is aws_sqs_queue.orders")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    path = tmp_path / "finops.yaml"
    path.write_text("usage: {file: usage.yml}\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"usage\.yml: cannot be read"):
        read_standard(path)


def test_without_a_file_nothing_is_said_of_one():
    usage = parse_standard("usage: {}").usage
    assert usage.notices([resource("orders")]) == ()
    assert dict(usage.of(resource("orders"))) == {}
