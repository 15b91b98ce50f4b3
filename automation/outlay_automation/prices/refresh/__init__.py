"""Refreshing prices from the providers' own interfaces: what comes becomes an overlay, or nothing changes."""
