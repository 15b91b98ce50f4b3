"""Components within components, their outputs, and the providers that their children inherit."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, Component, Provider, aws, gcp

dublin = Provider("aws", "dublin", {"region": "eu-west-1", "defaultTags": {"tags": {"team": "shop"}}})
versioned = Provider("aws", "versioned", {"region": "eu-west-2"}, pulumi.ResourceOptions(version="7.1.0"))
google = Provider("gcp", "google", {"region": "europe-west1", "project": "shop"})


class Shop(pulumi.ComponentResource):
    def __init__(self, name, options):
        super().__init__("shop:index:Shop", name, {"size": 3}, options)
        within = pulumi.ResourceOptions(parent=self)
        self.inner = Component("shop:index:Inner", f"{name}-inner", within)
        self.server = aws(INSTANCE, f"{name}-server", MICRO, parent=self.inner)
        self.files = aws(BUCKET, f"{name}-files", {}, parent=self.inner)
        self.register_outputs({"server": self.server.id, "name": name, "own": self.files})


shop = Shop("shop", pulumi.ResourceOptions(providers=[dublin, google]))
aws(QUEUE, "orders", {"visibilityTimeoutSeconds": 30}, depends_on=[shop])
aws(QUEUE, "child-of-a-resource", {}, parent=shop.server)
gcp("pubsub/topic:Topic", "events", {}, parent=shop)
aws(BUCKET, "given", {}, provider=versioned)
aws(BUCKET, "given-in-a-component", {}, parent=shop, provider=versioned)
aws(BUCKET, "default", {})
aws(BUCKET, "default-of-a-version", {}, version="7.2.0")
shop_of_one = Shop("single", pulumi.ResourceOptions(provider=versioned, protect=True))
pulumi.export("server", shop.server.id)
pulumi.export("name", shop.files.urn)
pulumi.export("nested", {"list": [1, 2.5, True, None, shop.server.urn]})
