"""Rules about the standard itself, and what it is applied with."""
