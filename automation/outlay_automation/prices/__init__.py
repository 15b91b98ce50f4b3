"""Prices from outside: refreshed from the providers, kept as overlays, opened as the layers of one book."""
