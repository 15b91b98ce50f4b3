"""The book that a standard asks for: which layers it has, what is said of them, and what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from outlay.errors import DamagedPrices, ExitCode, InvalidFile, WrongUse
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import Figure, FigureName, Source
from outlay.prices.lock import PriceLock, read_lock, write_lock
from outlay.prices.lookup_writer import LookupWriter
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.prices.query import Grade, Missing, Price, PriceQuery
from outlay.standard.reading import read_standard

M5 = PriceQuery("AmazonEC2", "eu-central-1", "m5.large", "linux")
M5_PUBLISHED = Decimal("0.115")
CONTRACT = "service,region,item,dimension,unit,price,as_of,currency\n"
RATES = "currency,per_usd,as_of,source\nEUR,0.9,2026-11-20,ECB\n"


def figure(price: str, item: str = "m5.large", as_of: date = date(2026, 11, 20), grade: Grade = Grade.A) -> Figure:
    name = FigureName("AmazonEC2", item, "linux", "on-demand", "hours")
    return Figure(name, "eu-central-1", Decimal(price), Source("AWS price list", as_of, "published"), grade)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    monkeypatch.setenv("OUTLAY_PRICES", str(folder))
    return folder


@pytest.fixture
def refreshed(store: Path) -> Callable[..., str]:
    """Figures as this machine's overlay, in use from now on; returns the digest."""

    def refresh(*figures: Figure) -> str:
        with LookupWriter(store / "new.sqlite") as writer:
            for each in figures:
                writer.add(each)
        (store / "new.sqlite").rename(store / f"{writer.identity.digest}.sqlite")
        (store / "current").write_text(writer.identity.digest + "\n")
        return writer.identity.digest

    return refresh


@pytest.fixture
def opened(tmp_path: Path, store: Path) -> Callable[..., OpenedBook]:
    """The book of a finops.yaml with this text."""

    def run(text: str = "", **more: bool) -> OpenedBook:
        path = tmp_path / "finops.yaml"
        path.write_text(text or "version: 1\n")
        return open_book(read_standard(path), path, **more)

    return run


@pytest.fixture
def pinned(tmp_path: Path, opened: Callable[..., OpenedBook]) -> Callable[[str], Path]:
    """A lock of what is at hand for a finops.yaml."""

    def pin(text: str = "") -> Path:
        path = tmp_path / "outlay.lock"
        write_lock(path, PriceLock(opened(text, is_pinned=False).pins))
        return path

    return pin


def price(book: OpenedBook, query: PriceQuery = M5) -> Price:
    answer = book.book.find(query)
    assert isinstance(answer, Price), answer
    return answer


def layers(book: OpenedBook) -> list[str]:
    return [layer.source.name for layer in book.layers]


def test_without_anything_the_embedded_prices_hold(store: Path) -> None:
    book = open_book(None, None)
    assert layers(book) == ["embedded"]
    assert (price(book).unit_price, price(book).layer) == (M5_PUBLISHED, "embedded")
    assert book.book.identity.digest == embedded_prices().identity.digest
    assert (book.lock, book.notices) == (None, ())


def test_what_the_machine_refreshed_goes_before_and_is_said(opened, refreshed) -> None:
    refreshed(figure("0.2"))
    book = opened()
    assert layers(book) == ["overlay", "embedded"]
    assert (price(book).unit_price, price(book).as_of) == (Decimal("0.2"), date(2026, 11, 20))
    [notice] = book.notices
    assert notice == (
        "prices of 2026-11-20 that this machine refreshed are in use; `outlay prices update` pins them, "
        "`prices.overlay: none` in finops.yaml leaves them out"
    )
    assert book.book.identity.as_of == date(2026, 11, 20)
    assert [layer.name for layer in book.book.identity.layers] == ["overlay", "embedded"]


def test_the_standard_may_leave_the_machines_prices_out(opened, refreshed) -> None:
    refreshed(figure("0.2"))
    book = opened("prices: {overlay: none}")
    assert (layers(book), book.notices, price(book).unit_price) == (["embedded"], (), M5_PUBLISHED)


def test_the_standard_may_name_an_overlay_beside_it(opened, refreshed, tmp_path: Path, store: Path) -> None:
    digest = refreshed(figure("0.3"))
    (store / f"{digest}.sqlite").rename(tmp_path / "prices.sqlite")
    (store / "current").unlink()
    book = opened("prices: {overlay: prices.sqlite}")
    assert (price(book).unit_price, book.notices) == (Decimal("0.3"), ())


def alter(path: Path) -> None:
    """Change every figure, and leave the digest that the file says of itself."""
    with sqlite3.connect(path) as database:
        database.execute("UPDATE figure SET price = '0.0001'")
    database.close()


def test_an_overlay_that_is_not_there_is_an_error(opened, tmp_path: Path) -> None:
    with pytest.raises(DamagedPrices, match=r"prices\.sqlite is missing\n`prices\.overlay` in finops\.yaml names it"):
        opened("prices: {overlay: prices.sqlite}")


