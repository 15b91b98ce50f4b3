"""A resource without a name, where the engine may not make one."""

from short import QUEUE, aws

aws(QUEUE, "orders", {})
