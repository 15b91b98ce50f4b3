"""The section `exemptions`: what a rule may find and lets pass, why, who answers for it, and until when."""

from datetime import date
from fnmatch import fnmatchcase
from typing import Final

from pydantic import Field, field_validator

from outlay.standard.section import Section

EXPIRED: Final = "OUT-S002"
"""The id of the rule that finds what has expired: whatever lets everything else pass, this is found."""
SAY_WHY: Final = "SAY WHY"
SAY_WHO: Final = "SAY WHO"
"""What stands for the reason and for the owner in an exemption that a finding offers, and is no reason and no owner."""
_URN: Final = "urn:"


class ExemptionSection(Section):
    """One exemption.

    `rule` is a rule's id or name, or a glob over either; `resource` a URN or a glob over it, of the whole stack too
    where it is left out; `stacks` limits it to stacks (names or `project/stack`, globs too). A glob that does not begin
    with `urn:` looks at type and name only (`*::warehouse`), so that no project's or stack's name fits by chance. After
    the day `expires` it holds no more, and is found itself; no glob lets that pass, only the rule's own name.
    """

    rule: str = Field(min_length=1)
    resource: str = "*"
    stacks: tuple[str, ...] = ()
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    expires: date

    @field_validator("reason")
    @classmethod
    def _is_reason(cls, reason: str) -> str:
        if reason.strip() == SAY_WHY:
            raise ValueError("say in your own words why the finding may pass")
        return reason

    @field_validator("owner")
    @classmethod
    def _is_owner(cls, owner: str) -> str:
        if owner.strip() == SAY_WHO:
            raise ValueError("name the person or team that answers for it")
        return owner

    def covers(self, rule_id: str, rule_name: str, urn: str, project: str, stack: str) -> bool:
        """Whether it is about this rule, this resource (empty for the whole stack) and this stack, expired or not."""
        if rule_id == EXPIRED:
            is_rule = self.rule in (rule_id, rule_name)
        else:
            is_rule = fnmatchcase(rule_id, self.rule) or fnmatchcase(rule_name, self.rule)
        return is_rule and self.fits(urn) and self.concerns(project, stack)

    def fits(self, urn: str) -> bool:
        """Whether it is about this resource; empty for the whole stack."""
        is_whole = self.resource.startswith(_URN) or not urn
        return fnmatchcase(urn if is_whole else _type_and_name(urn), self.resource)

    def concerns(self, project: str, stack: str) -> bool:
        """Whether it is about this stack."""
        return not self.stacks or any(
            fnmatchcase(stack, pattern) or fnmatchcase(f"{project}/{stack}", pattern) for pattern in self.stacks
        )

    def has_expired(self, as_of: date | None) -> bool:
        """Whether its last day lies before `as_of`; without a day nothing has."""
        return as_of is not None and as_of > self.expires


def _type_and_name(urn: str) -> str:
    """`::TYPE::NAME` of a URN, the types of its parents among them."""
    parts = urn.split("::", 2)
    return f"::{parts[-1]}" if len(parts) > 2 else urn
