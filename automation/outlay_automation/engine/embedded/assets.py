"""Hashes of files and archives among the inputs, by which a change of their content shows.

The genuine engine adds them when a resource is registered; a state has them too. Source of the rules: Pulumi's
documentation of assets and archives, and the hashes that the genuine engine computes. Not here: whether two are the
same (`engine.offline.difference`).
"""

import hashlib
import os
import posixpath
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from outlay_automation.engine.embedded.registration import Refused
from outlay_automation.engine.embedded.tar import END, member
from outlay_automation.engine.offline.values import Properties, is_archive, is_asset

_FILES_OF_ARCHIVES: Final = (".tar", ".tgz", ".tar.gz", ".zip", ".jar")
_BOOKKEEPING: Final = ".pulumi"
"""The name of Pulumi's own folders, which belong to no archive."""


class Assets:
    """Hashes what a program's resources carry.

    Args:
        directory: the program's folder, which relative paths start from.
        elsewhere: called with the address of what lies elsewhere, which is not fetched and gets no hash.
    """

    def __init__(self, directory: Path, elsewhere: Callable[[str], None]) -> None:
        self._directory = directory
        self._elsewhere = elsewhere

    def hashed(self, properties: Properties) -> Properties:
        """The properties with a hash in every file and archive that has none.

        Raises:
            Refused: a file is not there, or an archive is none.
        """
        return {key: self._hashed(value, key) for key, value in properties.items()}

    def _hashed(self, value: Any, key: str) -> Any:
        if isinstance(value, list):
            return [self._hashed(one, key) for one in value]
        if not isinstance(value, dict):
            return value
        if not is_asset(value):
            return {name: self._hashed(inner, name) for name, inner in value.items()}
        if value.get("hash"):
            return value
        if value.get("assets"):
            value = {**value, "assets": {name: self._hashed(inner, name) for name, inner in value["assets"].items()}}
        kind = "archive" if is_archive(value) else "asset"
        try:
            found = self._of_archive(value) if is_archive(value) else self._of_asset(value)
        except _Elsewhere as address:
            self._elsewhere(str(address))
            return value
        except (OSError, tarfile.TarError, zipfile.BadZipFile, ValueError) as error:
            raise Refused(f"the {kind} {key!r} cannot be read: {error}") from None
        return {**value, "hash": found}

    def _of_asset(self, asset: Mapping[str, Any]) -> str:
        path = self._path(asset)
        return hashlib.sha256(self._content(asset)).hexdigest() if path is None else _digest(path)

    def _of_archive(self, archive: Mapping[str, Any]) -> str:
        path = self._path(archive)
        if path is not None and str(path).endswith(_FILES_OF_ARCHIVES):
            return _digest(path)
        # what is no file yet is hashed as the stream that would be sent
        hash_ = hashlib.sha256()
        seen = set()
        for name, content in self._members(archive):
            if name not in seen:
                seen.add(name)
                hash_.update(member(name, content))
        hash_.update(END)
        return hash_.hexdigest()

    def _members(self, archive: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        """The files of an archive, in the order of its stream."""
        path = self._path(archive)
        if path is None:
            yield from self._assets(archive.get("assets") or {})
        elif path.name.endswith((".zip", ".jar")):
            with zipfile.ZipFile(path) as file:
                for info in file.infolist():
                    if not info.is_dir():
                        yield posixpath.normpath(info.filename), file.read(info)
        elif path.name.endswith(_FILES_OF_ARCHIVES):
            with tarfile.open(path) as packed:
                for each in packed:
                    if (content := packed.extractfile(each)) is not None:
                        yield posixpath.normpath(each.name), content.read()
        elif path.is_dir():
            for file_path in _files_below(path):
                yield file_path.relative_to(path).as_posix(), file_path.read_bytes()
        else:
            path.stat()
            raise ValueError(f"{str(path)!r} is neither a folder nor an archive of a kind that Pulumi knows")

    def _assets(self, assets: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
        for name, each in sorted(assets.items(), key=lambda item: item[0].encode()):
            if is_archive(each):
                yield from ((posixpath.normpath(f"{name}/{inner}"), content) for inner, content in self._members(each))
            else:
                yield name, self._content(each)

    def _content(self, asset: Mapping[str, Any]) -> bytes:
        path = self._path(asset)
        return str(asset.get("text") or "").encode() if path is None else path.read_bytes()

    def _path(self, value: Mapping[str, Any]) -> Path | None:
        """The path of what lies in a file or a folder; None for what the program itself holds."""
        if value.get("path"):
            return self._directory / str(value["path"])
        if not value.get("uri"):
            return None
        address = urlsplit(str(value["uri"]))
        if address.scheme != "file":
            raise _Elsewhere(str(value["uri"]))
        return Path(unquote(address.path))


class _Elsewhere(Exception):
    """Something has to be fetched from the address that is the message."""


def _files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder, name by name and folder by folder; a link to a folder is none of its files."""
    if folder.is_symlink():
        return
    for entry in sorted(os.scandir(folder), key=lambda each: os.fsencode(each.name)):
        if entry.name == _BOOKKEEPING:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path))
        elif not entry.is_dir():
            yield Path(entry.path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
