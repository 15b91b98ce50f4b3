"""A call of a data source, as the answering functions see it: its arguments and where it was asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from outlay_automation.engine.offline.configuration import ACCOUNT, Configuration
from outlay_automation.engine.offline.invention import Origin, digits
from outlay_automation.engine.offline.values import revealed, text


@dataclass(frozen=True, slots=True)
class Asked:
    """One call."""

    token: str
    args: Mapping[str, object]
    configuration: Configuration

    @property
    def region(self) -> str:
        """The region asked about: the argument, else the provider's."""
        return self.text("region") or self.configuration.region

    @property
    def project(self) -> str:
        """The Google Cloud project asked about."""
        return self.text("project") or self.configuration.project

    @property
    def account(self) -> str:
        """The invented AWS account."""
        return ACCOUNT

    @property
    def hash(self) -> str:
        """Forty hexadecimal digits that only this call leads to."""
        # sorted at every depth: protobuf maps come in another order each time
        return digits(self.token, self.region, json.dumps(self.args, sort_keys=True, default=str))

    @property
    def origin(self) -> Origin:
        """What inventions for this call are made from."""
        name = self.text("name") or f"offline-{self.hash[:8]}"
        origin = Origin(
            type=self.token,
            name=name,
            hash=self.hash,
            region=self.region,
            zone=self.text("zone") or self.configuration.zone,
            project=self.project,
            location=self.text("location") or self.region,
        )
        return origin.identified(self.text("id"))

    def text(self, name: str) -> str | None:
        """An argument as text, None if it is absent or open."""
        return text(revealed(self.args.get(name)))

    def filter_values(self, *names: str) -> list[str]:
        """The values of the EC2 filters of these names (`vpc-id`, `tag:Name`)."""
        filters = revealed(self.args.get("filters"))
        found: list[str] = []
        for one in filters if isinstance(filters, list) else []:
            if isinstance(one, dict) and one.get("name") in names and isinstance(one.get("values"), list):
                found += [str(value) for value in one["values"]]
        return found
