"""A provider that is not configured before deployment, since it takes a role of the same stack."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, SMALL, Provider, aws

role = aws("iam/role:Role", "deployer", {"assumeRolePolicy": "{}"})
central = Provider(
    "aws", "central", {"region": "us-east-1", "assumeRoles": pulumi.Output.json_dumps([{"roleArn": role.id}])}
)
aws(INSTANCE, "kept", MICRO, provider=central)
aws(INSTANCE, "changed", SMALL, provider=central)
orders = aws(QUEUE, "orders", {"delaySeconds": 5}, provider=central)
aws(QUEUE, "told", {"tags": {"urn": orders.urn, "id": orders.id}})
aws(BUCKET, "files", id="the-files", provider=central)
found = pulumi.runtime.invoke("aws:index/getRegion:getRegion", {}, pulumi.InvokeOptions(provider=central))
pulumi.export("found", found.value.get("name") if found and found.value else None)
