"""`finops.yaml`, the financial standard of an organisation: one module a section, and the reading of the file."""
