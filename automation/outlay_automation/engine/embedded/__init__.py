"""The embedded engine: previews Python programs where there is no Pulumi CLI, against a baseline instead of a backend.

For first runs and cost tests, not a second Pulumi: what it does otherwise than the genuine engine is listed in
docs/reference/embedded-engine.md.
"""

import os

# A program that ends takes its callbacks along, of which gRPC would tell the user on the standard error.
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
