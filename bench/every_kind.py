"""Made-up lines of every kind of resource that has a pricer, in turn; the same ones at every call.

Every kind gets the same usual properties, of which it reads what it knows. Not here: an ordinary stack
(`mixed_resources`).
"""

import json
from typing import Any, Final

from outlay.estimate.registry import OURS

_USUAL: Final[dict[str, Any]] = {
    "instanceType": "m5.large",
    "instanceClass": "db.t3.medium",
    "engine": "postgres",
    "allocatedStorage": 100,
    "volumeSize": 100,
    "size": 100,
    "storageCapacity": 300,
    "nodeType": "cache.t4g.micro",
    "machineType": "e2-standard-4",
    "tier": "db-custom-2-7680",
    "memorySize": 512,
    "billingMode": "PAY_PER_REQUEST",
    "desiredCapacity": 2,
    "minSize": 1,
    "maxSize": 3,
    "desiredCount": 2,
    "memorySizeGb": 4,
    "shardCount": 2,
    "availabilityZone": "us-east-1a",
    "location": "us-central1",
}


def lines_of_every_kind(count: int) -> str:
    """`count` resources as lines for `outlay estimate -`, with a name and a size that vary."""
    types = OURS.types()
    lines = []
    for number in range(count):
        type_ = types[number % len(types)]
        region = "us-east-1" if type_.startswith("aws:") else "us-central1"
        inputs = {**_USUAL, "allocatedStorage": 20 + number % 500, "tags": {"number": str(number)}}
        lines.append(json.dumps({"type": type_, "name": f"r{number}", "region": region, "inputs": inputs}))
    return "\n".join(lines) + "\n"
