"""Collects, from all threads of the provider process, what goes into its report.

It also holds every secret that came by, so that one which lost its wrapping on the way (the SDK unwraps arguments of
data sources) is masked all the same.
"""

import json
from collections.abc import Mapping
from threading import Lock

from outlay_automation.engine.offline.report import (
    AnswerSource,
    FilledDefault,
    InvokeAnswer,
    NotSeen,
    OfflineReport,
    ProviderConfiguration,
)
from outlay_automation.engine.offline.values import MASK, masked, secret_texts

# A shorter text is met everywhere by chance, and masking it would garble the report.
_SHORTEST_SECRET = 4
# Properties that hold a secret even where nobody marked it as one: of data sources, and of providers' configurations.
_SENSITIVE = frozenset(
    {
        *("authorizationToken", "password", "payload", "plaintext", "secretBinary", "secretData", "secretString"),
        *("accessKey", "accessToken", "credentials", "secretKey", "token"),
    }
)


class Recorder:
    """What happened in this process that the user has to be told."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._secrets: set[str] = set()
        self._answers: dict[str, tuple[str, Mapping[str, object], Mapping[str, object], AnswerSource]] = {}
        self._configurations: list[tuple[str, Mapping[str, object]]] = []
        self._not_seen: set[tuple[str, str, str]] = set()
        self._defaults: dict[str, tuple[str, str, object]] = {}

    def notice_secrets(self, properties: Mapping[str, object]) -> None:
        """Remember the secrets among these properties, to mask them wherever they turn up."""
        found = {one for one in secret_texts(properties) if len(one) >= _SHORTEST_SECRET}
        if found:
            with self._lock:
                self._secrets |= found

    def answered(
        self, token: str, args: Mapping[str, object], answer: Mapping[str, object], source: AnswerSource
    ) -> None:
        """A data source was asked and got this answer."""
        with self._lock:
            self._answers[_key(token, [args, answer])] = (token, args, answer, source)

    def configured(self, package: str, inputs: Mapping[str, object]) -> None:
        """An instance of the package's provider was configured with these inputs."""
        with self._lock:
            self._configurations.append((package, inputs))

    def not_seen(self, type_: str, name: str, urn: str) -> None:
        """A remote component was registered without its content."""
        with self._lock:
            self._not_seen.add((type_, name, urn))

    def filled(self, type_: str, property_: str, value: object) -> None:
        """A documented default was put where the program had left the property out."""
        with self._lock:
            self._defaults[_key(type_ + "#" + property_, value)] = (type_, property_, value)

    def report(self) -> OfflineReport:
        """All of it, each fact once, sorted, secrets masked."""
        with self._lock:
            secrets = frozenset(self._secrets)

            def bag(properties: Mapping[str, object]) -> Mapping[str, object]:
                return {
                    key: MASK if key in _SENSITIVE and value else masked(value, secrets)
                    for key, value in sorted(properties.items())
                }

            answers = {}
            for token, args, answer, source in self._answers.values():
                one = InvokeAnswer(token, bag(args), bag(answer), source)
                answers[_key(token, [one.args, one.answer])] = one
            configurations = {
                _key(package, bag(inputs)): ProviderConfiguration(package, bag(inputs))
                for package, inputs in self._configurations
            }
            return OfflineReport(
                tuple(answers[key] for key in sorted(answers)),
                tuple(configurations[key] for key in sorted(configurations)),
                tuple(NotSeen(*one) for one in sorted(self._not_seen)),
                tuple(
                    FilledDefault(type_, property_, masked(value, secrets))
                    for _, (type_, property_, value) in sorted(self._defaults.items())
                ),
            )


def _key(token: str, value: object) -> str:
    return token + " " + json.dumps(value, sort_keys=True, default=str)
