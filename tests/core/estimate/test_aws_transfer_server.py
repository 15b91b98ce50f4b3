from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

SERVER = "aws:transfer/server:Server"


def test_each_protocol_costs_its_hours(cost):
    use = {"monthly_data_downloaded_gb": 50, "monthly_data_uploaded_gb": 10}
    server = cost(SERVER, {"protocols": ["SFTP", "FTPS", "FTP"]}, usage=use)
    assert server.cost.expected == Decimal("659.4")  # 3 × 730 × 0.30 + 60 × 0.04
    assert [line.label for line in server.charges[:3]] == [
        "FTP: Protocol enabled",
        "FTPS: Protocol enabled",
        "SFTP: Protocol enabled",
    ]


def test_sftp_is_the_default(cost):
    server = cost(SERVER, {})
    assert (server.status, server.cost.low) == (Status.USAGE, 219)  # 730 × 0.30
    assert "protocols = SFTP (the provider's default)" in server.assumptions


def test_open_protocols_leave_the_data(cost):
    use = {"monthly_data_downloaded_gb": 50, "monthly_data_uploaded_gb": 0}
    server = cost(SERVER, {"protocols": [UNKNOWN]}, usage=use)
    assert (server.status, server.cost.low) == (Status.UNKNOWN, 2)
