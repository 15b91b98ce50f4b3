"""Answers to data sources: plausible, the same every time, and of the type that the SDK will check.

The clouds' own functions are in `aws` and `gcp`; here is what all answers share. What was answered is recorded by the
provider, as an assumption of the preview.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from outlay_automation.engine.offline.answers.asked import Asked
from outlay_automation.engine.offline.answers.aws import AWS
from outlay_automation.engine.offline.answers.gcp import GCP
from outlay_automation.engine.offline.configuration import Configuration
from outlay_automation.engine.offline.invention import echoed, invented
from outlay_automation.engine.offline.report import AnswerSource
from outlay_automation.engine.offline.tables import function_result
from outlay_automation.engine.offline.values import Properties, mapping

_FUNCTIONS: Mapping[str, Callable[[Asked], Properties]] = {**AWS, **GCP}

_ALWAYS_THERE = frozenset({"id", "arn", "name", "region", "project", "zone"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function was answered, and where that came from."""

    properties: Properties
    source: AnswerSource


def answer(token: str, args: Mapping[str, object], configuration: Configuration, given: Mapping[str, object]) -> Answer:
    """The answer to one function call: ours, overlaid with what the organisation's standard gives for it."""
    asked = Asked(token, args, configuration)
    short = short_token(token)
    function = _FUNCTIONS.get(short)
    own = {} if function is None else function(asked)
    kinds = function_result(token)
    result = {**{name: value for name, value in args.items() if value is not None}, **own}
    if kinds is not None:
        result = {name: _typed(asked, name, kind, own) for name, kind in kinds.items()}
    overlay = mapping(next((value for key, value in given.items() if short_token(key) == short), None))
    if overlay:
        return Answer(result | overlay, AnswerSource.STANDARD)
    known = function is not None or kinds is not None
    return Answer(result if known else {}, AnswerSource.INVENTED if known else AnswerSource.UNKNOWN)


def short_token(token: str) -> str:
    """A token without its file: `aws:ec2/getAmi:getAmi` and `aws:ec2:getAmi` are one function."""
    parts = token.split(":")
    return ":".join((parts[0], parts[1].partition("/")[0], parts[2])) if len(parts) == 3 else token


def _typed(asked: Asked, name: str, kind: str, own: Properties) -> object:
    if name in own:
        return own[name]
    if asked.args.get(name) is not None:
        return echoed(asked.args[name], kind)
    # What has an answer of its own says all that matters; a made-up text in an optional field would only mislead.
    if own and kind == "s" and name not in _ALWAYS_THERE:
        return ""
    return invented(asked.origin, name, kind)
