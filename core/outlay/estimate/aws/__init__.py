"""Pricers of AWS, one module a service, named as in the type token (`aws:ec2/…` → `ec2`)."""

SERVICES = (
    "alb",
    "cloudwatch",
    "dynamodb",
    "ebs",
    "ec2",
    "ecs",
    "kinesis",
    "kinesisanalyticsv2",
    "lambda_",
    "lb",
    "msk",
    "rds",
    "route53",
    "s3",
    "sns",
    "sqs",
)
