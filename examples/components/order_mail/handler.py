"""Sends the mail that confirms an order."""

from typing import Any


def main(event: dict[str, Any], _context: object) -> None:
    """Send a mail for each order in the event."""
    for record in event.get("Records", []):
        print("mail for order", record["messageId"])
