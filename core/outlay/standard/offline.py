"""The section `offline`: answers for previews without a cloud."""

from typing import Any

from pydantic import Field, field_validator

from outlay.standard.section import Section


class Offline(Section):
    """How the offline provider answers.

    `answers` sets what a provider function returns, by its token (`aws:ec2/getAmi:getAmi`); `packages` names provider
    packages to serve that cannot be found by themselves; `baseline` is the state export to preview against where no
    backend is at hand, with `{stack}` in its path. `stack_references` gives, by the name that a program refers to a
    stack with, the file with that stack's outputs: an export, or what `pulumi stack output --json` prints.
    """

    answers: dict[str, dict[str, Any]] = Field(default_factory=dict)
    packages: tuple[str, ...] = ()
    baseline: str = ""
    stack_references: dict[str, str] = Field(default_factory=dict)

    @field_validator("answers")
    @classmethod
    def _tokens(cls, answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        for token in answers:
            if token.count(":") < 2:
                raise ValueError(f"{token!r} is no function token; one looks like aws:ec2/getAmi:getAmi")
        return answers
