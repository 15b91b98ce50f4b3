"""Rules about money that buys nothing."""
