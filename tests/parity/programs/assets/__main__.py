"""Files and archives among the inputs, which are told apart by the hash of their content."""

import pulumi
from pulumi import AssetArchive, FileArchive, FileAsset, StringAsset
from short import aws

LONG = f"{'folder/' * 20}{'name' * 10}.txt"
TOO_LONG = f"{'name' * 60}.txt"

aws("s3/bucketObjectv2:BucketObjectv2", "text", {"bucket": "b", "source": StringAsset("hello")})
aws("s3/bucketObjectv2:BucketObjectv2", "file", {"bucket": "b", "source": FileAsset("files/a.txt")})
aws("s3/bucketObjectv2:BucketObjectv2", "changed", {"bucket": "b", "source": StringAsset("now")})
aws("s3/bucketObjectv2:BucketObjectv2", "kept", {"bucket": "b", "source": FileAsset("./files/sub/c.txt")})
archives = {
    "folder": FileArchive("files"),
    "zip": FileArchive("packed.zip"),
    "assets": AssetArchive({"b.txt": StringAsset("b"), "a.txt": FileAsset("files/a.txt")}),
    "names": AssetArchive({LONG: StringAsset("long"), TOO_LONG: StringAsset("pax"), "ü.txt": StringAsset("ü")}),
    "nested": AssetArchive(
        {"in": FileArchive("files"), "zip": FileArchive("packed.zip"), "in/a.txt": StringAsset("x")}
    ),
    "deep": AssetArchive({"x": AssetArchive({"y": AssetArchive({"z": StringAsset("z" * 1000)})})}),
    "none": AssetArchive({}),
}
for name, archive in archives.items():
    aws("lambda/function:Function", name, {"role": "r", "handler": "h", "runtime": "python3.12", "code": archive})
pulumi.export("text", StringAsset("put out"))
pulumi.export("n", len(archives))
