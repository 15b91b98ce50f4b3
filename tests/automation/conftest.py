"""What tests of refreshing prices share: made-up price lists with the real structure, and a server that serves them."""

from __future__ import annotations

import importlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def aws_offers() -> ModuleType:
    """The generator of AWS price lists, which the bench uses too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(_ROOT)
        return importlib.import_module("bench.aws_offers")


@dataclass
class Answer:
    """One answer of the server: whole, or `cut` after so many bytes, or after `hang` seconds of saying nothing."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    hang: float = 0.0


@dataclass
class PriceServer:
    """A server on the loopback: what it answers by path, one after the other and the last one for ever."""

    address: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def serve(self, path: str, *answers: Answer | bytes | dict[str, Any]) -> str:
        """Answer a path so from now on; tells its whole address."""
        self.answers[path] = [_answer(answer) for answer in answers]
        return f"{self.address}{path}"

    @staticmethod
    def answer(
        body: bytes = b"",
        status: int = 200,
        headers: dict[str, str] | None = None,
        cut: int | None = None,
        hang: float = 0.0,
    ) -> Answer:
        """An answer that is not just a body."""
        return Answer(body, status, headers or {}, cut, hang)

    def next_answer(self, path: str) -> Answer:
        waiting = self.answers.get(path, [Answer(status=404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


def _answer(given: Answer | bytes | dict[str, Any]) -> Answer:
    if isinstance(given, Answer):
        return given
    return Answer(given if isinstance(given, bytes) else json.dumps(given).encode())


@pytest.fixture
def price_server() -> Iterator[PriceServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply(b"")

        def do_POST(self) -> None:
            self._reply(self.rfile.read(int(self.headers["content-length"])))

        def _reply(self, asked: bytes) -> None:
            path = urlsplit(self.path).path
            served.asked.append(path)
            served.bodies.append(asked)
            served.headers.append(dict(self.headers))
            answer = served.next_answer(path)
            if answer.hang:
                served.stopped.wait(answer.hang)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body[: answer.cut])
            self.close_connection = answer.cut is not None or self.close_connection

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = PriceServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield served
    served.stopped.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def price_list(price_server: PriceServer, aws_offers: ModuleType) -> PriceServer:
    """A server with AWS's price list of AmazonEC2 (three instance types) and AmazonVPC in eu-central-1."""
    import io

    region = io.BytesIO()
    aws_offers.write_ec2_region(region, 1)
    address = aws_offers.Item(
        "IP Address",
        {
            "location": aws_offers.LOCATION,
            "locationType": "AWS Region",
            "regionCode": aws_offers.REGION,
            "usagetype": "EUC1-PublicIPv4:InUseAddress",
        },
        "Hrs",
        "0.0050000000",
    )
    offers = {"AmazonEC2": region.getvalue(), "AmazonVPC": aws_offers.offer_document("AmazonVPC", [address])}
    price_server.serve("/offers/v1.0/aws/index.json", aws_offers.index_document(offers))
    for offer, content in offers.items():
        root = f"/offers/v1.0/aws/{offer}"
        price_server.serve(
            f"{root}/current/region_index.json", aws_offers.region_index_document(offer, [aws_offers.REGION])
        )
        price_server.serve(f"{root}/{aws_offers.VERSION}/{aws_offers.REGION}/index.json", content)
    return price_server
