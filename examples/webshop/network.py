"""The AWS network: two public and two private subnets, the way out of them, and the security groups."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from settings import Settings
from tags import CostCentre, aws_tags

PUBLIC_CIDRS = {"a": "10.20.0.0/24", "b": "10.20.1.0/24"}
PRIVATE_CIDRS = {"a": "10.20.16.0/20", "b": "10.20.32.0/20"}


@dataclass(frozen=True)
class Network:
    """What the rest of the program needs of the network."""

    vpc: aws.ec2.Vpc
    zones: list[str]
    public_subnets: list[aws.ec2.Subnet]
    private_subnets: list[aws.ec2.Subnet]
    entrance: aws.ec2.SecurityGroup
    inside: aws.ec2.SecurityGroup
    stores: aws.ec2.SecurityGroup


def build_network(settings: Settings) -> Network:
    zones = list(aws.get_availability_zones(state="available").names[:2])
    vpc = aws.ec2.Vpc(
        "webshop",
        cidr_block="10.20.0.0/16",
        enable_dns_hostnames=True,
        tags=aws_tags("webshop", CostCentre.PLATFORM),
    )
    public_subnets = _subnets(vpc, "public", PUBLIC_CIDRS, zones)
    private_subnets = _subnets(vpc, "private", PRIVATE_CIDRS, zones)
    _route_public(vpc, public_subnets)
    _route_private(vpc, public_subnets, private_subnets, settings.nat_gateways)
    entrance, inside, stores = _security_groups(vpc)
    return Network(vpc, zones, public_subnets, private_subnets, entrance, inside, stores)


def _subnets(vpc: aws.ec2.Vpc, kind: str, cidrs: dict[str, str], zones: list[str]) -> list[aws.ec2.Subnet]:
    return [
        aws.ec2.Subnet(
            f"{kind}-{letter}",
            vpc_id=vpc.id,
            cidr_block=cidr,
            availability_zone=zone,
            map_public_ip_on_launch=kind == "public",
            tags=aws_tags(f"webshop-{kind}-{letter}", CostCentre.PLATFORM),
        )
        for (letter, cidr), zone in zip(cidrs.items(), zones, strict=True)
    ]


def _route_public(vpc: aws.ec2.Vpc, subnets: list[aws.ec2.Subnet]) -> None:
    gateway = aws.ec2.InternetGateway("webshop", vpc_id=vpc.id, tags=aws_tags("webshop", CostCentre.PLATFORM))
    table = aws.ec2.RouteTable(
        "public",
        vpc_id=vpc.id,
        routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}],
        tags=aws_tags("webshop-public", CostCentre.PLATFORM),
    )
    for letter, subnet in zip(PUBLIC_CIDRS, subnets, strict=True):
        aws.ec2.RouteTableAssociation(f"public-{letter}", subnet_id=subnet.id, route_table_id=table.id)


def _route_private(
    vpc: aws.ec2.Vpc, public_subnets: list[aws.ec2.Subnet], private_subnets: list[aws.ec2.Subnet], nat_gateways: int
) -> None:
    """One NAT gateway is cheaper; one a zone survives the loss of a zone. Without its own, a subnet uses the first."""
    tables: list[aws.ec2.RouteTable] = []
    for letter, public_subnet in list(zip(PUBLIC_CIDRS, public_subnets, strict=True))[:nat_gateways]:
        tags = aws_tags(f"webshop-nat-{letter}", CostCentre.PLATFORM)
        address = aws.ec2.Eip(f"nat-{letter}", domain="vpc", tags=tags)
        gateway = aws.ec2.NatGateway(
            f"nat-{letter}", subnet_id=public_subnet.id, allocation_id=address.allocation_id, tags=tags
        )
        table = aws.ec2.RouteTable(
            f"private-{letter}",
            vpc_id=vpc.id,
            routes=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": gateway.id}],
            tags=aws_tags(f"webshop-private-{letter}", CostCentre.PLATFORM),
        )
        tables.append(table)
    for position, (letter, subnet) in enumerate(zip(PRIVATE_CIDRS, private_subnets, strict=True)):
        table = tables[position] if position < len(tables) else tables[0]
        aws.ec2.RouteTableAssociation(f"private-{letter}", subnet_id=subnet.id, route_table_id=table.id)


def _security_groups(vpc: aws.ec2.Vpc) -> tuple[aws.ec2.SecurityGroup, aws.ec2.SecurityGroup, aws.ec2.SecurityGroup]:
    """From the internet to the load balancer, from it to the shop, from the shop to its stores."""
    anywhere: aws.ec2.SecurityGroupEgressArgsDict = {
        "protocol": "-1",
        "from_port": 0,
        "to_port": 0,
        "cidr_blocks": ["0.0.0.0/0"],
    }
    entrance = aws.ec2.SecurityGroup(
        "entrance",
        vpc_id=vpc.id,
        description="Customers to the load balancer",
        ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
        egress=[anywhere],
        tags=aws_tags("webshop-entrance", CostCentre.PLATFORM),
    )
    inside = aws.ec2.SecurityGroup(
        "inside",
        vpc_id=vpc.id,
        description="Load balancer to the shop, and the shop to its search index",
        ingress=[
            {"protocol": "tcp", "from_port": 8080, "to_port": 8080, "security_groups": [entrance.id]},
            {"protocol": "tcp", "from_port": 9200, "to_port": 9200, "self": True},
        ],
        egress=[anywhere],
        tags=aws_tags("webshop-inside", CostCentre.PLATFORM),
    )
    stores = aws.ec2.SecurityGroup(
        "stores",
        vpc_id=vpc.id,
        description="The shop to its database and its sessions",
        ingress=[
            {"protocol": "tcp", "from_port": port, "to_port": port, "security_groups": [inside.id]}
            for port in (5432, 6379)
        ],
        tags=aws_tags("webshop-stores", CostCentre.PLATFORM),
    )
    pulumi.export("vpc", vpc.id)
    return entrance, inside, stores
