"""OUT-W004: log groups keep logs for a time, and not for ever."""

from typing import Final

from outlay.estimate.properties import as_number, shown
from outlay.figures import per_unit
from outlay.finding import EnforcementLevel, Severity
from outlay.standard.model import Standard

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule

LOG_GROUP: Final = "aws:cloudwatch/logGroup:LogGroup"
_FOR_DAYS_ONLY: Final = "DELIVERY"
"""The class of log groups of which AWS sets the retention itself."""
_STORAGE: Final = "storage"


@rule(
    "OUT-W004",
    "log-retention",
    title="Log groups with a retention",
    area=Area.WASTE,
    scope=Scope.RESOURCE,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.LOW,
    clouds=("aws",),
    rationale="A log group without a retention keeps every line for ever, and each month is billed for all before it.",
    remediation="Set retentionInDays to how long somebody reads them.",
    example='aws.cloudwatch.LogGroup("orders", retention_in_days=30)',
    capability="Workload Optimization",
)
def log_retention(view: ResourceView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for a log group that never forgets, with the price of what it keeps; undecided where that is not known.

    How much it keeps is not in the program, so that no saving can be said.
    """
    inputs = view.resource.inputs
    if view.resource.type != LOG_GROUP or inputs.get("logGroupClass") == _FOR_DAYS_ONLY:
        return
    days = inputs.get("retentionInDays")
    open_ = view.open_inputs("retentionInDays")
    number = as_number(days) if days is not None else 0
    if not open_ and number is None:
        open_ = (f"retentionInDays is {shown(days)}, which is no number",)
    if open_:
        yield Found("may keep its logs for ever", open=open_)
    elif number == 0:
        yield Found(f"keeps its logs for ever{_price(view)}")


def _price(view: ResourceView) -> str:
    """What each GB that it keeps costs, where that is known."""
    for charge in view.cost.charges:
        if charge.query.dimension == _STORAGE and charge.unit_price is not None:
            return f", for {per_unit(charge.unit_price, charge.unit, view.cost.cost.currency)}"
    return ""
