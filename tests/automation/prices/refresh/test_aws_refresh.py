"""Refreshing from AWS's bulk price list: from the index to the overlay in use, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from outlay.errors import WrongUse
from outlay.prices.embedded import embedded_prices
from outlay.prices.overlay_store import OverlayStore
from outlay.prices.query import Price, PriceQuery
from outlay_automation.prices.refresh.aws.services import refresh_aws
from outlay_automation.prices.refresh.download import Patience
from outlay_automation.prices.refresh.failure import RefreshFailed, UnknownPriceList
from outlay_automation.prices.refresh.refreshing import Refreshed

FRANKFURT = "eu-central-1"
QUICK = Patience(tries=2, connect=2, silence=0.5, first_wait=0.01)
REGION_FILE = "/offers/v1.0/aws/AmazonEC2/20260701000000/eu-central-1/index.json"


@pytest.fixture
def store(tmp_path: Path) -> OverlayStore:
    return OverlayStore(tmp_path / "prices")


def refresh(store: OverlayStore, server: Any, *services: str, regions: tuple[str, ...] = (FRANKFURT,)) -> Refreshed:
    return refresh_aws(store, services, regions, embedded_prices(), root=server.address, patience=QUICK)


def price(store: OverlayStore, item: str, dimension: str = "linux", service: str = "AmazonEC2") -> str | None:
    current = store.current()
    if current is None:
        return None
    found = current.find(PriceQuery(service, FRANKFURT, item, dimension))
    current.close()
    return str(found.unit_price) if isinstance(found, Price) else None


def spoil(server: Any, old: str, new: str) -> None:
    """Serve the region file with another text in it from now on."""
    body = server.answers[REGION_FILE][0].body
    server.serve(REGION_FILE, body.replace(old.encode(), new.encode()))


def test_a_service_of_a_region_is_an_overlay(store, price_list):
    done = refresh(store, price_list, "AmazonEC2")
    assert price(store, "m5.large") == "0.115"
    assert price(store, "NatGateway", "hours") == "0.052"
    assert price(store, "PublicIPv4Address", "") == "0.005"  # out of another offer, AmazonVPC
    assert price(store, "gp3", "storage", "AmazonEBS") is None, "it was not asked for"
    assert done.identity.digest == store.current_digest()
    assert str(done.identity.as_of) == "2026-07-01"
    assert done.figures == 3 * 8 * (1 + 12 + 8) + 5  # three instance types; gateway, address, credits
    assert done.gone == 0


def test_one_offer_is_fetched_once_for_both_of_its_services(store, price_list):
    refresh(store, price_list, "AmazonEC2", "AmazonEBS")
    assert price_list.asked.count(REGION_FILE) == 1
    assert price(store, "gp3", "storage", "AmazonEBS") == "0.0952"


def test_a_second_refresh_says_what_is_other(store, price_list):
    refresh(store, price_list, "AmazonEC2")
    spoil(price_list, '"0.1150000000"', '"0.1380000000"')
    spoil(price_list, "EUC1-NatGateway-Bytes", "EUC1-NatGateway-Other")
    done = refresh(store, price_list, "AmazonEC2")
    assert price(store, "m5.large") == "0.138"
    assert (done.new, done.changed, done.gone) == (0, 1, 1)
    (largest,) = done.largest
    assert (largest.figure.name.item, str(largest.before), str(largest.after)) == ("m5.large", "0.115", "0.138")
    assert f"{largest.share:.2f}" == "0.20"
    assert price(store, "NatGateway", "bytes") is None


def test_refreshing_one_service_keeps_the_other(store, price_list):
    refresh(store, price_list, "AmazonEBS")
    refresh(store, price_list, "AmazonEC2")
    assert price(store, "gp3", "storage", "AmazonEBS") == "0.0952"
    assert price(store, "m5.large") == "0.115"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('"0.1150000000"', '"0.0000000000"', UnknownPriceList),
        ('"formatVersion" : "v1.0"', '"formatVersion" : "v3.0"', UnknownPriceList),
        ('"regionCode" : "eu-central-1"', '"regionCode" : "mars-1"', UnknownPriceList),
        ('"Compute Instance"', '"Computing"', None),
    ],
)
def test_after_a_bad_document_the_overlay_before_is_in_use(store, price_list, old, new, error):
    before = refresh(store, price_list, "AmazonEBS").identity.digest
    spoil(price_list, old, new)
    if error is None:
        refresh(store, price_list, "AmazonEC2")  # what is left of it is still a price list
        assert price(store, "m5.large") is None
        return
    with pytest.raises(error):
        refresh(store, price_list, "AmazonEC2")
    assert store.current_digest() == before
    assert [path.name for path in store.folder.iterdir() if path.name[0] not in ".c"] == [f"{before}.sqlite"]


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [({"status": 500}, "answers 500"), ({"status": 429}, "answers 429"), ({"hang": 30.0}, "says nothing for 0.5 s")],
)
def test_a_server_that_falters_for_good_changes_nothing(store, price_list, spoilt, said):
    before = refresh(store, price_list, "AmazonEBS").identity.digest
    price_list.serve(REGION_FILE, price_list.answer(**spoilt))
    with pytest.raises(RefreshFailed, match=said):
        refresh(store, price_list, "AmazonEC2")
    assert store.current_digest() == before
    assert not list(store.folder.glob("refresh-*"))


def test_a_mirror_may_lie_under_a_path(store, price_list):
    for path, answers in list(price_list.answers.items()):
        price_list.answers[f"/mirror/aws{path}"] = answers
        del price_list.answers[path]
    for root in ("/mirror/aws", "/mirror/aws/"):
        refresh_aws(
            store, ["AmazonEBS"], [FRANKFURT], embedded_prices(), root=price_list.address + root, patience=QUICK
        )
    assert price(store, "gp3", "storage", "AmazonEBS") == "0.0952"


@pytest.mark.parametrize(
    "spoilt", [None, {"status": 404}, {"status": 500}, {"hang": 30.0}, {"body": b"{}"}, {"status": 302}], ids=str
)
def test_a_password_in_the_address_is_given_to_the_server_and_stands_nowhere(store, price_list, capfd, spoilt):
    if spoilt is not None:
        price_list.serve(REGION_FILE, price_list.answer(**spoilt))
    root = price_list.address.replace("http://", "http://reader:geheim@")
    told: list[Any] = []

    def run() -> None:
        refresh_aws(
            store,
            ["AmazonEBS"],
            [FRANKFURT],
            embedded_prices(),
            root=root,
            patience=QUICK,
            on_progress=lambda *way: told.append(way),
        )

    if spoilt is None:
        run()
    else:
        with pytest.raises(RefreshFailed) as error:
            run()
        told += [repr(error.value), error.value.message, error.value.hint]
    assert {sent.get("Authorization") for sent in price_list.headers} == {"Basic cmVhZGVyOmdlaGVpbQ=="}
    said = "".join([*capfd.readouterr(), *map(str, told)])
    assert "geheim" not in said
    assert "reader" not in said
    assert not any(b"geheim" in path.read_bytes() for path in store.folder.rglob("*") if path.is_file())


def test_a_region_that_aws_does_not_sell_in_is_named(store, price_list):
    with pytest.raises(WrongUse, match="AWS lists no prices of AmazonEC2 in eu-west-1"):
        refresh(store, price_list, "AmazonEBS", regions=("eu-west-1",))
    done = refresh(store, price_list, "AmazonEBS", regions=(FRANKFURT, "eu-west-1"))
    assert done.left_out == ("AWS lists no prices of AmazonEC2 in eu-west-1",)
    assert price(store, "gp3", "storage", "AmazonEBS") == "0.0952"


def test_a_file_with_nothing_of_a_service_is_an_error(store, price_list, aws_offers):
    empty = aws_offers.offer_document("AmazonEC2", [aws_offers.other_items()[-1]])
    price_list.serve(REGION_FILE, empty)
    with pytest.raises(UnknownPriceList, match="it has nothing that AmazonEBS is made of"):
        refresh(store, price_list, "AmazonEBS")
    assert store.current_digest() is None


def test_an_index_that_is_none_is_an_error(store, price_server):
    price_server.serve("/offers/v1.0/aws/index.json", b"<html>Please log in</html>")
    with pytest.raises(UnknownPriceList, match=r"/offers/v1\.0/aws/index\.json: it is cut or no JSON"):
        refresh(store, price_server, "AmazonEC2")


def test_the_way_is_told(store, price_list):
    told: list[tuple[str, int, int | None]] = []
    refresh_aws(
        store,
        ["AmazonEBS"],
        [FRANKFURT],
        embedded_prices(),
        root=price_list.address,
        patience=QUICK,
        on_progress=lambda *way: told.append(way),
    )
    size = len(price_list.answers[REGION_FILE][0].body)
    assert ("fetching AmazonEC2 in eu-central-1", size, size) in told
    assert told[-1] == ("reading AmazonEC2 in eu-central-1", size, size)


def test_figures_have_the_books_words(store, price_list):
    refresh(store, price_list, "AmazonEC2", "AmazonEBS")
    current = store.current()
    assert current is not None
    embedded = embedded_prices()
    for service, item, dimension in (
        ("AmazonEC2", "m5.large", "linux"),
        ("AmazonEBS", "gp3", "storage"),
    ):
        query = PriceQuery(service, FRANKFURT, item, dimension)
        refreshed, published = current.find(query), embedded.find(query)
        assert isinstance(refreshed, Price)
        assert isinstance(published, Price)
        assert (refreshed.unit, refreshed.currency) == (published.unit, published.currency)
        assert refreshed.unit_price == published.unit_price
    current.close()
