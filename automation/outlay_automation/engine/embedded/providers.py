"""The provider instances of a stack: the default ones, made when a resource first needs one, and explicit ones.

Each answers from here: what it is configured with is all that is kept of it. Not here: what a provider does with a
resource (`engine.offline`).
"""

import json
from collections.abc import Mapping
from typing import Final

from outlay.provider import PROVIDER_TYPE
from outlay.resource import Urn, type_of

from outlay_automation.engine.embedded.registration import Refused
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.offline.configuration import Configuration, configuration_of
from outlay_automation.engine.offline.recorder import Recorder
from outlay_automation.engine.offline.tables import package_of
from outlay_automation.engine.offline.values import UNKNOWN, Properties, holds_unknown

_ENGINE: Final = "pulumi"
"""The package of what the engine itself provides."""
_NO_INPUT: Final = frozenset({"version", "__internal"})


class Providers:
    """The instances that serve a stack.

    Args:
        namespace: the stack.
        config: the stack's configuration; what stands under a package's name configures its default provider.
        elsewhere: by package, inputs where neither program nor configuration give them, as from the environment.
        recorder: hears of every configuration.
    """

    def __init__(
        self,
        namespace: Namespace,
        config: Mapping[str, str],
        elsewhere: Mapping[str, Mapping[str, str]],
        recorder: Recorder,
    ) -> None:
        self._namespace = namespace
        self._config = config
        self._elsewhere = elsewhere
        self._recorder = recorder
        self._denied = _denied(config.get("pulumi:disable-default-providers") or "")
        self._configurations: dict[Urn, Configuration] = {}
        self._open: set[Urn] = set()
        """The instances of which something is known only after deployment."""
        self.inputs: dict[Urn, Properties] = {}
        """The checked inputs of every instance, by URN."""

    def checked(self, package: str, inputs: Properties, version: str) -> Properties:
        """The inputs of an instance after its check."""
        told: Properties = {**self._elsewhere.get(package, {}), **inputs}
        return {**told, "version": version} if version else told

    def configure(self, urn: Urn, inputs: Properties) -> None:
        """Take an instance up with its checked inputs."""
        package = type_of(urn).removeprefix(PROVIDER_TYPE)
        self.inputs[urn] = inputs
        told = {key: value for key, value in inputs.items() if key not in _NO_INPUT}
        self._recorder.notice_secrets(told)
        self._recorder.configured(package, told)
        self._configurations[urn] = configuration_of(package, told)
        if holds_unknown(told):
            self._open.add(urn)

    def reference(self, token: str, given: str, version: str, download_url: str) -> str:
        """The reference `URN::id` of the instance that serves a type or function: the given one, else the default.

        Raises:
            Refused: nobody registered the given one, or the configuration allows no default one.
        """
        if given:
            if given.rpartition("::")[0] not in self._configurations:
                raise Refused(
                    f"{token} names an unknown provider: nobody registered {given} in this run of the program\n"
                    f"Make the provider within the program that uses it."
                )
            return given
        package = package_of(token)
        if self._denied.intersection((package, "*")) and package != _ENGINE:
            raise Refused(
                f"{token} has no provider, and pulumi:disable-default-providers allows no default one of {package}\n"
                f"Give it one: the option `provider`."
            )
        urn = self._namespace.default_provider(package, version, download_url)
        if urn not in self._configurations:
            prefix = f"{package}:"
            told = {key.removeprefix(prefix): value for key, value in self._config.items() if key.startswith(prefix)}
            self.configure(urn, self.checked(package, dict(told), version))
        return f"{urn}::{UNKNOWN}"

    def configuration(self, reference: str, token: str) -> Configuration:
        """What the instance of a reference was configured with; the engine's own has nothing of the kind."""
        return self._configurations.get(reference.rpartition("::")[0]) or Configuration(package_of(token))

    def is_open(self, reference: str) -> bool:
        """Whether the configuration of an instance is not known before deployment: then it does nothing."""
        return reference.rpartition("::")[0] in self._open


def _denied(text: str) -> frozenset[str]:
    """The packages that may have no default provider, from the configuration's JSON; `*` stands for all."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        found = [text]
    return frozenset(str(each).strip() for each in found) if isinstance(found, list) else frozenset()
