"""`outlay_components.gcp.Service`: what it makes by default in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import gcp

SERVICE = "gcp:cloudrunv2/service:Service"
HELLO = {"location": "us-central1", "image": "us-docker.pkg.dev/cloudrun/container/hello"}
MONTH_SECONDS = 730 * 3600


def test_by_default_it_goes_down_to_nothing_and_up_to_two_instances(run_program):
    inputs = run_program(lambda: gcp.Service("api", HELLO)).inputs(SERVICE, "api")

    assert {key: value for key, value in inputs.items() if key != "labels"} == {
        "deletionProtection": False,
        "ingress": "INGRESS_TRAFFIC_ALL",
        "location": "us-central1",
        "template": {
            "containers": [
                {
                    "image": "us-docker.pkg.dev/cloudrun/container/hello",
                    "ports": {"containerPort": 8080},
                    "resources": {"cpuIdle": True, "limits": {"cpu": "1", "memory": "512Mi"}},
                }
            ],
            "maxInstanceRequestConcurrency": 80,
            "scaling": {"minInstanceCount": 0, "maxInstanceCount": 2},
            "timeout": "60s",
        },
    }


def test_in_production_one_instance_waits_and_ten_are_the_most(run_program):
    inputs = run_program(lambda: gcp.Service("api", HELLO), stack="prod").inputs(SERVICE)

    assert inputs["template"]["scaling"] == {"minInstanceCount": 1, "maxInstanceCount": 10}
    assert inputs["deletionProtection"] is True


def test_who_may_call_it_is_said_in_the_program(run_program):
    public = run_program(lambda: gcp.Service("api", {**HELLO, "public": True})).inputs(SERVICE)
    internal = run_program(lambda: gcp.Service("api", {**HELLO, "internal": True})).inputs(SERVICE)

    assert (public["invokerIamDisabled"], public["ingress"]) == (True, "INGRESS_TRAFFIC_ALL")
    assert internal["ingress"] == "INGRESS_TRAFFIC_INTERNAL_ONLY"
    assert "invokerIamDisabled" not in internal


@pytest.mark.parametrize(("vcpus", "limit"), [(2, "2"), (2.0, "2"), (0.5, "0.5")])
def test_sizes_are_numbers_with_a_unit_in_their_name(run_program, vcpus, limit):
    args = {**HELLO, "vcpus": vcpus, "memory_mb": 2048.0, "environment_variables": {"B": "2", "A": "1"}}

    (container,) = run_program(lambda: gcp.Service("api", args)).inputs(SERVICE)["template"]["containers"]

    assert container["resources"]["limits"] == {"cpu": limit, "memory": "2048Mi"}
    assert container["envs"] == [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]


@pytest.mark.parametrize(("environment", "waiting"), [("dev", 0), ("prod", 1)])
def test_without_requests_only_waiting_instances_cost(monthly, environment, waiting):
    """An idle vCPU-second is $0.0000025, and so is an idle GiB-second."""
    expected = monthly(gcp.Service, HELLO, environment=environment)

    assert expected == waiting * MONTH_SECONDS * Decimal("0.0000025") * Decimal("1.5")
    assert round(expected, 2) == waiting * Decimal("9.86")


def test_its_estimate_is_that_of_requests_and_the_seconds_they_take(monthly):
    """A million requests of 200 ms, one at a time: $0.40, and 200,000 s of a vCPU and half a GiB."""
    usage = {
        SERVICE: {
            "monthly_requests": 1_000_000,
            "average_request_duration_ms": 200,
            "concurrent_requests_per_instance": 1,
        }
    }

    expected = monthly(gcp.Service, HELLO, usage=usage, environment="dev")

    assert expected == Decimal("0.40") + 200_000 * (Decimal("0.000024") + Decimal("0.0000025") / 2)


def test_a_cpu_that_always_runs_costs_47_dollars(monthly):
    args = {**HELLO, "cpu_always": True, "min_instances": 1, "memory_mb": 512}

    expected = monthly(gcp.Service, args) - MONTH_SECONDS * Decimal("0.000002") / 2

    assert round(expected, 2) == Decimal("47.30")
