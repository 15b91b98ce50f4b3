"""How long refreshing the prices of AmazonEC2 in a region takes, and its memory, from a file of the true size.

The baseline is a bare pass of ijson's `kvitems` (C backend) over the products of the same file. The file is made up
(`aws_offers`). Not here: how fast a network is.
"""

import json
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.aws_offers import (
    LOCATION,
    REGION,
    VERSION,
    Item,
    index_document,
    offer_document,
    region_index_document,
    write_ec2_region,
)
from bench.figure import Figure, ratio
from bench.process import BrokenBench, Surroundings, interleaved, run, run_outlay

_PASS: Final = Path(__file__).with_name("refresh_pass.py")
_FULL_SIZE: Final = 450_000_000
_QUICK_SIZE: Final = 5_000_000
_GOAL_RATIO: Final = 1.5
_GOAL_MB: Final = 150


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    file = surroundings.scratch / "region.json"
    with file.open("wb") as target:
        write_ec2_region(target, _QUICK_SIZE if surroundings.quick else _FULL_SIZE)
    size = file.stat().st_size / 1e6
    passes = ("refresh", "read", "bare")
    found = interleaved(
        2 if surroundings.quick else 5,
        {name: partial(_pass, name, file, surroundings) for name in passes},
    )
    seconds = {name: [each["seconds"] for each in found[name]] for name in passes}
    count = f"{found['refresh'][0]['count']:,.0f} figures"
    beside = f"bare ijson.kvitems over its products ({median(seconds['bare']):.2f} s)"
    for name, what in (("refresh", "from the file to an overlay in use"), ("read", "of it reading the file")):
        note = f"× {beside}; {median(seconds[name]):.2f} s, {size / median(seconds[name]):.0f} MB/s, {count}"
        goal = _GOAL_RATIO if name == "refresh" else None
        yield Figure(f"refresh {size:.0f} MB {what}", ratio(seconds[name], seconds["bare"]), "×", goal=goal, note=note)
    memory = max(each["peak_mb"] for each in found["refresh"])
    yield Figure(f"refresh {size:.0f} MB: peak memory of the pass", memory, "MB", goal=_GOAL_MB)
    yield _command(file, size, surroundings)


def _pass(name: str, file: Path, surroundings: Surroundings) -> dict[str, float]:
    """One pass in a process of its own, with an empty folder for overlays."""
    report, folder = surroundings.scratch / "pass.json", surroundings.scratch / "overlays"
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, str(_PASS), str(report), name, str(file), str(folder)], surroundings)
    found: dict[str, float] = json.loads(report.read_text(encoding="utf-8"))
    if not found["count"]:
        raise BrokenBench(f"the pass {name} found nothing")
    return found


def _command(file: Path, size: float, surroundings: Surroundings) -> Figure:
    """The whole command, which fetches the file over the loopback."""
    folder = surroundings.scratch / "command"
    environment = {**surroundings.environment, "OUTLAY_PRICES": str(folder)}
    with _price_list(file) as address:
        arguments = ["prices", "refresh", "-s", "AmazonEC2", "-s", "AmazonEBS", "-r", REGION, "--from", address]
        found = run_outlay(arguments, replace(surroundings, environment=environment))
    note = f"{found.seconds:.2f} s with the fetching over the loopback"
    return Figure(f"outlay prices refresh, {size:.0f} MB: peak memory", found.peak_mb, "MB", goal=_GOAL_MB, note=note)


@contextmanager
def _price_list(file: Path) -> Iterator[str]:
    """A server of the price list with this region file."""
    at = {"location": LOCATION, "locationType": "AWS Region", "regionCode": REGION}
    address = Item("IP Address", {**at, "usagetype": "EUC1-PublicIPv4:InUseAddress"}, "Hrs", "0.0050000000")
    documents: dict[str, dict[str, Any]] = {
        "/offers/v1.0/aws/index.json": index_document(["AmazonEC2", "AmazonVPC"]),
        "/offers/v1.0/aws/AmazonEC2/current/region_index.json": region_index_document("AmazonEC2", [REGION]),
        "/offers/v1.0/aws/AmazonVPC/current/region_index.json": region_index_document("AmazonVPC", [REGION]),
        f"/offers/v1.0/aws/AmazonVPC/{VERSION}/{REGION}/index.json": offer_document("AmazonVPC", [address]),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = documents.get(self.path)
            content = None if document is None else json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(file.stat().st_size if content is None else len(content)))
            self.end_headers()
            if content is not None:
                self.wfile.write(content)
                return
            with file.open("rb") as source:
                shutil.copyfileobj(source, self.wfile, 1 << 20)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
