"""How much of what real programs declare has a verdict other than unsupported: at least 99 %.

`used_types.csv` counts declarations (`new aws.ec2.Vpc(…)`, `gcp.storage.Bucket(…)`), each once where it stands in the
source, however often it runs. They were counted in November 2026 in nine packages of components and programs from PyPI
and npm (by a search for constructors), in 36 files of public programs, most of them of pulumi/examples (by reading),
and in twenty excerpts of further repositories. Resources inside of components of others are not in it. The example and
the state that the genuine providers wrote are counted as they are.
"""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from outlay.estimate.resource_cost import Status
from outlay.estimate.type_verdicts import sdk_verdicts, type_verdict

USED = Path(__file__).with_name("used_types.csv")
ROOT = Path(__file__).parents[3]
STATES = (
    ROOT / "examples" / "webshop" / "baseline" / "prod.json",
    ROOT / "examples" / "webshop" / "baseline" / "dev.json",
    ROOT / "tests" / "e2e" / "real_providers_state.json",
)


def uses() -> dict[str, int]:
    """How often each type is declared."""
    with USED.open(encoding="utf-8", newline="") as lines:
        return {row["type"]: int(row["uses"]) for row in csv.DictReader(lines)}


def test_nearly_all_that_public_programs_declare_is_priced_free_or_charged_by_use():
    found: Counter[Status] = Counter()
    for token, times in uses().items():
        found[type_verdict(token).status] += times
    assert found.total() == 509
    assert found[Status.UNSUPPORTED] <= 0.01 * found.total(), found


def test_what_was_counted_are_classes_each_once():
    assert set(uses()) <= {each.token for each in sdk_verdicts()}


@pytest.mark.parametrize("state", STATES, ids=lambda path: path.stem)
def test_every_resource_of_these_states_is_priced_free_or_charged_by_use(state):
    resources = json.loads(state.read_text(encoding="utf-8"))["deployment"]["resources"]
    types = [each["type"] for each in resources if each.get("custom") and each["type"].startswith(("aws:", "gcp:"))]
    assert types
    assert [type_ for type_ in types if type_verdict(type_).status is Status.UNSUPPORTED] == []
