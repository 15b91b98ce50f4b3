"""The offline provider: a process that serves cloud packages to the Pulumi engine without any cloud.

The driver's side is `process` (light: neither grpc nor Pulumi is imported); everything else runs in the process that
`python -m outlay_automation.engine.offline` starts.
"""
