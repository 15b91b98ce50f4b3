"""Rules about what a change or a resource costs."""
