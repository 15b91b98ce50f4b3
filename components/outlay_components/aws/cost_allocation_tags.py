"""`outlay_components.aws.CostAllocationTags`: makes tags count in AWS's billing."""

from typing import NotRequired, Optional

import pulumi
import pulumi_aws as aws
from outlay.tagging.budget_scope import BUDGET_TAG

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make


class AwsCostAllocationTagsArgs(GovernedArgs):
    """The arguments of the activation of tags."""

    further_keys: NotRequired[list[str]]
    """Keys to activate beside `outlay-budget`: those that costs are reported by."""


class AwsCostAllocationTags(Component):
    """Activates tag keys for cost allocation, in one stack of the payer account: until then budgets on them read $0.

    AWS knows a key some hours after a first resource carries it, and refuses to activate it before. Costs count from
    then on. What is activated stays so when this is deleted, since every budget of the organisation reads it.

    `budget_tag` is the raw `aws.costexplorer.CostAllocationTag` of `outlay-budget`, `further_tags` are the others.
    """

    active_keys: pulumi.Output[list[str]]
    """The keys that are active: list them under `budgets.aws.active_tags` in finops.yaml."""

    def __init__(
        self,
        name: str,
        args: AwsCostAllocationTagsArgs,
        opts: Optional[pulumi.ResourceOptions] = None,  # noqa: UP045
    ) -> None:
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: AwsCostAllocationTagsArgs) -> None:
        """Activate the keys."""
        keys = [key for key in dict.fromkeys(args.get("further_keys", ())) if key != BUDGET_TAG]
        self.budget_tag = _activated(make, "budget_tag", BUDGET_TAG, "")
        self.further_tags = [_activated(make, "further_tags", key, key) for key in keys]
        self.active_keys = make.apply(lambda *active: list(active), *(tag.tag_key for tag in self._tags()))

    def _tags(self) -> list[aws.costexplorer.CostAllocationTag]:
        return [self.budget_tag, *self.further_tags]


def _activated(make: Make, key: str, tag: str, suffix: str) -> aws.costexplorer.CostAllocationTag:
    return make(
        aws.costexplorer.CostAllocationTag,
        key,
        {"tag_key": tag, "status": "Active"},
        suffix=suffix,
        options=pulumi.ResourceOptions(retain_on_delete=True),
    )