def test_a_named_overlay_that_was_altered_is_an_error_each_time(opened, refreshed, tmp_path: Path, store: Path) -> None:
    (store / f"{refreshed(figure('0.3'))}.sqlite").rename(tmp_path / "prices.sqlite")
    opened("prices: {overlay: prices.sqlite}")
    alter(tmp_path / "prices.sqlite")
    for _ in range(2):
        with pytest.raises(DamagedPrices, match=r"was altered.*\n`prices\.overlay` in finops\.yaml names it"):
            opened("prices: {overlay: prices.sqlite}")


def test_an_overlay_in_use_that_is_cut_is_an_error(opened, refreshed, store: Path) -> None:
    path = store / f"{refreshed(figure('0.2'))}.sqlite"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DamagedPrices) as raised:
        opened()
    assert raised.value.exit_code is ExitCode.WRONG_USE
    assert "outlay prices refresh" in raised.value.hint


def test_an_overlay_under_the_digest_of_another_is_an_error(opened, refreshed, store: Path) -> None:
    first, second = refreshed(figure("0.2")), refreshed(figure("0.3"))
    (store / f"{first}.sqlite").replace(store / f"{second}.sqlite")
    with pytest.raises(DamagedPrices, match="holds other figures than those it is called by"):
        opened()


def test_a_contract_goes_before_everything(opened, refreshed, tmp_path: Path) -> None:
    refreshed(figure("0.2"))
    (tmp_path / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,eu-*,m5.large,linux,hours,0.1,2026-01-01,\n")
    book = opened("prices: {contract: agreed.csv}")
    assert layers(book) == ["contract", "overlay", "embedded"]
    assert (price(book).unit_price, price(book).layer) == (Decimal("0.1"), "contract")
    listed = book.book.list_price(M5)
    assert isinstance(listed, Price)
    assert (listed.unit_price, listed.layer) == (Decimal("0.2"), "overlay")


def test_a_contract_may_name_what_only_the_overlay_has(opened, refreshed, tmp_path: Path) -> None:
    (tmp_path / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,*,m99.huge,linux,hours,9,2026-01-01,\n")
    with pytest.raises(InvalidFile, match=r"agreed\.csv:2: matches nothing: no price of AmazonEC2 m99\.huge"):
        opened("prices: {contract: agreed.csv}")
    refreshed(figure("10", item="m99.huge"))
    assert price(opened("prices: {contract: agreed.csv}"), PriceQuery("AmazonEC2", "x", "m99.huge", "linux")).layer == (
        "contract"
    )


def test_paths_are_relative_to_the_standard(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.1,2026-01-01,\n")
    (tmp_path / "deep" / "finops.yaml").write_text("prices: {contract: agreed.csv}\n")
    monkeypatch.chdir(tmp_path)
    path = Path("deep/finops.yaml")
    assert price(open_book(read_standard(path), path)).unit_price == Decimal("0.1")


class TestStandIns:
    ONLY_ESTIMATED = PriceQuery("AmazonEC2", "eu-central-1", "m98.huge", "linux")

    def test_they_are_refused_unless_the_standard_says_otherwise(self, opened, refreshed) -> None:
        refreshed(figure("7", item="m98.huge", grade=Grade.D))
        answer = opened().book.find(self.ONLY_ESTIMATED)
        assert isinstance(answer, Missing)
        assert "prices.stand_ins: allow" in answer.reason
        assert price(opened("prices: {stand_ins: allow}"), self.ONLY_ESTIMATED).unit_price == 7


class TestCurrency:
    def test_prices_are_told_in_the_currency_of_the_standard(self, opened, tmp_path: Path) -> None:
        (tmp_path / "rates.csv").write_text(RATES)
        book = opened("currency: EUR\nprices: {rates: rates.csv}")
        assert (price(book).currency, price(book).unit_price) == ("EUR", M5_PUBLISHED * Decimal("0.9"))
        assert book.book.conversion(M5) == ("prices in USD are converted to EUR by 1 USD = 0.9 EUR (ECB, 2026-11-20)")

    def test_agreed_prices_in_that_currency_stay_as_they_are(self, opened, tmp_path: Path) -> None:
        (tmp_path / "rates.csv").write_text(RATES)
        (tmp_path / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.1,2026-01-01,\n")
        book = opened("currency: EUR\nprices: {rates: rates.csv, contract: agreed.csv}")
        assert (price(book).currency, price(book).unit_price) == ("EUR", Decimal("0.1"))
        assert book.book.conversion(M5) == ""

    @pytest.mark.parametrize("rates", ["", "\nprices: {rates: rates.csv}"])
    def test_a_currency_that_nobody_set_a_rate_for_is_an_error(self, opened, tmp_path: Path, rates: str) -> None:
        (tmp_path / "rates.csv").write_text(RATES)
        with pytest.raises(WrongUse) as raised:
            opened(f"currency: CHF{rates}")
        assert "amounts are in CHF, and there is no rate from USD to it" in raised.value.message
        assert "prices.rates" in raised.value.hint

    def test_agreed_prices_in_a_currency_without_a_rate_are_named_with_their_line(self, opened, tmp_path: Path) -> None:
        (tmp_path / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.1,2026-01-01,GBP\n")
        with pytest.raises(InvalidFile, match=r"agreed\.csv:2: is priced in GBP, and there is no rate to USD"):
            opened("prices: {contract: agreed.csv}")

    def test_a_book_converted_by_other_rates_is_another_book(self, opened, tmp_path: Path) -> None:
        digests = set()
        for rate in ("0.9", "0.91"):
            (tmp_path / "rates.csv").write_text(RATES.replace("0.9", rate))
            digests.add(opened("currency: EUR\nprices: {rates: rates.csv}").book.identity.digest)
        assert len(digests) == 2


class TestLock:
    def test_what_is_pinned_is_used(self, opened, pinned) -> None:
        lock = pinned()
        assert opened().lock == lock

    def test_what_the_machine_refreshed_is_not_used_where_it_is_not_pinned_and_that_is_said(
        self, opened, pinned, refreshed
    ) -> None:
        pinned()
        refreshed(figure("0.2"))
        book = opened()
        assert price(book).unit_price == M5_PUBLISHED
        assert book.notices == ("the prices that this machine refreshed are not in use: outlay.lock does not pin them",)

    def test_a_pinned_overlay_holds_after_a_later_refresh(self, opened, pinned, refreshed) -> None:
        refreshed(figure("0.2"))
        pinned()
        refreshed(figure("0.3"))
        book = opened()
        assert (price(book).unit_price, book.notices) == (Decimal("0.2"), ())
        assert price(opened(is_pinned=False)).unit_price == Decimal("0.3")

    def test_a_pinned_overlay_that_was_altered_is_refused(self, opened, pinned, refreshed, store: Path) -> None:
        digest = refreshed(figure("0.2"))
        pinned()
        opened()
        alter(store / f"{digest}.sqlite")
        with pytest.raises(DamagedPrices, match="was altered: its figures are not those of its digest"):
            opened()

    def test_a_pinned_overlay_that_is_not_here_is_named_with_where_it_belongs(
        self, opened, pinned, refreshed, store: Path
    ) -> None:
        digest = refreshed(figure("0.2"))
        lock = pinned()
        (store / f"{digest}.sqlite").unlink()
        with pytest.raises(InvalidFile) as raised:
            opened()
        assert raised.value.message == (
            f"{lock}: pins the overlay of 2026-11-20, digest {digest[:12]}, and it is not on this machine"
        )
        assert str(store / f"{digest}.sqlite") in raised.value.hint
        assert "outlay prices update" in raised.value.hint

    def test_other_embedded_prices_are_refused_with_the_version_that_carries_the_pinned_ones(
        self, opened, pinned
    ) -> None:
        lock = pinned()
        pin = read_lock(lock).pins["embedded"]
        other = type(pin)(date(2026, 3, 1), "ab" * 32, pin.services)
        write_lock(lock, PriceLock({"embedded": other}, outlay="0.0.7"))
        with pytest.raises(InvalidFile) as raised:
            opened()
        assert raised.value.exit_code is ExitCode.WRONG_USE
        assert raised.value.message.splitlines() == [
            f"{lock}: pins other prices than those at hand",
            f"  embedded: 2026-03-01, digest abababababab is pinned, and {pin} was found",
        ]
        assert raised.value.hint.splitlines() == [
            "Install outlay==0.0.7, which carries them.",
            "`outlay prices update` writes it anew and says what changes.",
        ]

    def test_an_edited_contract_is_refused(self, opened, pinned, tmp_path: Path) -> None:
        contract = tmp_path / "agreed.csv"
        contract.write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.1,2026-01-01,\n")
        standard = "prices: {contract: agreed.csv}"
        pinned(standard)
        assert price(opened(standard)).layer == "contract"
        contract.write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.10,2026-01-01,\n\n")  # says the same
        assert price(opened(standard)).layer == "contract"
        contract.write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.09,2026-01-01,\n")
        with pytest.raises(InvalidFile, match=r"contract: 2026-01-01, digest [0-9a-f]{12} is pinned, and 2026-01-01"):
            opened(standard)

    def test_a_contract_or_rates_that_come_or_go_are_refused(self, opened, pinned, tmp_path: Path) -> None:
        (tmp_path / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,*,m5.large,linux,hours,0.1,2026-01-01,\n")
        (tmp_path / "rates.csv").write_text(RATES)
        pinned("prices: {contract: agreed.csv}")
        with pytest.raises(InvalidFile) as raised:
            opened("prices: {rates: rates.csv}")
        _, contract, rates = raised.value.message.splitlines()
        assert contract.startswith("  contract: 2026-01-01, digest")
        assert contract.endswith("is pinned, and finops.yaml names none")
        assert rates.startswith("  rates: 2026-11-20, digest")
        assert rates.endswith("is in use, and nothing is pinned")

    def test_other_rates_are_refused(self, opened, pinned, tmp_path: Path) -> None:
        (tmp_path / "rates.csv").write_text(RATES)
        pinned("prices: {rates: rates.csv}")
        (tmp_path / "rates.csv").write_text(RATES.replace("0.9", "0.95"))
        with pytest.raises(InvalidFile, match="rates: 2026-11-20, digest"):
            opened("prices: {rates: rates.csv}")
