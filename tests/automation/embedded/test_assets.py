"""Hashes of files and archives, against those of standard tools and of the genuine engine."""

import hashlib
import tarfile

import pytest
from outlay_automation.engine.embedded.assets import Assets
from outlay_automation.engine.embedded.registration import Refused
from outlay_automation.engine.embedded.tar import END, member
from outlay_automation.engine.offline.values import SIGNATURE, secret

ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
EMPTY_ARCHIVE = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
"""Two blocks of zeros: what `head -c 1024 /dev/zero | sha256sum` prints."""


def asset(**parts):
    return {SIGNATURE: ASSET, **parts}


def archive(**parts):
    return {SIGNATURE: ARCHIVE, **parts}


def digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def hash_of(tmp_path):
    def found(value):
        elsewhere = []
        hashed = Assets(tmp_path, elsewhere.append).hashed({"source": value})["source"]
        assert elsewhere == []
        return hashed["hash"]

    return found


def test_a_text_and_a_file_are_hashed_by_their_content(tmp_path, hash_of):
    (tmp_path / "a.txt").write_bytes(b"hello")

    assert hash_of(asset(text="hello")) == digest(b"hello")
    assert hash_of(asset(path="a.txt")) == hash_of(asset(path=str(tmp_path / "a.txt"))) == digest(b"hello")
    assert hash_of(asset(uri=f"file://{tmp_path}/a.txt")) == digest(b"hello")


def test_a_file_of_an_archive_is_hashed_as_it_is(tmp_path, hash_of):
    (tmp_path / "packed.tar.gz").write_bytes(b"no real archive")
    assert hash_of(archive(path="packed.tar.gz")) == digest(b"no real archive")


def test_a_folder_is_hashed_as_the_stream_of_its_files(tmp_path, hash_of):
    folder = tmp_path / "files"
    (folder / "a").mkdir(parents=True)
    (folder / ".pulumi").mkdir()
    for name in ("b.txt", "a/c.txt", "a.txt", ".pulumi/left-out"):
        (folder / name).write_text(name)

    stream = b"".join(member(name, name.encode()) for name in ("a/c.txt", "a.txt", "b.txt"))
    assert hash_of(archive(path="files")) == digest(stream + END)
    assert hash_of(archive(assets={"files": archive(path="files")})) == digest(
        b"".join(member(f"files/{name}", name.encode()) for name in ("a/c.txt", "a.txt", "b.txt")) + END
    )


def test_an_archive_of_nothing_is_the_end_of_a_stream(hash_of):
    assert hash_of(archive(assets={})) == digest(END) == EMPTY_ARCHIVE


def test_a_name_counts_once_and_the_first_of_its_kind(hash_of):
    doubled = archive(assets={"a": archive(assets={"b": asset(text="1")}), "a/b": asset(text="2")})
    assert hash_of(doubled) == digest(member("a/b", b"1") + END)


@pytest.mark.parametrize("name", ["a.txt", f"{'folder/' * 20}{'name' * 10}", "n" * 300, "ü.txt", f"{'ü/' * 90}x"])
def test_a_member_is_read_back_by_a_standard_tool(tmp_path, name):
    path = tmp_path / "stream.tar"
    path.write_bytes(member(name, b"content") + END)
    with tarfile.open(path) as packed:
        (found,) = packed.getmembers()
        content = packed.extractfile(found)
        assert content is not None
        assert (found.name, found.mode, found.mtime, content.read()) == (name, 0o600, 0, b"content")


def test_what_has_a_hash_keeps_it_and_every_depth_is_looked_at(tmp_path):
    given = {"code": [secret({"files": asset(text="x")}), asset(text="y", hash="given")]}
    found = Assets(tmp_path, pytest.fail).hashed(given)
    assert found == {"code": [secret({"files": asset(text="x", hash=digest(b"x"))}), asset(text="y", hash="given")]}


def test_what_lies_elsewhere_is_told_and_has_no_hash(tmp_path):
    told = []
    page = asset(uri="https://example.com/page")
    assert Assets(tmp_path, told.append).hashed({"source": page}) == {"source": page}
    assert told == ["https://example.com/page"]


@pytest.mark.parametrize(
    "value", [asset(path="nowhere"), archive(path="nowhere"), asset(path="."), archive(path="a.txt")]
)
def test_what_cannot_be_read_is_refused_by_its_property(tmp_path, value):
    (tmp_path / "a.txt").write_text("no archive")
    with pytest.raises(Refused, match="'source' cannot be read: "):
        Assets(tmp_path, pytest.fail).hashed({"source": value})
