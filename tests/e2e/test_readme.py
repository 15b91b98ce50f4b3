"""What the README shows is what a new user sees."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"


@pytest.mark.engine
def test_the_readme_shows_what_the_demo_really_prints(pulumi_cli):
    command = [sys.executable, "-m", "outlay_automation", "preview", "examples/webshop", "--stack", "prod"]
    demo = subprocess.run(
        [*command, "--engine", "pulumi", "--offline"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert demo.returncode == 0, demo.stderr
    shown = README.read_text(encoding="utf-8").partition("<!-- demo -->\n```\n")[2].partition("```\n<!-- /demo -->")[0]
    assert shown == demo.stdout, "run `make docs`"
