"""Which Pulumi types a Terraform type is, for the kinds that have a price: the two clouds' providers are bridged.

Not here: which of them have a pricer (`outlay.estimate.registry`).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def pulumi_types() -> Mapping[str, tuple[str, ...]]:
    """By Terraform type, the type tokens of Pulumi: more than one where Pulumi has had two names for it."""
    text = files("outlay.usage").joinpath("terraform_types.csv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in text.splitlines()[1:]:
        terraform, _, token = row.partition(",")
        found.setdefault(terraform, []).append(token)
    return {terraform: tuple(tokens) for terraform, tokens in found.items()}
