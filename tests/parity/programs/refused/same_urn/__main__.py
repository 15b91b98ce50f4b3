"""Two resources of one type and name."""

from short import QUEUE, aws

aws(QUEUE, "orders", {})
aws(QUEUE, "orders", {"delaySeconds": 1})
