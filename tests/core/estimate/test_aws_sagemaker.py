"""What SageMaker counts: instances of endpoints by their configuration, notebooks, apps, features and jobs."""

from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
FEATURES = "aws:sagemaker/featureGroup:FeatureGroup"


@pytest.fixture
def endpoint_with(quantities, make_resource):
    """The quantities of an endpoint whose configuration has these variants."""

    def run(*variants, usage=None, more=()):
        it = make_resource(CONFIGURATION, {"productionVariants": list(variants)}, region="us-east-1", name="conf")
        depends = {"endpointConfigName": (it.urn,)}
        inputs = {"endpointConfigName": UNKNOWN}
        return quantities(ENDPOINT, inputs, usage=usage, around=(it, *more), property_dependencies=depends)

    return run


def test_each_variant_of_an_endpoint_counts_its_instances_every_hour(endpoint_with):
    found = endpoint_with(
        {"instanceType": "ml.m5.large", "initialInstanceCount": 2, "volumeSizeInGb": 20},
        {"instanceType": "ml.g5.xlarge"},
        usage={"monthly_data_processed_gb": 100},
    )
    assert found == {
        "variant 1: Instance usage": (Decimal(1460), "hours", "ml.m5.large"),
        "variant 1: Storage": (Decimal(40), "GB-months", "Storage"),
        "variant 2: Instance usage": (Decimal(730), "hours", "ml.g5.xlarge"),
        "Data processed": (Decimal(100), "GB", "Data processed"),
    }


def test_a_serverless_variant_counts_what_it_computes_and_holds_ready(endpoint_with):
    serverless = {"memorySizeInMb": 2048, "maxConcurrency": 5, "provisionedConcurrency": 1}
    usage = {"monthly_requests": 1000, "request_duration_ms": 500}
    found = endpoint_with({"serverlessConfig": serverless}, usage=usage)
    assert found["variant 1: Serverless inference"][:2] == (Decimal(1000), "GB-seconds")  # 1,000 × 0.5 s × 2 GB
    assert found["variant 1: Provisioned concurrency"][:2] == (Decimal(2 * 730 * 3600), "GB-seconds")


def test_managed_scaling_makes_a_range(cost, make_resource):
    scaling = {"minInstanceCount": 1, "maxInstanceCount": 4}
    variant = {"instanceType": "ml.m5.large", "initialInstanceCount": 2, "managedInstanceScaling": scaling}
    it = make_resource(CONFIGURATION, {"productionVariants": [variant]}, region="us-east-1", name="conf")
    depends = {"endpointConfigName": (it.urn,)}
    found = cost(ENDPOINT, {"endpointConfigName": UNKNOWN}, around=(it,), property_dependencies=depends)
    (line,) = [each for each in found.charges if each.name == "Instance usage"]
    assert (line.quantity.low, line.quantity.expected, line.quantity.high) == (730, 1460, 2920)


def test_an_endpoint_is_unpriced_by_its_instance_type_since_the_book_has_no_figure(cost, make_resource):
    variants = [{"instanceType": "ml.m5.large"}]
    it = make_resource(CONFIGURATION, {"productionVariants": variants}, region="us-east-1", name="conf")
    depends = {"endpointConfigName": (it.urn,)}
    found = cost(ENDPOINT, {"endpointConfigName": UNKNOWN}, around=(it,), property_dependencies=depends)
    assert found.status is Status.UNPRICED
    hosting, data = found.cost.gaps
    assert (hosting.kind, hosting.charge) == (GapKind.UNPRICED, "variant 1: Instance usage")
    assert hosting.reason == "no prices of AmazonSageMaker, so none of ml.m5.large/hosting"
    assert (data.kind, data.charge) == (GapKind.USAGE, "Data processed")
    assert data.reason.startswith("usage monthly_data_processed_gb is not given, and it has no price: no prices of Ama")
    assert found.cost.high is None


def test_an_endpoint_of_a_configuration_from_elsewhere_is_open(cost):
    (gap,) = cost(ENDPOINT, {"endpointConfigName": "theirs"}).cost.gaps
    assert gap.reason == "endpointConfigName names a configuration that is not in this stack"


def test_a_notebook_counts_its_hours_and_its_volume(quantities):
    found = quantities("aws:sagemaker/notebookInstance:NotebookInstance", {"instanceType": "ml.t3.medium"})
    assert found == {
        "Instance usage": (Decimal(730), "hours", "ml.t3.medium"),
        "Storage": (Decimal(5), "GB-months", "Storage"),
    }


def test_an_app_counts_its_hours_and_a_plain_server_costs_nothing(quantities, cost):
    app = "aws:sagemaker/app:App"
    wanted = {"appType": "KernelGateway", "resourceSpec": {"instanceType": "ml.g4dn.xlarge"}}
    assert quantities(app, wanted) == {"Instance usage": (Decimal(730), "hours", "ml.g4dn.xlarge")}
    assert cost(app, {"appType": "JupyterServer"}).status is Status.FREE


def test_the_home_directories_of_a_domain_cost_what_efs_does(cost):
    found = cost("aws:sagemaker/domain:Domain", {}, usage={"storage_gb": 100})
    assert found.cost.expected == 30  # 100 × 0.30


def test_a_feature_group_counts_its_online_store_on_demand_or_provisioned(quantities, cost):
    online = {"onlineStoreConfig": {"enableOnlineStore": True}}
    usage = {"storage_gb": 10, "monthly_read_request_units": 5_000_000, "monthly_write_request_units": 1_000_000}
    found = quantities(FEATURES, online, usage=usage)
    assert {name: amount for name, (amount, *_) in found.items()} == {"Online storage": 10, "Reads": 5, "Writes": 1}
    throughput = {
        "throughputMode": "Provisioned",
        "provisionedReadCapacityUnits": 10,
        "provisionedWriteCapacityUnits": 2,
    }
    provisioned = quantities(FEATURES, {**online, "throughputConfig": throughput}, usage=usage)
    assert provisioned["Read capacity"][:2] == (Decimal(7300), "capacity-unit-hours")
    assert cost(FEATURES, {}).free_reason == "it has no online store, and S3 charges the offline store"


def test_a_training_job_counts_the_hours_that_it_runs(quantities):
    resources = {"instanceType": "ml.p3.2xlarge", "instanceCount": 4, "volumeSizeInGb": 73}
    found = quantities(
        "aws:sagemaker/trainingJob:TrainingJob", {"resourceConfig": resources}, usage={"monthly_job_hours": 10}
    )
    assert found["Instance usage"] == (Decimal(40), "hours", "ml.p3.2xlarge")
    assert round(found["Storage"][0], 6) == 4  # 73 GB × 4 × 10 of 730 hours


def test_a_schedule_that_runs_a_definition_is_charged_there(cost):
    schedule = {"monitoringScheduleConfig": {"monitoringJobDefinitionName": "quality"}}
    found = cost("aws:sagemaker/monitoringSchedule:MonitoringSchedule", schedule)
    assert found.free_reason == "the job definition that it runs is charged itself"
