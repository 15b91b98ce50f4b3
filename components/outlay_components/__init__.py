"""Pulumi components to import instead of raw resources: with tags, owner and budget that cannot be left out."""
