"""Parties: how many travel together, how many an agent stands for, and what becomes of a party of which some die or go missing."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from experiments.plots.journeys import ARRIVED, DEAD, journeys
from hand import FARE, FEE, FUNDS, LED, stage, step, tell, world
from sim.basis import draws
from sim.basis.words import Account, Entry, Event, Kind
from sim.outcomes import Only, group_size, hurt_share, median_outlay
from sim.outcomes.reading import goes_on
from sim.smugglers.seats import has_room
from sim.world.parties import agents_to_expect, parties_of_agent, party_size
from synthetic import _table

FIVE = {"community.*.people": 5, "community.*.party": 50}
"""One party, as large as what is left of the community: with seed 1 its draw would have made it one of 78."""
FALLS = {**FIVE, "crossing.*.death_hazard": 0.3, "crossing.*.injury_hazard": 0.5}
"""Of five 2 die where a draw lies from .163 up to .472, which are the chances of more than two and of more than one; of the three who are left one is hurt
from .5 up to .875. With seed 1 the draws are .293 and .740."""


# How many.


def test_sizes_are_uniform_from_one_to_twice_the_mean_less_one():
    with np.errstate(over="ignore"):
        found = Counter(party_size(draws.name_key("seed 1"), draws.join_number(draws.PERSON, n), 4) for n in range(7000))
        alone = {party_size(draws.name_key("seed 1"), np.uint64(n), 1) for n in range(9)}
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7]
    # a thousand each; the standard deviation is 29
    assert all(abs(number - 1000) < 4 * 29 for number in found.values()), found
    assert alone == {1}


@pytest.mark.parametrize(("people", "scale", "total"), [(23, 1.0, 23), (230, 0.1, 23), (97, 0.25, 24), (11, 4.0, 44)])
def test_people_add_up_to_the_community(people, scale, total):
    sizes = stage(replace(world(numbers={"community.*.people": people, "community.*.party": 3, "community.*.weight": 2}), scale=scale)).people["people"]
    assert sizes.sum() == total
    parties = {1.0: 2, 0.1: 1, 0.25: 1, 4.0: 2}[scale]  # half a party is one
    assert {int(size) for size in sizes[:-1]} <= {parties * n for n in range(1, 6)}
    assert sizes[-1] <= 5 * parties


def test_a_small_world_has_agents_of_fewer_parties_and_not_fewer_agents():
    assert [parties_of_agent(10, scale) for scale in (0.01, 0.1, 0.26, 1.0, 4.0)] == [1, 1, 3, 10, 10]
    numbers = {"community.*.people": 8000, "community.*.party": 4, "community.*.weight": 10}
    full, tenth = (stage(replace(world(numbers=numbers), scale=scale)) for scale in (1.0, 0.1))
    parameters = full.world.parameters
    assert agents_to_expect(parameters, "people", 1.0) == agents_to_expect(parameters, "people", 0.1) == 200
    # 200 parties of ten, or of one, with the same draws: as many, and ten times as large
    assert full.people["people"].tolist()[:-1] == [10 * size for size in tenth.people["people"].tolist()[:-1]]
    assert (full.people["people"].sum(), tenth.people["people"].sum()) == (8000, 800)


def test_who_travels_together_does_not_hang_on_who_else_there_is():
    few, many = (stage(world(numbers={"community.*.people": n, "community.*.party": 3})).people["people"].tolist() for n in (20, 60))
    assert few[:-1] == many[: len(few) - 1]


# How many are struck.


@given(st.floats(1e-9, 1 - 1e-9), st.floats(0.001, 0.999), st.integers(1, 60))
def test_how_many_are_struck_is_the_inverse_of_the_binomial_distribution(u, chance, people):
    steps = binom.sf(np.arange(-1, people), people, chance)
    if np.abs(steps - u).min() < 1e-9:
        return  # on an edge two ways to compute differ
    assert draws.struck(u, chance, people) == binom.ppf(1 - u, people, chance)


def test_one_person_is_struck_as_before():
    for u, chance in ((0.2, 0.3), (0.3, 0.3), (0.29999, 0.3), (0.5, 0.0), (0.5, 1.0)):
        assert draws.struck(u, chance, 1) == (u < chance)
        assert draws.struck_within(u, chance, 36, 1) == draws.befalls(u, chance, 36)
    assert draws.struck(0.999, 1.0, 7) == 7
    assert draws.struck(0.5, 0.0, 7) == 0


def test_a_hazard_strikes_members_by_its_chance_over_the_hours():
    # .19 over two days of .1; of three none with .531, one with .374
    assert [draws.struck_within(u, 0.1, 48, 3) for u in (0.47, 0.4685, 0.0953, 0.0945)] == [0, 1, 1, 2]


def test_no_number_of_people_is_too_large_and_no_chance_too_small():
    assert draws.struck(0.5, 0.3, 100_000) == binom.ppf(0.5, 100_000, 0.3)
    assert draws.struck(0.5, 1e-7, 1000) == 0
    assert draws.struck(0.00005, 1e-7, 1000) == 1
    assert all(a >= b for a, b in pairwise(draws.struck(u, 0.4, 9) for u in np.linspace(0.001, 0.999, 200)))


# A party under way.


def test_of_a_party_of_five_two_die_and_three_arrive():
    story = tell(world(kind=Kind.GREEN, numbers=FALLS))
    events = story.tables["events"]
    told = list(zip(events["event"].words(), events["people"].tolist(), strict=True))
    assert told == [("departed", 5), ("attempted", 5), ("died", 2), ("injured", 1), ("crossed", 3), ("arrived", 3)]
    assert goes_on(events).tolist() == [False, False, True, False, False, False]
    assert [story.flow(name) for name in ("attempts", "died", "injured", "crossed")] == [5, 2, 1, 3]
    assert story.books == {"savings": 5 * FUNDS, "fare": 5 * FARE, "inheritance": 2 * (FUNDS - FARE)}
    last = story.tables["stocks"]["day"] == 9
    standing = zip(*(story.tables["stocks"][name][last].words() for name in ("country", "state")), story.tables["stocks"]["people"][last].tolist(), strict=True)
    assert sorted(standing) == [("AAA", "dead", 2), ("BBB", "settled", 3)]
    assert story.tables["people"]["people"].tolist() == [3]


def test_if_all_die_it_is_the_end_of_the_party():
    story = tell(world(kind=Kind.GREEN, numbers={**FIVE, "crossing.*.death_hazard": 1}))
    assert story.tables["people"]["people"].tolist() == [5], "how many the last of them were"
    assert story.books["inheritance"] == 5 * (FUNDS - FARE)
    assert not goes_on(story.tables["events"]).any()


def test_a_third_party_pays_back_for_those_who_die_and_pays_out_for_those_who_arrive():
    prepaid = {**FALLS, **LED, "community.*.escrow": 1, "smuggler.*.group_size": 5}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=prepaid))
    package = int(1.25 * FARE) + int(1.25 * FEE)  # with the organiser's margin of a quarter
    assert (story.books["package_escrow"], story.books["escrow_returned"], story.books["escrow_released"]) == (5 * package, 2 * package, 3 * package)
    assert story.books["inheritance"] == 2 * (FUNDS - package)
    assert story.gain(Account.ESCROW) == 0


def test_who_goes_missing_waits_for_no_organiser():
    hubs = {**FIVE, "community.*.guided": 1, "community.*.organisers.direct": 0, "community.people.organisers.hub": 1, "organiser.clients_per_month": 0.1}
    hubs |= {"country.BBB.disappearance": 0.2, "choice.stranded_days": 1}
    model = stage(world(hub=True, numbers=hubs))
    step(model, 4)
    events = model.results().tables["events"]
    assert events["people"][goes_on(events)].tolist() == [1, 1], "one in the third night and one in the fourth"
    assert (model.organisers.waiting[0], model.people.people[0]) == (3, 3)


def test_a_party_of_three_takes_three_seats():
    three = {**LED, "community.*.people": 3, "community.*.party": 50, "smuggler.*.group_size": 3}
    story = tell(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers=three))
    week = story.tables["smugglers"]
    assert (week["sold"][0], week["seats"][0], story.books["fee_package"]) == (3, 21, 3 * FEE)
    assert group_size(story.model.results(), story.model.world) == 3
    smuggler = story.model.smugglers[0]
    smuggler.seats, smuggler.used = 3, 1
    assert (has_room(smuggler, 2, 1.0), has_room(smuggler, 3, 1.0), has_room(smuggler, 3, 0.9)) == (True, False, True)


# What readers make of it.


def test_a_journey_goes_on_for_those_who_are_left():
    story = tell(world(kind=Kind.GREEN, numbers=FALLS))
    found = list(journeys(story.tables["events"], story.tables["people"], story.model.world, 239))
    assert [(one.people, one.outcome, one.begins, one.ends, one.steps) for one in found] == [
        (2, DEAD, 0, 0, ()), (3, ARRIVED, 0, 10, (("BBB", "alone"),)),
    ]  # fmt: skip


def test_shares_and_medians_are_of_people():
    """A party of two, of whom one is hurt, pays 15 dollars; one of four, of whom nobody is, pays 22.50: both arrive."""
    rows = [(0, 0, "departed", 0, 2), (0, 0, "injured", 0, 1), (9, 0, "arrived", 1500, 2), (0, 1, "departed", 0, 4), (9, 1, "arrived", 2250, 4)]
    events = _table(
        ("hour", "person", "event", "place", "move", "cents", "people"),
        [(hour, who, event, "goal" if event == "arrived" else "home", "", cents, people) for hour, who, event, cents, people in rows],
    )
    people = _table(("person", "community", "ordinal", "guided", "people"), [(0, "people", 0, "no", 2), (1, "people", 1, "yes", 4)])
    tiny = world()
    results = replace(stage(tiny).results(), tables={"events": events, "people": people})
    there = Only(places=("goal",))
    assert (hurt_share(results, tiny, there), median_outlay(results, tiny, there)) == (1 / 6, 22.5)


@pytest.mark.parametrize(
    ("story", "parts"),
    [
        (((1, "waited", 5), (2, "disappeared", 2), (3, "disappeared", 3)), (2,)),
        (((1, "waited", 5), (2, "disappeared", 2), (3, "disappeared", 2), (4, "home_again", 1)), (2, 3)),
        (((1, "attempted", 4), (1, "died", 4)), ()),
        (((1, "attempted", 4), (1, "injured", 1), (1, "died", 1)), (1,)),
    ],
)
def test_which_losses_a_party_survives(story, parts):
    other = [(5, 1, "departed", 9), (5, 1, Event.DIED.word, 9)]
    rows = [(hour, 0, event, people) for hour, event, people in story] + other
    found = goes_on(_table(("hour", "person", "event", "people"), rows))
    assert [rows[row][0] for row in np.flatnonzero(found)] == list(parts)
