"""Answers to Google Cloud data sources: what the types alone would not make plausible, by token without file.

Fields that are not said here are filled by type, arguments are echoed (see the package).
"""

from collections.abc import Callable, Mapping

from outlay_automation.engine.offline.answers.asked import Asked
from outlay_automation.engine.offline.answers.policy_document import gcp_policy
from outlay_automation.engine.offline.configuration import PROJECT_NUMBER
from outlay_automation.engine.offline.places import GCP_REGIONS, gcp_zones
from outlay_automation.engine.offline.values import Properties

_COMPUTE = "https://www.googleapis.com/compute/v1/"
_ORGANISATION = "organizations/100000000000"
_STORAGE_AGENT = "service-{number}@gs-project-accounts.iam.gserviceaccount.com"
_KUBERNETES = ("1.33.2-gke.1000000", "1.32.6-gke.1000000", "1.31.10-gke.1000000")


def _project(asked: Asked) -> Properties:
    id_ = asked.text("projectId") or asked.project
    return {"id": f"projects/{id_}", "projectId": id_, "name": id_, "number": PROJECT_NUMBER}


def _client_config(asked: Asked) -> Properties:
    configuration = asked.configuration
    return {
        "id": f"projects/{asked.project}",
        "project": asked.project,
        "region": configuration.region,
        "zone": configuration.zone,
        "accessToken": "offline",
    }


def _zones(asked: Asked) -> Properties:
    region = asked.region.rpartition("/")[2]
    return {"id": f"projects/{asked.project}/regions/{region}", "names": gcp_zones(region), "region": region}


def _image(asked: Asked) -> Properties:
    family = asked.text("family") or ""
    name = asked.text("name") or f"{family or 'offline'}-{asked.hash[:8]}"
    path = f"projects/{asked.project}/global/images/{name}"
    return {
        "id": path,
        "name": name,
        "family": family,
        "selfLink": _COMPUTE + path,
        "diskSizeGb": 50 if "windows" in f"{name}{family}" else 10,
        "status": "READY",
        "imageId": asked.hash[:16],
    }


def _network(asked: Asked) -> Properties:
    path = f"projects/{asked.project}/global/networks/{asked.text('name') or 'default'}"
    return {"id": path, "name": asked.text("name") or "default", "selfLink": _COMPUTE + path}


def _subnetwork(asked: Asked) -> Properties:
    name = asked.text("name") or "default"
    path = f"projects/{asked.project}/regions/{asked.region}/subnetworks/{name}"
    return {
        "id": path,
        "name": name,
        "selfLink": asked.text("selfLink") or _COMPUTE + path,
        "ipCidrRange": "10.128.0.0/20",
        "gatewayAddress": "10.128.0.1",
        "network": f"{_COMPUTE}projects/{asked.project}/global/networks/default",
        "region": asked.region,
    }


def _service_account(email: str, name: str = "offline") -> Callable[[Asked], Properties]:
    """A service account; `email` names `{project}`, `{number}` and `{account}` in braces."""

    def found(asked: Asked) -> Properties:
        given = asked.text("accountId") or name
        address = given if "@" in given else email.format(project=asked.project, number=PROJECT_NUMBER, account=given)
        path = f"projects/{asked.project}/serviceAccounts/{address}"
        return {
            "id": path,
            "name": path,
            "email": address,
            "emailAddress": address,
            "member": f"serviceAccount:{address}",
            "uniqueId": "100000000000000000000",
        }

    return found


def _engine_versions(asked: Asked) -> Properties:
    prefix = asked.text("versionPrefix") or ""
    versions = [one for one in _KUBERNETES if one.startswith(prefix)] or [f"{prefix.rstrip('.')}.0-gke.1000000"]
    channels = dict.fromkeys(("RAPID", "REGULAR", "STABLE"), versions[0])
    return {
        "id": "offline",
        "defaultClusterVersion": versions[0],
        "latestMasterVersion": versions[0],
        "latestNodeVersion": versions[0],
        "validMasterVersions": versions,
        "validNodeVersions": versions,
        "releaseChannelDefaultVersion": channels,
        "releaseChannelLatestVersion": channels,
    }


def _located(kind: str, prefix: str = "", **fixed: object) -> Callable[[Asked], Properties]:
    """A lookup by name of something that lives in a zone, a region or a location."""

    def found(asked: Asked) -> Properties:
        name = asked.text("name") or asked.text("repositoryId") or "offline"
        if asked.text("location"):
            place = f"locations/{asked.text('location')}"
        elif asked.text("zone") or kind == "instances":
            place = f"zones/{asked.text('zone') or asked.configuration.zone}"
        else:
            place = "global" if kind.startswith("global") else f"regions/{asked.region}"
        path = f"projects/{asked.project}/{place}/{kind.removeprefix('global')}/{name}"
        return {"id": path, "name": name, "selfLink": (prefix or _COMPUTE) + path, **fixed}

    return found


