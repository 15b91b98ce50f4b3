"""The policy packs that the bench compares, and the standard that ours judges by with all rules on.

Each is run by the Python of the bench, so that nothing but what they do tells them apart. Not here: measuring.
"""

import sys
from pathlib import Path
from typing import Final

STANDARD: Final = """\
tags:
  required:
    - {key: owner, pattern: "[a-z-]+"}
    - {key: environment, gcp: env}
budgets: {stacks: {"bench/*": {monthly: 1000000}}}
limits: {on_unknown: warn}
rules:
  required-tags: {level: advisory}
  stack-has-budget: {level: advisory}
  budget-covers-estimate: {level: advisory}
  allowed-regions: {aws: [us-east-1], gcp: [us-central1, europe-west3], level: advisory}
  single-resource: {monthly: 200}
  share-unpriced: {percent: 50}
  monthly-delta: {amount: 500, percent: 10}
"""
"""Settings for every rule that needs some; what would stop the preview is advisory, since a preview has to end well."""

OURS: Final = "from outlay_policy_pack import serve\n\nserve()\n"
EMPTY: Final = """\
from pulumi_policy import PolicyPack, ResourceValidationPolicy

PolicyPack("empty", policies=[ResourceValidationPolicy("nothing", "Nothing.", lambda args, report: None)])
"""
"""As empty as a pack may be: pulumi_policy wants one policy."""
HOUSE: Final = """\
from outlay_policy_pack import policies
from pulumi_policy import PolicyPack

PolicyPack("house", policies=policies())
"""
"""The same rules through pulumi_policy."""


def write_pack(folder: Path, program: str) -> Path:
    """A pack that runs this program."""
    folder.mkdir()
    runtime = f"{{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}"
    (folder / "PulumiPolicy.yaml").write_text(f"runtime: {runtime}\nversion: 0.0.1\n", encoding="utf-8")
    (folder / "__main__.py").write_text(program, encoding="utf-8")
    return folder
