"""The offline provider's own process: reads a request, prints its ports, serves until it is told to stop.

On standard input comes one line of JSON, the request, and later the line `stop`; on standard output go the ports and
at last the report, a line of JSON each. When the input ends without `stop`, the parent is gone: so is this process.
"""

import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn

import grpc

from outlay_automation.engine.offline.provider import PackageProvider
from outlay_automation.engine.offline.recorder import Recorder

_THREADS = 8
_NO_LIMIT = -1
_PARENT_CHECK_SECONDS = 0.5


def main() -> NoReturn:
    """Serve the request on standard input."""
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    request = json.loads(sys.stdin.readline())
    recorder = Recorder()
    servers = []
    ports = {}
    for package, version in sorted(request["packages"].items()):
        server = grpc.server(
            ThreadPoolExecutor(_THREADS, thread_name_prefix=package),
            options=[
                ("grpc.max_receive_message_length", _NO_LIMIT),
                ("grpc.max_send_message_length", _NO_LIMIT),
                ("grpc.so_reuseport", 0),
            ],
        )
        given = request["configuration"].get(package, {})
        provider = PackageProvider(package, version, request["answers"], given, recorder)
        server.add_generic_rpc_handlers((provider.handler(),))
        ports[package] = server.add_insecure_port("127.0.0.1:0")
        server.start()
        servers.append(server)
    _say(ports)
    told_to_stop = sys.stdin.readline().strip() == "stop"
    for server in servers:
        server.stop(None)
    if told_to_stop:
        _say(recorder.report().to_json())
    # Nothing is left to save, and a thread that serves a vanished engine must not hold the process.
    os._exit(0)


def _say(document: object) -> None:
    sys.stdout.write(json.dumps(document, sort_keys=True) + "\n")
    sys.stdout.flush()


def _end_with_parent(parent: int) -> None:
    """End when the parent has ended, also where a fork of it still holds our standard input open."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
