"""What a test names as its program: a function, the folder of a Pulumi project, or the file of a program.

A program on disk runs in this process, by this interpreter, as Pulumi runs it: from its own folder, which it imports
from. Not here: what becomes of what it declares.
"""

import importlib
import inspect
import os
import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from outlay.errors import WrongUse

from outlay_automation.engine.inline import inline_project
from outlay_automation.engine.project import Project, find_project
from outlay_automation.engine.seam import Program, StackSource
from outlay_automation.testing.surroundings import drop, environment_masked, is_the_programs, modules_dropped

_one_at_a_time = Lock()
"""Working directory, import path and loaded modules are the process's own."""


@dataclass(frozen=True, slots=True)
class ProgramSource:
    """A program ready to run: its project, the folder that positions in it are told from, and the function to call.

    `file` is the program's own where it is on disk, and `has_stacks` says that it is a project with files of stacks.
    """

    project: Project
    directory: Path
    run: Program
    file: Path | None = None
    has_stacks: bool = False


def source_of(program: Program | str | Path, project: str, stack: str, scratch: Path) -> ProgramSource:
    """What a test names as its program.

    Args:
        program: a function, or a path.
        project: the project's name where the program has no Pulumi.yaml.
        stack: the stack's name.
        scratch: a folder that lives as long as the run.

    Raises:
        WrongUse: there is no such file or folder, or it is no Python program.
        InvalidFile: Pulumi.yaml cannot be read.
    """
    if callable(program):
        inline = inline_project(StackSource(scratch, stack=stack, program=program, project=project), scratch)
        return ProgramSource(inline, _folder_of(program), program)
    path = Path(program).resolve()
    if path.suffix == ".py":
        return _of_file(path, project, stack, scratch)
    found = find_project(path)
    if found.runtime != "python":
        raise WrongUse(
            f"{found.name} is a program in {found.runtime}, and a test runs Python alone",
            "Preview it: `outlay preview`.",
        )
    file = found.program if found.program.is_file() else found.program / "__main__.py"
    return ProgramSource(found, file.parent, partial(_run_file, file), file, has_stacks=True)


def _of_file(file: Path, project: str, stack: str, scratch: Path) -> ProgramSource:
    if not file.is_file():
        raise WrongUse(f"there is no program {file}", "Name the folder of a Pulumi project, or its __main__.py.")
    run = partial(_run_file, file)
    try:
        return ProgramSource(find_project(file.parent), file.parent, run, file, has_stacks=True)
    except WrongUse:
        inline = inline_project(StackSource(scratch, stack=stack, program=run, project=project), scratch)
        return ProgramSource(inline, file.parent, run, file)


def _folder_of(program: Program) -> Path:
    """The folder of the file that a function is written in; the working directory where there is no such file."""
    inner: Any = program
    while isinstance(inner, partial):
        inner = inner.func
    inner = inspect.unwrap(inner)
    try:
        file = inspect.getsourcefile(inner if inspect.isroutine(inner) else type(inner))
    except TypeError:  # of a class of Python's own
        file = None
    return Path(file).resolve().parent if file and Path(file).is_file() else Path.cwd()


def _run_file(file: Path) -> None:
    runpy.run_path(str(file), run_name="__main__")


@contextmanager
def at_home(source: ProgramSource) -> Iterator[None]:
    """The process as the program expects it, and as it was once the context ends.

    What it loads of its own goes again: the next program may have others of the same names, and a module declares
    resources only where it is first imported. Of a program on disk the working directory is its folder, which comes
    first among those that are imported from; modules that are called as those in it are set aside. One such program
    at a time.
    """
    if source.file is None:
        with environment_masked, modules_dropped:
            yield
        return
    folder = source.directory
    with _one_at_a_time, environment_masked:
        here, path, arguments = Path.cwd(), list(sys.path), list(sys.argv)
        before = dict(sys.modules)
        for name in filter(_called_as_in(folder), before):
            del sys.modules[name]
        importlib.invalidate_caches()
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        sys.argv[:] = [str(folder)]
        try:
            yield
        finally:
            for name, module in list(sys.modules.items()):
                if module is not before.get(name) and is_the_programs(module, name):
                    drop(name)
            # what was set aside, and the program's __main__ gives way to that of the process
            sys.modules.update({name: before[name] for name in before if sys.modules.get(name) is not before[name]})
            sys.path[:], sys.argv[:] = path, arguments
            os.chdir(here)


def _called_as_in(folder: Path) -> Callable[[str], bool]:
    """Whether a module is called as one that the folder has, or lies in a package that is."""
    files = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/*.py")}  # also those without an __init__.py
    ours = (files | packages) - {"__main__", "__init__", "conftest", "tests"} - sys.stdlib_module_names
    return lambda name: name.partition(".")[0] in ours
