"""The two ways into Pulumi: a pack of our own, and our policies inside other people's packs.

`__main__.py` of a pack calls `serve()`. In a pack that holds other policies too:

    from pulumi_policy import PolicyPack
    from outlay_policy_pack import policies

    PolicyPack("house", policies=[*policies(), …])

Through pulumi_policy secrets arrive in plain text and the configuration of the stack does not arrive at all, so the
first way is the one to take where there is a choice. Not here: what the policies do (`analyzer`, `foreign`).
"""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pulumi_policy import Policy

_MOST_BYTES: Final = 400 * 1024 * 1024
"""As large as messages of Pulumi may be."""
_THREADS: Final = 4


def policies(folder: Path | str | None = None) -> "list[Policy]":
    """The policies for a pack of pulumi_policy, by name.

    Args:
        folder: the pack's folder, which an organisation's default finops.yaml may lie in.
    """
    from outlay_policy_pack.engine.standard_search import StandardSearch
    from outlay_policy_pack.foreign.policies import foreign_policies

    pack = Path(folder) if folder is not None else None
    return foreign_policies(StandardSearch(Path.cwd(), pack, os.environ))


def serve(folder: Path | str | None = None) -> None:
    """Serve the policies to the engine that started this process, until it ends.

    Args:
        folder: the pack's folder, which an organisation's default finops.yaml may lie in; the engine says it by
            itself where it is recent enough.
    """
    import grpc

    from outlay_policy_pack.engine.analyzer import Analyzer

    options = [("grpc.max_receive_message_length", _MOST_BYTES), ("grpc.max_send_message_length", _MOST_BYTES)]
    server = grpc.server(ThreadPoolExecutor(_THREADS), options=options)
    analyzer = Analyzer(pack=Path(folder) if folder is not None else None)
    server.add_generic_rpc_handlers((analyzer.handler(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    # an interrupt reaches the whole process group; the engine ends the run, and a traceback would end up in it
    signal.signal(signal.SIGINT, lambda *_: server.stop(0))
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()
