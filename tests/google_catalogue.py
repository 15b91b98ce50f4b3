"""A made-up Cloud Billing catalogue of Google, as JSON over HTTP on this machine, with the structure of the real one.

Imports nothing of Google's, so that tests of the command can serve it without loading a client. Tests import it as
`tests.google_catalogue`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

SERVICES = {
    "Compute Engine": "6F81-5844-456A",
    "Cloud Storage": "95FF-2EF5-5EA1",
    "Cloud SQL": "9662-B51E-5089",
    "Cloud Run": "152E-C115-5142",
    "Cloud Pub/Sub": "A1E8-BE35-7EBC",
    "Networking": "E505-1604-58F8",
    "BigQuery": "24E6-581D-38E5",
}


def rate(price: str, start: float = 0, currency: str = "USD") -> dict[str, Any]:
    units, _, fraction = price.partition(".")
    money: dict[str, Any] = {"currencyCode": currency, "units": units}
    if nanos := int(fraction.ljust(9, "0")):
        money["nanos"] = nanos
    return {"startUsageAmount": start, "unitPrice": money} if start else {"unitPrice": money}


def sku(
    description: str,
    unit: str,
    *rates: dict[str, Any],
    regions: tuple[str, ...] = ("europe-west3",),
    usage: str = "OnDemand",
    group: str = "",
    sku_id: str = "0000-0000-0000",
) -> dict[str, Any]:
    """A SKU as the catalogue sends it; an int64 is a string there, and what is zero is left out."""
    return {
        "name": f"services/X/skus/{sku_id}",
        "skuId": sku_id,
        "description": description,
        "category": {
            "serviceDisplayName": "",
            "resourceFamily": "Compute",
            "resourceGroup": group,
            "usageType": usage,
        },
        "serviceRegions": list(regions),
        "pricingInfo": [
            {
                "summary": "",
                "pricingExpression": {
                    "usageUnit": unit,
                    "displayQuantity": 1,
                    "tieredRates": list(rates),
                    "usageUnitDescription": unit,
                    "baseUnit": "By",
                    "baseUnitConversionFactor": 1,
                },
                "aggregationInfo": {"aggregationLevel": "ACCOUNT", "aggregationInterval": "MONTHLY"},
                "currencyConversionRate": 1,
                "effectiveTime": "2026-11-20T08:12:45.371Z",
            }
        ],
        "serviceProviderName": "Google",
        "geoTaxonomy": {"type": "REGIONAL", "regions": list(regions)},
    }


N2_IN_FRANKFURT = (
    sku("N2 Instance Core running in Frankfurt", "h", rate("0.04073")),
    sku("N2 Instance Ram running in Frankfurt", "GiBy.h", rate("0.005458")),
)


@dataclass
class Catalogue:
    """What the catalogue lists by service, and what it was asked: path, query, API key.

    `interrupt` answers instead of it as long as it returns a status or a body.
    """

    skus: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    interrupt: Callable[[], int | bytes | None] = lambda: None
    page_size: int = 2
    port: int = 0

    def answer(self, path: str, query: dict[str, str]) -> dict[str, Any]:
        if path == "/v1/services":
            key = "services"
            items: list[dict[str, Any]] = [
                {"name": f"services/{each}", "serviceId": each, "displayName": name, "businessEntityName": "x"}
                for name, each in SERVICES.items()
            ]
        else:
            key = "skus"
            name = next(name for name, each in SERVICES.items() if path == f"/v1/services/{each}/skus")
            items = self.skus.get(name, [])
        start = int(query.get("pageToken") or 0)
        end = start + self.page_size
        return {key: items[start:end], "nextPageToken": str(end) if end < len(items) else ""}

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}"

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serve it on the loopback for a while, at `address`."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        self.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(served: Catalogue) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            served.requests.append((url.path, query, self.headers.get("X-Goog-Api-Key", "")))
            interrupted = served.interrupt()
            status = interrupted if isinstance(interrupted, int) else 200
            if isinstance(interrupted, bytes):
                body = interrupted
            elif interrupted is None:
                body = json.dumps(served.answer(url.path, query)).encode()
            else:
                error = {"code": status, "message": f"the server said {status}", "status": "X"}
                body = json.dumps({"error": error}).encode()
            with suppress(ConnectionError):  # from a client that did not wait
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: a test's output is its own."""

    return Handler
