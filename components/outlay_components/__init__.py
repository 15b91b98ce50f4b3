"""Pulumi components to import instead of raw resources, and `govern` for raw ones: owner, tags and budget come along.

    from outlay_components import MonthlyBudget, aws

    aws.Instance("shop", {"instance_type": "t4g.small", "image_id": "ami-…", "budget": MonthlyBudget(30)})

A component cannot be without them; `govern(owner=…)` at the top of an existing program gives them to all it declares.
"""

from outlay_components.governance.budget import MonthlyBudget
from outlay_components.governance.govern import govern

__all__ = ["MonthlyBudget", "govern"]
