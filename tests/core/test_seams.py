"""The hardest use that a later part makes of each seam, so that the seam need not change under it.

Each test is what a part that does not exist yet will do: groups that multiply another resource's charges, schedules,
pricers and prices of others, discounts over a whole stack, caches, alternatives, rules inside the engine.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from outlay.diff import cost_diff
from outlay.errors import CurrencyMismatch
from outlay.estimate.amount import GB, HOUR, Amount
from outlay.estimate.aws.ec2 import instance_charges
from outlay.estimate.aws.ec2_launch import in_shape_of_an_instance
from outlay.estimate.charge import Charge, Free, PricedCharge, Range
from outlay.estimate.properties import OpenValue, Properties, Reading
from outlay.estimate.registry import REGISTRY, Registry
from outlay.estimate.resource_cost import StackCost, Status
from outlay.estimate.stack import estimate, estimate_resource
from outlay.estimate.subject import Neighbours, Question, SnapshotIndex, Subject
from outlay.money import Comparison, Cost, GapKind
from outlay.prices.book import PriceBook
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Missing, Price, PriceQuery
from outlay.resource import UNKNOWN, Resource, Snapshot, Unknown
from outlay.standard.reading import parse_standard
from outlay.step import Op, Preview, Step
from outlay.usage.aws.ec2 import InstanceUsage
from outlay.usage.model import NoUsage
from outlay_policy_pack.evaluation import evaluate
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.stack_view import StackView

INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP = "aws:autoscaling/group:Group"
NAT = "aws:ec2/natGateway:NatGateway"
MICRO = Decimal("0.0104") * 730  # t3.micro, Linux, us-east-1, a month
SMALL = Decimal("0.0208") * 730  # t3.small


# --- A group multiplies what its launch template would cost once -------------------------------------------------


def group(resource: Subject, usage: InstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An auto-scaling group as its pricer will be: the charges of one instance, times the group's size."""
    inputs = resource.inputs
    template = near.target("launchTemplate", TEMPLATE)
    if template is None:
        raise OpenValue("launchTemplate", "is not in this stack")
    least, most = inputs.number("minSize"), inputs.number("maxSize")
    wanted = inputs.number("desiredCapacity") if inputs.has("desiredCapacity") else least
    size = Amount.spanning(least, wanted, most, "instances")
    settings = Properties(in_shape_of_an_instance(template.inputs.values), resource.reading)
    for charge in instance_charges(settings, resource.region, resource.running_hours, usage):
        yield charge.times(size)


@pytest.fixture
def groups() -> Registry:
    registry = Registry(below=REGISTRY)
    registry.prices(GROUP, usage=InstanceUsage)(group)
    return registry


@pytest.fixture
def group_of(make_resource):
    """A group of two to six instances, three desired, with the launch template that it names by a property."""

    def make(instance_type, most=6) -> Snapshot:
        settings = {"instanceType": instance_type, "creditSpecification": {"cpuCredits": "standard"}}
        template = make_resource(TEMPLATE, settings, region="us-east-1", name="template")
        sizes = {"minSize": 2, "desiredCapacity": "3", "maxSize": most, "launchTemplate": {"id": UNKNOWN}}
        depends = {"launchTemplate": (template.urn,)}
        it = make_resource(GROUP, sizes, region="us-east-1", name="group", property_dependencies=depends)
        return Snapshot.of(template, it)

    return make


def hours_line(cost: StackCost, name: str) -> Range:
    (resource,) = (each for each in cost.resources.values() if each.name == name)
    (line,) = (each for each in resource.charges if each.name == "Instance usage")
    assert line.cost is not None
    return line.cost


def test_a_group_costs_its_template_times_its_range_of_sizes(groups, group_of):
    cost = estimate(group_of("t3.micro"), embedded_book(), registry=groups)
    assert hours_line(cost, "group") == Range(2 * MICRO, 3 * MICRO, 6 * MICRO)


def test_a_group_without_a_known_most_is_a_gap(groups, group_of):
    cost = estimate(group_of("t3.micro", most=UNKNOWN), embedded_book(), registry=groups)
    assert "maxSize is open until deployment" in {gap.reason for gap in cost.total.gaps}
    assert cost.total.high is None


def test_an_open_value_of_a_neighbour_with_known_choices_is_a_range_too(groups, group_of):
    either = estimate(group_of(Unknown(("t3.micro", "t3.small"))), embedded_book(), registry=groups)
    assert hours_line(either, "group") == Range(2 * MICRO, 3 * MICRO, 6 * SMALL)
    assert either.total.high is not None


