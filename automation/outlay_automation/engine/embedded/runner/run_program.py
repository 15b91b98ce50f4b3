"""Runs a Pulumi program for the embedded engine, in the program's own interpreter.

A file that needs nothing but the program's Pulumi SDK: Outlay is not installed there, and nothing of it is imported.
What to run comes as JSON in the first argument; configuration in the variables that Pulumi's own runner reads. How it
went is written as JSON to the file that the order names: without it, something ended this process from outside, or the
program did so itself. Not here: what becomes of what it tells (`outcome`).
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import gc
import importlib.machinery
import inspect
import json
import logging
import os
import queue
import runpy
import selectors
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

DECLARED = "declared"
"""The program went to its end."""
RAISED = "raised"
"""It raised, and its error was handed to the engine as well."""
EXITED = "exited"
"""It called sys.exit() with another code than 0."""
STUCK = "stuck"
"""It waits for itself: nothing is under way that could ever wake it."""
TOO_LONG = "too long"
"""It did not end in time."""
NO_SDK = "no SDK"
"""The interpreter has no Pulumi SDK that can be used."""

_STACK = "pulumi:pulumi:Stack"
_OBJECTS = 200_000
"""So many objects are made between two searches for circles among them; Python's 700 would search half of the time."""
_THREADS = "outlay"
"""What the names of the threads of this file begin with."""
_PATIENCE_SECONDS = 5.0
"""For how long nothing has to be under way until a program counts as stuck."""
_LAST_WORDS_SECONDS = 3.0
"""How long what a program registered for its exit may take."""


class Stuck(BaseException):
    """The event loop waits for what cannot come; no `except Exception` of the program's is to swallow that."""


class Workers(ThreadPoolExecutor):
    """The threads that a program's requests wait in, counted while they are under way.

    An executor of that class, since asyncio takes no other as its default one; but its threads are its own: Python
    waits at its exit for those of the library's, and what a program left under way may never end.
    """

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.under_way = 0
        self._size = size
        self._count = threading.Lock()
        self._own: list[threading.Thread] = []
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        self._is_shut = False

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        """Start work, which counts until it is done.

        Raises:
            RuntimeError: the executor is shut down.
        """
        future: Future[Any] = Future()
        with self._count:
            if self._is_shut:
                raise RuntimeError("cannot schedule new futures after shutdown")
            is_busy = self.under_way >= len(self._own)
            self.under_way += 1
            self._waiting.put((future, functools.partial(function, *arguments, **options)))
            if is_busy and len(self._own) < self._size:
                name = f"{_THREADS}_{len(self._own)}"
                self._own.append(threading.Thread(target=self._work, name=name, daemon=True))
                self._own[-1].start()
        future.add_done_callback(self._done)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work, and have the threads end once they are done; with `wait`, wait for what is under way.

        Args:
            wait: whether to wait.
            cancel_futures: give up what has not begun.
        """
        with self._count:
            self._is_shut = True
            given_up = []
            while cancel_futures and not self._waiting.empty():
                given_up.append(self._waiting.get())
            for _ in self._own:
                self._waiting.put(None)
        for each in given_up:
            if each is not None:
                each[0].cancel()
        for thread in self._own if wait else ():
            thread.join()

    def _work(self) -> None:
        while (given := self._waiting.get()) is not None:
            future, function = given
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = function()
            except BaseException as error:  # whatever it is, it is for whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)
            del given, future, function  # nothing of it is kept while the thread waits for more

    def _done(self, _future: Future[Any]) -> None:
        with self._count:
            self.under_way -= 1


class Watch(selectors.DefaultSelector):
    """What an event loop sleeps in; it notices when the loop sleeps for ever.

    asyncio asks to sleep without an end where nothing is due. Then only a request under way, a file that is waited for
    or another thread can wake it; where there is none of them, nobody will. Threads that were there before the program
    are not its own.
    """

    def __init__(self, workers: Workers) -> None:
        super().__init__()
        self._workers = workers
        self._others = set(threading.enumerate())

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Sleep until something happens.

        Raises:
            Stuck: nothing ever will.
        """
        end = time.monotonic() + _PATIENCE_SECONDS
        while timeout is None and self._is_alone():
            left = end - time.monotonic()
            if left <= 0:
                raise Stuck
            if events := super().select(left):
                return events
        return super().select(timeout)

    def _is_alone(self) -> bool:
        if self._workers.under_way or len(self.get_map()) > 1:  # the loop's own pipe is one
            return False
        own = (*self._others, threading.current_thread())
        return all(each in own or each.name.startswith(_THREADS) for each in threading.enumerate())


def loop_with(workers: Workers) -> asyncio.AbstractEventLoop:
    """An event loop of this thread, which raises Stuck rather than to wait for ever for nothing."""
    loop = asyncio.SelectorEventLoop(Watch(workers))
    asyncio.set_event_loop(loop)
    loop.set_default_executor(workers)
    return loop


