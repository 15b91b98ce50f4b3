"""Pricers of `aws:alb/…`, the older name of `aws:lb/…`."""

from outlay.estimate.aws.lb import load_balancer
from outlay.estimate.registry import prices
from outlay.usage.aws.lb import LoadBalancerUsage

prices("aws:alb/loadBalancer:LoadBalancer", usage=LoadBalancerUsage)(load_balancer)