def test_more_combinations_with_a_neighbour_than_say_anything_leave_it_open(groups, group_of):
    types = Unknown(tuple(f"t3.{size}" for size in ("nano", "micro", "small", "medium", "large", "xlarge")))
    cost = estimate(group_of(types, most=Unknown((3, 4, 5, 6, 7, 8))), embedded_book(), registry=groups)
    assert "what is charged is open until deployment" in {gap.reason for gap in cost.total.gaps}


def test_the_same_open_choice_on_both_sides_is_no_change(groups, group_of):
    side = estimate(group_of(Unknown(("t3.micro", "t3.small"))), embedded_book(), registry=groups)
    assert cost_diff(side, side, []).delta.is_nothing


def test_a_neighbour_that_changes_moves_the_cost_of_what_stays(groups, group_of):
    before, after = (estimate(group_of(size), embedded_book(), registry=groups) for size in ("t3.micro", "t3.small"))
    steps = [Step(Op.SAME, urn, urn) for urn in after.resources]
    (row,) = cost_diff(before, after, steps).changed
    assert (row.op, row.cost.name, row.delta.low) == (Op.SAME, "group", 2 * (SMALL - MICRO))


# --- A schedule says how many hours a month something runs -------------------------------------------------------


def test_office_hours_reach_what_can_be_stopped_and_nothing_else(make_resource):
    web = make_resource(INSTANCE, {"instanceType": "t3.micro", "tags": {"hours": "office"}}, region="us-east-1")
    nat = make_resource(NAT, {}, region="us-east-1", name="nat")

    def office(resource: Resource) -> Amount:
        # 5 of 7 days, 10 of 24 hours; overtime up to all of the weekdays
        return Amount.between(Decimal(217), Decimal(217), Decimal(521), "office hours")

    def hours_of(cost: StackCost, resource: Resource) -> Range | None:
        return cost.resources[resource.urn].charges[0].quantity

    cost = estimate(Snapshot.of(web, nat), embedded_book(), hours=office)
    assert hours_of(cost, web) == Range(Decimal(217), Decimal(217), Decimal(521))
    assert hours_of(cost, nat) == Range(*[Decimal(730)] * 3)


def test_a_schedule_that_is_open_is_a_gap_of_its_charges(make_resource):
    web = make_resource(INSTANCE, {"instanceType": "t3.micro"}, region="us-east-1")
    open_hours = Amount.unknown("hours", "the schedule of its environment is not known")
    cost = estimate(Snapshot.of(web), embedded_book(), hours=lambda _: open_hours)
    assert {gap.reason for gap in cost.total.gaps_of(GapKind.UNKNOWN)} == {
        "the schedule of its environment is not known"
    }


# --- Pricers and prices of others -----------------------------------------------------------------------------------

MONITOR = "datadog:index/monitor:Monitor"
BROKEN = "datadog:index/dashboard:Dashboard"
HOSTS = PriceQuery("Datadog", "*", "infrastructure-host")


