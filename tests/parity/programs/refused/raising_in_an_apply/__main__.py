"""A program that raises in the middle of an output."""

from short import QUEUE, aws


def broken(urn):
    raise LookupError(f"nothing at {urn}")


aws(QUEUE, "orders", {}).urn.apply(broken)
