"""What differs between the environments, read from the stack's configuration. Nothing else in the program reads it."""

from dataclasses import dataclass

import pulumi

config = pulumi.Config()


@dataclass(frozen=True)
class Settings:
    """Sizes and counts of one environment; names are those of Pulumi.<stack>.yaml in snake case."""

    environment: str
    nat_gateways: int
    shop_tasks: int
    shop_task_cpu: int
    shop_task_memory: int
    database_class: str
    database_storage_gb: int
    database_multi_az: bool
    cache_node_type: str
    search_instance_type: str
    search_volume_gb: int
    search_volume_type: str
    second_region: str | None
    analytics_machine_type: str
    analytics_image: str
    analytics_disk_gb: int
    warehouse_tier: str
    warehouse_storage_gb: int

    @property
    def is_production(self) -> bool:
        return self.environment == "prod"


def read_settings() -> Settings:
    return Settings(
        environment=pulumi.get_stack(),
        nat_gateways=config.require_int("natGateways"),
        shop_tasks=config.require_int("shopTasks"),
        shop_task_cpu=config.require_int("shopTaskCpu"),
        shop_task_memory=config.require_int("shopTaskMemory"),
        database_class=config.require("databaseClass"),
        database_storage_gb=config.require_int("databaseStorageGb"),
        database_multi_az=config.require_bool("databaseMultiAz"),
        cache_node_type=config.require("cacheNodeType"),
        search_instance_type=config.require("searchInstanceType"),
        search_volume_gb=config.require_int("searchVolumeGb"),
        search_volume_type=config.require("searchVolumeType"),
        second_region=config.get("secondRegion"),
        analytics_machine_type=config.require("analyticsMachineType"),
        analytics_image=config.require("analyticsImage"),
        analytics_disk_gb=config.require_int("analyticsDiskGb"),
        warehouse_tier=config.require("warehouseTier"),
        warehouse_storage_gb=config.require_int("warehouseStorageGb"),
    )
