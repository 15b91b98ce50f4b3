"""A resource that falls with one which has to be deleted first, and that the program no longer declares."""

from short import aws

aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.1.0.0/16"}, delete_before_replace=True)
