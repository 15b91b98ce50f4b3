"""AWS's price list query interface, asked by its genuine client for what a stack needs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from outlay.errors import WrongUse
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import UNKNOWN
from outlay_automation.prices.refresh.aws.query import StackPrices, pricing_client, stack_prices
from outlay_automation.prices.refresh.failure import RefreshFailed, UnknownPriceList
from outlay_automation.prices.refresh.refreshing import Scope

FRANKFURT = "eu-central-1"
M5 = PriceQuery("AmazonEC2", FRANKFURT, "m5.large", "linux")
NAT = PriceQuery("AmazonEC2", FRANKFURT, "NatGateway", "hours")


@pytest.fixture(autouse=True)
def _credentials(monkeypatch, tmp_path):
    """Credentials that nobody checks, and nothing of the machine's own configuration."""
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def instance(aws_offers: Any, price: str = "0.1150000000", **other: str) -> Any:
    attributes = {
        "location": aws_offers.LOCATION,
        "locationType": "AWS Region",
        "regionCode": aws_offers.REGION,
        "instanceType": "m5.large",
        "tenancy": "Shared",
        "operatingSystem": "Linux",
        "licenseModel": "No License required",
        "capacitystatus": "Used",
        "preInstalledSw": "NA",
        "usagetype": "EUC1-BoxUsage:m5.large",
    }
    return aws_offers.Item("Compute Instance", {**attributes, **other}, "Hrs", price)


def entry(aws_offers: Any, item: Any) -> str:
    """An item as the interface lists it: JSON, as text inside JSON."""
    return json.dumps(
        {
            "product": {"sku": item.sku, "productFamily": item.family, "attributes": item.attributes},
            "serviceCode": "AmazonEC2",
            "terms": {"OnDemand": aws_offers.on_demand(item)},
            "version": aws_offers.VERSION,
            "publicationDate": aws_offers.PUBLISHED,
        }
    )


def page(*entries: str, following: str = "") -> dict[str, Any]:
    return {"FormatVersion": "aws_v1", "PriceList": list(entries), **({"NextToken": following} if following else {})}


def ask(price_server: Any, *queries: PriceQuery, tries: int = 1) -> StackPrices:
    client = pricing_client(price_server.address, silence=2, tries=tries)
    try:
        return stack_prices(queries, client)
    finally:
        client.close()


def found(prices: StackPrices) -> dict[str, str]:
    return {f"{each.name.item} {each.name.dimension}": str(each.price) for each in prices.figures}


def test_the_price_of_an_instance_type_with_all_its_systems(price_server, aws_offers):
    linux, windows = instance(aws_offers), instance(aws_offers, "0.2070000000", operatingSystem="Windows")
    reserved = instance(aws_offers, "0.1200000000", capacitystatus="UnusedCapacityReservation")
    price_server.serve("/", page(*(entry(aws_offers, each) for each in (linux, windows, reserved))))
    prices = ask(price_server, M5)
    assert found(prices) == {"m5.large linux": "0.115", "m5.large windows": "0.207"}
    assert prices.scopes == {Scope("AmazonEC2", FRANKFURT, "m5.large")}
    assert prices.figures[0].source.name == "AWS price list query AmazonEC2 20260701000000"
    assert prices.left_out == ()


def test_the_question_is_by_type_and_region(price_server, aws_offers):
    price_server.serve("/", page(entry(aws_offers, instance(aws_offers))))
    ask(price_server, M5, PriceQuery("AmazonEC2", FRANKFURT, "m5.large", "windows"))
    (asked,) = [json.loads(body) for body in price_server.bodies]
    assert asked["ServiceCode"] == "AmazonEC2"
    assert {(each["Field"], each["Value"]) for each in asked["Filters"]} == {
        ("instanceType", "m5.large"),
        ("regionCode", FRANKFURT),
    }


def test_all_pages_are_read(price_server, aws_offers):
    first, second = instance(aws_offers), instance(aws_offers, "0.2070000000", operatingSystem="Windows")
    price_server.serve("/", page(entry(aws_offers, first), following="more"), page(entry(aws_offers, second)))
    assert found(ask(price_server, M5)) == {"m5.large linux": "0.115", "m5.large windows": "0.207"}
    assert json.loads(price_server.bodies[1])["NextToken"] == "more"


