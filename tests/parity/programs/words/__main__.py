"""What a program says: printed, written to its standard error, logged with and without a resource."""

import logging
import sys

import pulumi
from short import QUEUE, aws

print("printed")
print("written", file=sys.stderr)
print("  two lines\n  of one text  ")
queue = aws(QUEUE, "orders", {})
pulumi.log.info("told")
pulumi.log.info("of a resource", queue)
pulumi.warn("careful")
pulumi.log.warn("careful with this", queue)
pulumi.log.debug("not for everybody")
pulumi.log.info("passing", ephemeral=True)
logging.getLogger("program").warning("by the standard library")
queue.urn.apply(lambda urn: print(f"urn {urn}"))
pulumi.export("n", 1)
