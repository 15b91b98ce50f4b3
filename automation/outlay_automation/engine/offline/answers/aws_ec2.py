"""Answers to AWS data sources about places and EC2: zones, images, networks, instances.

Those about all other services are in `aws`.
"""

from collections.abc import Callable, Mapping

from outlay_automation.engine.offline.answers.asked import Asked
from outlay_automation.engine.offline.places import AWS_REGIONS, aws_zone_id, aws_zones
from outlay_automation.engine.offline.values import Properties, revealed


def _zones(asked: Asked) -> Properties:
    excluded = revealed(asked.args.get("excludeNames"))
    names = [zone for zone in aws_zones(asked.region) if not isinstance(excluded, list) or zone not in excluded]
    return {
        "id": asked.region,
        "names": names,
        "zoneIds": [aws_zone_id(zone) for zone in names],
        "groupNames": [asked.region],
    }


def _zone(asked: Asked) -> Properties:
    name = asked.text("name") or aws_zones(asked.region)[0]
    return {
        "id": name,
        "name": name,
        "nameSuffix": name[-1],
        "region": name[:-1],
        "groupName": name[:-1],
        "zoneId": asked.text("zoneId") or aws_zone_id(name),
        "state": "available",
        "zoneType": "availability-zone",
    }


def _region(asked: Asked) -> Properties:
    region = asked.text("name") or asked.region
    return {
        "id": region,
        "name": region,
        "region": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": region,
    }


def _ami(asked: Asked) -> Properties:
    names = asked.filter_values("name") or [asked.text("nameRegex") or "offline"]
    wanted = " ".join([*names, *asked.filter_values("architecture", "platform")]).lower()
    id_ = f"ami-0{asked.hash[:16]}"
    windows = "windows" in wanted
    device = "/dev/sda1" if windows or "ubuntu" in wanted else "/dev/xvda"
    snapshot = f"snap-0{asked.hash[:16]}"
    size = "30" if windows else "8"
    return {
        "id": id_,
        "imageId": id_,
        "name": names[0].replace("*", "offline"),
        "arn": f"arn:aws:ec2:{asked.region}::image/{id_}",
        "architecture": "arm64" if "arm64" in wanted or "aarch64" in wanted else "x86_64",
        "platform": "windows" if windows else "",
        "platformDetails": "Windows" if windows else "Linux/UNIX",
        "usageOperation": "RunInstances:0002" if windows else "RunInstances",
        "rootDeviceName": device,
        "rootDeviceType": "ebs",
        "rootSnapshotId": snapshot,
        "virtualizationType": "hvm",
        "hypervisor": "xen",
        "state": "available",
        "enaSupport": True,
        "public": True,
        "creationDate": "2000-01-01T00:00:00.000Z",
        "blockDeviceMappings": [
            {
                "deviceName": device,
                "ebs": {"snapshotId": snapshot, "volumeSize": size, "volumeType": "gp3", "encrypted": "false"},
                "noDevice": "",
                "virtualName": "",
            }
        ],
    }


def _vpc(asked: Asked) -> Properties:
    id_ = asked.text("id") or f"vpc-0{asked.hash[:16]}"
    return {
        "id": id_,
        "arn": f"arn:aws:ec2:{asked.region}:{asked.account}:vpc/{id_}",
        "cidrBlock": asked.text("cidrBlock") or "10.0.0.0/16",
        "enableDnsHostnames": True,
        "enableDnsSupport": True,
        "instanceTenancy": "default",
        "mainRouteTableId": f"rtb-0{asked.hash[:16]}",
        "ownerId": asked.account,
        "state": "available",
    }


def _vpc_of(asked: Asked) -> str:
    given = asked.text("vpcId") or next(iter(asked.filter_values("vpc-id")), None)
    return given or f"vpc-0{asked.hash[:16]}"


def _subnets(asked: Asked) -> Properties:
    # The last digit is the subnet's number: `_subnet` takes its zone from it, so that each is in another one.
    return {"id": asked.region, "ids": [f"subnet-0{asked.hash[:15]}{number}" for number in range(3)]}


