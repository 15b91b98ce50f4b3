"""Prices of Amazon Web Services: whole services of a region in bulk, or just what a stack needs."""
