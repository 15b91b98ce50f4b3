"""Answers to AWS data sources: what the types alone would not make plausible, by token without file.

Fields that are not said here are filled by type, arguments are echoed (see the package).
"""

from collections.abc import Callable, Mapping

from outlay_automation.engine.offline.answers.asked import Asked
from outlay_automation.engine.offline.answers.aws_ec2 import EC2
from outlay_automation.engine.offline.answers.policy_document import aws_policy
from outlay_automation.engine.offline.values import Properties, mapping, revealed

_USUAL_VERSIONS = {
    "postgres": "17.4",
    "aurora-postgresql": "16.6",
    "mysql": "8.0.41",
    "aurora-mysql": "8.0",
    "mariadb": "11.4",
}


def _caller(asked: Asked) -> Properties:
    arn = f"arn:aws:iam::{asked.account}:user/offline"
    return {"accountId": asked.account, "arn": arn, "id": asked.account, "userId": "AIDAOFFLINE"}


def _route53_zone(asked: Asked) -> Properties:
    id_ = asked.text("zoneId") or f"Z{asked.hash[:16].upper()}"
    name = asked.text("name") or "offline.invalid"
    return {
        "id": id_,
        "zoneId": id_,
        "name": name.rstrip("."),
        "arn": f"arn:aws:route53:::hostedzone/{id_}",
        "nameServers": [f"ns-{number}.offline.invalid" for number in range(1, 5)],
        "primaryNameServer": "ns-1.offline.invalid",
    }


def _certificate(asked: Asked) -> Properties:
    arn = f"arn:aws:acm:{asked.region}:{asked.account}:certificate/{asked.hash[:32]}"
    return {"id": arn, "arn": arn, "domain": asked.text("domain") or "offline.invalid", "status": "ISSUED"}


