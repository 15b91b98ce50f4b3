"""Inline programs: a function of this process that the engine calls to learn what it declares.

The function runs here, with this interpreter and its packages; the CLI reaches it through a language server of the
Pulumi SDK. Not here: projects on disk (`project`).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from outlay.errors import WrongUse

from outlay_automation.engine.project import Project
from outlay_automation.engine.seam import Program, StackSource

_DEFAULT_PROJECT = "inline"
_LARGEST_MESSAGE = 400 * 1024 * 1024


def inline_project(source: StackSource, scratch: Path) -> Project:
    """A project folder in `scratch` that stands for an inline program.

    Raises:
        WrongUse: no stack is named.
    """
    if not source.stack:
        raise WrongUse("an inline program needs the name of a stack", "Give one: preview(…, stack='dev').")
    directory = scratch / "program"
    directory.mkdir()
    name = source.project or _DEFAULT_PROJECT
    file = directory / "Pulumi.yaml"
    file.write_text(f"name: {name}\nruntime: python\n", encoding="utf-8")
    return Project(directory, file, name, "python", directory, directory)


@contextmanager
def serve_program(program: Program | None) -> Iterator[tuple[str, ...]]:
    """Serve the program while the context lasts; yields the arguments that lead the CLI to it, none without one."""
    if program is None:
        yield ()
        return
    import grpc
    from pulumi.automation._server import LanguageServer  # the SDK's own; it has no public name
    from pulumi.runtime.proto import language_pb2_grpc

    server: Any = grpc.server(
        ThreadPoolExecutor(max_workers=4), options=[("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
    )
    language_server: Any = LanguageServer(cast(Any, program))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(language_server, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield (f"--client=127.0.0.1:{port}", "--exec-kind", "auto.inline")
    finally:
        server.stop(grace=None)
