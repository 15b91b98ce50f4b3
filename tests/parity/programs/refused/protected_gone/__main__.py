"""A protected resource that the program no longer declares."""

from short import QUEUE, aws

aws(QUEUE, "others", {})
