"""A program whose project asks for configuration that the stack has not."""

import pulumi

pulumi.export("n", 1)
