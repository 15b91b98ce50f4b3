"""OUT-S002: exemptions from rules hold until a day, and are agreed upon anew after it."""

from outlay.finding import EnforcementLevel, Severity
from outlay.standard.exemptions import EXPIRED, ExemptionSection
from outlay.standard.model import Standard

from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, NotApplicable, Scope, rule
from outlay_policy_pack.stack_view import StackView


@rule(
    EXPIRED,
    "expired-exemption",
    title="No expired exemption",
    area=Area.STANDARD,
    scope=Scope.STACK,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.MEDIUM,
    rationale="An exemption that nobody takes back is a hole in the standard: on its last day somebody decides again.",
    remediation="Mend what it let pass and take it out of finops.yaml, or agree on another day.",
    example="# finops.yaml\n"
    "exemptions:\n"
    "  - rule: single-resource\n"
    '    resource: "*::reports"\n'
    "    reason: moves to the warehouse in autumn\n"
    "    owner: team-data\n"
    "    expires: 2026-12-31",
    capability="Policy & Governance",
)
def expired_exemption(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each exemption that concerns the stack and whose last day has passed.

    It concerns the stack where its resource glob fits something in it, or the stack as a whole.
    """
    if view.as_of is None:
        yield NotApplicable("there is no day to judge by")
        return
    for index, each in enumerate(standard.exemptions):
        if each.has_expired(view.as_of) and _concerns(each, view):
            where = standard.origin.where("exemptions", index)
            of = "" if each.resource == "*" else f" for {each.resource}"
            message = f"the exemption from {each.rule}{of} expired on {each.expires.isoformat()}"
            yield Found(f"{message} ({each.reason}; {each.owner})", f"Mend what it let pass, or agree anew in {where}.")


def _concerns(each: ExemptionSection, view: StackView) -> bool:
    fits = each.fits("") or any(each.fits(resource.urn) for resource in view.resources)
    return fits and each.concerns(view.project, view.stack)
