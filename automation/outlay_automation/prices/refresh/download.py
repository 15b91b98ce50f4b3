"""Fetches documents over HTTPS: streamed, tried again when a server falters, and checked for being whole.

A file appears at its place complete or not at all. Not here: what a document means.
"""

import base64
import hashlib
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx
from outlay.errors import WrongUse
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from outlay_automation.prices.refresh.failure import RefreshFailed
from outlay_automation.render.notes import say_note

_MD5: Final = re.compile(r'"([0-9a-f]{32})"')
_SHA256: Final = re.compile(r"[A-Za-z0-9+/]{43}=")
"""A checksum of a whole object; one of several parts has their number behind it and is of their checksums."""
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_MINUTE: Final = 60.0
_NEXT: Final = (
    "The prices in use stay as they were. Try again later, and look whether a proxy stands in between "
    "(HTTPS_PROXY is read)."
)

T = TypeVar("T")
OnProgress: TypeAlias = Callable[[int, int | None], None]
"""Is told how many bytes have come, and of how many, None where the server does not say."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server is waited for, in seconds, and how often it is asked.

    `silence` is the longest time without a single byte, `slowest` the fewest bytes a second over a minute. Between
    tries the wait doubles from `first_wait`, or is what the server asks for (`Retry-After`); a server that asks for
    more than `longest_wait` is not waited for.
    """

    tries: int = 5
    connect: float = 15.0
    silence: float = 30.0
    slowest: float = 1000.0
    first_wait: float = 1.0
    longest_wait: float = 120.0


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A document that came whole: its size in bytes, and the SHA-256 of its content."""

    size: int
    sha256: str


class Downloads:
    """Fetches documents with one client, which is closed on leaving.

        with Downloads() as downloads:
            index = downloads.content(url)
            downloads.file(url, path)

    Args:
        patience: how long servers are waited for.
        login: a name and password, and the server that they are for; no other one gets them.
    """

    def __init__(self, patience: Patience | None = None, login: "Login | None" = None) -> None:
        self._patience = patience or Patience()
        self._login = login
        timeout = httpx.Timeout(self._patience.silence, connect=self._patience.connect)
        self._client = httpx.Client(timeout=timeout, follow_redirects=True)

    def __enter__(self) -> "Downloads":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def content(self, url: str) -> bytes:
        """The content of a small document.

        Raises:
            RefreshFailed: the server does not give it, or not whole.
        """

        def fetch() -> bytes:
            content = bytearray()
            self._stream(url, content.extend, None)
            return bytes(content)

        return self._with_patience(url, fetch)

    def file(self, url: str, path: Path, on_progress: OnProgress | None = None) -> Downloaded:
        """Fetch a document into a file. After an error there is no file.

        Raises:
            RefreshFailed: the server does not give it, or not whole.
            OSError: the file cannot be written.
        """

        def fetch() -> Downloaded:
            with path.open("wb") as file:
                return self._stream(url, file.write, on_progress)

        try:
            return self._with_patience(url, fetch)
        except BaseException:
            with suppress(FileNotFoundError):
                path.unlink()
            raise

    def _stream(self, url: str, write: Callable[[bytes], object], on_progress: OnProgress | None) -> Downloaded:
        md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
        size = 0
        with self._answer(url) as response:
            length = response.headers.get("content-length", "")
            total = int(length) if length.isdecimal() else None
            pace = _Pace(self._patience.slowest)
            for chunk in response.iter_bytes():
                write(chunk)
                md5.update(chunk)
                sha256.update(chunk)
                size += len(chunk)
                pace.came(len(chunk))
                if on_progress is not None:
                    on_progress(response.num_bytes_downloaded, total)
            _check(response, md5.digest(), sha256.digest())
        return Downloaded(size, sha256.hexdigest())

    @contextmanager
    def _answer(self, url: str) -> Iterator[httpx.Response]:
        auth = self._login.auth if self._login is not None and _origin(url) == self._login.origin else None
        with self._client.stream("GET", url, auth=auth) as response:
            status = f"answers {response.status_code} {response.reason_phrase}"
            if response.status_code == _TOO_MANY or response.status_code >= _SERVER_ERROR:
                raise _NotNow(status, _asked_wait(response))
            if response.status_code != httpx.codes.OK:
                hint = "Look whether the address is right, and whether a proxy stands in between."
                raise RefreshFailed(f"{url} {status}", hint)
            yield response

    def _with_patience(self, url: str, fetch: Callable[[], T]) -> T:
        tries = self._patience.tries
        retrying = Retrying(
            retry=retry_if_exception(self._is_worth_a_try),
            stop=stop_after_attempt(tries),
            wait=self._wait,
            before_sleep=partial(self._say_retry, url),
            reraise=True,
        )
        try:
            return retrying(fetch)
        except (_NotNow, httpx.HTTPError, httpx.InvalidURL) as error:
            raise RefreshFailed(f"{url} {self._said(error)}", _NEXT) from None

    def _say_retry(self, url: str, state: RetryCallState) -> None:
        """Say on stderr that a server is waited for: nobody should wonder whether anything happens."""
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, Exception):
            coming = (
                f"trying again in {state.upcoming_sleep:g} s ({state.attempt_number + 1} of {self._patience.tries})"
            )
            say_note(f"{url} {self._said(error, is_last=False)}; {coming}")

    def _is_worth_a_try(self, error: BaseException) -> bool:
        if _is_unresolved(error):
            return False
        if isinstance(error, _NotNow):
            return error.wait is None or error.wait <= self._patience.longest_wait
        return isinstance(error, httpx.RequestError) and not isinstance(error, httpx.UnsupportedProtocol)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, _NotNow) and error.wait is not None:
            return error.wait
        doubled = self._patience.first_wait * 2.0 ** (state.attempt_number - 1)
        return min(doubled, self._patience.longest_wait)

    def _said(self, error: Exception, *, is_last: bool = True) -> str:
        """What went wrong, for the sentence that the address begins."""
        tried = f" (tried {self._patience.tries} times)" if is_last and not _is_unresolved(error) else ""
        if isinstance(error, _NotNow):
            if error.wait is not None and error.wait > self._patience.longest_wait:
                return f"{error.said} and asks to come again in {error.wait:.0f} s"
            return f"{error.said}{tried}"
        if isinstance(error, httpx.TimeoutException):
            waited = self._patience.connect if isinstance(error, httpx.ConnectTimeout) else self._patience.silence
            return f"says nothing for {waited:g} s{tried}"
        if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
            return f"is no address: {error}"
        if isinstance(error, httpx.ConnectError):
            return f"cannot be reached: {error}{tried}"
        return f"broke off: {error}{tried}"


@dataclass(frozen=True, slots=True)
class Login:
    """A name and password, and the scheme and server that they are for."""

    origin: str
    auth: httpx.BasicAuth = field(repr=False)


def login_apart(url: str) -> tuple[str, Login | None]:
    """An address without the name and password in it, and these by themselves: so no message can show them.

    Raises:
        WrongUse: what stands before an @ cannot be told from the server.
    """
    if "@" not in url:
        return url, None
    no_address = WrongUse(
        "the address with an @ in it is none",
        "Write it as https://NAME:PASSWORD@HOST, with / ? # @ percent-encoded in the password and anywhere else.",
    )
    try:
        parts = urlsplit(url)
    except ValueError:
        raise no_address from None
    userinfo, found, server = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=server))
    if not found or not server or "@" in bare:
        raise no_address
    name, _, password = userinfo.partition(":")
    return bare, Login(_origin(bare), httpx.BasicAuth(unquote(name), unquote(password)))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_unresolved(error: BaseException) -> bool:
    """Whether a name has no address, after the resolver's own tries: without a network, or with a wrong name."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, socket.gaierror):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


