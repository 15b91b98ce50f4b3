from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

ENVIRONMENT = "aws:elasticbeanstalk/environment:Environment"
ENV, GROUP, LAUNCH = (
    "aws:elasticbeanstalk:environment",
    "aws:autoscaling:asg",
    "aws:autoscaling:launchconfiguration",
)
INSTANCES, DATABASE, LOGS = "aws:ec2:instances", "aws:rds:dbinstance", "aws:elasticbeanstalk:cloudwatch:logs"
TYPE = (INSTANCES, "InstanceTypes", "c4.large")


def settings(*options):
    return {"settings": [{"namespace": space, "name": name, "value": value} for space, name, value in options]}


@pytest.fixture
def priced(cost):
    def run(*options, **more):
        return cost(ENVIRONMENT, settings(*options), region="eu-west-1", **more)

    return run


def test_an_environment_costs_what_it_makes(priced):
    environment = priced(
        TYPE,
        (GROUP, "MinSize", 4),
        (GROUP, "MaxSize", "6"),
        (ENV, "LoadBalancerType", "classic"),
        (LOGS, "StreamLogs", True),
        (LAUNCH, "RootVolumeType", "io1"),
        (LAUNCH, "RootVolumeIOPS", 300),
        usage={
            "cloudwatch": {"storage_gb": 1000, "monthly_data_ingested_gb": 1000, "monthly_data_scanned_gb": 200},
            "elb": {"monthly_data_processed_gb": 10000},
        },
    )
    assert {line.label: line.cost.expected for line in environment.charges} == {
        "Instance usage": Decimal("329.96"),  # 4 × 730 × 0.113
        "root block device: Storage": Decimal("4.416"),  # 4 × 8 × 0.138
        "root block device: Provisioned IOPS": Decimal("86.4"),  # 4 × 300 × 0.072
        "logs: Data ingested": 570,
        "logs: Archival storage": 30,
        "logs: Insights queries data scanned": Decimal("1.14"),
        "load balancer: Load balancer": Decimal("20.44"),  # 730 × 0.028
        "load balancer: Data processed": 80,
    }
    assert environment.status is Status.PRICED
    assert environment.cost.high > environment.cost.expected == Decimal("1122.356")


def test_a_database_of_the_environment_is_priced_as_one_of_rds(priced):
    environment = priced(
        TYPE,
        (DATABASE, "DBInstanceClass", "db.m6g.xlarge"),
        (DATABASE, "DBEngine", "postgres"),
        (DATABASE, "MultiAZDatabase", True),
    )
    found = {line.label: line.cost.expected for line in environment.charges if line.cost}
    assert found["database: Database instance"] == Decimal("513.92")  # 730 × 0.704
    assert found["database: Storage"] == Decimal("5.06")  # 20 × 0.253
    assert "the database's allocatedStorage = 20 (the provider's default)" in environment.assumptions


def test_the_newer_option_decides_the_instance_type(quantities):
    older = (LAUNCH, "InstanceType", "t3a.large")
    assert quantities(ENVIRONMENT, settings(older))["Instance usage"][2] == "t3a.large"
    newer = (INSTANCES, "InstanceTypes", "t3a.xlarge, t3a.large")
    assert quantities(ENVIRONMENT, settings(older, newer))["Instance usage"][2] == "t3a.xlarge"
    assert quantities(ENVIRONMENT, {})["Instance usage"][2] == "t3.micro"


def test_a_single_instance_has_no_load_balancer(priced):
    environment = priced(TYPE, (ENV, "EnvironmentType", "SingleInstance"), (GROUP, "MinSize", 3))
    assert [line.label for line in environment.charges] == ["Instance usage", "root block device: Storage"]
    assert environment.cost.expected == Decimal("83.37")  # 730 × 0.113 + 8 × 0.11


def test_spot_instances_share_the_group(quantities):
    found = quantities(
        ENVIRONMENT, settings(TYPE, (GROUP, "MinSize", 10), (GROUP, "MaxSize", 10), (INSTANCES, "EnableSpot", "true"))
    )
    assert found["Instance usage"][0] == 7 * 730
    assert found["spot instances: Instance usage"][0] == 3 * 730


def test_a_network_load_balancer_is_priced_as_one(priced):
    environment = priced(TYPE, (ENV, "LoadBalancerType", "network"), usage={"lb": {"processed_bytes_gb": 1000}})
    found = {line.label: line.cost.expected for line in environment.charges}
    assert found["load balancer: Load balancer"] == Decimal("18.396")  # 730 × 0.0252
    assert found["load balancer: Capacity units"] == 6  # 1000 × 0.006


@pytest.mark.parametrize(
    "inputs",
    [
        {"settings": UNKNOWN},
        settings((INSTANCES, "InstanceTypes", UNKNOWN)),
        settings(TYPE, (ENV, "LoadBalancerType", UNKNOWN)),
        settings(TYPE, (GROUP, "MinSize", UNKNOWN)),
        settings(TYPE, (LOGS, "StreamLogs", "perhaps")),
    ],
)
def test_an_open_option_is_a_gap(cost, inputs):
    use = {"elb": {"monthly_data_processed_gb": 0}, "ec2": {"monthly_cpu_credit_hrs": 0}}
    assert cost(ENVIRONMENT, inputs, usage=use).status is Status.UNKNOWN


def test_a_saved_configuration_is_named_as_not_known(priced, cost):
    assert "what the saved configuration sets is not known" in cost(ENVIRONMENT, {"templateName": "it"}).assumptions
