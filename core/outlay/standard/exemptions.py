"""The section `exemptions`: what a rule may find and lets pass, why, who answers for it, and until when."""

from datetime import date
from fnmatch import fnmatchcase

from pydantic import Field

from outlay.standard.section import Section


class ExemptionSection(Section):
    """One exemption.

    `rule` is a rule's id or name, or a glob over either; `resource` a URN or a glob over it, of the whole stack too
    where it is left out; `stacks` limits it to stacks (names or `project/stack`, globs too). After the day `expires`
    it holds no more, and is found itself.
    """

    rule: str = Field(min_length=1)
    resource: str = "*"
    stacks: tuple[str, ...] = ()
    reason: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    expires: date

    def covers(self, rule_id: str, rule_name: str, urn: str, project: str, stack: str) -> bool:
        """Whether it is about this rule, this resource (empty for the whole stack) and this stack, expired or not."""
        is_rule = fnmatchcase(rule_id, self.rule) or fnmatchcase(rule_name, self.rule)
        return is_rule and fnmatchcase(urn, self.resource) and self.concerns(project, stack)

    def concerns(self, project: str, stack: str) -> bool:
        """Whether it is about this stack."""
        return not self.stacks or any(
            fnmatchcase(stack, pattern) or fnmatchcase(f"{project}/{stack}", pattern) for pattern in self.stacks
        )

    def has_expired(self, as_of: date | None) -> bool:
        """Whether its last day lies before `as_of`; without a day nothing has."""
        return as_of is not None and as_of > self.expires
