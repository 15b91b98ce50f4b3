from short import QUEUE, aws

aws(QUEUE, "orders", {})
