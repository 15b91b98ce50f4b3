"""Cheaper equivalents of a resource that the price book knows, as data: for rules and for `outlay explain`.

An alternative is the same resource with other inputs, priced by the same pricer. Which families succeed which is data
beside these modules, never in a rule. Not here: whether somebody has to take one (`outlay_policy_pack`).
"""

from outlay.alternatives.alternative import Alternative, AlternativeKind
from outlay.alternatives.offers import IN_THE_PROGRAM, alternatives

__all__ = ["IN_THE_PROGRAM", "Alternative", "AlternativeKind", "alternatives"]
