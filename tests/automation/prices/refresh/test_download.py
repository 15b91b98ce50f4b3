"""Fetching documents: what is whole, what is tried again, and when a server is given up."""

from __future__ import annotations

import base64
import gzip
import hashlib
import time
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest
from outlay.errors import WrongUse
from outlay_automation.prices.refresh.download import Downloaded, Downloads, Login, Patience, login_apart
from outlay_automation.prices.refresh.failure import RefreshFailed

QUICK = Patience(tries=3, connect=2, silence=0.4, first_wait=0.01, longest_wait=2)
BODY = b"0123456789" * 1000


def fetch(url: str, path: Path, patience: Patience = QUICK) -> Downloaded:
    with Downloads(patience) as downloads:
        return downloads.file(url, path)


def test_a_document_comes_whole_with_its_digest(price_server, tmp_path):
    told: list[tuple[int, int | None]] = []
    with Downloads(QUICK) as downloads:
        url = price_server.serve("/list", BODY)
        found = downloads.file(url, tmp_path / "list", lambda *way: told.append(way))
    assert (tmp_path / "list").read_bytes() == BODY
    assert found == Downloaded(len(BODY), hashlib.sha256(BODY).hexdigest())
    assert told[-1] == (len(BODY), len(BODY))


def test_a_compressed_answer_is_unpacked(price_server, tmp_path):
    url = price_server.serve("/list", price_server.answer(gzip.compress(BODY), headers={"Content-Encoding": "gzip"}))
    assert fetch(url, tmp_path / "list").size == len(BODY)
    assert (tmp_path / "list").read_bytes() == BODY


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_falters_is_asked_again(price_server, tmp_path, status):
    url = price_server.serve("/list", price_server.answer(status=status), price_server.answer(status=status), BODY)
    assert fetch(url, tmp_path / "list").size == len(BODY)
    assert price_server.asked == ["/list"] * 3


def test_each_new_try_is_said(price_server, tmp_path, capsys):
    url = price_server.serve("/list", price_server.answer(status=503), BODY)

    fetch(url, tmp_path / "list")

    assert capsys.readouterr().err == f"note: {url} answers 503 Service Unavailable; trying again in 0.01 s (2 of 3)\n"


def test_a_name_without_an_address_fails_at_once(tmp_path, capsys):
    with pytest.raises(RefreshFailed, match=r"https://nowhere\.invalid/ cannot be reached: ") as error:
        fetch("https://nowhere.invalid/", tmp_path / "list")

    assert "tried" not in error.value.message
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("status", "said"), [(500, "Internal Server Error"), (429, "Too Many Requests")])
def test_a_server_that_goes_on_faltering_is_given_up(price_server, tmp_path, status, said):
    url = price_server.serve("/list", price_server.answer(status=status))
    with pytest.raises(RefreshFailed, match=rf"{url} answers {status} {said} \(tried 3 times\)") as error:
        fetch(url, tmp_path / "list")
    assert "The prices in use stay as they were." in error.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", ["1", "in a second"])
def test_retry_after_is_honoured(price_server, tmp_path, asked):
    # a date in HTTP has whole seconds, so that it asks for between one and two
    wait = asked if asked == "1" else formatdate(time.time() + 2, usegmt=True)
    url = price_server.serve("/list", price_server.answer(status=429, headers={"Retry-After": wait}), BODY)
    begun = time.monotonic()
    fetch(url, tmp_path / "list")
    assert 0.9 <= time.monotonic() - begun < 5


