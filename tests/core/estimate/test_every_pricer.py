"""Every pricer over whatever a program may pass: no crash, no negative cost, no zero without a reason.

Inputs are drawn as a pricer asks for them in a first run, so that each property it knows gets sensible values and
nonsense alike, and a new pricer is tried without a word here: words in `SENSIBLE` and `BLOCKS` only lead deeper into
it. What was drawn is then priced.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlay.estimate.registry import REGISTRY
from outlay.estimate.resource_cost import ResourceCost, Status
from outlay.estimate.stack import estimate
from outlay.money import GapKind
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, Resource, Snapshot, urn_of

REGIONS = ["us-east-1", "eu-west-1", "us-central1", "europe-west3", "eu", "mars-1", UNKNOWN, None]
NONSENSE = ["", "-1", "many", "1e999999", "NaN", "12", "0.5", "true", "a/b/c", "ß" * 200]
SENSIBLE: Mapping[str, list[Any]] = {
    "instanceType": ["t3.micro", "m5.large", "c3.xlarge", "t2.small", "u-6tb1.metal", "ml.m5.large", "ml.g5.xlarge"],
    "instanceClass": ["db.serverless", "db.t3.micro", "db.m5.large", "db.r5.xlarge"],
    "engine": ["postgres", "mysql", "mariadb", "oracle-ee", "sqlserver-se", "aurora-mysql"],
    "engineVersion": ["5.7", "12.3", "16"],
    "volumeType": ["gp2", "gp3", "io1", "io2", "standard", "st1"],
    "storageType": ["gp2", "gp3", "io1", "standard"],
    "tenancy": ["default", "dedicated", "host"],
    "launchType": ["FARGATE", "EC2"],
    "capacityProvider": ["FARGATE", "FARGATE_SPOT", "mine"],
    "billingMode": ["PAY_PER_REQUEST", "PROVISIONED"],
    "loadBalancerType": ["application", "network", "gateway"],
    "machineType": [
        "e2-small",
        "n2-custom-4-8192",
        "custom-2-15360-ext",
        "a2-highgpu-1g",
        "n1-standard-4",
        "ct5lp-hightpu-4t",
        "zones/z/machineTypes/f1-micro",
    ],
    "protectionLevel": ["SOFTWARE", "HSM", "EXTERNAL_VPC"],
    "algorithm": ["GOOGLE_SYMMETRIC_ENCRYPTION", "EC_SIGN_P256_SHA256", "RSA_SIGN_PKCS1_2048_SHA256"],
    "rotationPeriod": ["7776000s", "0s", "often"],
    "availableMemoryMb": [128, "256", 300],
    "storageBillingModel": ["LOGICAL", "PHYSICAL"],
    "location": ["EqDC2", "us-central1", "us-central1-a", "us", "europe-west3"],
    "nodeLocations": [["us-central1-a"], ["us-central1-a", "us-central1-b"]],
    "nodeType": [
        "cache.m4.large",
        "cache.t4g.micro",
        "REDIS_STANDARD_SMALL",
        "REDIS_HIGHMEM_MEDIUM",
        "ra3.4xlarge",
        "dc2.large",
        "ra4.large",
    ],
    "mode": ["AOF", "RDB", "AUTOMATIC", "USER_PROVISIONED"],
    "readReplicasMode": ["READ_REPLICAS_ENABLED", "READ_REPLICAS_DISABLED"],
    "tier": [
        "STANDARD_HA",
        "db-f1-micro",
        "db-custom-4-15360",
        "db-n1-standard-2",
        "Standard",
        "Advanced",
        "Intelligent-Tiering",
    ],
    "databaseVersion": ["POSTGRES_15", "MYSQL_8_0", "SQLSERVER_2019_STANDARD"],
    "type": [
        "MicrosoftAD",
        "SimpleAD",
        "gp3",
        "pd-ssd",
        "pd-extreme",
        "hyperdisk-balanced",
        "EXTERNAL",
        "nvidia-tesla-t4",
    ],
    "storageClass": ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE", "GLACIER", "REGIONAL"],
    "cpu": ["256", "0.5 vCPU", "500m", "2"],
    "memory": ["512", "1 GB", "512Mi", "2Gi"],
    "image": ["debian-cloud/debian-12", "windows-server-2022", "rhel-9"],
    "provisioningModel": ["SPOT", "STANDARD"],
    "availabilityType": ["ZONAL", "REGIONAL"],
    "diskType": ["PD_SSD", "PD_HDD"],
    "activationPolicy": ["ALWAYS", "NEVER"],
    "addressType": ["EXTERNAL", "INTERNAL"],
    "marketType": ["spot"],
    "deviceName": ["/dev/xvda", "/dev/sdf"],
    "operatingSystemFamily": ["LINUX", "WINDOWS_SERVER_2022_CORE"],
    "cpuArchitecture": ["X86_64", "ARM64"],
    "requiresCompatibilities": [["FARGATE"], ["FARGATE", "EC2"]],
    "architectures": [["arm64"], ["x86_64"]],
    "engineMode": ["provisioned", "serverless"],
    "protocol": ["sqs", "https", "email"],
    "runtimeEnvironment": ["FLINK-1_18", "SQL-1_0"],
    "streamMode": ["ON_DEMAND", "PROVISIONED"],
    "bundleId": ["nano_3_0", "small_win_2_0", "micro_ipv6_3_0"],
    "customerMasterKeySpec": ["SYMMETRIC_DEFAULT", "RSA_2048", "ECC_NIST_P256", "HMAC_256"],
    "dataCompressionType": ["NONE", "LZ4"],
    "deploymentMode": ["SINGLE_INSTANCE", "CLUSTER_MULTI_AZ"],
    "deploymentType": ["SINGLE_AZ_1", "MULTI_AZ_1"],
    "engineType": ["ActiveMQ", "RabbitMQ"],
    "environmentClass": ["mw1.small", "mw1.LARGE"],
    "protocols": [["SFTP", "ftp"], ["AS2"]],
    "registrationLimit": [1, 5000],
    "workerType": ["G.1X", "G.025X", "Z.2X"],
    "licenseModel": ["license-included", "bring-your-own-license"],
    "namespace": ["aws:ec2:instances", "aws:autoscaling:asg", "aws:rds:dbinstance", "aws:elasticbeanstalk:environment"],
    "name": ["InstanceTypes", "MinSize", "EnableSpot", "DBInstanceClass", "LoadBalancerType", "EnvironmentType"],
    "value": ["t3.small", "2", "true", "db.m5.large", "network", "SingleInstance"],
    "bandwidth": ["1Gbps", "500Mbps"],
    "edition": ["Standard", "Enterprise", "ENTERPRISE", "ENTERPRISE_PLUS"],
    "replicationInstanceClass": ["dms.t2.micro", "dms.r5.large"],
    "associatedGatewayId": ["vgw-1", "tgw-1"],
    "protocolType": ["HTTP", "WEBSOCKET"],
    "cacheClusterSize": ["0.5", "237"],
    "originShieldRegion": ["sa-east-1", "us-east-1", "mars-1"],
    "sslSupportMethod": ["vip", "sni-only"],
    "comparisonOperator": ["GreaterThanUpperThreshold", "GreaterThanThreshold"],
    "recordingFrequency": ["DAILY", "CONTINUOUS"],
    "computeType": ["BUILD_GENERAL1_SMALL"],
    "storageTier": ["archive", "standard"],
    "usageMode": ["GENERAL_PURPOSE", "SHORT_LIVED_CERTIFICATE"],
    "throughputMode": ["provisioned", "elastic"],
    "instanceTypes": [["m5.large", "m5.xlarge"], ["t3.small"]],
    "amiType": ["WINDOWS_CORE_2022_x86_64", "AL2_x86_64"],
    "capacityType": ["SPOT", "ON_DEMAND"],
    "version": ["1.23", "1.33", "1.99"],
    "instanceFamily": ["c5", "m5", "mac1"],
    "vpcEndpointType": ["Gateway", "Interface", "GatewayLoadBalancer", "Resource"],
    "subnetIds": [["subnet-1"], ["subnet-1", UNKNOWN]],
    "acceleratorType": ["NVIDIA_TESLA_T4", "v5litepod-8", "v2-8"],
    "appType": ["KernelGateway", "JupyterServer"],
    "commitmentDuration": ["OneMonth", "SixMonths"],
    "desiredState": ["RUNNING", "STOPPED", "ACTIVE"],
    "indexUpdateMethod": ["STREAM_UPDATE", "BATCH_UPDATE"],
    "trackingServerSize": ["Small", "Large"],
}
STATED: Mapping[str, list[str]] = {
    "operating_system": ["windows", "linux"],
    "reserved_instance_term": ["1_year", "3_year", "forever"],
    "reserved_instance_payment_option": ["no_upfront", "partial_upfront", "all_upfront", ""],
    "reserved_instance_type": ["standard", "convertible", "other"],
    "endpoint_type": ["aws", "non_aws", "elsewhere"],
    "architecture": ["x86_64", "arm64"],
    "api_throughput_limit": ["standard", "higher", "unlimited"],
    "instance_tier": ["standard", "advanced"],
    "dx_virtual_interface_type": ["private", "public"],
    "dx_connection_type": ["dedicated", "hosted", "other"],
}
"""Words of usage that decide what is bought."""
BLOCKS = frozenset(
    {
        *("annotations", "metadata", "replication", "spec", "userManaged", "versionTemplate"),
        *("autoscaling", "autoscalingPolicy", "disks", "nodeConfig", "nodePools", "persistenceConfig", "versions"),
        *("accessConfigs", "blockDeviceMappings", "bootDisk", "capacityProviderStrategies", "containers", "ebs"),
        *("creditSpecification", "deploymentController", "ebsBlockDevices", "ephemeralStorage", "filter"),
        *("mixedInstancesPolicy", "launchTemplateSpecification", "overrides", "instancesDistribution", "scalingConfig"),
        *("clusterConfig", "ebsOptions", "lifecyclePolicies", "clusterMode", "options", "upgradePolicy"),
        *("environment", "recordingMode", "origins", "originShield", "viewerCertificate", "defaultCacheBehavior"),
        *("orderedCacheBehaviors", "metricQueries", "metric"),
        *("globalSecondaryIndexes", "guestAccelerators", "initializeParams", "instanceMarketOptions"),
        *("ipConfiguration", "lifecycleRules", "limits", "minimumLoadBalancerCapacity", "networkInterfaces"),
        *("nodeSelector", "placement", "pointInTimeRecovery", "replicas", "resources", "rootBlockDevice", "rules"),
        *("aliases", "applicationConfiguration", "brokerNodeGroupInfo", "dataFormatConversionConfiguration"),
        *("ebsStorageInfo", "elasticsearchConfiguration", "extendedS3Configuration", "flinkApplicationConfiguration"),
        *("ipAddresses", "parallelismConfiguration", "provisionedThroughput", "storageInfo", "streamModeDetails"),
        *("command", "diskIopsConfiguration", "managedRuleGroupStatement", "rootVolumeConfiguration", "statement"),
        *("ruleGroupReferenceStatement", "serverlessv2ScalingConfiguration", "subnetMappings", "vpcConfig"),
        *(
            "acceleratorConfig",
            "acceleratorConfigs",
            "autoScaling",
            "automaticResources",
            "autoscalingSpec",
            "bigtable",
        ),
        *("dataDisks", "dedicatedResources", "deployConfig", "diskSpec", "ebsStorageSettings", "gceSetup"),
        *("instanceGroups", "jobResources", "knowledgeBaseConfiguration", "machineSpec", "managedInstanceScaling"),
        *("modelSource", "monitoringJobDefinition", "monitoringResources", "monitoringScheduleConfig", "node"),
        *("nodeSpecs", "onlineServingConfig", "onlineStoreConfig", "productionVariants", "ragManagedDbConfig"),
        *("resourceConfig", "resourcePools", "resourceSpec", "schedulingConfig", "serverlessConfig"),
        *("shadowProductionVariants", "spaceSettings", "spaceStorageSettings", "throughputConfig", "tpu"),
        *("trainingJobDefinition", "trainingJobDefinitions", "vectorIngestionConfiguration"),
        *("vectorKnowledgeBaseConfiguration",),
        *("runtimePlatform", "scale", "scaling", "scheduling", "scratchDisks", "settings", "template", "transitions"),
    }
)
NEIGHBOURS = [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ebs/volume:Volume",
    "aws:ebs/snapshot:Snapshot",
    "aws:ecs/taskDefinition:TaskDefinition",
    "aws:ecs/service:Service",
    "aws:ecs/taskSet:TaskSet",
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:lambda/function:Function",
    "aws:sns/topicSubscription:TopicSubscription",
    "aws:kinesis/streamConsumer:StreamConsumer",
    "aws:neptune/cluster:Cluster",
    "aws:grafana/licenseAssociation:LicenseAssociation",
    "aws:appautoscaling/target:Target",
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration",
    "gcp:compute/image:Image",
    "gcp:compute/snapshot:Snapshot",
    "gcp:compute/disk:Disk",
    "gcp:compute/instance:Instance",
    "gcp:compute/forwardingRule:ForwardingRule",
    "gcp:compute/routerNat:RouterNat",
    "gcp:container/cluster:Cluster",
    "gcp:bigquery/dataset:Dataset",
    "gcp:secretmanager/secret:Secret",
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/autoscaler:Autoscaler",
]
REFERRING = [
    "clusterIdentifier",
    "functionName",
    "cluster",
    "launchConfiguration",
    "mixedInstancesPolicy",
    "launchTemplate",
    "taskDefinition",
    "service",
    "replicateSourceDb",
    "image",
    "snapshot",
    "sourceDisk",
    "endpointConfigName",
]
REFERRED = ["target", "networkInterfaces", "natIps", "ipAddress", "service", "resourceId", "topic", "streamArn"]
REFERRED += ["workspaceId"]
FIGURES = st.decimals(0, 10**9, places=2)


class Asked(Mapping[str, Any]):
    """A mapping whose values are drawn when they are first asked for."""

    def __init__(self, draw: st.DrawFn, depth: int = 0) -> None:
        self._draw = draw
        self._depth = depth
        self._values: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._values:
            self._values[key] = self._value(key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._values))

    def __len__(self) -> int:
        return 1

    def plain(self) -> dict[str, Any]:
        """What has been drawn, as a program would have passed it."""
        return {key: _plain(value) for key, value in self._values.items()}

    def _value(self, key: str) -> Any:
        if self._draw(st.integers(0, 9)) == 0:
            return self._draw(st.sampled_from([UNKNOWN, SECRET, [UNKNOWN], *NONSENSE]))
        if key in SENSIBLE:
            return self._draw(st.sampled_from([None, *SENSIBLE[key]]))
        if key in BLOCKS and self._depth < 5:
            inner = Asked(self._draw, self._depth + 1)
            return self._draw(st.sampled_from([None, inner, [inner], [inner, inner]]))
        return self._draw(st.sampled_from([None, None, True, False, 0, 1, "2", 100, 5000]))


def _plain(value: Any) -> Any:
    if isinstance(value, Asked):
        return value.plain()
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


@st.composite
def usages(draw: st.DrawFn, keys: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    stated = draw(st.sets(st.sampled_from(keys), max_size=8)) if keys else set()
    for key in sorted(stated):
        low, expected, high = sorted(draw(st.tuples(FIGURES, FIGURES, FIGURES)))
        kinds = st.sampled_from(["nothing", "number", "text", "range"])
        figure = {
            "nothing": None,
            "number": expected,
            "text": str(expected),
            "range": {"low": low, "expected": expected, "high": high},
        }[draw(kinds)]
        *outer, last = key.split(".")
        place = found
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = draw(st.sampled_from(STATED[last])) if last in STATED else figure
    return found


@st.composite
def estimated(draw: st.DrawFn, type_: str) -> tuple[ResourceCost, ResourceCost]:
    """What a resource of a type costs among others, asked twice."""
    cloud = type_.partition(":")[0]
    around = draw(st.sets(st.sampled_from([each for each in NEIGHBOURS if each.startswith(cloud)]), max_size=4))
    urns = [urn_of("test", "test", each, f"near-{number}") for number, each in enumerate(sorted(around))]
    urn = urn_of("test", "test", type_, "it")
    it = Resource(
        urn,
        type_,
        "it",
        Asked(draw),
        region=draw(st.sampled_from(REGIONS)),
        property_dependencies=dict.fromkeys(REFERRING, tuple(urns)),
    )
    others = [
        Resource(
            each, near, "near", Asked(draw), region="us-east-1", property_dependencies=dict.fromkeys(REFERRED, (urn,))
        )
        for each, near in zip(urns, sorted(around), strict=True)
    ]
    pricer = REGISTRY.find(type_)
    assert pricer is not None
    usage = draw(usages(pricer.usage_model.all_keys()))

    def priced(*resources: Resource) -> ResourceCost:
        stated = {urn: usage}
        cost = estimate(Snapshot.of(*resources), embedded_book(), usage=lambda each: stated.get(each.urn, {}))
        return cost.resources[urn]

    priced(it, *others)
    passed = [replace(each, inputs=_plain(each.inputs)) for each in (it, *others)]
    return priced(*passed), priced(*passed)


@pytest.mark.parametrize("type_", REGISTRY.types())
@settings(max_examples=40)
@given(data=st.data())
def test_it_answers_for_whatever_a_program_passes(type_, data):
    cost, again = data.draw(estimated(type_))

    failures = [gap.reason for gap in cost.cost.gaps if gap.kind is GapKind.UNSUPPORTED]
    assert failures == [], "a pricer that raises, or a unit that is not the sheet's"
    labels = [line.label for line in cost.charges]
    assert len(labels) == len(set(labels)), "a line must be found again on the other side of a change"
    for line in cost.charges:
        assert line.formula
        assert line.gaps or line.cost is not None
        if line.cost is not None and line.quantity is not None:
            assert 0 <= line.cost.low <= line.cost.expected <= line.cost.high
            is_paid_upfront = line.price is not None and line.price.upfront > 0
            assert line.cost.high > 0 or line.quantity.high == 0 or is_paid_upfront, "a price of nothing"
    assert cost.charges or cost.cost.gaps or cost.free_reason, "a zero without a reason"
    assert (cost.status is Status.FREE) == bool(cost.free_reason)
    assert all(isinstance(text, str) and text for text in cost.assumptions)
    assert cost == again, "an estimate is a function of what it is given"
