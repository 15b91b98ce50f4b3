"""Configuration in all its forms, secrets in it and in inputs, and what becomes of them."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, aws

config = pulumi.Config()
other = pulumi.Config("other")
nested = config.require_object("nested")
secret = config.require_secret("password")
hidden = pulumi.Output.secret("hidden")

aws(INSTANCE, "sized", {**MICRO, "instanceType": config.require("size")})
aws(QUEUE, "defaulted", {"delaySeconds": config.require_int("delay"), "tags": {"of-other": other.require("key")}})
aws(QUEUE, "structured", {"name": nested["queues"][1]["name"], "tags": nested["tags"]})
aws(INSTANCE, "with-secrets", {**MICRO, "userData": secret, "tags": {"deep": pulumi.Output.concat("a-", secret)}})
aws(BUCKET, "hidden", {"bucket": hidden, "tags": {"plain": "p", "hidden": hidden}}, additional_secret_outputs=["arn"])
database = aws(
    "rds/instance:Instance",
    "orders",
    {"instanceClass": "db.t3.micro", "engine": "postgres", "allocatedStorage": 20, "password": secret},
    additional_secret_outputs=["endpoint", "notThere"],
)
pulumi.export("password", secret)
pulumi.export("arn", hidden.apply(lambda text: text.upper()))
pulumi.export("written", config.require("version"))
pulumi.export("flag", config.require_bool("flag"))
pulumi.export("absent", config.get("absent"))
pulumi.export("list", config.require_object("list"))
pulumi.export("name", f"{pulumi.get_project()}/{pulumi.get_stack()}/{pulumi.get_organization()}")
