"""Which resource types carry tags, in which property, and which tags a resource has in effect."""
