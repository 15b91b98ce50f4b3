"""Plug-ins of others: found, loaded, named where they fail, and never a guess where two say something."""

import subprocess
import sys
from decimal import Decimal
from importlib.metadata import entry_points

import pytest
from outlay.estimate.registry import OURS, REGISTRY
from outlay.estimate.resource_cost import Status
from outlay.estimate.stack import estimate
from outlay.money import Cost, GapKind
from outlay.plug_ins.discovery import GROUP, plug_in_entries
from outlay.plug_ins.installed import PlugIns
from outlay.plug_ins.testing import _Over
from outlay.prices.query import PriceQuery
from outlay.resource import Snapshot

from .conftest import PRICER

CACHE = "acme:index/cache:Cache"
OTHER = "acme:index/queue:Queue"
NAT = "aws:ec2/natGateway:NatGateway"
NODE = PriceQuery("Acme", "*", "node")
IMPORT = "from outlay.plug_ins.plug_in import PlugIn\n"


@pytest.fixture
def cost_of(make_resource, make_book, make_price):
    """What resources cost by these plug-ins, a node of Acme at 0.02 an hour."""

    def run(plug_ins: PlugIns, *types: str):
        them = [make_resource(each, {"nodes": 2}, region="us-east-1", name=str(n)) for n, each in enumerate(types)]
        return estimate(Snapshot.of(*them), make_book(acme={NODE: make_price("0.02")}), registry=_Over(plug_ins))

    return run


def test_a_package_that_names_a_plug_in_is_found_as_the_standard_library_finds_it(install, tmp_path):
    install("acme", "", value="other_acme:plug_in")
    (found,) = plug_in_entries([str(tmp_path)])
    (known,) = entry_points(group=GROUP, name="acme")
    assert (found.name, found.value, found.package) == ("acme", known.value, "other-acme 1.2")


def test_a_folder_that_is_not_there_and_a_package_without_entry_points_are_passed_over(tmp_path):
    (tmp_path / "plain-1.0.dist-info").mkdir()
    assert plug_in_entries([str(tmp_path / "nowhere"), str(tmp_path)]) == ()


def test_of_a_package_that_lies_on_the_path_twice_the_first_counts(install, tmp_path):
    install("acme", "")
    second = tmp_path / "second" / "other_acme-9.9.dist-info"
    second.mkdir(parents=True)
    (second / "entry_points.txt").write_text("[outlay.pricers]\nacme = elsewhere\n")
    (found,) = plug_in_entries([str(tmp_path), str(second.parent)])
    assert found.value == "other_acme"


def test_the_pricers_of_a_plug_in_price(install, plug_ins, cost_of):
    install("acme", PRICER.format(type=CACHE))
    assert cost_of(plug_ins(), CACHE).total == Cost.exactly(Decimal("29.2"))  # 2 × 730 × 0.02


def test_one_that_raises_at_load_is_named_and_the_others_go_on(install, plug_ins, cost_of):
    install("acme", PRICER.format(type=CACHE))
    install("broken", "raise ImportError('no module named nodes')")
    found = plug_ins()
    assert list(found.notices(OURS)) == [
        "plug-in broken (other-broken 1.2) is left out: ImportError: no module named nodes"
    ]
    total = cost_of(found, CACHE, OTHER).total
    assert (total.expected, total.high) == (Decimal("29.2"), None)


def test_one_that_raises_while_it_prices_is_named_and_the_total_has_a_gap(install, plug_ins, cost_of):
    code = PRICER.format(type=CACHE).replace("    yield Charge", "    resource.widgets\n    yield Charge")
    install("acme", code)
    cost = cost_of(plug_ins(), CACHE)
    (gap,) = cost.total.gaps
    assert gap.kind is GapKind.UNSUPPORTED
    assert gap.reason == (
        f"the pricer of {CACHE} failed: PlugInFailed: plug-in acme (other-acme 1.2) raised AttributeError: "
        "'Subject' object has no attribute 'widgets'"
    )
    assert cost.total.high is None


