"""Runs a Pulumi program for the embedded engine, in the program's own interpreter.

A file that needs nothing but the program's Pulumi SDK: Outlay is not installed there, and nothing of it is imported.
What to run comes as JSON in the first argument; configuration in the variables that Pulumi's own runner reads.
"""

import asyncio
import concurrent.futures
import importlib.machinery
import inspect
import json
import logging
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any

RAISED = 32
"""The exit code of a program that raised, after its error was handed to the engine."""
NO_SDK = 33
"""The exit code where the interpreter has no Pulumi SDK."""


def main() -> int:
    """Run the program to its end."""
    # the folder of this file is no place for a program to import from
    here = Path(__file__).resolve().parent
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != here]
    write_no_bytecode_beside_the_program()
    order = json.loads(sys.argv[1])
    sys.argv[:] = [order["program"]]
    try:
        import pulumi
        import pulumi.runtime
    except ImportError as error:
        print(error, file=sys.stderr)
        return NO_SDK
    # Debugging messages go nowhere, and each of the five a resource would wait for its answer.
    pulumi.log.debug = lambda *_arguments, **_options: None
    pulumi.runtime.set_all_config(pulumi.runtime.get_config_env(), pulumi.runtime.get_config_secret_keys_env())
    known = inspect.signature(pulumi.runtime.Settings.__init__).parameters  # older SDKs know fewer
    settings = {key: value for key, value in order["settings"].items() if key in known}
    pulumi.runtime.configure(pulumi.runtime.Settings(**settings))
    return run(pulumi, order["program"], order["settings"]["parallel"])


def write_no_bytecode_beside_the_program() -> None:
    """Keep compiled code where the interpreter's packages lie, as ever, and write none into the user's tree."""
    own = tuple(str(Path(prefix).resolve()) + os.sep for prefix in (sys.prefix, sys.base_prefix))
    write = importlib.machinery.SourceFileLoader.set_data

    def set_data(loader: Any, path: str, data: bytes, **options: Any) -> None:
        if str(Path(path).resolve()).startswith(own):
            write(loader, path, data, **options)

    importlib.machinery.SourceFileLoader.set_data = set_data  # type: ignore[assignment,method-assign]


def run(pulumi: Any, program: str, parallel: int) -> int:
    """Run the program in a stack; an error of the program's goes to the engine."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(max_workers=parallel * 4))
    # a program that fails leaves futures behind, of which asyncio would complain besides
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(lambda: runpy.run_path(program, run_name="__main__")))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return RAISED
    except Exception:
        pulumi.log.error(traceback.format_exc())
        return RAISED
    return 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads that the program left running must not hold the preview: what it declares is known.
    os._exit(code)
