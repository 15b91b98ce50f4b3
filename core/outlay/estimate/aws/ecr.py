"""Pricers of `aws:ecr/…`: private repositories."""

from collections.abc import Iterator

from outlay.estimate.amount import GB_MONTH
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.ecr import RepositoryUsage


@prices("aws:ecr/repository:Repository", usage=RepositoryUsage)
def repository(resource: Subject, usage: RepositoryUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A private repository: what its images take.

    Source: Amazon ECR pricing.
    """
    query = PriceQuery("AmazonECR", resource.region, "Repository", "storage")
    yield Charge("Storage", GB_MONTH * usage.storage_gb, query)
