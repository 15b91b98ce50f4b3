"""A policy pack that stands by itself: a folder to copy, to keep in a repository, or to publish to Pulumi Cloud.

    write_bundle(Path("finance-pack"), standard=Path("finops.yaml"))

It needs nothing of this repository: `pulumi install` in it makes its environment. Not here: the wheel in it
(`own_wheel`), and what it does when Pulumi runs it (`pack`).
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from outlay import __version__
from outlay.errors import WrongUse
from outlay.prices.book import NO_OVERLAY
from outlay.prices.lock import lock_path
from outlay.standard.location import FILE_NAME
from outlay.standard.reading import read_standard

from outlay_policy_pack.bundle.own_wheel import NAME, write_own_wheel
from outlay_policy_pack.configuration import configured
from outlay_policy_pack.declaration import DESCRIPTION

_WHEELS: Final = "wheels"
_FILES: Final = {
    "PulumiPolicy.yaml": f"""\
description: {DESCRIPTION}
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: venv
""",
    "__main__.py": '''\
"""What Pulumi runs of this folder: the financial standard as a policy pack."""

from pathlib import Path

from outlay_policy_pack import serve

serve(Path(__file__).parent)
''',
    ".gitignore": "venv/\n__pycache__/\n",
}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A written pack: its folder, and the files in it, relative to that."""

    folder: Path
    files: tuple[str, ...]


def write_bundle(folder: Path, standard: Path | None = None) -> Bundle:
    """Write a policy pack into a folder that is empty or not there yet.

    Args:
        folder: where to write it.
        standard: a finops.yaml to travel with it, an organisation's default for projects that have none; its files of
            prices travel along.

    Raises:
        WrongUse: the folder holds something, or the standard names files that cannot travel.
        InvalidFile: the standard is not what it should be.
        OutlayError: the wheel of Outlay cannot be built.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is no empty folder", "Name one that is not there yet.")
    travelling = dict(_travelling(standard)) if standard is not None else {}
    (folder / _WHEELS).mkdir(parents=True)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_own_wheel(folder / _WHEELS)
    requirements = f"--find-links ./{_WHEELS}\n{NAME}[policy]=={__version__}\n"
    (folder / "requirements.txt").write_text(requirements, encoding="utf-8")
    for name, source in travelling.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return Bundle(folder, tuple(found))


def _travelling(standard: Path) -> Iterator[tuple[str, Path]]:
    """By its path in the pack, each file that the standard needs, itself first."""
    read = read_standard(standard)
    # a rule that is set wrongly is told now, and not to everybody who previews with the pack
    configured(read, "", "", "")
    yield FILE_NAME, standard
    lock = lock_path(standard)
    if lock is not None and lock.is_file():
        yield lock.name, lock
    for named in (read.prices.contract, read.prices.rates, read.prices.overlay):
        if named in ("", NO_OVERLAY):
            continue
        path = Path(named)
        if path.is_absolute() or ".." in path.parts:
            hint = "Keep it beside finops.yaml, and name it from there."
            raise WrongUse(f"{standard} names {named}, which cannot travel with it", hint)
        if not (standard.parent / path).is_file():
            raise WrongUse(f"{standard} names {named}, and there is no such file")
        yield path.as_posix(), standard.parent / path
