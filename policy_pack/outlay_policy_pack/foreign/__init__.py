"""The same rules as policies of pulumi_policy, for packs of other people."""
