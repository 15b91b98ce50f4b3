"""The wheel of the Outlay that is running, to travel with a policy pack: built in a checkout, put together elsewhere.

Not here: what else a pack needs (`bundle`).
"""

import base64
import hashlib
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath
from typing import Final

from outlay.errors import OutlayError

NAME: Final = "outlay"
_CHECKOUT: Final = Path(__file__).parents[2]
_BUILD: Final = ".ci/uv"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive, so that the same files give the same bytes."""
_OF_AN_INSTALLATION: Final = frozenset(
    {"INSTALLER", "REQUESTED", "RECORD", "direct_url.json", "uv_cache.json", "uv_build.json"}
)
_MODE: Final = 0o644 << 16


def write_own_wheel(folder: Path) -> Path:
    """Write the wheel into a folder; its path.

    Raises:
        OutlayError: it cannot be built.
    """
    if is_checkout(_CHECKOUT):
        return _built(_CHECKOUT, folder)
    return repacked(distribution(NAME), folder)


def is_checkout(folder: Path) -> bool:
    """Whether a folder is a source checkout of Outlay, and not a place that packages are installed in."""
    project = folder / "pyproject.toml"
    if not project.is_file() or not (folder / _BUILD).is_file():
        return False
    with project.open("rb") as stream:
        return bool(tomllib.load(stream).get("project", {}).get("name") == NAME)


def repacked(of: Distribution, folder: Path) -> Path:
    """Put a wheel together from what one installed: the same files, without those that the installation added.

    Raises:
        OutlayError: the installation does not list its files.
    """
    if of.files is None:
        raise OutlayError("this installation of Outlay does not list its files", "Install it by pip or uv.")
    version = of.metadata["Version"]
    path, information = folder / f"{NAME}-{version}-py3-none-any.whl", f"{NAME}-{version}.dist-info"
    recorded = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(_packed(of)):
            content = Path(str(of.locate_file(name))).read_bytes()
            _add(archive, name, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            recorded.append(f"{name},sha256={digest},{len(content)}")
        record = f"{information}/RECORD"
        _add(archive, record, "\n".join([*recorded, f"{record},,", ""]).encode())
    return path


def _packed(of: Distribution) -> Iterator[str]:
    for each in of.files or ():
        parts = PurePosixPath(each.as_posix()).parts
        is_added = parts[0].endswith(".dist-info") and parts[-1] in _OF_AN_INSTALLATION
        if parts[0] not in ("..", "/") and "__pycache__" not in parts and not is_added:
            yield each.as_posix()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _MODE
    archive.writestr(entry, content)


def _built(checkout: Path, folder: Path) -> Path:
    command = [str(checkout / _BUILD), "build", "--quiet", "--wheel", "--out-dir", str(folder), str(checkout)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob(f"{NAME}-*.whl"))
    if done.returncode or not wheels:
        raise OutlayError(f"the wheel of Outlay could not be built: {done.stderr.strip()}")
    # what the build leaves beside it is none of the pack's
    (folder / ".gitignore").unlink(missing_ok=True)
    return wheels[-1]
