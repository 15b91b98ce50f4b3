"""Rules about where resources live."""
