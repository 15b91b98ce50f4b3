"""`outlay init`: writes a first finops.yaml from the projects in a folder, and says what to do next."""

import sys
from pathlib import Path

from outlay.errors import WrongUse
from outlay.standard.location import FILE_NAME, VARIABLE, nearest, standard_path

from outlay_automation.cli.clock import today
from outlay_automation.first_standard import first_standard
from outlay_automation.found_projects import found_projects
from outlay_automation.render.notes import say_note


def write_first_standard(directory: Path) -> None:
    """Write DIR/finops.yaml; what is there stays as it is.

    Raises:
        WrongUse: there is a standard already, there is no project, or the file cannot be written.
    """
    if not directory.is_dir():
        raise WrongUse(f"{directory} is no folder", "Name the folder of a Pulumi project, or one above several.")
    target = directory / FILE_NAME
    there = nearest(directory)
    if there is not None:
        hint = "Add to it; or remove it first, and run `outlay init` again."
        raise WrongUse(f"there is a standard already, {_shown(there)}, and it stays as it is", hint)
    projects = found_projects(directory)
    if not projects:
        hint = "Go to a project or above several, or name the folder: outlay init DIR."
        raise WrongUse(f"no Pulumi project is in {directory} or below it", hint)
    text = first_standard(projects, today())
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise WrongUse(f"{target} cannot be written: {error.strerror}") from None
    stack = next((each.stacks[0] for each in projects if each.stacks), "STACK")
    sys.stdout.write(
        f"Wrote {target}, for {', '.join(each.name for each in projects)}. Next:\n"
        f"  1. Read it, and set who answers (owners), which tags are required, and where.\n"
        f"  2. outlay budget suggest {directory} --stack {stack} --offline --write\n"
        f"  3. outlay preview {directory} --stack {stack} --offline\n"
        f"  4. Commit it. Rules that stop a change only advise for the first month: see `advisory_until` in it.\n"
    )
    in_use = standard_path(directory)
    if in_use is not None and in_use != nearest(directory):
        say_note(f"{VARIABLE} names {in_use}, which comes before this file")


def _shown(path: Path) -> Path:
    """A path as a person in the current folder writes it."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
