"""Prices: queries, layers, and the embedded figures."""
