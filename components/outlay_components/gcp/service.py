"""`outlay_components.gcp.Service`: a service on Cloud Run."""

from typing import Any, NotRequired, Optional

import pulumi
import pulumi_gcp as gcp

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make


class GcpServiceArgs(GovernedArgs):
    """The arguments of a service on Cloud Run."""

    location: pulumi.Input[str]
    """The region that it runs in."""
    image: pulumi.Input[str]
    """The container image that it runs."""
    vcpus: NotRequired[float]
    """vCPUs of an instance; 1 by default."""
    memory_mb: NotRequired[int]
    """Memory of an instance, in MiB; 512 by default."""
    min_instances: NotRequired[int]
    """Instances that wait for requests; 1 in production, which costs $9.86 a month with 1 vCPU and 512 MiB, and 0
    elsewhere by default: then the first request waits for an instance to start."""
    max_instances: NotRequired[int]
    """Instances at most, and so what it can cost at most; 10 in production and 2 elsewhere by default."""
    cpu_always: NotRequired[bool]
    """Whether its CPU also runs between requests, and is paid for all the time; false by default."""
    concurrent_requests: NotRequired[int]
    """Requests that an instance handles at once; 80 by default. The more, the fewer instances are paid for."""
    timeout_seconds: NotRequired[int]
    """How long a request may take at most; 60 by default."""
    port: NotRequired[int]
    """The port that the container listens on; 8080 by default."""
    public: NotRequired[bool]
    """Whether anybody may call it without signing in; false by default."""
    internal: NotRequired[bool]
    """Whether it is reached from within the project's networks only; false by default."""
    environment_variables: NotRequired[dict[str, pulumi.Input[str]]]
    """Its environment variables."""
    service_account: NotRequired[pulumi.Input[str]]
    """E-mail of the service account that it acts as; the project's default one where it is left out."""


class GcpService(Component):
    """A service on Cloud Run: paid for by the request, down to nothing where nobody calls, with a ceiling above.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | instances that wait | none | 1 | $9.86 a month each, with 1 vCPU and 512 MiB |
    | CPU | during requests only | the same | $47.30 a month for each vCPU that would always run |
    | instances at most | 2 | 10 | what a loop or an attack could cost |
    | calls | by those who may | the same | nothing: it is safe |
    | deletion | allowed | prevented | nothing: it is safe |

    `service` is the raw `gcp.cloudrunv2.Service`.
    """

    service_name: pulumi.Output[str]
    """Its name."""
    uri: pulumi.Output[str]
    """Its address."""

    def __init__(self, name: str, args: GcpServiceArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: GcpServiceArgs) -> None:
        """Make the service."""
        choose = make.environment.choose
        self.service: gcp.cloudrunv2.Service = make(
            gcp.cloudrunv2.Service,
            "service",
            {
                "location": args["location"],
                "ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY" if args.get("internal") else "INGRESS_TRAFFIC_ALL",
                "invoker_iam_disabled": True if args.get("public") else None,
                "deletion_protection": make.environment.is_production,
                "template": {
                    "scaling": {
                        "min_instance_count": args.get("min_instances", choose(production=1, otherwise=0)),
                        "max_instance_count": args.get("max_instances", choose(production=10, otherwise=2)),
                    },
                    "max_instance_request_concurrency": args.get("concurrent_requests", 80),
                    "timeout": f"{args.get('timeout_seconds', 60):.0f}s",
                    "service_account": args.get("service_account"),
                    "containers": [_container(args)],
                },
            },
            suffix="",
        )
        self.service_name = self.service.name
        self.uri = self.service.uri


def _container(args: GcpServiceArgs) -> dict[str, Any]:
    variables = args.get("environment_variables", {})
    return {
        "image": args["image"],
        "ports": {"container_port": args.get("port", 8080)},
        "envs": [{"name": name, "value": value} for name, value in sorted(variables.items())] or None,
        "resources": {
            "cpu_idle": not args.get("cpu_always", False),
            "limits": {"cpu": f"{args.get('vcpus', 1):g}", "memory": f"{args.get('memory_mb', 512):g}Mi"},
        },
    }
