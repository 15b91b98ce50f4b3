"""`outlay_components.gcp.Instance`: a virtual machine on Compute Engine."""

from typing import Any, Final, NotRequired, Optional

import pulumi
import pulumi_gcp as gcp

from outlay_components.arguments import GovernedArgs
from outlay_components.component import Component
from outlay_components.making import Make

_SPOT: Final = {
    "provisioning_model": "SPOT",
    "preemptible": True,
    "automatic_restart": False,
    "instance_termination_action": "STOP",
}


class GcpInstanceArgs(GovernedArgs):
    """The arguments of a virtual machine on Compute Engine."""

    machine_type: pulumi.Input[str]
    """Its size, `e2-small` say. E2 and, on Arm, T2A and C4A cost less than N2 for the same vCPUs and memory."""
    image: pulumi.Input[str]
    """The image that it starts from, `debian-cloud/debian-12` say."""
    zone: NotRequired[pulumi.Input[str]]
    """The zone that it stands in; that of the provider by default."""
    network: NotRequired[pulumi.Input[str]]
    """The network that it is in, where no subnetwork says it; `default` by default."""
    subnetwork: NotRequired[pulumi.Input[str]]
    """The subnetwork that it is in."""
    network_tags: NotRequired[pulumi.Input[list[pulumi.Input[str]]]]
    """The tags by which firewall rules find it; they are no labels."""
    boot_disk_gb: NotRequired[pulumi.Input[int]]
    """Size of its boot disk; that of the image by default."""
    boot_disk_type: NotRequired[pulumi.Input[str]]
    """Kind of its boot disk; `pd-balanced` by default, which costs 41% less than `pd-ssd`."""
    public_address: NotRequired[bool]
    """Whether it gets an external IPv4 address; false by default, which saves $3.65 a month."""
    spot: NotRequired[bool]
    """Whether it is bought at the spot price, 40% off an `e2-small` and more off others, and may be stopped at any
    time; false by default."""
    service_account: NotRequired[pulumi.Input[str]]
    """E-mail of the service account that it acts as; none by default, so that it may do nothing in the project."""
    startup_script: NotRequired[pulumi.Input[str]]
    """What it runs each time that it starts."""


class GcpInstance(Component):
    """A virtual machine on Compute Engine: shielded, without an external address, and resized without being replaced.

    | default | elsewhere | in production | saves |
    |---|---|---|---|
    | boot disk | pd-balanced, labelled | the same | 41% of a pd-ssd disk |
    | external IPv4 address | none | none | $3.65 a month |
    | another machine type | by a stop and a start | the same | a new machine, and the wait to make it smaller |
    | protected from deletion | no | yes | nothing: it is safe |
    | Shielded VM | secure boot, vTPM, integrity | the same | nothing: it is safe |

    The boot disk is billed by labels of its own: it gets those of the instance when it is made, and keeps them, since
    Compute Engine would replace the instance for others. `instance` is the raw `gcp.compute.Instance`.
    """

    instance_id: pulumi.Output[str]
    """Its id, which the server gives it."""
    self_link: pulumi.Output[str]
    """Its address in Google's API."""
    private_ip: pulumi.Output[str]
    """Its address within the network."""

    def __init__(self, name: str, args: GcpInstanceArgs, opts: Optional[pulumi.ResourceOptions] = None) -> None:  # noqa: UP045
        super().__init__(name, args, opts)

    def declare(self, make: Make, args: GcpInstanceArgs) -> None:
        """Make the instance."""
        self.instance: gcp.compute.Instance = make(
            gcp.compute.Instance,
            "instance",
            {
                "machine_type": args["machine_type"],
                "zone": args.get("zone"),
                "boot_disk": {
                    "initialize_params": {
                        "image": args["image"],
                        "type": args.get("boot_disk_type", "pd-balanced"),
                        "size": args.get("boot_disk_gb"),
                    }
                },
                "network_interfaces": [_interface(args)],
                "tags": args.get("network_tags"),
                "scheduling": _SPOT if args.get("spot") else None,
                "service_account": _account(args),
                "shielded_instance_config": {
                    "enable_secure_boot": True,
                    "enable_vtpm": True,
                    "enable_integrity_monitoring": True,
                },
                "allow_stopping_for_update": True,
                "deletion_protection": make.environment.is_production,
                "metadata_startup_script": args.get("startup_script"),
            },
            suffix="",
            at_creation=("boot_disk.initialize_params.type", "shielded_instance_config"),
            options=pulumi.ResourceOptions(ignore_changes=["bootDisk.initializeParams.labels"]),
        )
        self.instance_id = self.instance.instance_id
        self.self_link = self.instance.self_link
        self.private_ip = make.apply(_private_ip, self.instance.network_interfaces)


def _interface(args: GcpInstanceArgs) -> dict[str, Any]:
    interface: dict[str, Any] = {"subnetwork": args.get("subnetwork")}
    if "subnetwork" not in args:
        interface["network"] = args.get("network", "default")
    return {**interface, "access_configs": [{}]} if args.get("public_address") else interface


def _account(args: GcpInstanceArgs) -> dict[str, Any] | None:
    """The service account with all that its roles allow: access is decided by roles, not by scopes."""
    email = args.get("service_account")
    return {"email": email, "scopes": ["cloud-platform"]} if email is not None else None


def _private_ip(interfaces: Any) -> str:
    """The address in its network, which is empty where nobody knows it yet."""
    return (interfaces or [{}])[0].get("network_ip") or ""
