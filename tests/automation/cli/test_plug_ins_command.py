"""Plug-ins as the command shows them: by name in `outlay doctor`, in an estimate, and where they fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.automation.cli.conftest import OutlayProcess

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
CACHE = {"type": "acme:index/cache:Cache", "name": "c", "inputs": {}, "usage": {"monthly_requests": 0}}


@pytest.fixture
def with_plug_ins(outlay_process: OutlayProcess, tmp_path: Path) -> Path:
    """A folder of packages on the path: Acme's plug-in, and one that cannot be loaded."""
    folder = tmp_path / "packages"
    for name, value in (("acme", "outlay_acme:plug_in"), ("broken", "outlay_broken")):
        described = folder / f"outlay_{name}-0.1.0.dist-info"
        described.mkdir(parents=True)
        (described / "entry_points.txt").write_text(f"[outlay.pricers]\n{name} = {value}\n")
    (folder / "outlay_acme").symlink_to(EXAMPLES / "pricer-plugin/outlay_acme")
    (folder / "outlay_broken.py").write_text("import nothing_of_the_kind\n")
    outlay_process.environment["PYTHONPATH"] = str(folder)
    outlay_process.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return folder


def test_the_doctor_names_each_plug_in_and_what_is_wrong_with_it(
    outlay_process: OutlayProcess, with_plug_ins: Path
) -> None:
    found = outlay_process("doctor").stdout.partition("Plug-ins\n")[2].partition("\n\n")[0].splitlines()
    acme, broken, advice = (line.split(maxsplit=1)[1] for line in found)
    assert acme == "outlay-acme 0.1.0: 1 type priced, 1 free, with prices of its own"
    assert broken == "outlay-broken 0.1.0: left out: ModuleNotFoundError: No module named 'nothing_of_the_kind'"
    assert advice == "Mend it, or uninstall the package."


def test_without_any_the_doctor_says_so(outlay_process: OutlayProcess) -> None:
    assert "none installed" in outlay_process("doctor").stdout.partition("Plug-ins\n")[2].partition("\n\n")[0]


def test_an_estimate_goes_on_where_a_plug_in_cannot_be_loaded(
    outlay_process: OutlayProcess, with_plug_ins: Path, tmp_path: Path
) -> None:
    other = {"type": "broken:index/thing:Thing", "name": "t", "inputs": {}}
    file = tmp_path / "resources.jsonl"
    file.write_text(f"{json.dumps(CACHE)}\n{json.dumps(other)}\n")

    done = outlay_process("estimate", str(file), "--format", "json")

    assert done.returncode == 0
    assert "note: plug-in broken (outlay-broken 0.1.0) is left out: ModuleNotFoundError" in done.stderr
    total = json.loads(done.stdout)["total"]["monthly"]
    assert (total["expected"], total["high"]) == ("14.6", None)  # 730 × 0.02


def test_prices_list_and_types_name_it(outlay_process: OutlayProcess, with_plug_ins: Path) -> None:
    assert "plugin-acme" in outlay_process("prices", "list", "AcmeCache").stdout
    assert "plug-in acme (outlay-acme 0.1.0): 1 type priced" in outlay_process("types").stdout


def test_an_estimate_says_which_plug_in_raised(
    outlay_process: OutlayProcess, with_plug_ins: Path, tmp_path: Path
) -> None:
    code = """
from outlay.estimate.registry import Registry
from outlay.plug_ins.plug_in import PlugIn
pricers = Registry()
@pricers.prices("broken:index/thing:Thing")
def thing(resource, usage, near):
    raise KeyError("size")
    yield
plug_in = PlugIn(pricers=pricers)
"""
    (with_plug_ins / "outlay_broken.py").write_text(code)
    file = tmp_path / "resources.jsonl"
    file.write_text(json.dumps({"type": "broken:index/thing:Thing", "name": "t", "inputs": {}}))

    printed = " ".join(outlay_process("estimate", str(file)).stdout.split())

    assert "plug-in broken (outlay-broken 0.1.0) raised KeyError: 'size'" in printed
