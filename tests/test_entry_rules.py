"""Rules of entry by row: whom they let in, register, put back or hold, what plans know of them, and what a crossing may have of its own."""

from datetime import timedelta

import pytest

from hand import CAUGHT, FARE, FUNDS, LED, START, both_ways, move, stage, step, tell, world
from sim.basis.words import Account, Decision, Entry, Event, Kind, State
from sim.world.entry_rule import EntryRule
from sim.world.network import Crossing, Place
from sim.world.rules_of_entry import NO_RULE, PASSPORT_BIT, PERMIT_BIT, decided, reaches
from sim.world.world import Community, Regime

ADMIT, REGISTER, REFUSE, PUSH_BACK, DETAIN = Decision

def ruled(*rules, **changes):
    return tell(world(**{"entry": Entry.FREE, **changes}, entry_rules=rules))


def day(number):
    return START + timedelta(number)


# At one border


def test_refused_stay_at_home_and_admitted_go_though_the_country_is_closed():
    assert ruled(EntryRule(REFUSE)).state == State.HOME
    story = ruled(EntryRule(ADMIT), entry=Entry.CLOSED, numbers={"community.*.passport": 0})
    assert (story.state, story.purse) == (State.SETTLED, FUNDS - FARE)


def test_a_row_is_in_force_from_its_start_to_its_end():
    # looked at daily, at an hour of their own: away on the first day on which the row that closes the border is no longer in force
    daily = {"community.*.consider_days": 1}
    for rules, entry, left in (
        ((EntryRule(REFUSE),), Entry.FREE, []),
        ((EntryRule(REFUSE, end=day(4)),), Entry.FREE, [4]),
        ((EntryRule(ADMIT, start=day(3)),), Entry.CLOSED, [3]),
    ):
        assert [hour // 24 for hour in ruled(*rules, entry=entry, numbers=daily).hours(Event.DEPARTED)] == left


def test_the_first_row_that_applies_decides():
    rows = EntryRule(ADMIT, who=("AAA",)), EntryRule(REFUSE)
    assert [ruled(*order).state for order in (rows, rows[::-1])] == [State.SETTLED, State.HOME]


REACHING = {"countries": "BBB"}, {"via": "ridge"}, {"via": "official"}, {"via": "AAA"}, {"via": "AAA-BBB"}, {"who": "people"}


@pytest.mark.parametrize("where", [{key: (name,) for key, name in names.items()} for names in REACHING])
def test_rows_speak_of_a_country_a_way_or_people(where):
    assert ruled(EntryRule(REFUSE, **where)).state == State.HOME
    for names in ({"countries": ("AAA",)}, {"via": ("green", "BBB", "BBB-AAA")}, {"who": ("BBB", "others")}):
        assert ruled(EntryRule(REFUSE, **names)).state == State.SETTLED


def test_papers_are_asked_for_and_any_of_the_list_serves():
    asks = EntryRule(ADMIT, papers=("passport", "permit")), EntryRule(REFUSE)
    for passport, permit, state in ((1, 0, State.SETTLED), (0, 0, State.HOME), (0, 1, State.SETTLED)):
        assert ruled(*asks, numbers={"community.*.passport": passport, "community.*.permit": permit}).state == state


def test_a_row_does_not_take_the_permission_to_leave_from_anybody():
    assert ruled(EntryRule(ADMIT), numbers={"country.AAA.exit_permit_share": 0}).state == State.HOME


def test_own_citizens_always_enter_and_where_nobody_checks_no_row_is_applied():
    tiny = world(entry_rules=(EntryRule(REFUSE),))
    model = stage(tiny)
    found = reaches(tiny, model.atlas, tiny.entry_rules[0])
    assert [m.name for m, met in zip(model.atlas.moves, found[0], strict=True) if met] == [m.name for m in model.atlas.moves if m.leg.target == "goal"]
    unguarded = (Crossing("ridge", "Ridge", Kind.OFFICIAL, ("AAA", "BBB"), 0, 1, checked=False),)
    assert ruled(EntryRule(REFUSE), crossings=unguarded).state == State.SETTLED


def test_who_is_registered_stays_lawful_and_who_is_admitted_must_register():
    # 12 hours without registering, 60 registered; at the goal from hour 10, looked at daily; a passport alone would ask the country to register nobody
    numbers = {"country.*.registration_share": 0, "country.*.registration_days": 0.5, "country.*.stay_days": 2.5}
    for decision, lapsed in ((ADMIT, [34]), (REGISTER, [82])):
        assert ruled(EntryRule(decision), numbers=numbers).hours(Event.LAPSED) == lapsed


def test_a_row_that_lets_in_asks_for_no_visa_and_one_that_refuses_gives_none():
    numbers = {"visa.*.*.price_usd": 80}
    assert ruled(EntryRule(ADMIT, papers=("passport",)), entry=Entry.VISA, numbers=numbers).purse == FUNDS - FARE
    assert ruled(entry=Entry.VISA, numbers=numbers).purse == FUNDS - FARE - 8_000
    assert ruled(EntryRule(REFUSE), entry=Entry.VISA, numbers=numbers).state == State.HOME


# Found hidden


def test_found_hidden_and_put_back_at_once_whatever_the_shares_say():
    # two days of custody and release elsewhere; a row puts back within the hour, so that a second try is made the same day
    numbers = {**CAUGHT, "country.*.release_share": 1, "country.*.push_back_share": 0, "community.*.failures": 1}
    plain = tell(world(kind=Kind.GREEN, numbers=numbers))
    assert (plain.hours(Event.DETAINED), plain.hours(Event.RELEASED)) == ([0], [48])
    story = ruled(EntryRule(PUSH_BACK, via=("green",)), kind=Kind.GREEN, numbers=numbers)
    assert (story.hours(Event.PUSHED_BACK), story.hours(Event.RELEASED)) == ([1], [])


def test_found_hidden_and_held_is_never_put_back():
    numbers = {**CAUGHT, "community.*.failures": 1}  # all are put back elsewhere, after 48 hours
    assert tell(world(kind=Kind.GREEN, numbers=numbers)).hours(Event.PUSHED_BACK) == [48]
    story = ruled(EntryRule(DETAIN), kind=Kind.GREEN, numbers=numbers)
    assert (story.hours(Event.PUSHED_BACK), story.hours(Event.DEPORTED)) == ([], [48])


def test_found_hidden_and_registered_goes_on():
    story = ruled(EntryRule(REGISTER), kind=Kind.GREEN, numbers={**CAUGHT, "country.*.stay_days": 2.5})
    assert (story.flow("detected_entering"), story.flow("apprehended"), story.flow("crossed")) == (1, 0, 1)
    assert story.hours(Event.LAPSED) == [82]


def test_plans_know_that_nobody_is_held_who_is_put_back_at_once():
    # a try costs custody of 48 hours and a fine of 200 dollars, or an hour and none
    numbers = {**CAUGHT, "country.*.fine_usd": 200}
    for rules, hours, fine in (((), 48, 20_000), ((EntryRule(PUSH_BACK),), 1, 0)):
        model = stage(world(kind=Kind.GREEN, numbers=numbers, entry_rules=rules))
        expected = model._prospects[0, move(model, "alone")]
        assert (expected.custody_hours, expected.fine) == (hours, fine)


# Over two borders

PLACES = (Place("home", "Home", "AAA", 0, 0), Place("midway", "Midway", "BBB", 0, 1), Place("goal", "Goal", "CCC", 0, 2))
GATES = tuple(
    Crossing(name, name.title(), kind, sides, 0, 1)
    for name, kind, sides in (
        ("ridge", Kind.OFFICIAL, ("AAA", "BBB")), ("wood", Kind.GREEN, ("AAA", "BBB")), ("river", Kind.OFFICIAL, ("BBB", "CCC")),
    )
)  # fmt: skip
ROADS = (*both_ways("home", "midway", 100, 10, "ridge"), *both_ways("home", "midway", 20, 10, "wood"), *both_ways("midway", "goal", 100, 10, "river"))
CORRIDOR = {
    "places": PLACES, "crossings": GATES, "legs": ROADS, "communities": (Community("people", "People", "AAA", ("home",), ("goal",)),),
    "regimes": (Regime("AAA", "BBB", Entry.CLOSED), Regime("AAA", "CCC", Entry.CLOSED), Regime("AAA", "AAA", Entry.OWN)),
}  # fmt: skip
IN = EntryRule(REGISTER, countries=("BBB",))
ON = EntryRule(ADMIT, countries=("CCC",), papers=("BBB",))


def corridor(*rules, **changes):
    return world(**CORRIDOR, entry_rules=rules, **changes)


def test_who_is_registered_in_one_country_is_admitted_by_the_next():
    # the wood is 8 dollars cheaper and gives no paper: the whole way is planned with the paper that it needs
    story = tell(corridor(IN, ON))
    assert (story.state, story.place, story.purse) == (State.SETTLED, "goal", FUNDS - 2 * FARE)
    assert tell(corridor(ON)).state == tell(corridor(IN)).state == State.HOME


def test_tables_know_on_each_day_whether_the_paper_can_be_had():
    # the way by the river is open in the tables of the class while a row asks for a paper that has been given to anybody, or for none
    late = EntryRule(REGISTER, countries=("BBB",), start=day(3))
    for rules, days in (((IN, ON), [True] * 5), ((ON,), [False] * 5), ((IN,), [False] * 5), ((late, ON), [False, False, False, True, True])):
        model = stage(corridor(*rules, numbers={"community.*.stay": 500}))  # nobody leaves
        river = [m.name for m in model.atlas.moves].index("midway>goal by road over river, legal")
        known = []
        for _ in range(5):
            step(model, 1)
            known.append(bool(model.routes.cost[0, river] >= 0))
        assert known == days


def test_a_paper_still_serves_when_no_more_are_given():
    # registered in BBB on the first day, in CCC admitted from the fourth on, when nobody is registered any more
    rules = EntryRule(REGISTER, countries=("BBB",), end=day(2)), EntryRule(ADMIT, countries=("CCC",), papers=("BBB",))
    shut = EntryRule(REFUSE, countries=("CCC",), start=day(0), end=day(4))
    model = stage(corridor(shut, *rules, numbers={"choice.stranded_days": 9}))
    assert model.conditions.rules.may_hold.tolist() == [4]
    model.people.state[0], model.people.place[0], model.people.klass[0], model.people.papers[0] = State.HUB, 1, 0, 4
    model.people.funds[0], model.due[0] = FUNDS, 0
    step(model, 6)
    assert (State(model.people.state[0]), model.atlas.places[model.people.place[0]]) == (State.SETTLED, "goal")


def test_a_new_trip_begins_without_papers():
    # back within days: registered again as long as BBB registers; afterwards the way through the wood is open, and CCC asks for a paper that nobody has
    numbers = {"community.*.stay_days": 1, "community.*.home_days": 1, "community.*.stay_spread": 0.01}
    for end, trips in ((None, 2), (day(2), 1)):
        rules = EntryRule(REGISTER, countries=("BBB",), end=end), ON
        story = tell(corridor(*rules, numbers=numbers, days=6))
        assert len(story.hours(Event.DEPARTED)) == trips


def test_decisions_by_papers_held():
    rules = EntryRule(REFUSE, papers=("CCC",)), EntryRule(ADMIT, papers=("passport",)), EntryRule(DETAIN, papers=("permit", "BBB"))
    model = stage(corridor(*rules, IN))
    m = next(n for n, one in enumerate(model.atlas.moves) if one.leg.entry == "river" and one.leg.target == "goal")
    bbb, ccc = (int(model.conditions.rules.given[model.atlas.countries.index(name)]) for name in ("BBB", "CCC"))
    held = (0, PASSPORT_BIT, PASSPORT_BIT | ccc, PERMIT_BIT, bbb)
    assert [decided(model.conditions.rules, 0, m, papers) for papers in held] == [NO_RULE, ADMIT, REFUSE, DETAIN, DETAIN]


# By crossing


def test_custody_and_push_back_by_crossing():
    numbers = {**CAUGHT, "community.*.failures": 1, "post.ridge.BBB.detention_days": 3, "post.ridge.BBB.push_back_share": 0, "country.*.fine_usd": 7}
    story = tell(world(kind=Kind.GREEN, numbers=numbers))
    assert (story.hours(Event.DEPORTED), story.hours(Event.PUSHED_BACK)) == ([72], [])  # elsewhere in BBB all are put back after 48 hours
    model = stage(world(kind=Kind.GREEN, numbers=numbers))
    assert model._prospects[0, move(model, "alone")].custody_hours == 72


def test_a_crossing_can_cost_guides_more_than_the_border_does():
    # 100 dollars a person over the border, 130 over the ridge: a fee of half as much again, 195
    story = tell(world(kind=Kind.GREEN, numbers={**LED, "crossing.ridge.running_usd": 130}))
    assert (story.books["running"], story.gain(Account.FACILITATOR)) == (13_000, 6_500)
    assert story.flow("fee_cents") == 19_500
