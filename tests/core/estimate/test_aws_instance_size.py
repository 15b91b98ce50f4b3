import pytest
from outlay.estimate.aws.instance_size import virtual_cpus


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("m5.large", 2),
        ("m5.xlarge", 4),
        ("c5.9xlarge", 36),
        ("db.r6g.4xlarge", 16),
        ("t2.micro", 1),
        ("t3.micro", 2),
        ("db.t4g.medium", 2),
        ("m7g.medium", 1),
        ("c4.8xlarge", 36),
    ],
)
def test_the_size_name_tells_the_vcpus(name, expected):
    assert virtual_cpus(name).expected == expected


@pytest.mark.parametrize(
    "name", ["mac2.metal", "hpc7a.12xlarge", "u-6tb1.112xlarge", "db.serverless", "db.r5.large.tpc1"]
)
def test_a_name_without_a_rule_is_open(name):
    assert virtual_cpus(name).open
