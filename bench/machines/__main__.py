"""Declares as many machines as the configuration says, in the way that it says."""

import pulumi
from declared import SIDES

config = pulumi.Config()
SIDES[config.require("side")](config.require_int("count"))