def _parameter(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    # AWS publishes the ids of its images as parameters under this path.
    image = (name.startswith("/aws/service/") and "image_id" in name) or "ami" in name.rpartition("/")[2]
    value = f"ami-0{asked.hash[:16]}" if image else f"offline-{asked.hash[:12]}"
    return {
        "id": name,
        "name": name,
        "arn": f"arn:aws:ssm:{asked.region}:{asked.account}:parameter/{name.lstrip('/')}",
        "type": "String",
        "value": value,
        "insecureValue": value,
        "version": 1,
    }


def _secret(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    arn = asked.text("arn") or f"arn:aws:secretsmanager:{asked.region}:{asked.account}:secret:{name}-{asked.hash[:6]}"
    return {"id": arn, "arn": arn, "name": name}


def _secret_version(asked: Asked) -> Properties:
    given = asked.text("secretId") or "offline"
    arn = given if given.startswith("arn:") else f"arn:aws:secretsmanager:{asked.region}:{asked.account}:secret:{given}"
    # A program that reads JSON from it finds an empty object.
    return {"id": f"{given}|AWSCURRENT", "arn": arn, "secretArn": arn, "secretString": "{}", "versionId": "offline"}


def _key(asked: Asked) -> Properties:
    uuid = f"{asked.hash[:8]}-0000-4000-8000-{asked.hash[8:20]}"
    return {
        "id": uuid,
        "arn": f"arn:aws:kms:{asked.region}:{asked.account}:key/{uuid}",
        "awsAccountId": asked.account,
        "enabled": True,
        "keySpec": "SYMMETRIC_DEFAULT",
        "keyState": "Enabled",
        "keyUsage": "ENCRYPT_DECRYPT",
        "keyManager": "CUSTOMER",
    }


def _alias(asked: Asked) -> Properties:
    name = asked.text("name") or "alias/offline"
    arn = f"arn:aws:kms:{asked.region}:{asked.account}:"
    uuid = f"{asked.hash[:8]}-0000-4000-8000-{asked.hash[8:20]}"
    return {
        "id": arn + name,
        "arn": arn + name,
        "name": name,
        "targetKeyId": uuid,
        "targetKeyArn": f"{arn}key/{uuid}",
    }


def _registry(asked: Asked) -> str:
    return f"{asked.account}.dkr.ecr.{asked.region}.amazonaws.com"


def _repository(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    return {
        "id": name,
        "name": name,
        "arn": f"arn:aws:ecr:{asked.region}:{asked.account}:repository/{name}",
        "registryId": asked.account,
        "repositoryUrl": f"{_registry(asked)}/{name}",
    }


def _image(asked: Asked) -> Properties:
    name = asked.text("repositoryName") or "offline"
    digest = f"sha256:{asked.hash[:32]}{asked.hash[:32]}"
    return {
        "id": digest,
        "imageDigest": digest,
        "imageUri": f"{_registry(asked)}/{name}@{digest}",
        "registryId": asked.account,
    }


def _registry_token(asked: Asked) -> Properties:
    return {
        "id": asked.region,
        "authorizationToken": "QVdTOm9mZmxpbmU=",
        "userName": "AWS",
        "password": "offline",
        "proxyEndpoint": f"https://{_registry(asked)}",
        "expiresAt": "2000-01-01T00:00:00Z",
    }


def _eks_cluster(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    return {
        "id": name,
        "name": name,
        "arn": f"arn:aws:eks:{asked.region}:{asked.account}:cluster/{name}",
        "certificateAuthorities": [{"data": "b2ZmbGluZQ=="}],
        "endpoint": f"https://{asked.hash[:16]}.offline.invalid",
        "identities": [
            {"oidcs": [{"issuer": f"https://oidc.eks.{asked.region}.amazonaws.com/id/{asked.hash[:32].upper()}"}]}
        ],
        "roleArn": f"arn:aws:iam::{asked.account}:role/{name}",
        "status": "ACTIVE",
        "version": "1.33",
        "vpcConfig": {
            "clusterSecurityGroupId": f"sg-0{asked.hash[:16]}",
            "endpointPrivateAccess": False,
            "endpointPublicAccess": True,
            "publicAccessCidrs": ["0.0.0.0/0"],
            "securityGroupIds": [f"sg-0{asked.hash[:16]}"],
            "subnetIds": [f"subnet-0{asked.hash[:15]}{number}" for number in range(3)],
            "vpcId": f"vpc-0{asked.hash[:16]}",
        },
    }


def _engine_version(asked: Asked) -> Properties:
    engine = asked.text("engine") or "postgres"
    preferred = revealed(asked.args.get("preferredVersions"))
    first = str(preferred[0]) if isinstance(preferred, list) and preferred else None
    version = asked.text("version") or first or _USUAL_VERSIONS.get(engine, "1")
    major = version.partition(".")[0] if "postgres" in engine else ".".join(version.split(".")[:2])
    return {
        "id": version,
        "version": version,
        "versionActual": version,
        "parameterGroupFamily": asked.text("parameterGroupFamily") or f"{engine}{major}",
        "status": "available",
    }


def _bucket(asked: Asked) -> Properties:
    name = asked.text("bucket") or "offline"
    return {
        "id": name,
        "arn": f"arn:aws:s3:::{name}",
        "bucketDomainName": f"{name}.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{name}.s3.{asked.region}.amazonaws.com",
        "bucketRegion": asked.region,
    }


def _load_balancer(asked: Asked) -> Properties:
    name = asked.text("name") or "offline"
    arn = f"arn:aws:elasticloadbalancing:{asked.region}:{asked.account}:loadbalancer/app/{name}/{asked.hash[:16]}"
    return {
        "id": asked.text("arn") or arn,
        "arn": asked.text("arn") or arn,
        "name": name,
        "dnsName": f"{name}-{asked.hash[:8]}.{asked.region}.offline.invalid",
        "loadBalancerType": "application",
        "vpcId": f"vpc-0{asked.hash[:16]}",
        "zoneId": f"Z{asked.hash[:13].upper()}",
    }


def _arn_parts(asked: Asked) -> Properties:
    parts = ((asked.text("arn") or "") + ":::::").split(":", 5)
    return {
        "id": asked.text("arn"),
        "partition": parts[1],
        "service": parts[2],
        "region": parts[3],
        "account": parts[4],
        "resource": parts[5].removesuffix(":::::"),
    }


def _service(asked: Asked) -> Properties:
    id_ = asked.text("serviceId") or "ec2"
    dns = asked.text("dnsName") or f"{id_}.{asked.region}.amazonaws.com"
    reverse = ".".join(reversed(dns.split(".")))
    return {"id": dns, "dnsName": dns, "partition": "aws", "reverseDnsName": reverse, "supported": True}


def _identity(kind: str, service: str) -> Callable[[Asked], Properties]:
    """A lookup by name of something whose ARN ends with its kind and name."""

    def found(asked: Asked) -> Properties:
        name = asked.text("name") or asked.text(f"{kind}Name") or "offline"
        region = "" if service == "iam" else asked.region
        arn = asked.text("arn") or f"arn:aws:{service}:{region}:{asked.account}:{kind}/{name}"
        return {"id": arn if kind == "policy" else name, "arn": arn, "name": name, "path": "/", "status": "ACTIVE"}

    return found


def _fixed(**properties: object) -> Callable[[Asked], Properties]:
    """An answer that is the same wherever it is asked."""
    return lambda _asked: dict(properties)


AWS: Mapping[str, Callable[[Asked], Properties]] = {
    **EC2,
    "aws:acm:getCertificate": _certificate,
    "aws:cloudfront:getCachePolicy": _fixed(id="658327ea-f89d-4fab-a63d-7e88639e58f6"),
    "aws:cloudfront:getOriginRequestPolicy": _fixed(id="88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"),
    "aws:ecr:getAuthorizationToken": _registry_token,
    "aws:ecr:getCredentials": _registry_token,
    "aws:ecr:getImage": _image,
    "aws:ecr:getRepository": _repository,
    "aws:ecs:getCluster": lambda asked: _identity("cluster", "ecs")(asked) | {"id": asked.text("clusterName")},
    "aws:eks:getCluster": _eks_cluster,
    "aws:eks:getClusterAuth": _fixed(token="offline"),
    "aws:elb:getHostedZoneId": _fixed(id="Z0000000000000"),
    "aws:elb:getLoadBalancer": _load_balancer,
    "aws:elb:getServiceAccount": lambda asked: {"id": asked.account, "arn": f"arn:aws:iam::{asked.account}:root"},
    "aws:iam:getInstanceProfile": _identity("instance-profile", "iam"),
    "aws:iam:getPolicy": _identity("policy", "iam"),
    "aws:iam:getPolicyDocument": lambda asked: {"id": asked.hash[:10], **aws_policy(asked.args)},
    "aws:iam:getRole": _identity("role", "iam"),
    "aws:iam:getUser": lambda asked: _identity("user", "iam")(asked) | {"userName": asked.text("userName")},
    "aws:index:getArn": _arn_parts,
    "aws:index:getCallerIdentity": _caller,
    "aws:index:getDefaultTags": lambda asked: {"id": "default", "tags": mapping(asked.configuration.default_tags)},
    "aws:index:getIpRanges": _fixed(id="0", cidrBlocks=["203.0.113.0/24"], ipv6CidrBlocks=["2001:db8::/32"]),
    "aws:index:getPartition": _fixed(
        id="aws", partition="aws", dnsSuffix="amazonaws.com", reverseDnsPrefix="com.amazonaws"
    ),
    "aws:index:getService": _service,
    "aws:kms:getAlias": _alias,
    "aws:kms:getKey": _key,
    "aws:lb:getHostedZoneId": _fixed(id="Z0000000000000"),
    "aws:lb:getLoadBalancer": _load_balancer,
    "aws:rds:getEngineVersion": _engine_version,
    "aws:route53:getZone": _route53_zone,
    "aws:s3:getBucket": _bucket,
    "aws:s3:getCanonicalUserId": lambda asked: {"id": asked.hash + asked.hash[:24]},
    "aws:secretsmanager:getSecret": _secret,
    "aws:secretsmanager:getSecretVersion": _secret_version,
    "aws:ssm:getParameter": _parameter,
}
