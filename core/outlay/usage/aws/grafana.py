"""Use of `aws:grafana/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceUsage(Usage):
    """Use of a workspace."""

    editors_administrator_licenses: Amount
    """Editors and administrators who are active in a month; one where nothing is stated, the least there is."""
    viewer_licenses: Amount
    """Viewers who are active in a month."""
