"""The register of pricers: ours by convention, those of others over ours."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer
from types import SimpleNamespace

import pytest
from outlay.estimate.charge import Free
from outlay.estimate.registry import REGISTRY, Pricer, Registry, module_of
from outlay.usage.model import NoUsage

NAT = "aws:ec2/natGateway:NatGateway"


def nothing(resource, usage, near):
    yield Free("it is a test")


@pytest.mark.parametrize(
    ("service", "module"),
    [("ec2", "ec2"), ("lambda", "lambda_"), ("cloudrunV2", "cloudrunv2"), ("", ""), ("../etc", ""), ("a.b", "")],
)
def test_a_service_names_its_module(service, module):
    assert module_of(service) == module


@pytest.mark.parametrize(
    "type_",
    ["", ":", "aws:", "aws:/x:X", "aws:nowhere/x:X", "aws:../x:X", "azure:compute/vm:Vm", "pulumi:pulumi:Stack"],
)
def test_what_nobody_prices_has_no_pricer(type_):
    assert REGISTRY.find(type_) is None


def test_asking_for_one_type_loads_one_service():
    program = (
        "import sys; from outlay.estimate.registry import REGISTRY\n"
        f"assert REGISTRY.find({NAT!r})\n"
        "assert 'outlay.estimate.aws.s3' not in sys.modules and 'outlay.estimate.gcp.compute' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_type_that_is_listed_is_found():
    assert REGISTRY.types() == tuple(sorted(REGISTRY.types()))
    assert all(REGISTRY.find(type_).token == type_ for type_ in REGISTRY.types())


def test_pricers_of_others_stand_beside_and_over_ours():
    registry = Registry(below=REGISTRY)
    registry.prices("datadog:index/monitor:Monitor")(nothing)
    registry.prices(NAT)(nothing)
    assert registry.find(NAT).charges is nothing
    assert registry.find("aws:ec2/eip:Eip") is REGISTRY.find("aws:ec2/eip:Eip")
    assert set(registry.types()) == {*REGISTRY.types(), "datadog:index/monitor:Monitor"}
    assert REGISTRY.find(NAT).charges is not nothing
    assert REGISTRY.find("datadog:index/monitor:Monitor") is None


def test_another_thread_never_meets_a_pricer_whose_module_is_half_there(tmp_path, monkeypatch):
    package = tmp_path / "slow_pricers"
    package.mkdir()
    (package / "__init__.py").write_text("")
    module = (
        "import slow_pricers_hooks as hooks\n"
        "hooks.registry.prices('slow:pump/valve:Valve')(lambda *_: iter(FREE))\n"
        "hooks.began.set()\n"
        "hooks.goes_on.wait(10)\n"
        "FREE = ()\n"
    )
    (package / "pump.py").write_text(module)
    registry, began, goes_on = Registry(packages={"slow": "slow_pricers"}), Event(), Event()
    monkeypatch.syspath_prepend(tmp_path)
    hooks = SimpleNamespace(registry=registry, began=began, goes_on=goes_on)
    monkeypatch.setitem(sys.modules, "slow_pricers_hooks", hooks)

    with ThreadPoolExecutor(2) as threads:
        threads.submit(registry.find, "slow:pump/valve:Valve")
        assert began.wait(10)
        asked = threads.submit(lambda: list(registry.find("slow:pump/valve:Valve").charges(None, None, None)))
        Timer(0.2, goes_on.set).start()
        assert asked.result(10) == []


def test_an_empty_registry_knows_nothing():
    assert Registry().find(NAT) is None
    assert Registry().types() == ()


def test_a_type_has_one_pricer():
    registry = Registry()
    registry.add(Pricer(NAT, nothing, NoUsage))
    with pytest.raises(ValueError, match=f"two pricers for {NAT}"):
        registry.add(Pricer(NAT, nothing, NoUsage))
