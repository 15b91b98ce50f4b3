"""Who pays. Owner and environment are the providers' default tags (Pulumi.<stack>.yaml), the cost centre is here."""

from enum import StrEnum


class CostCentre(StrEnum):
    """The cost centres that the finance department knows."""

    PLATFORM = "4000"
    SHOP = "4100"
    ANALYTICS = "4200"


def aws_tags(name: str, cost_centre: CostCentre) -> dict[str, str]:
    return {"Name": name, "cost-centre": cost_centre.value}


def gcp_labels(cost_centre: CostCentre) -> dict[str, str]:
    """The same on Google Cloud, where the finance department's billing queries expect an underscore."""
    return {"cost_centre": cost_centre.value}
