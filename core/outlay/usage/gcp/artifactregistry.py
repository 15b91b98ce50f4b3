"""Use of `gcp:artifactregistry/…`."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class EgressByRegionUsage(Usage):
    """GB a month that go to each region of Google Cloud; what goes to the internet is not among it."""

    africa_south1: Amount
    asia_east1: Amount
    asia_east2: Amount
    asia_northeast1: Amount
    asia_northeast2: Amount
    asia_northeast3: Amount
    asia_south1: Amount
    asia_south2: Amount
    asia_southeast1: Amount
    asia_southeast2: Amount
    asia_southeast3: Amount
    australia_southeast1: Amount
    australia_southeast2: Amount
    europe_central2: Amount
    europe_north1: Amount
    europe_north2: Amount
    europe_southwest1: Amount
    europe_west1: Amount
    europe_west10: Amount
    europe_west12: Amount
    europe_west2: Amount
    europe_west3: Amount
    europe_west4: Amount
    europe_west6: Amount
    europe_west8: Amount
    europe_west9: Amount
    me_central1: Amount
    me_central2: Amount
    me_west1: Amount
    northamerica_northeast1: Amount
    northamerica_northeast2: Amount
    northamerica_south1: Amount
    southamerica_east1: Amount
    southamerica_west1: Amount
    us_central1: Amount
    us_east1: Amount
    us_east4: Amount
    us_east5: Amount
    us_south1: Amount
    us_west1: Amount
    us_west2: Amount
    us_west3: Amount
    us_west4: Amount

    def given(self) -> Iterator[tuple[str, Amount]]:
        """The regions of which a figure is given, by their names (`us-east1`)."""
        for field in fields(self):
            amount: Amount = getattr(self, field.name)
            if not amount.open:
                yield field.name.replace("_", "-"), amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryUsage(Usage):
    """Use of an Artifact Registry repository."""

    storage_gb: Amount
    """GB stored, on average over the month."""
    monthly_egress_data_transfer_gb: EgressByRegionUsage
