from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

SERVICE = "aws:ecs/service:Service"
DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
TASK_SET = "aws:ecs/taskSet:TaskSet"
ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:1"
# One vCPU and 2 GB all month: 730 × (0.04048 + 2 × 0.004445)
TASK = Decimal("36.0401")


@pytest.fixture
def task(make_resource):
    def make(**inputs):
        sizes = {"cpu": "1024", "memory": "2048", **inputs}
        return make_resource(DEFINITION, sizes, region="us-east-1", name="shop", outputs={"arn": ARN})

    return make


def test_counts_tasks_times_what_the_definition_asks_for(quantities, task):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 3}
    assert quantities(SERVICE, service, around=(task(cpu="512", memory="1024"),)) == {
        "vCPUs": (Decimal(1095), "vCPU-hours", "Fargate"),  # 3 × 0.5 × 730
        "Memory": (Decimal(2190), "GB-hours", "Fargate"),  # 3 × 1 × 730
    }


def test_finds_the_definition_by_its_property_dependency(cost, task):
    definition = task()
    service = cost(
        SERVICE,
        {"launchType": "FARGATE", "taskDefinition": UNKNOWN, "desiredCount": "2"},
        around=(definition,),
        property_dependencies={"taskDefinition": (definition.urn,)},
    )
    assert service.status is Status.PRICED
    assert service.cost.expected == 2 * TASK


@pytest.mark.parametrize(
    ("cpu", "memory"), [(1024, 2048), ("1 vCPU", "2 GB"), ("1vcpu", "2GB"), ("1024", "2 gb"), (" 1.0 vCPU ", "2048")]
)
def test_reads_sizes_however_they_are_written(cost, task, cpu, memory):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    assert cost(SERVICE, service, around=(task(cpu=cpu, memory=memory),)).cost.expected == TASK


def test_an_open_size_leaves_the_other_one_priced(cost, task):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    found = cost(SERVICE, service, around=(task(cpu=UNKNOWN),))
    assert found.status is Status.UNKNOWN
    assert found.cost.low == Decimal("6.4897")  # 2 × 730 × 0.004445
    assert found.cost.high is None


def test_sizes_that_are_no_sizes_are_gaps(cost, task):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    for size in ("many vCPU", "-1", "lots"):
        assert cost(SERVICE, service, around=(task(cpu=size),)).status is Status.UNKNOWN


def test_without_a_count_there_are_no_tasks_and_that_is_said(cost, task):
    service = cost(SERVICE, {"launchType": "FARGATE", "taskDefinition": ARN}, around=(task(),))
    assert service.cost.expected == 0
    assert "desiredCount = 0 (the provider's default)" in service.assumptions


def test_on_instances_it_is_free_with_the_reason(cost, task):
    for inputs in ({"launchType": "EC2"}, {}):
        service = cost(SERVICE, {**inputs, "taskDefinition": ARN, "desiredCount": 1}, around=(task(),))
        assert service.status is Status.FREE
        assert service.free_reason == "its tasks run on instances that are charged themselves"


def test_a_definition_that_allows_only_fargate_decides_where_the_service_says_nothing(cost, task):
    definition = task(requiresCompatibilities=["FARGATE"])
    service = cost(SERVICE, {"taskDefinition": ARN, "desiredCount": 1}, around=(definition,))
    assert service.cost.expected == TASK
    assert any(text.startswith("the tasks run on Fargate") for text in service.assumptions)


def test_a_strategy_gives_base_first_and_the_rest_by_weight(quantities, task):
    service = {
        "taskDefinition": ARN,
        "desiredCount": 10,
        "capacityProviderStrategies": [
            {"capacityProvider": "FARGATE", "base": 2, "weight": 1},
            {"capacityProvider": "FARGATE_SPOT", "weight": "3"},
        ],
    }
    found = quantities(SERVICE, service, around=(task(),))
    assert found["vCPUs"][0] == 4 * 730  # 2 + (10 − 2) × 1 ÷ 4
    assert found["spot tasks: vCPUs"][0] == 6 * 730  # (10 − 2) × 3 ÷ 4


def test_a_single_provider_has_all_tasks_whatever_its_weight(cost, task):
    strategy = [{"capacityProvider": "FARGATE", "weight": 0, "base": 1}]
    service = {"taskDefinition": ARN, "desiredCount": 2, "capacityProviderStrategies": strategy}
    assert cost(SERVICE, service, around=(task(),)).cost.expected == 2 * TASK


def test_spare_capacity_without_a_figure_is_unpriced(cost, task):
    strategy = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    service = {"taskDefinition": ARN, "desiredCount": 1, "capacityProviderStrategies": strategy}
    assert cost(SERVICE, service, around=(task(),)).status is Status.UNPRICED


def test_windows_never_gets_the_price_of_linux(cost, task):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    windows = task(runtimePlatform={"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"})
    assert cost(SERVICE, service, around=(windows,)).status is Status.UNPRICED


