from outlay.estimate.resource_cost import Status

WORKSPACE = "aws:grafana/workspace:Workspace"
LICENSE = "aws:grafana/licenseAssociation:LicenseAssociation"
USE = {"editors_administrator_licenses": 2, "viewer_licenses": 10}


def test_editors_and_viewers_are_charged_by_head(cost):
    assert cost(WORKSPACE, {}, usage=USE).cost.expected == 68  # 2 × 9 + 10 × 5


def test_one_editor_is_the_least_and_named(cost):
    workspace = cost(WORKSPACE, {}, usage={"viewer_licenses": 0})
    assert workspace.cost.expected == 9
    assert any("one editor or administrator" in text for text in workspace.assumptions)


def test_an_enterprise_licence_is_charged_for_everybody(cost, make_resource):
    licence = make_resource(LICENSE, {"workspaceId": "g-1", "licenseType": "ENTERPRISE"}, region="us-east-1", name="l")
    workspace = cost(WORKSPACE, {"id": "g-1"}, usage=USE, around=(licence,))
    assert workspace.status is Status.UNPRICED
    assert workspace.charges[-1].quantity.expected == 12
