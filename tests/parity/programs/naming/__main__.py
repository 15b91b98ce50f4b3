"""Names that the engine proposes, as `pulumi:autonaming` says."""

import pulumi
from short import BUCKET, INSTANCE, MICRO, QUEUE, aws

aws(BUCKET, "files", {})
aws(QUEUE, "orders", {})
aws(QUEUE, "given", {"name": "given"})
aws("sns/topic:Topic", "verbatim", {})
aws("dynamodb/table:Table", "by-type", {"billingMode": "PAY_PER_REQUEST", "hashKey": "id"})
aws(INSTANCE, "without", MICRO)
pulumi.export("n", 1)
