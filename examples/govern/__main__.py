"""A program as people wrote it before there was a standard; the call at the top is all that was added."""

import pulumi_aws as aws
import pulumi_gcp as gcp
from outlay_components import govern

govern(owner="reports-team", cost_centre="4100")

aws.sqs.Queue("requests")
aws.ec2.Instance(
    "reports",
    ami="ami-0abcdef1234567890",
    instance_type="t3.small",
    root_block_device={"volume_type": "gp3", "volume_size": 20},
    tags={"Name": "reports"},
)
gcp.storage.Bucket("events", location="us-central1")
