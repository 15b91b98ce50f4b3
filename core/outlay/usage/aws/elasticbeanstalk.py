"""Use of `aws:elasticbeanstalk/…`."""

from dataclasses import dataclass

from outlay.usage.aws.cloudwatch import LogGroupUsage
from outlay.usage.aws.ec2 import DataProcessedUsage, GroupUsage
from outlay.usage.aws.lb import LoadBalancerUsage
from outlay.usage.aws.rds import InstanceUsage
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentUsage(Usage):
    """Use of an environment, by what it makes."""

    ec2: GroupUsage
    """Of its instances."""
    lb: LoadBalancerUsage
    """Of its application or network load balancer."""
    elb: DataProcessedUsage
    """Of its classic load balancer."""
    db: InstanceUsage
    """Of its database."""
    cloudwatch: LogGroupUsage
    """Of its logs."""
