"""The demo: what `outlay preview examples/webshop --stack prod --offline` prints, byte for byte.

After a price or a wording has changed on purpose, look at the difference and write the golden files anew:

    pytest tests/e2e/test_preview_webshop.py --snapshot-update
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from outlay_automation import PreviewOptions, PreviewResult, preview
from outlay_automation.render.preview_table import print_preview
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

if TYPE_CHECKING:
    from outlay_automation.engine.pulumi_cli import PulumiCli
    from syrupy.assertion import SnapshotAssertion

pytestmark = pytest.mark.engine

ROOT = Path(__file__).resolve().parents[2]
WEBSHOP = ROOT / "examples" / "webshop"
SCHEMA = ROOT / "docs" / "schemas" / "preview-1.json"
BOOK_DIGEST = re.compile(r'("digest": ")[0-9a-f]{64}')
OF_THE_MACHINE = ("AWS_", "GOOGLE_", "GCLOUD_", "CLOUDSDK_", "COLUMNS", "PULUMI_BACKEND_URL")


class Table(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class Document(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "json"


@pytest.fixture(scope="module")
def environment(pulumi_cli: PulumiCli, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which nothing of this machine shows: no region, no width, no backend."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_THE_MACHINE)}
    return {**kept, "PULUMI_HOME": str(tmp_path_factory.mktemp("pulumi-home"))}


@pytest.fixture(scope="module")
def printed(environment: dict[str, str]) -> Callable[[str], str]:
    """What the command prints in a format."""

    def run(output: str) -> str:
        outlay = Path(sys.executable).with_name("outlay")
        done = subprocess.run(
            [outlay, "preview", "examples/webshop", "--stack", "prod", "--offline", "--format", output],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.stderr == ""
        return done.stdout

    return run


@pytest.fixture(scope="module")
def result(environment: dict[str, str]) -> PreviewResult:
    """The same preview by the library: a second run, which has to say the same."""
    today = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=UTC).date()
    return preview(WEBSHOP, stack="prod", options=PreviewOptions(offline=True, environment=environment, as_of=today))


def test_table(printed: Callable[[str], str], result: PreviewResult, snapshot: SnapshotAssertion) -> None:
    table = printed("table")

    assert table == snapshot(extension_class=Table)
    again = io.StringIO()
    print_preview(result, again)
    assert table == again.getvalue()
    assert_nothing_of_the_machine(table)


def test_document(printed: Callable[[str], str], result: PreviewResult, snapshot: SnapshotAssertion) -> None:
    document = printed("json")

    # the digest is that of the whole price book, most of which the demo does not touch
    assert BOOK_DIGEST.sub(r"\1…", document) == snapshot(extension_class=Document)
    assert json.loads(document) == result.to_json()
    assert_nothing_of_the_machine(document)


def test_document_is_valid_under_its_published_schema(result: PreviewResult) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    jsonschema.validate(result.to_json(), schema, cls=jsonschema.Draft202012Validator)


def test_every_answer_and_every_default_is_named(result: PreviewResult) -> None:
    document = result.to_json()
    named = {(each["subject"], each["text"]) for each in document["assumptions"]}

    subjects = {subject for subject, _ in named}
    assert {"aws:ec2/getAmi:getAmi", "aws:index/getAvailabilityZones:getAvailabilityZones"} <= subjects
    read = {
        (cost.urn, text)
        for side in (result.diff.before, result.diff.after)
        for cost in side.resources.values()
        for text in cost.assumptions
    }
    assert read
    assert read <= named


def test_the_demo_shows_every_kind_of_change(result: PreviewResult) -> None:
    document = result.to_json()
    rows: list[dict[str, Any]] = document["resources"]

    assert {"create", "update", "replace", "delete", "same"} <= {row["operation"] for row in rows}
    (renamed,) = [row for row in rows if row["old_urn"] not in (None, row["urn"])]
    assert (renamed["operation"], renamed["name"], renamed["delta"]["expected"]) == ("same", "storefront", "0")


def assert_nothing_of_the_machine(text: str) -> None:
    for path in (str(ROOT), str(Path.home()), "/tmp", sys.prefix):
        assert path not in text
