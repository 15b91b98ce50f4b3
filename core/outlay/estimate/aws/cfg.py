"""Pricers of `aws:cfg/…` (AWS Config): rules and recorders."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.cfg import RecorderUsage, RuleUsage

_SERVICE: Final = "AWSConfig"
_EVALUATIONS: Final = Unit("evaluations")
_RECORDS: Final = Unit("records")


@prices("aws:cfg/rule:Rule", usage=RuleUsage)
@prices("aws:cfg/organizationCustomRule:OrganizationCustomRule", usage=RuleUsage)
@prices("aws:cfg/organizationCustomPolicyRule:OrganizationCustomPolicyRule", usage=RuleUsage)
@prices("aws:cfg/organizationManagedRule:OrganizationManagedRule", usage=RuleUsage)
def rule(resource: Subject, usage: RuleUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A rule, in one account or in those of an organisation: each evaluation.

    Source: AWS Config pricing.
    """
    query = PriceQuery(_SERVICE, resource.region, "Rule", "evaluations")
    yield Charge("Rule evaluations", _EVALUATIONS * usage.monthly_rule_evaluations, query)


@prices("aws:cfg/recorder:Recorder", usage=RecorderUsage)
def recorder(resource: Subject, usage: RecorderUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A configuration recorder: each item that it records, continuously or once a day.

    Source: AWS Config pricing.
    """
    frequency = resource.inputs.block("recordingMode").item("recordingFrequency", "CONTINUOUS")
    item: str | Unknown = frequency if isinstance(frequency, Unknown) else "ConfigurationItem"
    query = PriceQuery(_SERVICE, resource.region, item, "daily" if frequency == "DAILY" else "continuous")
    yield Charge("Config items", _RECORDS * usage.monthly_config_items, query)
    yield Charge("Custom config items", _RECORDS * usage.monthly_custom_config_items, query)
