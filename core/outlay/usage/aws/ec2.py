"""Use of `aws:ec2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.aws.reservation import ReservableUsage
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceUsage(ReservableUsage):
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
    reserved_instance_type: str
    """`standard` (where nothing is stated) or `convertible`, of the reservation that covers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupUsage(InstanceUsage):
    """Use of a group of equal virtual machines; what its other keys state is each machine's."""

    instances: Amount
    """Machines that run on average; the group's own size where nothing is stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataProcessedUsage(Usage):
    """Use of what is charged by the GB that passes through it."""

    monthly_data_processed_gb: Amount
    """GB a month through it, both directions."""
