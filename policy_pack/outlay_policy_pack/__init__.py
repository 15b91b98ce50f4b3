"""The financial rules of an organisation as a Pulumi policy pack: plain rules, and one adapter that knows Pulumi."""

from outlay_policy_pack.pack import policies, serve

__all__ = ["policies", "serve"]