def test_arm64_has_prices_of_its_own(cost, task):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    arm = cost(SERVICE, service, around=(task(runtimePlatform={"cpuArchitecture": "ARM64"}),))
    assert arm.cost.expected == Decimal("28.835")  # 730 × (0.03238 + 2 × 0.00356)


def test_storage_is_charged_above_20_gigabytes(quantities, task):
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    found = quantities(SERVICE, service, around=(task(ephemeralStorage={"sizeInGib": 50}),))
    assert found["Ephemeral storage"] == (Decimal(21_900), "GB-hours", "Fargate")  # 30 × 730


def test_a_definition_outside_the_stack_is_a_gap(cost):
    service = cost(SERVICE, {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1})
    assert service.status is Status.UNKNOWN
    assert "not in this stack" in service.cost.gaps[0].reason


def test_tasks_of_task_sets_are_charged_there(cost, make_resource, task):
    service = make_resource(
        SERVICE,
        {"desiredCount": 4, "deploymentController": {"type": "EXTERNAL"}},
        region="us-east-1",
        name="owner",
        id="service-1",
    )
    inputs = {"service": "service-1", "taskDefinition": ARN, "launchType": "FARGATE"}
    half = cost(TASK_SET, {**inputs, "scale": {"value": 50}}, around=(service, task()))
    assert half.cost.expected == 2 * TASK
    owner = cost(SERVICE, dict(service.inputs))
    assert owner.status is Status.FREE
    assert owner.free_reason == "its tasks are charged with its task sets"


def test_the_clusters_strategy_decides_where_the_service_says_nothing(quantities, task, make_resource):
    cluster = make_resource("aws:ecs/cluster:Cluster", {"name": "shop"}, region="us-east-1", name="cluster", id="shop")
    strategy = {"clusterName": "shop", "defaultCapacityProviderStrategies": [{"capacityProvider": "FARGATE_SPOT"}]}
    providers = make_resource(
        "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", strategy, region="us-east-1", name="providers"
    )
    service = {"taskDefinition": ARN, "cluster": "shop", "desiredCount": 2}
    around = (task(requiresCompatibilities=["FARGATE"]), cluster, providers)
    assert set(quantities(SERVICE, service, around=around)) == {"spot tasks: vCPUs", "spot tasks: Memory"}
    own = quantities(SERVICE, service | {"launchType": "FARGATE"}, around=around)
    assert set(own) == {"vCPUs", "Memory"}


def test_windows_tasks_pay_for_the_licence(quantities, task):
    definition = task(runtimePlatform={"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"})
    service = {"launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    found = quantities(SERVICE, service, around=(definition,))
    assert found["Operating system licence"][:2] == found["vCPUs"][:2]


def test_on_machines_of_ones_own_it_says_who_bills(cost, task):
    service = cost(SERVICE, {"launchType": "EXTERNAL", "taskDefinition": ARN, "desiredCount": 1}, around=(task(),))
    assert service.free_reason == "its tasks run on machines outside AWS, which ECS Anywhere bills one by one"


@pytest.mark.parametrize(
    ("dimension", "desired", "tasks"),
    [
        ("ecs:service:DesiredCount", 3, (2, 3, 10)),  # declared, between the ends of auto scaling
        ("ecs:service:DesiredCount", 1, (2, 2, 10)),  # never below the least
        ("ecs:service:DesiredCount", 20, (2, 10, 10)),  # nor above the most
        ("dynamodb:table:ReadCapacityUnits", 3, (3, 3, 3)),  # another thing's scaling
    ],
)
def test_a_service_that_scales_by_itself_is_a_range_over_its_tasks(
    cost, make_resource, task, dimension, desired, tasks
):
    service = {"name": "shop-1a2b", "launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": desired}
    target = make_resource(
        "aws:appautoscaling/target:Target",
        {
            "minCapacity": 2,
            "maxCapacity": 10,
            "scalableDimension": dimension,
            "resourceId": "service/cluster/shop-1a2b",
        },
        region="us-east-1",
        name="scaling",
        property_dependencies={"resourceId": ("urn:pulumi:test::test::aws:ecs/service:Service::it",)},
    )
    found = cost(SERVICE, service, around=(task(), target)).cost
    assert (found.low, found.expected, found.high) == tuple(count * TASK for count in tasks)


def test_the_scaling_of_another_service_is_not_its_own(cost, make_resource, task):
    service = {"name": "shop", "launchType": "FARGATE", "taskDefinition": ARN, "desiredCount": 1}
    target = make_resource(
        "aws:appautoscaling/target:Target",
        {
            "minCapacity": 2,
            "maxCapacity": 10,
            "scalableDimension": "ecs:service:DesiredCount",
            "resourceId": "service/cluster/mail",
        },
        region="us-east-1",
        name="scaling",
        property_dependencies={"resourceId": ("urn:pulumi:test::test::aws:ecs/service:Service::it",)},
    )
    assert cost(SERVICE, service, around=(task(), target)).cost.high == TASK
