"""A resource with a provider that another run made."""

import pulumi
from short import INSTANCE, MICRO, aws

urn = "urn:pulumi:dev::parity::pulumi:providers:aws::central"
aws(INSTANCE, "web", MICRO, provider=pulumi.resource.DependencyProviderResource(f"{urn}::1"))