def _subnet(asked: Asked) -> Properties:
    id_ = asked.text("id") or f"subnet-0{asked.hash[:16]}"
    zones = aws_zones(asked.region)
    number = int(id_[-1], 16) if id_[-1] in "0123456789abcdef" else 0
    zone = asked.text("availabilityZone") or zones[number % len(zones)]
    return {
        "id": id_,
        "arn": f"arn:aws:ec2:{asked.region}:{asked.account}:subnet/{id_}",
        "availabilityZone": zone,
        "availabilityZoneId": aws_zone_id(zone),
        "availableIpAddressCount": 251,
        "cidrBlock": asked.text("cidrBlock") or f"10.0.{number}.0/24",
        "vpcId": _vpc_of(asked),
        "ownerId": asked.account,
        "state": "available",
    }


def _offerings(asked: Asked) -> Properties:
    wanted = asked.filter_values("instance-type") or ["m5.large", "t3.medium", "t3.micro"]
    zones = asked.text("locationType") == "availability-zone"
    places = (asked.filter_values("location") or aws_zones(asked.region)) if zones else [asked.region]
    return {
        "id": asked.region,
        "instanceTypes": [one for one in wanted for _ in places],
        "locations": [place for _ in wanted for place in places],
        "locationTypes": [asked.text("locationType") or "region" for _ in wanted for _ in places],
    }


def _instance_type(asked: Asked) -> Properties:
    # Sizes are facts that are not known here, and an invented one would look like a fact: so only what is echoed.
    return {"id": asked.text("instanceType"), "currentGeneration": True, "supportedArchitectures": ["x86_64"]}


def _thing(prefix: str, *id_names: str, **fixed: object) -> Callable[[Asked], Properties]:
    """A lookup of one thing of a VPC: its id, given or invented, and the VPC it is in."""

    def found(asked: Asked) -> Properties:
        given = next((asked.text(name) for name in ("id", *id_names) if asked.text(name)), None)
        id_ = given or f"{prefix}-0{asked.hash[:16]}"
        return {"id": id_, **dict.fromkeys(id_names, id_), "vpcId": _vpc_of(asked), "ownerId": asked.account, **fixed}

    return found


def _things(prefix: str, count: int = 1) -> Callable[[Asked], Properties]:
    """A lookup of all things of a kind: so many ids."""

    def found(asked: Asked) -> Properties:
        ids = [f"{prefix}-0{asked.hash[:15]}{number}" for number in range(count)]
        return {"id": asked.region, "ids": ids}

    return found


EC2: Mapping[str, Callable[[Asked], Properties]] = {
    "aws:ec2:getAmi": _ami,
    "aws:ec2:getAmiIds": _things("ami"),
    "aws:ec2:getInstance": _thing("i", "instanceId", instanceState="running"),
    "aws:ec2:getInstanceType": _instance_type,
    "aws:ec2:getInstanceTypeOfferings": _offerings,
    "aws:ec2:getInternetGateway": _thing("igw", "internetGatewayId"),
    "aws:ec2:getLaunchTemplate": _thing("lt", latestVersion=1, defaultVersion=1),
    "aws:ec2:getNatGateway": _thing("nat"),
    "aws:ec2:getNatGateways": _things("nat"),
    "aws:ec2:getRouteTable": _thing("rtb", "routeTableId"),
    "aws:ec2:getRouteTables": _things("rtb", 3),
    "aws:ec2:getSecurityGroup": _thing("sg"),
    "aws:ec2:getSecurityGroups": _things("sg"),
    "aws:ec2:getSubnet": _subnet,
    "aws:ec2:getSubnets": _subnets,
    "aws:ec2:getVpc": _vpc,
    "aws:ec2:getVpcEndpoint": _thing("vpce"),
    "aws:ec2:getVpcs": _things("vpc"),
    "aws:index:getAvailabilityZone": _zone,
    "aws:index:getAvailabilityZones": _zones,
    "aws:index:getRegion": _region,
    "aws:index:getRegions": lambda _asked: {"id": "aws", "names": list(AWS_REGIONS)},
}
