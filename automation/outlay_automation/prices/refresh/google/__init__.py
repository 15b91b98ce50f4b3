"""Prices of Google Cloud from its catalogue, machine types composed of their parts."""