def declare(loop: asyncio.AbstractEventLoop, program: Callable[[], object]) -> dict[str, Any]:
    """Run a program in a stack, and say how it went; what it raised is told to the engine as well."""
    import pulumi
    import pulumi.runtime

    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(program))  # type: ignore[arg-type]  # may return anything
    except Stuck:
        return {"outcome": STUCK, **whereabouts(loop, None)}
    except SystemExit as exit_:
        return _exited(exit_.code)
    except pulumi.RunError as error:
        return _raised(pulumi, str(error))
    except BaseException:
        return _raised(pulumi, traceback.format_exc())
    return {"outcome": DECLARED}


def whereabouts(loop: asyncio.AbstractEventLoop | None, thread: int | None) -> dict[str, Any]:
    """Where a program is: the place in the thread, places of what it awaits, and the resources that wait for inputs."""
    frame = sys._current_frames().get(thread) if thread is not None else None
    places = traceback.format_stack(frame) if frame is not None else []
    waiting: set[str] = set()
    for task in asyncio.all_tasks(loop) if loop is not None else ():
        step: Any = task.get_coro()
        while (frame := getattr(step, "cr_frame", None)) is not None:
            type_, name = frame.f_locals.get("ty"), frame.f_locals.get("name")
            is_of_a_resource = isinstance(type_, str) and isinstance(name, str)  # the SDK registers it in this frame
            if is_of_a_resource and type_ != _STACK:
                waiting.add(f"{name} ({type_})")
            places += traceback.format_list(traceback.StackSummary.extract([(frame, frame.f_lineno)]))
            step = step.cr_await
    return {"place": "".join(dict.fromkeys(places)), "waiting": sorted(waiting)}


def main() -> None:
    """Run the program to its end, and say how it went."""
    # the folder of this file is no place for a program to import from
    here = Path(__file__).resolve().parent
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != here]
    write_no_bytecode_beside_the_program()
    gc.set_threshold(_OBJECTS)
    order = json.loads(sys.argv[1])
    sys.argv[:] = [order["program"]]
    workers = Workers(order["settings"]["parallel"] * 4)
    loop = loop_with(workers)
    main_thread = threading.get_ident()

    def end(outcome: dict[str, Any]) -> None:
        Path(order["report"]).write_text(json.dumps(outcome), encoding="utf-8")
        # Threads that the program left running must not hold the preview: what it declares is known.
        os._exit(0)

    def stop() -> None:
        try:
            place = whereabouts(loop, main_thread)
        except RuntimeError:  # the program's tasks changed meanwhile
            place = whereabouts(None, main_thread)
        end({"outcome": TOO_LONG, **place})

    _later(order["seconds"], stop).start()
    outcome = _run(order, loop)
    _later(_LAST_WORDS_SECONDS, lambda: end(outcome)).start()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # the program may have closed it
            stream.flush()
    atexit._run_exitfuncs()  # temporary folders of the program's go
    end(outcome)


def write_no_bytecode_beside_the_program() -> None:
    """Keep compiled code where the interpreter's packages lie, as ever, and write none into the user's tree."""
    own = tuple(str(Path(prefix).resolve()) + os.sep for prefix in (sys.prefix, sys.base_prefix))
    write = importlib.machinery.SourceFileLoader.set_data

    def set_data(loader: Any, path: str, data: bytes, **options: Any) -> None:
        if str(Path(path).resolve()).startswith(own):
            write(loader, path, data, **options)

    importlib.machinery.SourceFileLoader.set_data = set_data  # type: ignore[assignment,method-assign]


def _later(seconds: float, what: Any) -> threading.Timer:
    timer = threading.Timer(seconds, what)
    timer.name = f"{_THREADS}-timer"
    timer.daemon = True
    return timer


def _run(order: dict[str, Any], loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    try:
        import pulumi
        import pulumi.runtime

        _configure(pulumi, order["settings"])
    except Exception as error:  # it is not there, is broken, or is of a time before this file
        return {"outcome": NO_SDK, "error": f"{type(error).__name__}: {error}"}
    # a program that fails leaves futures behind, of which asyncio would complain besides
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    return declare(loop, lambda: _run_path(order["program"]))


def _run_path(program: str) -> None:
    runpy.run_path(program, run_name="__main__")


def _configure(pulumi: Any, told: dict[str, Any]) -> None:
    # Debugging messages go nowhere, and each of the five a resource would wait for its answer.
    pulumi.log.debug = lambda *_arguments, **_options: None
    runtime = pulumi.runtime
    runtime.set_all_config(runtime.get_config_env(), runtime.get_config_secret_keys_env())
    known = inspect.signature(runtime.Settings.__init__).parameters  # older SDKs know fewer
    runtime.configure(runtime.Settings(**{key: value for key, value in told.items() if key in known}))


def _exited(code: Any) -> dict[str, Any]:
    """What follows from sys.exit(): as Python has it, None is 0, and what is no number is an error's text."""
    if code is None or code == 0:
        return {"outcome": DECLARED}
    if not isinstance(code, int):
        print(code, file=sys.stderr)
        code = 1
    return {"outcome": EXITED, "code": code}


def _raised(pulumi: Any, text: str) -> dict[str, Any]:
    try:
        pulumi.log.error(text)
    except Exception:  # the engine may be gone: then the error is at least printed
        traceback.print_exc()
    return {"outcome": RAISED, "error": text}


if __name__ == "__main__":
    main()
