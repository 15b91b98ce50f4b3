"""Answers to Google Cloud data sources, by token without file."""

from collections.abc import Callable, Mapping

from outlay_automation.engine.offline.answers.asked import Asked
from outlay_automation.engine.offline.values import Properties

GCP: Mapping[str, Callable[[Asked], Properties]] = {}
