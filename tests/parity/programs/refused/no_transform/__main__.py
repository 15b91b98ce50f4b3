"""A transform that raises."""

from short import QUEUE, aws


def broken(args):
    raise ValueError(f"cannot transform {args.name}")


aws(QUEUE, "orders", {}, transforms=[broken])
