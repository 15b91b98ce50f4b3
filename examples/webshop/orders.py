"""What happens after an order: the shop puts it on a queue, a function sends the confirmation."""

import json

import pulumi
import pulumi_aws as aws

from tags import CostCentre, aws_tags

TIMEOUT_SECONDS = 30
FUNCTION_MAY_ASSUME = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        ],
    }
)


def build_order_mail() -> None:
    tags = aws_tags("webshop-order-mail", CostCentre.SHOP)
    failed = aws.sqs.Queue("failed-orders", message_retention_seconds=14 * 24 * 3600, tags=tags)
    queue = aws.sqs.Queue(
        "orders",
        visibility_timeout_seconds=6 * TIMEOUT_SECONDS,
        redrive_policy=failed.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})),
        tags=tags,
    )
    role = aws.iam.Role("order-mail", assume_role_policy=FUNCTION_MAY_ASSUME, tags=tags)
    aws.iam.RolePolicyAttachment(
        "order-mail",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
    )
    log = aws.cloudwatch.LogGroup("order-mail", retention_in_days=30, tags=tags)
    function = aws.lambda_.Function(
        "order-mail",
        runtime="python3.12",
        handler="handler.send",
        code=pulumi.FileArchive("functions/order_mail"),
        role=role.arn,
        memory_size=512,
        timeout=TIMEOUT_SECONDS,
        logging_config={"log_format": "JSON", "log_group": log.name},
        tags=tags,
    )
    aws.lambda_.EventSourceMapping(
        "order-mail", event_source_arn=queue.arn, function_name=function.arn, batch_size=10, tags=tags
    )
    pulumi.export("orderQueue", queue.url)
