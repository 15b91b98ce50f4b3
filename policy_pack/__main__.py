"""What Pulumi runs of this folder: the financial standard as a policy pack."""

from pathlib import Path

from outlay_policy_pack import serve

serve(Path(__file__).parent)