def test_of_two_for_one_type_neither_is_asked(install, plug_ins, cost_of):
    install("acme", PRICER.format(type=CACHE))
    install("rival", PRICER.format(type=CACHE))
    found = plug_ins()
    said = (
        f"plug-in acme (other-acme 1.2) and plug-in rival (other-rival 1.2) both say what {CACHE} costs, "
        "so neither is asked; uninstall one of them"
    )
    assert list(found.notices(OURS)) == [said]
    (gap,) = cost_of(found, CACHE).total.gaps
    assert said in gap.reason


def test_two_of_the_same_name_are_both_left_out(install, plug_ins):
    install("acme", PRICER.format(type=CACHE))
    install("rival", PRICER.format(type=OTHER), entry="acme")
    (failed,) = plug_ins().failed
    assert failed.label == "plug-in acme (other-acme 1.2 and other-rival 1.2)"
    assert failed.reason == "2 plug-ins have this name; uninstall one of them"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("plug_in = 3", "other_acme is no PlugIn, and no module with one called plug_in"),
        (f"{IMPORT}plug_in = PlugIn(pricers={{}})", "its pricers are no Registry"),
        (
            f"from pathlib import Path\n{IMPORT}plug_in = PlugIn(sheets=Path('/no'))",
            "its sheets are no folder: /no",
        ),
        (
            f"{IMPORT}plug_in = PlugIn(free={{'{CACHE}': ' '}})",
            f"it says that {CACHE} is free, and not why",
        ),
        ("raise SystemExit(3)", "SystemExit: 3"),
    ],
)
def test_what_is_no_plug_in_says_why(install, plug_ins, code, why):
    install("acme", code)
    (failed,) = plug_ins().failed
    assert failed.reason == why


def test_a_plug_in_goes_before_ours_and_says_so(install, plug_ins, cost_of):
    install("acme", PRICER.format(type=NAT))
    found = plug_ins()
    assert list(found.notices(OURS)) == [f"{NAT} is priced by plug-in acme (other-acme 1.2), and not by Outlay"]
    assert cost_of(found, NAT).total == Cost.exactly(Decimal("29.2"))


def test_what_a_plug_in_says_is_free_has_its_reason_alone_or_for_a_module(install, plug_ins, cost_of):
    free = f"{{'{CACHE}': 'it is a gift', 'acme:tools/*': 'tools cost nothing'}}"
    install("acme", f"{IMPORT}plug_in = PlugIn(free={free})")
    cost = cost_of(plug_ins(), CACHE, "acme:tools/saw:Saw", OTHER)
    assert [(each.status, each.free_reason) for each in cost.resources.values()] == [
        (Status.FREE, "it is a gift"),
        (Status.FREE, "tools cost nothing"),
        (Status.UNSUPPORTED, ""),
    ]


def test_without_plug_ins_what_is_priced_is_ours():
    assert REGISTRY.find(NAT) is OURS.find(NAT)
    assert REGISTRY.types() == OURS.types()


def test_looking_for_plug_ins_imports_none_of_them_and_nothing_that_takes_long(install, tmp_path):
    install("acme", "raise SystemExit('imported')")
    code = (
        "import sys; from outlay.plug_ins.discovery import plug_in_entries\n"
        f"assert plug_in_entries([{str(tmp_path)!r}])\n"
        "assert not {'other_acme', 'importlib.metadata', 'configparser', 'outlay.prices.build'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_finder_of_a_plug_in_that_raises_finds_nothing(install, plug_ins, make_resource):
    code = """
from outlay.plug_ins.plug_in import PlugIn
def finder(resource, near):
    raise ValueError("no")
    yield
plug_in = PlugIn(finders={"acme:index/cache:Cache": (finder,)})
"""
    install("acme", code)
    (finder,) = plug_ins().finders(CACHE)
    assert list(finder(make_resource(CACHE, {}, region=None), None)) == []
