"""A resource whose plugin comes from an address of its own: it has a default provider of its own."""

import pulumi
from short import INSTANCE, MICRO, Resource, aws

aws(INSTANCE, "web", MICRO)
elsewhere = pulumi.ResourceOptions(plugin_download_url="https://example.com/plug-ins/a_b", version="7.1.0")
Resource(f"aws:{INSTANCE}", "elsewhere", MICRO, elsewhere)
