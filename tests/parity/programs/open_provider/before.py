"""What was there before the provider was given a role of the same stack."""

from short import BUCKET, INSTANCE, MICRO, Provider, aws

central = Provider("aws", "central", {"region": "us-east-1"})
aws(INSTANCE, "kept", MICRO, provider=central)
aws(INSTANCE, "changed", MICRO, provider=central)
aws(BUCKET, "given-up", provider=central)
