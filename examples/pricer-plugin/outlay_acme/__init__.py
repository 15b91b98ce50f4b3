"""Prices the resources of Acme (`acme:index/…`) in the estimates of Outlay."""

from pathlib import Path

from outlay.plug_ins.plug_in import PlugIn

from outlay_acme.pricers import pricers

plug_in = PlugIn(
    pricers=pricers,
    free={"acme:index/project:Project": "it orders caches and is not charged"},
    sheets=Path(__file__).parent / "sheets",
)
