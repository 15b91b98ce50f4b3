"""What tests of the genuine engine share: a CLI, and an environment in which nothing of the machine shows.

Projects and programs belong to the test that runs them, not here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from outlay_automation.engine.pulumi_cli import PulumiCli, find_cli


@pytest.fixture(scope="session")
def pulumi_cli() -> PulumiCli:
    """The Pulumi CLI of this machine. Skips only where there is none (the skip gate refuses that in CI)."""
    cli = find_cli()
    if cli is None:
        pytest.skip("no Pulumi CLI: run `make pulumi`")
    return cli


@pytest.fixture
def pulumi_env(pulumi_cli: PulumiCli, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Pulumi command: a file backend, a home and a passphrase of this test alone.

    Of the person's own environment everything but `PULUMI_…` stays. Plugins are never downloaded.
    """
    backend: Path = tmp_path_factory.mktemp("pulumi-backend")
    home: Path = tmp_path_factory.mktemp("pulumi-home")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    return {
        **pulumi_cli.environment(inherited),
        "PULUMI_BACKEND_URL": backend.as_uri(),
        "PULUMI_HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }
