"""`outlay_components.aws.Network`: a network (VPC) with public and private subnets over zones."""

from ipaddress import IPv4Network
from types import MappingProxyType
from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_aws as aws

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.errors import ProgramError
from outlay_components.making import Make

_ANYWHERE: Final = "0.0.0.0/0"
_SUBNET_BITS: Final = 4
_MOST_ZONES: Final = 8
_SMALLEST_SUBNET: Final = 28
_ENDPOINTS: Final = ("s3", "dynamodb")
"""The services that a gateway endpoint, which is free, leads to."""


class AwsNetworkArgs(GovernedArgs):
    """The arguments of a network on AWS."""

    zones: list[str]
    """The availability zones that it spans, `eu-west-1a` say: each gets a public and a private subnet. Up to 8."""
    cidr: NotRequired[str]
    """Its addresses; `10.0.0.0/16` by default. Each subnet gets a sixteenth of them."""
    nat: NotRequired[str]
    """NAT gateways, by which private subnets reach the internet: `none`, `one` for all zones, or `per_zone`. By default
    one a zone in production, one where production is rehearsed (staging), and none elsewhere. Each costs $32.85 a
    month, $3.65 for its address, and $0.045 a GB."""
    gateway_endpoints: NotRequired[bool]
    """Whether S3 and DynamoDB are reached by gateway endpoints, which are free and save $0.045 a GB through NAT; true
    by default."""


class AwsNetwork(Component):
    """A network on AWS: public and private subnets in each zone, and NAT gateways only where they are needed.

    | default | elsewhere | in staging | in production | saves |
    |---|---|---|---|---|
    | NAT gateways | none | one | one a zone | $36.50 a month each, with the address |
    | S3 and DynamoDB | by gateway endpoints | the same | the same | $0.045 for each GB through NAT |
    | addresses of instances in public subnets | private only | the same | the same | $3.65 a month each |

    With one gateway for several zones, traffic from the others crosses zones ($0.01 a GB each way), and all lose the
    internet with its zone.

    Each private subnet has a route table of its own, which is free, so that NAT can be changed without replacing
    anything. Raw resources: `vpc`, `internet_gateway`, `public_route_table`, and by zone `public_subnets`,
    `private_subnets`, `private_route_tables`, `nat_gateways`; by service `endpoints`. Their names in `overrides` and
    `adopt` end with the zone (`private_subnet_eu-west-1a`) or the service (`endpoint_s3`).
    """

    CHOICES = MappingProxyType({"nat": ("none", "one", "per_zone")})

    vpc_id: pulumi.Output[str]
    """The network's id."""
    public_subnet_ids: pulumi.Output[list[str]]
    """The public subnets' ids, in the order of `zones`."""
    private_subnet_ids: pulumi.Output[list[str]]
    """The private subnets' ids, in the order of `zones`."""

    def __init__(self, name: str, args: AwsNetworkArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: AwsNetworkArgs) -> None:
        """Make the network with its subnets, routes, NAT gateways and endpoints."""
        zones = args["zones"]
        network = _addresses(make, args)
        nat = args.get("nat", _default_nat(make))
        self.vpc: aws.ec2.Vpc = make(
            aws.ec2.Vpc,
            "vpc",
            {"cidr_block": str(network), "enable_dns_support": True, "enable_dns_hostnames": True},
            suffix="",
        )
        self.internet_gateway: aws.ec2.InternetGateway = make(
            aws.ec2.InternetGateway, "internet_gateway", {"vpc_id": self.vpc.id}
        )
        self._make_subnets(make, zones, network)
        self._make_public_routes(make, zones)
        self._make_nat(make, {"none": [], "one": zones[:1], "per_zone": zones}[nat])
        self._make_private_routes(make, zones)
        self._make_endpoints(make, _ENDPOINTS if args.get("gateway_endpoints", True) else ())
        self.vpc_id = self.vpc.id
        self.public_subnet_ids = make.apply(_listed, *(subnet.id for subnet in self.public_subnets.values()))
        self.private_subnet_ids = make.apply(_listed, *(subnet.id for subnet in self.private_subnets.values()))

    def _make_subnets(self, make: Make, zones: list[str], network: IPv4Network) -> None:
        """A public and a private subnet in each zone; one more zone leaves the addresses of the others as they are."""
        blocks = list(network.subnets(_SUBNET_BITS))
        self.public_subnets: dict[str, aws.ec2.Subnet] = {}
        self.private_subnets: dict[str, aws.ec2.Subnet] = {}
        for index, zone in enumerate(zones):
            for kind, subnets, block in (
                ("public", self.public_subnets, blocks[index]),
                ("private", self.private_subnets, blocks[_MOST_ZONES + index]),
            ):
                subnets[zone] = make(
                    aws.ec2.Subnet,
                    f"{kind}_subnet_{zone}",
                    {"vpc_id": self.vpc.id, "availability_zone": zone, "cidr_block": str(block)},
                    suffix=f"{kind}-{zone}",
                )

    def _make_public_routes(self, make: Make, zones: list[str]) -> None:
        self.public_route_table: aws.ec2.RouteTable = make(
            aws.ec2.RouteTable, "public_route_table", {"vpc_id": self.vpc.id}, suffix="public"
        )
        self.public_route: aws.ec2.Route = make(
            aws.ec2.Route,
            "public_route",
            {
                "route_table_id": self.public_route_table.id,
                "destination_cidr_block": _ANYWHERE,
                "gateway_id": self.internet_gateway.id,
            },
            suffix="public-internet",
        )
        for zone in zones:
            self._associate(make, "public", zone, self.public_subnets[zone], self.public_route_table)

    def _make_nat(self, make: Make, zones: list[str]) -> None:
        self.nat_gateways: dict[str, aws.ec2.NatGateway] = {}
        self.nat_addresses: dict[str, aws.ec2.Eip] = {}
        for zone in zones:
            self.nat_addresses[zone] = make(
                aws.ec2.Eip, f"nat_address_{zone}", {"domain": "vpc"}, suffix=f"nat-address-{zone}"
            )
            self.nat_gateways[zone] = make(
                aws.ec2.NatGateway,
                f"nat_gateway_{zone}",
                {"allocation_id": self.nat_addresses[zone].id, "subnet_id": self.public_subnets[zone].id},
                suffix=f"nat-{zone}",
            )

    def _make_private_routes(self, make: Make, zones: list[str]) -> None:
        self.private_route_tables: dict[str, aws.ec2.RouteTable] = {}
        gateways = list(self.nat_gateways.values())
        for zone in zones:
            table = make(
                aws.ec2.RouteTable, f"private_route_table_{zone}", {"vpc_id": self.vpc.id}, suffix=f"private-{zone}"
            )
            self.private_route_tables[zone] = table
            if gateways:
                make(
                    aws.ec2.Route,
                    f"private_route_{zone}",
                    {
                        "route_table_id": table.id,
                        "destination_cidr_block": _ANYWHERE,
                        "nat_gateway_id": self.nat_gateways.get(zone, gateways[0]).id,
                    },
                    suffix=f"private-internet-{zone}",
                )
            self._associate(make, "private", zone, self.private_subnets[zone], table)

    def _associate(self, make: Make, kind: str, zone: str, subnet: aws.ec2.Subnet, table: aws.ec2.RouteTable) -> None:
        make(
            aws.ec2.RouteTableAssociation,
            f"{kind}_association_{zone}",
            {"subnet_id": subnet.id, "route_table_id": table.id},
            suffix=f"{kind}-{zone}",
        )

    def _make_endpoints(self, make: Make, services: tuple[str, ...]) -> None:
        tables = [self.public_route_table.id, *(table.id for table in self.private_route_tables.values())]
        self.endpoints: dict[str, aws.ec2.VpcEndpoint] = {
            service: make(
                aws.ec2.VpcEndpoint,
                f"endpoint_{service}",
                {
                    "vpc_id": self.vpc.id,
                    "service_name": make.apply(_service_name(service), self.vpc.region),
                    "vpc_endpoint_type": "Gateway",
                    "route_table_ids": tables,
                },
            )
            for service in services
        }


def _default_nat(make: Make) -> str:
    if make.environment.is_staging:
        return "one"
    return make.environment.choose(production="per_zone", otherwise="none")


def _addresses(make: Make, args: AwsNetworkArgs) -> IPv4Network:
    """The network's addresses, of which there are enough for its subnets.

    Raises:
        ProgramError: they are none, too few, or there are no zones, too many, or one twice.
    """
    zones, cidr = args["zones"], args.get("cidr", "10.0.0.0/16")
    if not 0 < len(set(zones)) == len(zones) <= _MOST_ZONES:
        raise ProgramError(
            f"{make.whose}: zones are {', '.join(zones) or 'none'}\nName one to {_MOST_ZONES}, each once."
        )
    try:
        network = IPv4Network(cidr)
    except ValueError as error:
        raise ProgramError(f"{make.whose}: cidr is {cidr!r}: {error}\nWrite 10.0.0.0/16, say.") from None
    if network.prefixlen + _SUBNET_BITS > _SMALLEST_SUBNET:
        raise ProgramError(
            f"{make.whose}: cidr {cidr} is too small for sixteen subnets\n"
            f"It may be /{_SMALLEST_SUBNET - _SUBNET_BITS} at most."
        )
    return network


def _service_name(service: str) -> Any:
    return lambda region: f"com.amazonaws.{region}.{service}"


def _listed(*ids: str) -> list[str]:
    return list(ids)
