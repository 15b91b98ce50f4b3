"""Pricers of `aws:grafana/…`: workspaces of Amazon Managed Grafana."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.grafana import WorkspaceUsage

_SERVICE: Final = "AmazonGrafana"
_LICENSE: Final = "aws:grafana/licenseAssociation:LicenseAssociation"
_USER_MONTH: Final = Unit("user-months")


@prices("aws:grafana/workspace:Workspace", usage=WorkspaceUsage)
def workspace(resource: Subject, usage: WorkspaceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A workspace: each active editor or administrator, of whom it has at least one, and each active viewer.

    With an Enterprise licence each of them is charged for plug-ins as well.
    Source: Amazon Managed Grafana pricing.
    """
    region, editors = resource.region, usage.editors_administrator_licenses
    if editors.open:
        resource.inputs.assume("one editor or administrator is active (set usage editors_administrator_licenses)")
        editors = Amount.exactly(1, "editors")
    for name, users, item in (
        ("Editor/administrator licenses", editors, "Editor"),
        ("Viewer licenses", usage.viewer_licenses, "Viewer"),
    ):
        yield Charge(name, _USER_MONTH * users, PriceQuery(_SERVICE, region, item))
    licences = (each.inputs.text("licenseType") for each in near.users(_LICENSE, "workspaceId"))
    if any(licence == "ENTERPRISE" for licence in licences):
        everybody = _USER_MONTH * (editors + usage.viewer_licenses)
        yield Charge("Enterprise plugin licenses", everybody, PriceQuery(_SERVICE, region, "EnterprisePlugins"))
