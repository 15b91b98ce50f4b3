"""Pulumi components to import instead of raw resources: with tags, owner and budget that cannot be left out.

from outlay_components import MonthlyBudget, aws

aws.Instance("shop", {"instance_type": "t4g.small", "image_id": "ami-…", "budget": MonthlyBudget(30)})
"""

from outlay_components.governance.budget import MonthlyBudget

__all__ = ["MonthlyBudget"]
