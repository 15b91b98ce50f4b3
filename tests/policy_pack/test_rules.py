"""What every rule has to say of itself, and how the register keeps rules apart."""

import re
from pathlib import Path

import outlay_policy_pack.rules
import pytest
from outlay.finding import EnforcementLevel
from outlay.standard.reading import parse_standard
from outlay_policy_pack.configuration import configured
from outlay_policy_pack.rule import Area, NoSettings, Settings, all_rules, rule

RULES = {each.name: each for each in all_rules()}
FOLDER = Path(outlay_policy_pack.rules.__file__).parent
LETTERS = {
    **{Area.TAGS: "T", Area.BUDGETS: "B", Area.COST: "C", Area.WASTE: "W", Area.REGIONS: "R"},
    Area.STANDARD: "SP",
}
CAPABILITIES = {
    "Allocation",
    "Budgeting",
    "Planning & Estimating",
    "Policy & Governance",
    "Workload Optimization",
}
"""Those of the FinOps Framework that rules serve, as it spells them."""
IDS = {
    "OUT-B001": "estimate-within-budget",
    "OUT-B002": "budget-covers-estimate",
    "OUT-B003": "stack-has-budget",
    "OUT-C001": "monthly-delta",
    "OUT-C002": "single-resource",
    "OUT-C003": "share-unpriced",
    "OUT-P001": "price-age",
    "OUT-R001": "allowed-regions",
    "OUT-S002": "expired-exemption",
    "OUT-T001": "required-tags",
    "OUT-T002": "allowed-tag-values",
    "OUT-T003": "tag-spelling",
    "OUT-W001": "gp2-to-gp3",
    "OUT-W002": "old-generation",
    "OUT-W003": "unattached",
    "OUT-W004": "log-retention",
}


def test_ids_and_names_stay_as_they_were_published():
    assert {each.id: each.name for each in all_rules()} == IDS
    assert [each.id for each in all_rules()] == sorted(IDS)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_says_all_that_people_need_to_know_of_it(name):
    it = RULES[name]
    assert re.fullmatch(rf"OUT-[{LETTERS[it.area]}]\d{{3}}", it.id)
    assert it.capability in CAPABILITIES
    assert it.clouds
    assert set(it.clouds) <= {"aws", "gcp"}
    for text in (it.rationale, it.remediation):
        assert text.endswith(".")
        assert len(text.split()) >= 5
    assert it.example
    assert it.title[0].isupper() or it.title.startswith("gp3")
    assert it.check.__doc__
    assert issubclass(it.settings, Settings)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_lies_in_a_module_of_its_own_in_the_folder_of_its_area(name):
    module = FOLDER / RULES[name].area.value / f"{name.replace('-', '_')}.py"
    assert RULES[name].id in module.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("name", RULES)
def test_a_rule_runs_as_it_comes(name):
    it = RULES[name]
    assert it.settings() == it.settings.model_validate({})
    assert it.level in (EnforcementLevel.ADVISORY, EnforcementLevel.MANDATORY)


@pytest.mark.parametrize("name", [name for name, it in RULES.items() if it.example.startswith("# finops.yaml")])
def test_an_example_of_the_standard_can_be_copied(name):
    standard = parse_standard(RULES[name].example)
    found = configured(standard, "webshop", "prod", "prod")
    assert name in {each.rule.name for each in found}
    assert standard != parse_standard("")


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.py")), ids=lambda path: path.stem)
def test_no_rule_knows_pulumi_or_a_price(path):
    text = path.read_text(encoding="utf-8")
    assert "pulumi" not in {
        name.partition(".")[0] for name in re.findall(r"^(?:from|import) (\S+)", text, re.MULTILINE)
    }
    assert not re.search(r"Decimal\(\"\d", text)


def test_no_two_rules_share_an_id_or_a_name():
    first = all_rules()[0]
    for id_, name in ((first.id, "another"), ("OUT-Z999", first.name)):
        with pytest.raises(ValueError, match="two rules"):
            rule(
                id_,
                name,
                title="",
                area=Area.COST,
                scope=first.scope,
                level=first.level,
                severity=first.severity,
                rationale="",
                remediation="",
                example="",
                capability="",
                settings=NoSettings,
            )(first.check)
    assert all_rules() == tuple(sorted(all_rules(), key=lambda each: each.id))
