"""Pricers of `aws:elasticsearch/…`, the older name of `aws:opensearch/…`."""

from outlay.estimate.aws.opensearch import domain
from outlay.estimate.registry import prices

prices("aws:elasticsearch/domain:Domain")(domain)
