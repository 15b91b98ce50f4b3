"""Numbers beyond those that are whole in every notation."""

from short import QUEUE, aws

aws(
    QUEUE,
    "orders",
    {"delaySeconds": 1e22, "maxMessageSize": -1e21, "tags": {"digits": 123456789012345678901.0, "a": 1e20, "b": 1.5}},
)
