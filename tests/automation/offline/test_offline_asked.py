from outlay_automation.engine.offline.answers.asked import Asked
from outlay_automation.engine.offline.configuration import Configuration


def test_a_call_is_the_same_call_whatever_the_order_of_its_arguments_at_any_depth():
    configuration = Configuration("aws", given_region="us-east-1")
    one = Asked("t:m/f:f", {"a": 1, "filters": [{"name": "n", "values": ["x"]}]}, configuration)
    other = Asked("t:m/f:f", {"filters": [{"values": ["x"], "name": "n"}], "a": 1}, configuration)
    assert one.hash == other.hash
    assert one.hash != Asked("t:m/f:f", {"a": 2}, configuration).hash
