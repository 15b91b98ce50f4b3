from short import BUCKET, INSTANCE, MICRO, aws

aws(INSTANCE, "managed-before", MICRO)
aws(INSTANCE, "read-before", id="i-0123456789abcdef0")
aws(INSTANCE, "read-and-dropped", id="i-0123456789abcdef1")
aws(INSTANCE, "read-twice", id="i-0123456789abcdef2")
aws(BUCKET, "imported-before", {"bucket": "a-name"}, import_="a-name")
