"""The financial rules of an organisation as a Pulumi policy pack: plain rules, and one adapter that knows Pulumi."""
