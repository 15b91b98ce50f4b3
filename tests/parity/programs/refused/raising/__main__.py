"""A program that raises after its first resource."""

from short import QUEUE, aws

aws(QUEUE, "orders", {})


def size():
    raise ValueError("no size given")


size()