def test_what_cannot_be_asked_is_named(price_server, aws_offers):
    price_server.serve("/", page(entry(aws_offers, instance(aws_offers))))
    prices = ask(
        price_server,
        M5,
        NAT,
        PriceQuery("AmazonPolly", FRANKFURT, "speech"),
        PriceQuery("AmazonRDS", FRANKFURT, UNKNOWN),
        PriceQuery("AWSLambda", GLOBAL, "Request"),
        PriceQuery("ComputeEngine", "europe-west3", "e2-standard-2", "linux"),
    )
    assert found(prices) == {"m5.large linux": "0.115"}
    assert prices.left_out == (
        "AmazonPolly speech in eu-central-1: AmazonPolly is not read from AWS's price list",
        f"AmazonRDS {UNKNOWN} in eu-central-1: it is open until deployment",
        "AmazonEC2 NatGateway in eu-central-1: AWS lists none",
    )


def test_what_a_listed_item_does_not_have_is_named(price_server, aws_offers):
    price_server.serve("/", page(entry(aws_offers, instance(aws_offers))))
    spot = PriceQuery("AmazonEC2", FRANKFURT, "m5.large", "linux", "spot")
    prices = ask(price_server, M5, PriceQuery("AmazonEC2", FRANKFURT, "m5.large", "windows"), spot)
    assert prices.left_out == (
        "AmazonEC2 m5.large/windows in eu-central-1: AWS lists none",
        "AmazonEC2 m5.large/linux in eu-central-1, spot: AWS lists none",
    )


def test_two_prices_of_one_name_are_left_out(price_server, aws_offers):
    two = (instance(aws_offers), instance(aws_offers, "0.9", servicename="another"))
    price_server.serve("/", page(*(entry(aws_offers, each) for each in two)))
    prices = ask(price_server, M5)
    assert prices.figures == ()
    assert prices.scopes == frozenset(), "what is known of it stays"
    assert prices.left_out == ("AmazonEC2 m5.large/linux in eu-central-1, on-demand: AWS lists it at 0.115, 0.9",)


def test_an_item_without_terms_stays_as_it_was(price_server, aws_offers):
    listed = json.loads(entry(aws_offers, instance(aws_offers)))
    price_server.serve("/", page(json.dumps({**listed, "terms": {}})))
    prices = ask(price_server, M5)
    assert (prices.figures, prices.scopes) == ((), frozenset())
    assert prices.left_out == ("AmazonEC2 m5.large in eu-central-1: AWS lists none",)


def test_what_is_paid_and_listed_at_0_stays_as_it_was(price_server, aws_offers):
    disk = aws_offers.other_items()[2]._replace(price="0.0000000000")
    price_server.serve("/", page(entry(aws_offers, disk)))
    prices = ask(price_server, PriceQuery("AmazonEBS", FRANKFURT, "gp3", "storage"))
    assert (prices.figures, prices.scopes) == ((), frozenset())
    assert prices.left_out == ("AmazonEBS gp3/storage in eu-central-1, on-demand: AWS lists it at 0",)


@pytest.mark.parametrize("is_last", [True, False])
def test_of_two_versions_of_a_product_the_newer_one_holds(price_server, aws_offers, is_last):
    new = entry(aws_offers, instance(aws_offers))
    old = new.replace("0.1150000000", "0.0960000000").replace("2026-07-01", "2020-01-01")
    price_server.serve("/", page(*((old, new) if is_last else (new, old))))
    prices = ask(price_server, M5)
    assert found(prices) == {"m5.large linux": "0.115"}
    assert prices.left_out == ()


def test_a_product_without_a_number_is_an_error(price_server, aws_offers):
    listed = json.loads(entry(aws_offers, instance(aws_offers)))
    del listed["product"]["sku"]
    price_server.serve("/", page(json.dumps(listed)))
    with pytest.raises(UnknownPriceList, match="product without a number: it has no number"):
        ask(price_server, M5)


def test_a_profile_that_there_is_not_is_wrong_use(price_server, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "nope")
    with pytest.raises(WrongUse, match=r"needs credentials: The config profile \(nope\) could not be found"):
        ask(price_server, M5)


