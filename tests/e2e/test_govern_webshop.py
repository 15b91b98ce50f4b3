"""`govern(...)` added to the raw webshop: everything is tagged, both clouds get budgets, and nothing is replaced."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from outlay.tagging.effective import effective_tags, tag_property
from outlay_automation import PreviewOptions, PreviewResult, preview

if TYPE_CHECKING:
    from outlay_automation.engine.pulumi_cli import PulumiCli

pytestmark = pytest.mark.engine

WEBSHOP: Final = Path(__file__).resolve().parents[2] / "examples" / "webshop"
GOVERN: Final = """\
from outlay_components import govern

govern(owner="shop-team", cost_centre="4000", environment=pulumi.get_stack(), per_resource=["cost-centre"])
"""


@pytest.fixture(scope="module")
def results(pulumi_cli: PulumiCli, tmp_path_factory: pytest.TempPathFactory) -> tuple[PreviewResult, PreviewResult]:
    """The same preview of the webshop in production, as it is and governed."""
    folder = tmp_path_factory.mktemp("governed") / "webshop"
    shutil.copytree(WEBSHOP, folder)
    standard = folder / "finops.yaml"
    text = standard.read_text(encoding="utf-8")
    assert text.count("\nbudgets:\n") == 1
    standard.write_text(text.replace("\nbudgets:\n", "\nbudgets:\n  gcp: {billing_account: 012345-6789AB-CDEF01}\n"))
    environment = {**os.environ, "PULUMI_HOME": str(tmp_path_factory.mktemp("pulumi-home"))}
    options = PreviewOptions(offline=True, environment=environment)

    raw = preview(folder, stack="prod", options=options)
    program = folder / "__main__.py"
    docstring, _, rest = program.read_text(encoding="utf-8").partition("\n")
    program.write_text(f"{docstring}\nimport pulumi\n{GOVERN}{rest}", encoding="utf-8")
    return raw, preview(folder, stack="prod", options=options)


def operations(result: PreviewResult) -> dict[str, str]:
    """What happens to each resource, by URN."""
    return {row["urn"]: row["operation"] for row in result.to_json()["resources"]}


def test_nothing_is_replaced_or_deleted_by_it_and_only_budgets_are_added(
    results: tuple[PreviewResult, PreviewResult],
) -> None:
    before, after = (operations(each) for each in results)

    added = {urn.rpartition("::")[0].rpartition("::")[2]: op for urn, op in after.items() if urn not in before}
    assert added == {"aws:budgets/budget:Budget": "create", "gcp:billing/budget:Budget": "create"}
    changed = {(before[urn], after[urn]) for urn in before if before[urn] != after[urn]}
    assert changed == {("same", "update")}


def test_everything_that_takes_tags_has_those_of_the_standard_and_the_scope_of_the_budget(
    results: tuple[PreviewResult, PreviewResult],
) -> None:
    _, governed = results

    tagged = 0
    for resource in governed.preview.after:
        if tag_property(resource.type) is not None and resource.custom and not resource.external:
            found = effective_tags(resource)
            assert found is not None
            tagged += 1
            centre = "cost_centre" if resource.package == "gcp" else "cost-centre"
            assert {"owner", centre, "environment", "outlay-budget"} <= found.tags.keys(), resource.urn
            assert found.tags["outlay-budget"] == "webshop_prod"
    assert tagged > 40


def test_what_a_resource_states_of_its_cost_centre_stays(results: tuple[PreviewResult, PreviewResult]) -> None:
    _, governed = results
    by_name = {resource.name: effective_tags(resource) for resource in governed.preview.after}

    centres = {name: found.tags["cost-centre"] for name in ("probe", "carts") if (found := by_name[name])}
    assert centres == {"probe": "4000", "carts": "4100"}


def test_what_it_costs_is_what_it_cost(results: tuple[PreviewResult, PreviewResult]) -> None:
    raw, governed = results

    assert governed.diff.after.total.low == raw.diff.after.total.low
