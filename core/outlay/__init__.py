"""The domain of Outlay: money with gaps, resources, prices, estimates and diffs, as pure functions over frozen values.

It holds no Pulumi, no network, no clock and no global state; engines, terminals and files at run time live in
`outlay_automation`.
"""

__version__ = "0.1.0"
