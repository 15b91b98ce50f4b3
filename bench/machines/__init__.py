"""A project that declares machines raw, by a component, or raw and governed."""
