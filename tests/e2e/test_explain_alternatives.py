"""`outlay explain` in a genuine preview says what would be cheaper, also where another resource has to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine

PROGRAM = """
template = aws("ec2/launchTemplate:LaunchTemplate", "servers", {"instanceType": "c4.large"})
aws("ec2/instance:Instance", "web", {"launchTemplate": {"id": template.id}})
"""


def test_a_template_of_the_same_preview_is_what_changes(user_project: ProjectMaker) -> None:
    project = user_project(PROGRAM)
    done = project.outlay("explain", "web", "--stack", "dev", "--offline")

    assert done.returncode == 0, done.stderr
    # 730 hours × ($0.113 − $0.0912) in eu-west-1
    assert "  c6i.large instead of c4.large: $15.91 less, " in done.stdout
    assert "    set instanceType = c6i.large of servers\n" in done.stdout
