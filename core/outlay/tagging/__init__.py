"""Tags: which types carry them and which a resource has, whose they are, how clouds spell them, and budgets' scope."""
