"""Resources of Datadog that are not billed, and why. What is in neither place is unsupported, by name."""

from collections.abc import Iterator, Mapping
from typing import Final

_REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "it is a view of data that is charged where it comes from": (
        "dashboard",
        "dashboardJson",
        "dashboardList",
        "powerpack",
    ),
    "Datadog bills the data and not what watches it": (
        "downtime",
        "downtimeSchedule",
        "monitor",
        "monitorJson",
        "serviceLevelObjective",
        "sloCorrection",
    ),
    "Datadog bills neither users nor access": (
        "apiKey",
        "applicationKey",
        "role",
        "serviceAccount",
        "team",
        "teamMembership",
        "user",
        "userRole",
    ),
    "logs are charged by what is taken in and indexed": (
        "logsArchive",
        "logsCustomPipeline",
        "logsIndexOrder",
        "logsIntegrationPipeline",
        "logsPipelineOrder",
    ),
    "tests are charged by their runs": ("syntheticsGlobalVariable", "syntheticsPrivateLocation"),
}


def _by_token() -> Iterator[tuple[str, str]]:
    for reason, names in _REASONS.items():
        for name in names:
            yield f"datadog:index/{name}:{name[0].upper()}{name[1:]}", reason


FREE: Final = dict(_by_token())
