"""Pulumi components to import instead of raw resources: tags, ownership and a budget come with each and cannot be left out."""
