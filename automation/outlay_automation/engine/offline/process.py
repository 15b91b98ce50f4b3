"""The driver's side of the offline provider: starts the process, learns its ports, ends it and takes its report.

Imports neither grpc nor Pulumi, so that the driver stays light. What the process does is not described here.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Any, Final

from outlay.errors import EngineUnavailable

from outlay_automation.engine.offline.report import OfflineReport

PROVIDER_VARIABLES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "aws": {"region": ("AWS_REGION", "AWS_DEFAULT_REGION")},
    "gcp": {
        "project": ("GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"),
        "region": ("GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"),
        "zone": ("GOOGLE_ZONE", "GCLOUD_ZONE", "CLOUDSDK_COMPUTE_ZONE"),
    },
}
"""The environment variables that stand for inputs of providers, by package and input, the first that is set first."""
_STOP_SECONDS: Final = 10.0
# -P: a module in the folder where the user happens to be must not stand in for one of ours.
_COMMAND: Final = (sys.executable, "-P", "-m", "outlay_automation.engine.offline")


@dataclass(frozen=True, slots=True)
class OfflineRequest:
    """What to serve: package name → version to report, and answers that replace the invented ones, by function token.

    An answer is laid over the invented one, property by property. `configuration` holds, by package, provider inputs
    for where the program and the stack's configuration give none, as a real provider takes its region from AWS_REGION
    (`configuration_from`).
    """

    packages: Mapping[str, str]
    answers: Mapping[str, object] = field(default_factory=dict)
    configuration: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def configuration_from(environment: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """What the real providers would take from these environment variables, by package and input.

    Source: the environment variables that the provider SDKs document on their Provider classes.
    """
    return {
        package: {
            name: value
            for name, variables in inputs.items()
            if (value := next(filter(None, map(environment.get, variables)), None))
        }
        for package, inputs in PROVIDER_VARIABLES.items()
    }


class OfflineProvider:
    """The running provider process; a context manager that ends it.

    Started at once, while its ports are read only when first asked for: whatever the driver does in between costs the
    preview nothing.
    """

    def __init__(self, process: subprocess.Popen[str], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self._last_error = ""
        self._ports: Mapping[str, int] | None = None
        self._report: OfflineReport | None = None

    @classmethod
    def start(cls, request: OfflineRequest) -> "OfflineProvider":
        """Start the process; it ends with this one, whatever ends it."""
        # A file, not a pipe: nobody reads it while the process runs, and it has no name to be left behind.
        errors = tempfile.TemporaryFile()  # noqa: SIM115
        process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            # Ctrl-C reaches the whole foreground group; the engine still needs its provider to end in order.
            start_new_session=True,
        )
        provider = cls(process, errors)
        provider._tell(
            {"packages": request.packages, "answers": request.answers, "configuration": request.configuration}
        )
        return provider

    @property
    def ports(self) -> Mapping[str, int]:
        """The port on 127.0.0.1 of each package.

        Raises:
            EngineUnavailable: the process did not come up.
        """
        if self._ports is None:
            self._ports = self._hear()
        return self._ports

    def debug_providers(self) -> str:
        """The value for PULUMI_DEBUG_PROVIDERS."""
        return ",".join(f"{package}:{port}" for package, port in sorted(self.ports.items()))

    def stop(self) -> OfflineReport:
        """End the process and return what it made up; a second call returns the same.

        Raises:
            EngineUnavailable: the process had already ended by itself.
        """
        if self._report is None:
            try:
                _ = self.ports
                self._tell("stop")
                self._report = OfflineReport.from_json(self._hear())
            finally:
                self._end()
        return self._report

    def __enter__(self) -> "OfflineProvider":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _tell(self, message: object) -> None:
        line = message if isinstance(message, str) else json.dumps(message, default=dict)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._failure() from None

    def _hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise self._failure()
        return json.loads(line)

    def _failure(self) -> EngineUnavailable:
        self._end()
        return EngineUnavailable("the offline provider ended unexpectedly", self._last_error)

    def _end(self) -> None:
        if self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        if not self._errors.closed:
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            self._last_error = lines[-1] if lines else ""
            self._errors.close()
