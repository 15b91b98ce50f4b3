"""A resource without a provider, where the configuration allows no default one."""

from short import QUEUE, aws

aws(QUEUE, "orders", {})
