"""Whose resources these are: the same on both clouds, as each spells it."""

TAGS = {"owner": "team-tickets", "cost-centre": "4300"}
LABELS = {"owner": "team-tickets", "cost_centre": "4300"}
