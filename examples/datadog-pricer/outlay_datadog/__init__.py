"""Prices the resources of Datadog (`datadog:…`) in the estimates of Outlay: hosts, synthetic tests, log indexes."""

from pathlib import Path

from outlay.plug_ins.plug_in import PlugIn

from outlay_datadog.free import FREE
from outlay_datadog.pricers import pricers

plug_in = PlugIn(pricers=pricers, free=FREE, sheets=Path(__file__).parent / "sheets")