def test_a_session_that_has_run_out_is_wrong_use(price_server, monkeypatch, tmp_path):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("HOME", str(tmp_path))
    sso = "sso_start_url = https://example.org\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = reader\n"
    (tmp_path / "config").write_text(f"[profile single]\n{sso}")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "single")
    with pytest.raises(WrongUse, match=r"AWS's price list query needs credentials: .*SSO") as error:
        ask(price_server, M5)
    assert "aws sso login" in error.value.hint
    assert price_server.asked == []


@pytest.mark.parametrize("address", ["notaurl", "http://"])
def test_what_is_no_address_is_wrong_use(address):
    with pytest.raises(WrongUse, match=f"{address} is no address"):
        pricing_client(address)


def test_a_password_in_the_address_is_refused_and_not_shown():
    with pytest.raises(WrongUse) as error:
        pricing_client("https://reader:geheim@example.org")
    assert "geheim" not in f"{error.value!r} {error.value.hint}"


def test_without_credentials_it_is_said_what_to_do(price_server, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(WrongUse, match="AWS's price list query needs credentials") as error:
        ask(price_server, M5)
    assert "pricing:GetProducts" in error.value.hint
    assert price_server.asked == []


@pytest.mark.parametrize(
    "code", ["ExpiredTokenException", "InvalidClientTokenId", "MissingAuthenticationTokenException"]
)
def test_credentials_that_are_none_are_wrong_use(price_server, code):
    price_server.serve("/", refusal(price_server, 403, code))
    with pytest.raises(WrongUse, match="AWS's prices of AmazonEC2 may not be asked for"):
        ask(price_server, M5)


def refusal(price_server: Any, status: int, code: str) -> Any:
    headers = {"Content-Type": "application/x-amz-json-1.1"}
    return price_server.answer(json.dumps({"__type": code, "message": "no"}).encode(), status, headers)


def test_credentials_that_may_not_ask_are_wrong_use(price_server):
    price_server.serve("/", refusal(price_server, 400, "AccessDeniedException"))
    with pytest.raises(WrongUse, match="AWS's prices of AmazonEC2 may not be asked for"):
        ask(price_server, M5)


@pytest.mark.parametrize(
    ("status", "code"),
    [(400, "ThrottlingException"), (429, "TooManyRequestsException"), (500, "InternalErrorException")],
)
def test_an_interface_that_falters_is_asked_again_and_then_given_up(price_server, aws_offers, status, code):
    faltering = refusal(price_server, status, code)
    price_server.serve("/", faltering, page(entry(aws_offers, instance(aws_offers))))
    assert found(ask(price_server, M5, tries=2)) == {"m5.large linux": "0.115"}
    price_server.serve("/", faltering)
    with pytest.raises(RefreshFailed, match="AWS's prices of AmazonEC2 are not to be had"):
        ask(price_server, M5, tries=2)


def test_an_interface_that_hangs_is_given_up(price_server):
    price_server.serve("/", price_server.answer(hang=30))
    client = pricing_client(price_server.address, silence=1, tries=1)
    with pytest.raises(RefreshFailed, match="are not to be had"):
        stack_prices([M5], client)
    client.close()


@pytest.mark.parametrize("listed", ['{"product"', '{"product": []}', '{"product": {"sku": "A"}}', "[]"])
def test_an_answer_of_another_form_is_an_error(price_server, listed):
    price_server.serve("/", page(listed))
    with pytest.raises(UnknownPriceList, match="AWS's prices of AmazonEC2: "):
        ask(price_server, M5)


def test_a_product_of_a_kind_that_nobody_knows_is_passed_over(price_server):
    price_server.serve("/", page('{"product": {"sku": "A", "attributes": {}}}'))
    assert ask(price_server, M5).left_out == ("AmazonEC2 m5.large in eu-central-1: AWS lists none",)


def test_compute_that_costs_nothing_is_refused(price_server, aws_offers):
    free = instance(aws_offers, "0.0000000000")
    price_server.serve("/", page(entry(aws_offers, free)))
    with pytest.raises(UnknownPriceList, match=f"product {free.sku}: it costs 0, and compute is never free"):
        ask(price_server, M5)
