"""Pricers of AWS, one module a service, named as in the type token (`aws:ec2/…` → `ec2`)."""

SERVICES = (
    "alb",
    "cloudwatch",
    "dynamodb",
    "ebs",
    "ec2",
    "ec2transitgateway",
    "ecs",
    "lambda_",
    "lb",
    "rds",
    "s3",
    "sqs",
)
