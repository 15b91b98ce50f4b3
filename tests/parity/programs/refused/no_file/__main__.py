"""A file that is not there."""

import pulumi
from short import aws

aws("s3/bucketObjectv2:BucketObjectv2", "text", {"bucket": "b", "source": pulumi.FileAsset("nowhere.txt")})
