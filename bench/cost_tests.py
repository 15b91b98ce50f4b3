"""What a cost test takes a resource, against the same program under Pulumi's own mocks, which price nothing.

Both run in this process, imports apart. Not here: previews through an engine (`preview`, `components`).
"""

import time
import warnings
from collections.abc import Iterator
from statistics import median
from typing import Final

from bench.figure import Figure, ratio
from bench.mocked import registered
from bench.process import BrokenBench, Run, Surroundings, interleaved

_CONFIG: Final = {"aws:region": "us-east-1"}
_OTHERS: Final = 25
"""One of each other type for so many machines."""


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="pulumi_aws")
    from outlay_automation.testing import estimate_program

    count, rounds = (20, 2) if surroundings.quick else (500, 7)
    resources = _declared(count)

    def priced() -> Run:
        start, cpu = time.perf_counter(), time.process_time()
        cost = estimate_program(lambda: _program(count), config=_CONFIG)
        taken = Run(time.perf_counter() - start, time.process_time() - cpu)
        if len(cost.resources) != resources:
            raise BrokenBench(f"{len(cost.resources)} resources were priced, and {resources} were declared")
        return taken

    def mocked() -> Run:
        return registered(lambda: _program(count), resources, _CONFIG)

    found = interleaved(rounds, {"priced": priced, "mocked": mocked})
    seconds, unpriced = ([each.seconds for each in found[side]] for side in ("priced", "mocked"))
    each, each_unpriced = (1000 * median(taken) / resources for taken in (seconds, unpriced))
    note = f"{resources} resources, {rounds} rounds"
    yield Figure("a cost test in process, a resource", each, "ms", goal=6.0, note=note)
    cpu = 1000 * median(run.tree_cpu_seconds for run in found["priced"]) / resources
    yield Figure("the same in CPU time", cpu, "ms", note="which other work on the machine disturbs less")
    against = f"the same under Pulumi's mocks, unpriced ({each_unpriced:.1f} ms a resource)"
    yield Figure("the same against mocks", ratio(seconds, unpriced), "×", note=against)


def _program(count: int) -> None:
    import pulumi_aws as aws

    for number in range(count):
        aws.ec2.Instance(
            f"web-{number}",
            ami="ami-0abcdef1234567890",
            instance_type="t3.medium",
            root_block_device={"volume_type": "gp3", "volume_size": 20},
            tags={"owner": "team-a", "name": f"web-{number}"},
        )
        if number % _OTHERS == 0:
            queue = aws.sqs.Queue(f"jobs-{number}")
            aws.cloudwatch.LogGroup(f"log-{number}", retention_in_days=14)
            aws.ebs.Volume(
                f"disk-{number}", availability_zone="us-east-1a", size=100, type="gp3", tags={"q": queue.arn}
            )


def _declared(count: int) -> int:
    return count + 3 * len(range(0, count, _OTHERS))
