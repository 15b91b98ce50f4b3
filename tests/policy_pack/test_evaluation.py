"""All rules over a stack: what they find, in an order that never changes."""

from outlay.standard.reading import parse_standard
from outlay_policy_pack.evaluation import RULES, evaluate

STANDARD = parse_standard("tags: {required: [owner]}\nbudgets: {stacks: {prod: {monthly: 1}}}")


def test_findings_are_sorted_by_rule_and_resource(view, make_resource):
    queues = [make_resource("aws:sqs/queue:Queue", name=name) for name in "ba"]
    stack = view(*queues, make_resource("aws:ec2/eip:Eip", {"tags": {"owner": "a"}}, name="c"))
    found = [(finding.rule, finding.urn) for finding in evaluate(stack, STANDARD)]
    assert found == [("OUT-B001", ""), ("OUT-T001", queues[1].urn), ("OUT-T001", queues[0].urn)]


def test_an_empty_stack_breaks_nothing(view):
    assert evaluate(view(), STANDARD) == ()


def test_no_rule_is_there_twice():
    assert len(set(RULES)) == len(RULES)
