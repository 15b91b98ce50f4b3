"""OUT-P001: the prices that the estimate rests on are no older than the standard allows."""

from outlay.finding import EnforcementLevel, Severity
from outlay.prices.staleness import POLICY, REMEDY, RULE, TITLE, OnStale, aged, dates_of
from outlay.standard.model import Standard

from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, NotApplicable, Scope, rule
from outlay_policy_pack.stack_view import StackView


def as_prices_say(standard: Standard) -> EnforcementLevel:
    """Mandatory where `prices.on_stale` is `block`."""
    blocks = standard.prices.on_stale is OnStale.BLOCK
    return EnforcementLevel.MANDATORY if blocks else EnforcementLevel.ADVISORY


@rule(
    RULE,
    POLICY,
    title=TITLE,
    area=Area.STANDARD,
    scope=Scope.STACK,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.MEDIUM,
    rationale="A limit is held against figures; old ones let pass what costs more by now, or block what costs less.",
    remediation=REMEDY,
    example="# finops.yaml\nprices: {max_age_days: 90, on_stale: block}",
    capability="Planning & Estimating",
    level_by=as_prices_say,
)
def price_age(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each layer of the price book that something is priced by and that is too old.

    Without a day to judge by no age is judged. `prices.on_stale: block` makes it mandatory, where `rules` says nothing.
    """
    if view.as_of is None:
        yield NotApplicable("there is no day to judge by")
        return
    dates, book = dates_of(view.cost.resources.values()), view.cost.book
    if dates is None or book is None:
        yield NotApplicable("no price of the book is used")
        return
    costs = tuple(view.cost.resources.values())
    for message, remedy in aged(book.layers, standard.prices.age_limit, view.as_of, dates.layers, costs):
        yield Found(message, remedy)
