"""Packages of others, as an installer lays them down: a module and what describes it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from outlay.plug_ins.discovery import plug_in_entries
from outlay.plug_ins.installed import PlugIns, load

PRICER = """
from pathlib import Path
from outlay.estimate.amount import HOUR, Unit
from outlay.estimate.charge import Charge
from outlay.estimate.registry import Registry
from outlay.plug_ins.plug_in import PlugIn
from outlay.prices.query import PriceQuery

pricers = Registry()

@pricers.prices("{type}")
def it(resource, usage, near):
    yield Charge("Nodes", HOUR * (resource.inputs.number("nodes") * 730), PriceQuery("Acme", "*", "node"))

plug_in = PlugIn(pricers=pricers)
"""
SHEET = """service,item,dimension,term,unit,tier_from,source,grade,*
Acme,node,,on-demand,hours,0,1,A,0.02
"""
SOURCES = """id,source,as_of,licence
1,a price list,2026-11-01,published
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Lay down a package that names a plug-in; returns the folder of its module.

    Its module is called `other_NAME`, so that no two tests share one by accident.
    """
    monkeypatch.syspath_prepend(tmp_path)

    def lay_down(name: str, code: str, *, value: str = "", package: str = "", entry: str = "") -> Path:
        module = f"other_{package or name}"
        monkeypatch.delitem(sys.modules, module, raising=False)
        folder = tmp_path / module
        folder.mkdir()
        (folder / "__init__.py").write_text(code)
        described = tmp_path / f"{module}-1.2.dist-info"
        described.mkdir()
        lines = f"[console_scripts]\nsome = thing:main\n\n[outlay.pricers]\n{entry or name} = {value or module}\n"
        (described / "entry_points.txt").write_text(lines)
        return folder

    return lay_down


@pytest.fixture
def plug_ins(tmp_path: Path) -> Callable[[], PlugIns]:
    """The plug-ins of the packages that were laid down."""
    return lambda: load(plug_in_entries([str(tmp_path)]))