def _managed_zone(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    servers = [f"ns-{number}.offline.invalid." for number in range(1, 5)]
    id_ = f"projects/{asked.project}/managedZones/{name}"
    return {"id": id_, "name": name, "dnsName": "offline.invalid.", "nameServers": servers, "visibility": "public"}


def _bucket(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    return {
        "id": name,
        "name": name,
        "url": f"gs://{name}",
        "location": "US",
        "storageClass": "STANDARD",
        "selfLink": f"https://www.googleapis.com/storage/v1/b/{name}",
    }


def _secret_version(asked: Asked) -> Properties:
    version = asked.text("version") or "1"
    name = f"projects/{asked.project}/secrets/{asked.text('secret') or 'offline'}/versions/{version}"
    return {"id": name, "name": name, "version": version, "enabled": True, "secretData": "offline"}


def _sql_instance(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    return {
        "id": name,
        "name": name,
        "connectionName": f"{asked.project}:{asked.region}:{name}",
        "firstIpAddress": "203.0.113.10",
        "publicIpAddress": "203.0.113.10",
        "privateIpAddress": "10.0.0.10",
        "ipAddresses": [{"ipAddress": "203.0.113.10", "type": "PRIMARY", "timeToRetire": ""}],
    }


def _organisation(asked: Asked) -> Properties:
    number = (asked.text("organization") or _ORGANISATION).rpartition("/")[2]
    name = f"organizations/{number}"
    return {"id": name, "name": name, "orgId": number, "domain": "offline.invalid"}


def _folder(asked: Asked) -> Properties:
    number = (asked.text("folder") or "folders/100000000000").rpartition("/")[2]
    name = f"folders/{number}"
    return {"id": name, "name": name, "folderId": number, "parent": _ORGANISATION}


def _billing_account(asked: Asked) -> Properties:
    id_ = asked.text("billingAccount") or "000000-000000-000000"
    return {"id": id_, "name": f"billingAccounts/{id_}", "displayName": "offline", "open": True, "currencyCode": "USD"}


GCP: Mapping[str, Callable[[Asked], Properties]] = {
    "gcp:artifactregistry:getRepository": _located("repositories", "https://artifactregistry.googleapis.com/v1/"),
    "gcp:compute:getAddress": _located("addresses", address="203.0.113.10", status="IN_USE"),
    "gcp:compute:getDefaultServiceAccount": _service_account("{number}-compute@developer.gserviceaccount.com"),
    "gcp:compute:getGlobalAddress": _located("globaladdresses", address="203.0.113.10", status="IN_USE"),
    "gcp:compute:getImage": _image,
    "gcp:compute:getInstance": _located("instances", currentStatus="RUNNING"),
    "gcp:compute:getNetwork": _network,
    "gcp:compute:getNodeTypes": lambda asked: {"id": asked.configuration.zone, "names": ["n1-node-96-624"]},
    "gcp:compute:getRegions": lambda asked: {"id": f"projects/{asked.project}", "names": list(GCP_REGIONS)},
    "gcp:compute:getSubnetwork": _subnetwork,
    "gcp:compute:getZones": _zones,
    "gcp:container:getCluster": _located(
        "clusters",
        "https://container.googleapis.com/v1/",
        endpoint="203.0.113.20",
        masterVersion=_KUBERNETES[0],
        masterAuths=[{"clusterCaCertificate": "b2ZmbGluZQ==", "clientCertificate": "", "clientKey": ""}],
    ),
    "gcp:container:getEngineVersions": _engine_versions,
    "gcp:dns:getManagedZone": _managed_zone,
    "gcp:organizations:getBillingAccount": _billing_account,
    "gcp:organizations:getClientConfig": _client_config,
    "gcp:organizations:getClientOpenIdUserInfo": lambda _: {"id": "offline", "email": "offline@example.com"},
    "gcp:organizations:getFolder": _folder,
    "gcp:organizations:getIAMPolicy": lambda asked: {"id": asked.hash[:10], **gcp_policy(asked.args)},
    "gcp:organizations:getOrganization": _organisation,
    "gcp:organizations:getProject": _project,
    "gcp:projects:getProject": lambda asked: {
        "id": "offline",
        "projects": [{"projectId": asked.project, "name": asked.project, "number": PROJECT_NUMBER, "labels": {}}],
    },
    "gcp:secretmanager:getSecretVersion": _secret_version,
    "gcp:serviceaccount:getAccount": _service_account("{account}@{project}.iam.gserviceaccount.com"),
    "gcp:sql:getDatabaseInstance": _sql_instance,
    "gcp:storage:getBucket": _bucket,
    "gcp:storage:getProjectServiceAccount": _service_account(
        "service-{number}@gs-project-accounts.iam.gserviceaccount.com"
    ),
}
