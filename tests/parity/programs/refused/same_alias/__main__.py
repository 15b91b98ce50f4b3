"""Two resources that say they were the same one before."""

import pulumi
from short import QUEUE, aws

first = aws(QUEUE, "first", {}, aliases=[pulumi.Alias(name="orders")])
aws(QUEUE, "second", {}, aliases=[pulumi.Alias(name="orders")], depends_on=[first])
