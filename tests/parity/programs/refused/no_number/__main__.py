"""A configuration value of another type than the project asks for."""

import pulumi

pulumi.export("n", 1)
