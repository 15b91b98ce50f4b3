"""The data files: in step with the installed SDKs, and naming only what exists there."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest
from outlay_automation.engine.offline import generate_tables
from outlay_automation.engine.offline.tables import _file, resource_table

both_sdks = pytest.mark.skipif(
    any(find_spec(module) is None for module in generate_tables.PACKAGES.values()), reason="needs both provider SDKs"
)


@both_sdks
@pytest.mark.parametrize("package", sorted(generate_tables.PACKAGES))
def test_generated_tables_are_what_the_installed_sdk_says(package: str) -> None:
    """When this fails after an upgrade: `python -m outlay_automation.engine.offline.generate_tables`."""
    written = (generate_tables.DATA / f"{package}.json").read_text(encoding="utf-8")

    assert generate_tables.render(generate_tables.read_package(package)) == written


@pytest.mark.parametrize(
    ("documentation", "forces"),
    [
        ("Name of it. Changing this forces a new resource to be created.", True),
        ("The zone. Changing this field will result in deleting/recreating the resource.", True),
        ("Forces new resource.", True),
        ("Immutable. The project of the thing.", True),
        ("The mode. Changing this will recreate the resource.", True),
        ("Changes to this value force replacement of the instance.", True),
        ("Whether to destroy what is inside.", False),
        ("Updates will trigger a stop/start of the EC2 instance by default.", False),
        ("Changing this from `true` to `false` forces a new resource.", False),
        ("If set, changing it forces a new resource.", False),
        ("Can be changed without forcing a new resource.", False),
    ],
)
def test_what_a_documentation_says_of_replacement_is_understood(documentation: str, forces: bool) -> None:
    assert generate_tables.Property("p", "str", documentation).forces_replacement is forces


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        ("pulumi.Output[_builtins.str]", "s"),
        ("pulumi.Output[Optional[_builtins.bool]]", "b"),
        ("Optional[_builtins.int]", "i"),
        ("_builtins.float", "n"),
        ("pulumi.Output[Sequence[_builtins.str]]", "l"),
        ("pulumi.Output[Optional[Mapping[str, _builtins.str]]]", "m"),
        ("pulumi.Output['outputs.Thing']", "o"),
    ],
)
def test_kinds_are_read_from_annotations(annotation: str, kind: str) -> None:
    assert generate_tables.Property("p", annotation, "").kind == kind


def test_types_with_data_of_their_own_exist() -> None:
    generated = {**_file("aws")["resources"], **_file("gcp")["resources"]}

    assert [token for token in _file("curated")["resources"] if token not in generated] == []
    assert [token for token in _file("defaults") if token not in generated] == []


def test_what_is_curated_is_not_what_the_sdk_says_already() -> None:
    generated = {**_file("aws")["resources"], **_file("gcp")["resources"]}

    for token, row in _file("curated")["resources"].items():
        said = set(generated.get(token, {}).get("replace", "").split())
        assert said.isdisjoint(row.get("replace", "").split()), token
        assert said.issuperset(row.get("in_place", "").split()), token


def test_data_files_are_sorted_with_one_row_a_line() -> None:
    for name in ("aws", "gcp", "curated", "defaults"):
        text = (generate_tables.DATA / f"{name}.json").read_text(encoding="utf-8")
        rows = json.loads(text)
        for section in [rows] if name == "defaults" else rows.values():
            assert list(section) == sorted(section), name
            assert all(f"\n{json.dumps(token)}: " in text for token in section), name


def test_autonames_outputs_and_places_are_known_by_type() -> None:
    assert resource_table("aws:s3/bucket:Bucket").autoname == "bucket"
    assert resource_table("aws:rds/cluster:Cluster").autoname == "clusterIdentifier"
    assert resource_table("aws:route53/record:Record").autoname is None
    assert resource_table("aws:sqs/queue:Queue").computed == {"arn": "s", "tagsAll": "m", "url": "s"}
    assert resource_table("gcp:compute/disk:Disk").scope == {"project", "zone"}
    assert not resource_table("acme:index:Thing").known
