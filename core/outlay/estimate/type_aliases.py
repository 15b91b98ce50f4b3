"""What a resource type is called today that states and older programs know by another token.

The table is generated from the aliases that the SDKs declare (`generate_type_verdicts`): `elasticloadbalancingv2` is
`lb`, `serviceAccount` is `serviceaccount`. Not here: twins that the SDKs still have both of (`alb` and `lb`): each of
them has a pricer or a row of its own.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def current_type(type_: str) -> str:
    """The token of the class that stands for a type today; the type itself where nothing else does."""
    return _table().get(type_, type_)


@cache
def _table() -> Mapping[str, str]:
    text = files("outlay.estimate").joinpath("type_aliases.csv").read_text(encoding="utf-8")
    return dict(line.split(",") for line in text.splitlines()[1:])
