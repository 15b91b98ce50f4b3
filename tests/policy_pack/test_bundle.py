"""The written pack: what lies in it, what may travel with it, and the wheel that comes out of an installation."""

from __future__ import annotations

import zipfile
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from outlay import __version__
from outlay.errors import InvalidFile, OutlayError, WrongUse
from outlay_policy_pack.bundle import pack_folder
from outlay_policy_pack.bundle.own_wheel import is_checkout, repacked
from outlay_policy_pack.bundle.pack_folder import write_bundle

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def wheel(monkeypatch: pytest.MonkeyPatch) -> str:
    """A wheel that is none: building one takes longer than all that is tested here."""
    name = f"outlay-{__version__}-py3-none-any.whl"
    monkeypatch.setattr(pack_folder, "write_own_wheel", lambda folder: (folder / name).write_bytes(b"wheel"))
    return name


def standard(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "finops.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_lies_in_it(tmp_path: Path, wheel: str) -> None:
    written = write_bundle(tmp_path / "pack")

    files = (".gitignore", "PulumiPolicy.yaml", "__main__.py", "requirements.txt", f"wheels/{wheel}")
    assert written.files == files
    requirements = (tmp_path / "pack" / "requirements.txt").read_text(encoding="utf-8")
    assert requirements == f"--find-links ./wheels\noutlay[policy]=={__version__}\n"


def test_it_runs_the_same_program_as_this_repositorys_pack(tmp_path: Path) -> None:
    write_bundle(tmp_path / "pack")
    program = (tmp_path / "pack" / "__main__.py").read_text(encoding="utf-8")
    assert program == (ROOT / "policy_pack" / "__main__.py").read_text(encoding="utf-8")


def test_a_standard_travels_with_the_files_of_prices_that_it_names(tmp_path: Path) -> None:
    source = standard(tmp_path / "house", "prices: {contract: prices/contract.csv}")
    (source.parent / "prices").mkdir()
    (source.parent / "prices" / "contract.csv").write_text("contract", encoding="utf-8")
    (source.parent / "outlay.lock").write_text("lock", encoding="utf-8")

    written = write_bundle(tmp_path / "pack", source)

    assert {"finops.yaml", "outlay.lock", "prices/contract.csv"} <= set(written.files)
    assert (tmp_path / "pack" / "prices" / "contract.csv").read_text(encoding="utf-8") == "contract"


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("prices: {contract: ../contract.csv}", WrongUse, "names ../contract.csv, which cannot travel with it"),
        ("prices: {rates: rates.csv}", WrongUse, "names rates.csv, and there is no such file"),
        ("tags: {requird: []}", InvalidFile, "finops.yaml:1: tags.requird: no such key"),
        ("rules: {required-tag: {}}", InvalidFile, "finops.yaml:1: no rule 'required-tag'"),
    ],
)
def test_a_standard_that_cannot_travel_is_refused_before_anything_is_written(
    tmp_path: Path, text: str, error: type[OutlayError], message: str
) -> None:
    with pytest.raises(error, match=message):
        write_bundle(tmp_path / "pack", standard(tmp_path / "house", text))
    assert not (tmp_path / "pack").exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUse, match="is no empty folder"):
        write_bundle(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert "__main__.py" in write_bundle(tmp_path).files


@pytest.fixture
def installed(tmp_path: Path) -> Distribution:
    """An installation of a small wheel, with what installing and running added to it."""
    files = {
        "outlay/__init__.py": "",
        "outlay/__pycache__/__init__.cpython-311.pyc": "compiled",
        "outlay-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: outlay\nVersion: 1.2\n",
        "outlay-1.2.dist-info/WHEEL": "Wheel-Version: 1.0\n",
        "outlay-1.2.dist-info/INSTALLER": "uv",
        "outlay-1.2.dist-info/direct_url.json": "{}",
        "outlay-1.2.dist-info/licenses/LICENSE": "free",
    }
    for name, text in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    information = tmp_path / "site" / "outlay-1.2.dist-info"
    lines = [*(f"{name},," for name in files), "../bin/outlay,,", "outlay-1.2.dist-info/RECORD,,"]
    (information / "RECORD").write_text("\n".join(lines), encoding="utf-8")
    return Distribution.at(information)


def test_a_wheel_out_of_an_installation_holds_what_was_installed(installed: Distribution, tmp_path: Path) -> None:
    path = repacked(installed, tmp_path)

    assert path.name == "outlay-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == [
            "outlay-1.2.dist-info/METADATA",
            "outlay-1.2.dist-info/WHEEL",
            "outlay-1.2.dist-info/licenses/LICENSE",
            "outlay/__init__.py",
            "outlay-1.2.dist-info/RECORD",
        ]
        record = archive.read("outlay-1.2.dist-info/RECORD").decode().splitlines()
    # the digest of an empty file, as everybody's SHA-256 has it
    assert "outlay/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0" in record
    assert record[-1] == "outlay-1.2.dist-info/RECORD,,"


def test_the_same_installation_gives_the_same_bytes(installed: Distribution, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert repacked(installed, tmp_path).read_bytes() == repacked(installed, tmp_path / "again").read_bytes()


def test_an_installation_that_lists_no_files_is_told_so(installed: Distribution, tmp_path: Path) -> None:
    (tmp_path / "site" / "outlay-1.2.dist-info" / "RECORD").unlink()
    with pytest.raises(OutlayError, match="does not list its files"):
        repacked(Distribution.at(tmp_path / "site" / "outlay-1.2.dist-info"), tmp_path)


def test_what_a_checkout_is(tmp_path: Path) -> None:
    assert is_checkout(ROOT)
    assert not is_checkout(tmp_path)
