"""What the embedded engine does not run is met with a notice, a gap or an error that names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pulumi
import pytest
from outlay.errors import OutlayError, WrongUse
from outlay.standard.model import Standard
from outlay_automation import EngineName, PreviewOptions, PreviewResult, preview
from outlay_automation.engine.embedded.differences import KNOWN_DIFFERENCES

from tests.parity.test_parity import DIFFERS
from tests.parity.test_refused import NAMED

ELSEWHERE: Final = frozenset({"stack-references", "words"})
"""Differences that other tests show: those of stack references, and of what is refused."""
CASES: dict[str, Callable[[Path], None]] = {}


class Resource(pulumi.CustomResource):
    def __init__(self, type_: str, properties: Any = None, **options: Any) -> None:
        super().__init__(type_, "orders", properties or {}, pulumi.ResourceOptions(**options))


def project(
    folder: Path, program: str = "", *, settings: str = "", stack: str = "config: {aws:region: eu-west-1}\n"
) -> Path:
    """A project `parity` with a stack `dev`."""
    (folder / "Pulumi.yaml").write_text(f"name: parity\nruntime: python\n{settings}", encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text(stack, encoding="utf-8")
    (folder / "__main__.py").write_text(f"import pulumi\n{program}", encoding="utf-8")
    return folder


def previewed(source: Any, **options: Any) -> PreviewResult:
    given = {"engine": EngineName.EMBEDDED, "offline": True, "standard": Standard(), **options}
    name = "parity" if callable(source) else ""
    return preview(source, stack="dev", project=name, options=PreviewOptions(**given))


def case(id_: str) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    """Registers how a known difference shows."""

    def registered(shows: Callable[[Path], None]) -> Callable[[Path], None]:
        CASES[id_] = shows
        return shows

    return registered


@case("state")
def _state(folder: Path) -> None:
    notices = previewed(project(folder)).notices
    assert "no state of the stack is at hand, so that everything counts as new" in notices


@case("clouds")
def _clouds(folder: Path) -> None:
    asked = "the embedded engine asked no cloud: providers answered from here, as with --offline"
    assert asked in previewed(project(folder), offline=False).notices
    assert asked not in previewed(project(folder)).notices


@case("languages")
def _languages(folder: Path) -> None:
    (folder / "Pulumi.yaml").write_text("name: site\nruntime: yaml\nresources: {}\n", encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text("", encoding="utf-8")
    with pytest.raises(
        WrongUse, match="site is a program in yaml, and the embedded engine runs Python alone"
    ) as raised:
        previewed(folder)
    assert "--engine pulumi" in raised.value.hint


@case("policy-packs")
def _policy_packs(folder: Path) -> None:
    found = previewed(project(folder), policy_packs=(folder / "pack",))
    assert f"the policy pack {folder / 'pack'} was not run: the embedded engine runs none" in found.notices


@case("remote-components")
def _remote_components(folder: Path) -> None:
    def program() -> None:
        pulumi.ComponentResource("cluster:index:Cluster", "main", {}, remote=True)

    found = previewed(program)
    (component,) = (each for each in found.preview.after if each.type == "cluster:index:Cluster")
    assert component.remote
    (gap,) = found.to_json()["after"]["gaps"]
    assert (gap["urn"], gap["kind"]) == (component.urn, "not_seen")


@case("hooks")
def _hooks(folder: Path) -> None:
    def program() -> None:
        hook = pulumi.ResourceHook("told", lambda args: None)
        Resource("aws:sqs/queue:Queue", hooks=pulumi.ResourceHookBinding(before_create=[hook]))

    assert "hooks of resources: the embedded engine does not run them" in previewed(program).notices


@case("refresh")
def _refresh(folder: Path) -> None:
    found = previewed(project(folder, settings="options: {refresh: always}\n"))
    assert "Pulumi.yaml asks for a refresh: the embedded engine asks no cloud, and refreshes nothing" in found.notices


@case("environments")
def _environments(folder: Path) -> None:
    found = previewed(project(folder, stack="environment: [shared]\n"))
    assert "Pulumi.dev.yaml imports environments of Pulumi ESC: the embedded engine opens none" in found.notices


@case("remote-files")
def _remote_files(folder: Path) -> None:
    address = "https://example.com/page.html"

    def program() -> None:
        Resource("aws:s3/bucketObjectv2:BucketObjectv2", {"bucket": "b", "source": pulumi.RemoteAsset(address)})

    found = previewed(program)
    assert f"{address} was not fetched: whether its content changed is not known" in found.notices
    (page,) = (each for each in found.preview.after if each.name == "orders")
    source = page.inputs["source"]
    assert isinstance(source, dict)
    assert source["uri"] == address
    assert "hash" not in source


@case("packages")
def _packages(folder: Path) -> None:
    def program() -> None:
        Resource("random:index/randomId:RandomId", {"byteLength": 4})

    (made,) = (each for each in previewed(program).preview.after if each.name == "orders")
    assert made.inputs["byteLength"] == 4


@pytest.mark.parametrize("id_", sorted(CASES))
def test_what_is_not_run_is_named(id_: str, tmp_path: Path) -> None:
    CASES[id_](tmp_path)


def test_every_known_difference_is_shown_by_a_test() -> None:
    by_programs = {id_ for known in DIFFERS.values() for id_ in known.values()}
    assert {each.id for each in KNOWN_DIFFERENCES} == {*CASES, *by_programs, *ELSEWHERE}
    assert NAMED, "words differ in what is refused"


def test_a_stack_reference_without_a_file_tells_how_to_name_one(tmp_path: Path) -> None:
    def program() -> None:
        pulumi.StackReference("organization/network/prod")

    with pytest.raises(OutlayError) as raised:
        previewed(program)
    assert "the program refers to the stack 'organization/network/prod'" in raised.value.message
    assert "offline.stack_references: {organization/network/prod: network.json}" in str(raised.value)
