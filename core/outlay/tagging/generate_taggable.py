"""Writes `taggable.csv` from the installed pulumi-aws and pulumi-gcp: which resource types take tags, and where.

Run it after an SDK was updated: `uv run python -m outlay.tagging.generate_taggable`. A test compares its result with
the committed table. It reads the SDKs' sources as text and imports nothing of Pulumi.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).with_name("taggable.csv")
_PROPERTIES: Final = {
    "pulumi_aws": {"tags": "tags"},
    "pulumi_gcp": {"labels": "labels", "user_labels": "userLabels", "resource_labels": "resourceLabels"},
}
"""By SDK, the constructor argument that holds billing tags, and its wire name. Google's `tags` are network tags."""
_TOKEN: Final = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'(?P<token>[a-z]+:[^']+)'", re.DOTALL)
_INTERNAL: Final = re.compile(r"def _internal_init\(__self__,(?P<arguments>.*?)\n\s+__props__=None\)", re.DOTALL)


def table() -> list[str]:
    """The table's lines, header first: `token,property,shape`, where the shape is `map` or `list`."""
    rows = {row for sdk, properties in _PROPERTIES.items() for row in _rows(sdk, properties)}
    return ["token,property,shape", *sorted(rows)]


def _rows(sdk: str, properties: dict[str, str]) -> Iterator[str]:
    spec = find_spec(sdk)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{sdk} is not installed")
    for source in sorted(Path(spec.origin).parent.rglob("*.py")):
        text = source.read_text(encoding="utf-8")
        internal, token = _INTERNAL.search(text), _TOKEN.search(text)
        if internal is None or token is None:
            continue
        for argument, name in properties.items():
            annotation = re.search(rf"^\s+{argument}: (?P<type>.+)$", internal["arguments"], re.MULTILINE)
            if annotation is not None:
                if "Mapping[str, pulumi.Input" in annotation["type"]:
                    yield f"{token['token']},{name},map"
                elif "TagArgs'" in annotation["type"]:  # the auto-scaling group's list of key, value, propagate
                    yield f"{token['token']},{name},list"


if __name__ == "__main__":
    TARGET.write_text("\n".join(table()) + "\n", encoding="utf-8")