def test_a_server_that_asks_for_too_long_a_wait_is_not_waited_for(price_server, tmp_path):
    url = price_server.serve("/list", price_server.answer(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(RefreshFailed, match="answers 429 Too Many Requests and asks to come again in 3600 s"):
        fetch(url, tmp_path / "list")
    assert price_server.asked == ["/list"]


def test_a_server_that_hangs_is_given_up_in_time(price_server, tmp_path):
    url = price_server.serve("/list", price_server.answer(hang=30))
    begun = time.monotonic()
    with pytest.raises(RefreshFailed, match=rf"{url} says nothing for 0.4 s \(tried 3 times\)"):
        fetch(url, tmp_path / "list")
    assert time.monotonic() - begun < 10


def test_a_cut_body_is_fetched_again_and_then_given_up(price_server, tmp_path):
    cut = price_server.answer(BODY, cut=5000)
    fetch(price_server.serve("/list", cut, BODY), tmp_path / "list")
    assert (tmp_path / "list").read_bytes() == BODY
    url = price_server.serve("/cut", cut)
    with pytest.raises(RefreshFailed, match=rf"{url} broke off"):
        fetch(url, tmp_path / "cut")
    assert not (tmp_path / "cut").exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"ETag": f'"{hashlib.md5(b"other").hexdigest()}"'},
        {"Content-MD5": base64.b64encode(hashlib.md5(b"other").digest()).decode()},
        {"x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(b"other").digest()).decode()},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_content_that_is_not_what_its_checksum_says_is_refused(price_server, tmp_path, headers):
    url = price_server.serve("/list", price_server.answer(BODY, headers=headers))
    with pytest.raises(RefreshFailed, match="sends content that is not what its checksum says"):
        fetch(url, tmp_path / "list")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"ETag": f'"{hashlib.md5(BODY).hexdigest()}"'},
        {"ETag": f'"{hashlib.md5(b"parts").hexdigest()}-27"'},
        {"ETag": f'"{hashlib.md5(b"x").hexdigest()}"', "x-amz-server-side-encryption": "aws:kms"},
        {"x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(BODY).digest()).decode()},
        {"x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(b"parts").digest()).decode() + "-28"},
    ],
    ids=["its own", "of several parts", "of an encrypted object", "sha256", "sha256 of several parts"],
)
def test_a_tag_that_is_no_checksum_of_it_is_no_reason(price_server, tmp_path, headers):
    url = price_server.serve("/list", price_server.answer(BODY, headers=headers))
    assert fetch(url, tmp_path / "list").size == len(BODY)


def test_checksums_of_what_came_compressed_are_not_of_what_it_holds(price_server, tmp_path):
    sent = gzip.compress(BODY)
    headers = {
        "Content-Encoding": "gzip",
        "Content-MD5": base64.b64encode(hashlib.md5(sent).digest()).decode(),
        "x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(sent).digest()).decode(),
    }
    url = price_server.serve("/list", price_server.answer(sent, headers=headers))
    assert fetch(url, tmp_path / "list") == Downloaded(len(BODY), hashlib.sha256(BODY).hexdigest())


def test_a_name_and_password_stand_apart_from_their_address():
    bare, login = login_apart("https://reader:ge%2Fheim@example.org:8443/mirror")
    assert bare == "https://example.org:8443/mirror"
    assert login is not None
    assert login.origin == "https://example.org:8443"
    request = next(login.auth.auth_flow(httpx.Request("GET", bare)))
    assert request.headers["Authorization"] == "Basic " + base64.b64encode(b"reader:ge/heim").decode()
    assert "heim" not in repr(login)
    assert login_apart("https://example.org/mirror") == ("https://example.org/mirror", None)


@pytest.mark.parametrize(
    "address",
    ["https://reader:ge/heim@example.org", "reader:geheim@example.org", "https://a@b@", "https://reader:geheim@[::1"],
)
def test_a_password_that_cannot_be_told_from_the_server_is_not_shown(address):
    with pytest.raises(WrongUse, match="the address with an @ in it is none") as error:
        login_apart(address)
    assert "heim" not in f"{error.value!r} {error.value.hint}"


def test_a_password_goes_to_its_own_server_only(price_server, tmp_path):
    url = price_server.serve("/list", BODY)
    for origin, expected in ((price_server.address, "Basic cmVhZGVyOmdlaGVpbQ=="), ("https://example.org", None)):
        login = Login(origin, httpx.BasicAuth("reader", "geheim"))
        with Downloads(QUICK, login) as downloads:
            downloads.file(url, tmp_path / "list")
        assert price_server.headers[-1].get("Authorization") == expected


def test_an_address_that_there_is_not_is_asked_once(price_server, tmp_path):
    with pytest.raises(RefreshFailed, match="answers 404 Not Found"):
        fetch(f"{price_server.address}/nothing", tmp_path / "list")
    assert price_server.asked == ["/nothing"]


@pytest.mark.parametrize("url", ["ftp://example.org/list", "nonsense"])
def test_what_is_no_address_is_said_so(url, tmp_path):
    with pytest.raises(RefreshFailed, match=rf"{url} is no address"):
        fetch(url, tmp_path / "list")


def test_a_server_that_is_not_there_is_said_so(price_server, tmp_path):
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(RefreshFailed, match="cannot be reached"):
        fetch(f"http://127.0.0.1:{port}/list", tmp_path / "list")


def test_an_error_of_ones_own_leaves_no_file(price_server, tmp_path):
    url = price_server.serve("/list", BODY)

    def full(*_: object) -> None:
        raise OSError("disk full")

    with Downloads(QUICK) as downloads, pytest.raises(OSError, match="disk full"):
        downloads.file(url, tmp_path / "list", full)
    assert list(tmp_path.iterdir()) == []
