"""Use of `gcp:storage/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketEgressUsage(Usage):
    """Data that leaves a bucket, by where it goes."""

    same_continent: Amount
    """GB a month to other locations of Google Cloud on the same continent."""
    worldwide: Amount
    """GB a month to the internet, without Asia and Australia."""
    asia: Amount
    """GB a month to the internet in Asia, without China, with Hong Kong."""
    china: Amount
    """GB a month to the internet in China, without Hong Kong."""
    australia: Amount
    """GB a month to the internet in Australia."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketUsage(Usage):
    """Use of a Cloud Storage bucket."""

    storage_gb: Amount
    """GiB stored, on average over the month."""
    monthly_class_a_operations: Amount
    """Operations a month that write or list objects."""
    monthly_class_b_operations: Amount
    """Operations a month that read objects or metadata."""
    monthly_data_retrieval_gb: Amount
    """GB a month read from the classes Nearline, Coldline or Archive."""
    monthly_egress_data_transfer_gb: BucketEgressUsage