def test_a_pricer_of_others_has_prices_of_others_and_one_that_raises_is_named(make_resource, make_book, make_price):
    registry = Registry(below=REGISTRY)

    @registry.prices(MONITOR)
    def monitor(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
        yield Charge("Hosts", HOUR * (resource.inputs.number("hosts") * 730), HOSTS)

    @registry.prices(BROKEN)
    def dashboard(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
        raise KeyError("widgets")
        yield

    good = make_resource(MONITOR, {"hosts": 2}, region=None, name="good")
    bad = make_resource(BROKEN, {}, region=None, name="bad")
    nat = make_resource(NAT, {}, region="us-east-1", name="nat")
    book = make_book(datadog={HOSTS: make_price("0.02")}, embedded=embedded_book_as_a_layer())
    cost = estimate(Snapshot.of(bad, good, nat), book, registry=registry)

    assert cost.resources[good.urn].cost == Cost.exactly(Decimal("29.2"))  # 2 × 730 × 0.02
    assert cost.resources[nat.urn].status is Status.USAGE
    (gap,) = cost.resources[bad.urn].cost.gaps
    assert gap.reason == f"the pricer of {BROKEN} failed: KeyError: 'widgets'"
    assert cost.total.high is None


def embedded_book_as_a_layer() -> Mapping[PriceQuery, Price]:
    nat = PriceQuery("AmazonEC2", "us-east-1", "NatGateway", "hours")
    traffic = PriceQuery("AmazonEC2", "us-east-1", "NatGateway", "bytes")
    found = {query: embedded_book().find(query) for query in (nat, traffic)}
    return {query: price for query, price in found.items() if isinstance(price, Price)}


def test_a_contract_stands_over_the_embedded_prices_and_shows_itself(make_resource, make_book, make_price):
    query = PriceQuery("AmazonEC2", "us-east-1", "NatGateway", "hours")
    contract = {query: make_price("0.03", layer="contract")}
    book = make_book(contract=contract, embedded=embedded_book_as_a_layer())
    nat = make_resource(NAT, {}, region="us-east-1")
    lines = estimate(Snapshot.of(nat), book).resources[nat.urn].charges
    assert [(line.unit_price, line.price.layer) for line in lines if line.price] == [
        (Decimal("0.03"), "contract"),
        (Decimal("0.045"), "embedded"),
    ]


def test_a_missing_price_is_an_answer_with_alternatives_and_never_another_region():
    answer = embedded_book().find(PriceQuery("AmazonEC2", "us-east-3", "NatGateway", "hours"))
    assert isinstance(answer, Missing)
    assert answer.reason == "no price of AmazonEC2 NatGateway/hours in us-east-3"
    assert "us-east-1" in answer.nearest
    misspelt = embedded_book().find(PriceQuery("AmazonEC2", "us-east-1", "t3.mirco", "linux"))
    assert isinstance(misspelt, Missing)
    assert "t3.micro" in misspelt.nearest


# --- Tiers and commitments over a whole stack, after the pricers ----------------------------------------------------


def pooled(stack: StackCost) -> StackCost:
    """Graduated prices over all that ask for the same figure, as an account is billed; shared out by quantity."""
    quantities: dict[PriceQuery, Decimal] = defaultdict(Decimal)
    for line in lines_of(stack):
        quantities[line.query] += line.quantity.expected if line.cost and line.quantity else Decimal(0)

    def repriced(line: PricedCharge) -> PricedCharge:
        together = quantities[line.query]
        if line.cost is None or line.price is None or line.quantity is None or not together:
            return line
        average = line.price.cost(together) / together * line.factor
        return replace(line, unit_price=average, cost=Range(*[line.quantity.expected * average] * 3))

    return with_lines(stack, repriced)


@dataclass
class Commitment:
    """So many hours a month of one figure, at another unit price; drawn down once."""

    query: PriceQuery
    hours: Decimal
    unit_price: Decimal


def drawn_down(stack: StackCost, commitment: Commitment) -> StackCost:
    """Effective cost: what the commitment covers at its price, the rest at list price."""
    left = commitment.hours

    def covered(line: PricedCharge) -> PricedCharge:
        nonlocal left
        if line.query != commitment.query or line.cost is None or line.quantity is None or line.unit_price is None:
            return line
        part = min(left, line.quantity.expected)
        left -= part
        cost = part * commitment.unit_price + (line.quantity.expected - part) * line.unit_price
        return replace(line, cost=Range(cost, cost, cost))

    return with_lines(stack, covered)


def lines_of(stack: StackCost) -> Iterator[PricedCharge]:
    return (line for resource in stack.resources.values() for line in resource.charges)


def with_lines(stack: StackCost, change) -> StackCost:
    resources = {
        urn: resource.with_charges([change(line) for line in resource.charges])
        for urn, resource in stack.resources.items()
    }
    return StackCost.of(resources, stack.book)


def test_tiers_are_pooled_over_an_account(make_resource, make_book, make_price):
    query = PriceQuery("Shop", "us-east-1", "data")
    registry = Registry()

    @registry.prices(MONITOR)
    def data(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
        yield Charge("Data", GB * resource.inputs.number("gb"), query)

    both = [make_resource(MONITOR, {"gb": 100}, region=None, name=name) for name in ("a", "b")]
    book = make_book(test={query: make_price({0: "0.40", 100: "0.20"}, "GB")})
    apart = estimate(Snapshot.of(*both), book, registry=registry)
    together = pooled(apart)
    assert apart.total.expected == 80  # twice 100 × 0.40
    assert together.total.expected == 60  # 100 × 0.40 + 100 × 0.20
    assert [each.cost.expected for each in together.resources.values()] == [30, 30]


def test_a_commitment_is_drawn_down_once_over_a_stack_and_list_cost_stays_apart(make_resource):
    settings = {"instanceType": "t3.micro"}
    three = [make_resource(INSTANCE, settings, region="us-east-1", name=name) for name in "abc"]
    listed = estimate(Snapshot.of(*three), embedded_book())
    reserved = Commitment(PriceQuery("AmazonEC2", "us-east-1", "t3.micro", "linux"), Decimal(1095), Decimal("0.0065"))
    effective = drawn_down(listed, reserved)
    # 1,095 of 2,190 hours at 0.0065 instead of 0.0104
    assert listed.total.expected - effective.total.expected == 1095 * Decimal("0.0039")
    assert effective.total.gaps == listed.total.gaps
    assert cost_diff(listed, effective, []).delta.expected == -1095 * Decimal("0.0039")


# --- Caches, alternatives -------------------------------------------------------------------------------------------


def test_what_a_price_was_computed_from_is_on_record_for_a_cache(groups, group_of):
    snapshot = group_of("t3.micro")
    template, it = snapshot
    cost = estimate(snapshot, embedded_book(), registry=groups)
    assert cost.resources[it.urn].neighbours == (template.urn,)
    assert cost.resources[template.urn].neighbours == ()


def test_a_question_without_an_answer_is_on_record_too(make_resource):
    it = make_resource(GROUP, {"launchTemplate": {"id": "lt-1"}}, region="us-east-1")
    reading = Reading()
    subject = Subject(it, reading)
    near = Neighbours(it, SnapshotIndex(Snapshot.of(it)), reading)
    with pytest.raises(OpenValue):
        list(group(subject, InstanceUsage.read({}), near))
    assert near.seen == {Question(it.urn, "target", TEMPLATE, "launchTemplate"): ()}


def test_an_alternative_is_the_same_resource_with_other_inputs(make_resource):
    small = make_resource(INSTANCE, {"instanceType": "t3.small"}, region="us-east-1")
    snapshot = Snapshot.of(small)
    index = SnapshotIndex(snapshot)

    def priced(resource: Resource) -> Decimal:
        return estimate_resource(resource, index, embedded_book(), {}).cost.expected

    cheaper = replace(small, inputs={**small.inputs, "instanceType": "t3.micro"})
    assert priced(small) - priced(cheaper) == SMALL - MICRO
    assert snapshot.resources[small.urn].inputs["instanceType"] == "t3.small"


# --- Engines and rules ----------------------------------------------------------------------------------------------


def test_an_engine_that_cannot_do_everything_says_what(make_resource):
    remote = make_resource("shop:index:Network", {}, region=None, custom=False, remote=True)
    preview = Preview(
        before=Snapshot.of(),
        after=Snapshot.of(remote),
        steps=(Step(Op.CREATE, remote.urn),),
        notices=("policy packs are not run by the embedded engine",),
        engine="embedded",
    )
    before, after = (estimate(side, embedded_book()) for side in (preview.before, preview.after))
    diff = cost_diff(before, after, preview.steps)
    assert [gap.kind for gap in diff.after.total.gaps] == [GapKind.NOT_SEEN]
    assert diff.delta.is_undecided
    assert preview.notices


def test_inside_the_engine_a_rule_knows_one_side_only(make_resource):
    nat = make_resource(NAT, {"tags": UNKNOWN}, region="us-east-1")
    after = Snapshot.of(nat, project="shop", stack="prod")
    standard = parse_standard("tags: {required: [owner]}\nbudgets: {stacks: {prod: {monthly: 10}}}")
    pricing = Pricing(embedded_book())
    found = evaluate(StackView(after, pricing.estimate(after), pricing), standard).findings
    assert ("OUT-B001", False) in [(finding.rule, finding.is_undecided) for finding in found]
    assert ("OUT-T001", True) in [(finding.rule, finding.is_undecided) for finding in found]


def test_the_growth_of_a_month_is_decided_by_the_difference(make_resource):
    nat = make_resource(NAT, {}, region="us-east-1", name="nat")
    nothing, one = (estimate(side, embedded_book()) for side in (Snapshot.of(), Snapshot.of(nat)))
    grown = cost_diff(nothing, one, []).delta  # 730 × $0.045 = $32.85, and data that nobody stated
    assert grown.compare(Decimal(30)) is Comparison.ABOVE
    assert grown.compare(Decimal(40)) is Comparison.BELOW
    assert grown.compare(Decimal(40), usage_must_be_given=True) is Comparison.UNDECIDED


def test_another_currency_is_refused_in_a_sum_and_in_a_difference(make_resource):
    nat = make_resource(NAT, {}, region="us-east-1")
    dollars = estimate(Snapshot.of(nat), embedded_book())
    euros = StackCost.of({}, currency="EUR")
    with pytest.raises(CurrencyMismatch):
        StackCost.of(dollars.resources, currency="EUR")
    with pytest.raises(CurrencyMismatch):
        cost_diff(euros, dollars, [])


def test_prices_in_dollars_are_no_prices_in_euros_without_a_rate(make_resource):
    nat = make_resource(NAT, {}, region="us-east-1")
    layer = embedded_book().layers[0]
    cost = estimate(Snapshot.of(nat), PriceBook((layer,), embedded_book().identity, currency="EUR"))
    assert cost.total.currency == "EUR"
    # the hours have no price in euros; of the data nobody knows how much there is, nor what it costs
    assert {gap.charge: gap.kind for gap in cost.total.gaps} == {
        "NAT gateway": GapKind.UNPRICED,
        "Data processed": GapKind.USAGE,
    }
