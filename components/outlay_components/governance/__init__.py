"""Ownership, tags and budgets, once for components and for raw resources."""
