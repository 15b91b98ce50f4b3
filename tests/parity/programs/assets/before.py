from pulumi import FileArchive, FileAsset, StringAsset
from short import aws

aws("s3/bucketObjectv2:BucketObjectv2", "changed", {"bucket": "b", "source": StringAsset("before")})
aws("s3/bucketObjectv2:BucketObjectv2", "kept", {"bucket": "b", "source": FileAsset("files/sub/c.txt")})
aws(
    "lambda/function:Function",
    "folder",
    {"role": "r", "handler": "h", "runtime": "python3.12", "code": FileArchive("./files")},
)
