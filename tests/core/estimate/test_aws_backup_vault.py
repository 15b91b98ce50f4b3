from decimal import Decimal

from outlay.estimate.resource_cost import Status

VAULT = "aws:backup/vault:Vault"


def test_counts_what_is_kept_and_restored_by_kind_of_resource(quantities):
    found = quantities(VAULT, {}, usage={"monthly_efs_warm_backup_gb": 20, "monthly_efs_item_restore_requests": 3})
    assert found["EFS backup (warm)"] == (Decimal(20), "GB-months", "EFS")
    assert found["EFS restore (item-level)"] == (Decimal(3), "requests", "EFS")
    assert len(found) == 12


def test_costs_what_is_kept_and_restored(cost):
    use = {"monthly_dynamodb_backup_gb": 100, "monthly_dynamodb_restore_gb": 10}
    assert cost(VAULT, {}, region="us-west-1", usage=use).cost.expected == Decimal("12.88")  # 100 × 0.112 + 10 × 0.168
    assert cost(VAULT, {}, usage=use).cost.expected == Decimal("11.5")  # 100 × 0.10 + 10 × 0.15


def test_what_nobody_stated_depends_on_use(cost):
    vault = cost(VAULT, {})
    assert vault.status is Status.USAGE
    assert all(line.unit_price for line in vault.charges)
