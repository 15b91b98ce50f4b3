"""Use of `aws:ec2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceUsage(Usage):
    """Use of a virtual machine."""

    operating_system: str
    """`linux` (where nothing is stated), `windows`, `rhel` or `suse`: the image decides it, no property says it."""
    monthly_hrs: Amount
    """Hours a month that the instance runs; all of them where nothing is stated."""
    monthly_cpu_credit_hrs: Amount
    """Hours a month that a burstable instance in unlimited mode runs above its baseline, each on all its vCPUs."""
    vcpu_count: Amount
    """vCPUs of the instance, where its type's usual number is not the right one."""
    monthly_standard_io_requests: Amount
    """I/O requests a month to each of its magnetic volumes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NatGatewayUsage(Usage):
    """Use of a NAT gateway."""

    monthly_data_processed_gb: Amount
    """GB a month through the gateway, both directions."""
