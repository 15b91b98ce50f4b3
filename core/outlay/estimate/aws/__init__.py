"""Pricers of AWS, one module a service, named as in the type token (`aws:ec2/…` → `ec2`)."""

SERVICES = (
    "alb",
    "autoscaling",
    "cloudwatch",
    "dynamodb",
    "ebs",
    "ec2",
    "ec2clientvpn",
    "ec2transitgateway",
    "ecs",
    "eks",
    "lambda_",
    "lb",
    "rds",
    "s3",
    "sqs",
)
