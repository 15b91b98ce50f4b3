"""From resources to costs: pricers, charges, and the estimate over a snapshot.

Three layers, never mixed: properties → quantities (the pricers, pure), quantity × price query (`Charge`, data),
query → price (`outlay.prices`).
"""
