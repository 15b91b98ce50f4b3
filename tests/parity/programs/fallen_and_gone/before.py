from short import aws

net = aws("ec2/vpc:Vpc", "net", {"cidrBlock": "10.0.0.0/16"})
aws("ec2/subnet:Subnet", "web", {"vpcId": net.id, "cidrBlock": "10.0.0.0/24"})
