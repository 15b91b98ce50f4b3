"""The table of taggable types is the one that its generator makes of the installed SDKs."""

from collections import Counter

import pytest
from outlay.tagging import generate_taggable
from outlay.tagging.passed_on import passes_on


@pytest.fixture(scope="module")
def generated() -> list[str]:
    return generate_taggable.table()


def test_the_committed_table_is_what_the_generator_writes(generated):
    committed = generate_taggable.TARGET.read_text(encoding="utf-8").splitlines()
    assert committed == generated, "run: python -m outlay.tagging.generate_taggable"


def test_it_has_what_is_known_of_the_sdks(generated):
    """Counted in the SDKs' syntax trees by other means: 863 maps and 2 lists on AWS, of which one is billing tags."""
    rows = [row.split(",") for row in generated[1:]]
    shapes = Counter((token.partition(":")[0], name, shape) for token, name, shape in rows)
    assert shapes["aws", "tags", "map"] == 863
    assert shapes["gcp", "labels", "map"] == 323
    assert shapes["gcp", "userLabels", "map"] == 6
    assert [token for token, name, _ in rows if "." in name] == ["gcp:sql/databaseInstance:DatabaseInstance"]
    assert [token for token, name, _ in rows if name == "resourceLabels"] == ["gcp:container/cluster:Cluster"]
    assert [token for token, _, shape in rows if shape == "list"] == ["aws:autoscaling/group:Group"]


def test_the_committed_table_of_tags_that_are_passed_on_is_what_the_generator_writes():
    committed = generate_taggable.PASSED_ON.read_text(encoding="utf-8").splitlines()
    assert committed == generate_taggable.passed_on(), "run: python -m outlay.tagging.generate_taggable"


def test_tags_that_are_passed_on_are_known_by_type():
    assert passes_on("aws:ec2/instance:Instance") == {"volumeTags"}
    assert passes_on("aws:ec2/launchTemplate:LaunchTemplate") == {"tagSpecifications"}
    assert passes_on("aws:ecs/service:Service") == {"propagateTags"}
    assert passes_on("aws:s3/bucket:Bucket") == frozenset()