class _NotNow(Exception):
    """The server may give it later: what it said, and after how many seconds, None where it does not say."""

    def __init__(self, said: str, wait: float | None = None) -> None:
        super().__init__(said)
        self.said = said
        self.wait = wait


class _Pace:
    """Gives up on a server that sends, but so little that it never ends."""

    def __init__(self, slowest: float) -> None:
        self._slowest = slowest
        self._since = time.monotonic()
        self._size = 0

    def came(self, size: int) -> None:
        self._size += size
        now = time.monotonic()
        if now - self._since >= _MINUTE:
            if self._size < self._slowest * (now - self._since):
                raise _NotNow(f"sends less than {self._slowest:g} bytes a second")
            self._since, self._size = now, 0


def _asked_wait(response: httpx.Response) -> float | None:
    """The seconds that `Retry-After` asks for, given as seconds or as a date; None without one that can be read."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    moment = until if until.tzinfo is not None else until.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _check(response: httpx.Response, md5: bytes, sha256: bytes) -> None:
    """Whether the content is what the server says of it, by each checksum that it gives."""
    headers = response.headers
    # an ETag is the MD5 of the content as stored, if it was stored in one part and under no key of the customer's
    is_plain = headers.get("x-amz-server-side-encryption", "AES256") == "AES256" and "content-encoding" not in headers
    tag = _MD5.fullmatch(headers.get("etag", "")) if is_plain else None
    whole = _SHA256.fullmatch(headers.get("x-amz-checksum-sha256", ""))
    # what came compressed has been unpacked by now, and those checksums are of what came: unpacking has checked that
    is_as_sent = "content-encoding" not in headers
    for given, found in (
        (tag and tag[1], md5.hex()),
        (is_as_sent and headers.get("content-md5"), base64.b64encode(md5).decode()),
        (is_as_sent and whole and whole[0], base64.b64encode(sha256).decode()),
    ):
        if given and given != found:
            raise _NotNow("sends content that is not what its checksum says")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) != response.num_bytes_downloaded:
        raise _NotNow(f"sends {response.num_bytes_downloaded} of {length} bytes")
