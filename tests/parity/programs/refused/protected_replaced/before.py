from short import aws

aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.0.0.0/16"}, protect=True)
