"""Displacement accounts: everybody has one outcome at any hour, matrices add up, and what moved was moved by the policy."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from arena import BORDER, GREENS, arena, since, with_events
from arena import numbers as column
from arena import words as spelt
from experiments.runs.displacement import bounds, diversion, least_moved, matrix, net_moved, waterfall
from experiments.runs.displacement_accounts import Account, Question
from experiments.runs.exposure import _differences, exposure, first_exposure
from scenarios import load
from sim import run
from sim.basis.words import Event, State
from sim.books.results import Labelled, Results, Table
from sim.outcomes.destiny import (
    ABROAD,
    DEAD,
    DETAINED,
    ELSEWHERE,
    LOST,
    NEVER,
    NEVER_DEPARTED,
    RETURNED,
    STRANDED,
    UNDER_WAY,
    WAITING,
    Destinies,
    Lives,
    corridors,
    first_use,
    read_lives,
    standing,
    taken_apart,
    tries,
)
from sim.world.conditions import conditions_at_start, copy
from sim.world.geography import draw_atlas
from sim.world.world import World

DAY = 70
"""First day of a week, just after guides and news were reviewed."""
REVIEW = DAY + 7
SHUT = "east-path"
SINCE, HORIZON = 24 * DAY - 1, 24 * REVIEW - 1


@cache
def ground() -> World:
    """Nobody stays at home for the price, and nobody is guided: the first effect of a closure stands alone."""
    parameters = {"choice.departure_share": 1e9, "smuggler.AAA-BBB.number": 0, "community.*.guided": 0}
    return arena(people=6000, days=112, hours=(18, 22, 22), parameters=parameters)


@cache
def results_under(*levers: str) -> Results:
    world = ground()
    events = {
        "shut": since(DAY, "closure", crossing=SHUT),
        "as before": since(DAY, "enforcement", crossing=SHUT, factor=1.0),
        "patrols": since(DAY, "enforcement", crossing=SHUT, factor=3.0),
    }
    return run(with_events(world, *(events[name] for name in levers)), 5)


def lives(results: Results) -> Lives:
    return read_lives(results.tables["events"], results.tables["people"])


def outcomes(results: Results, horizon: int) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    found = Destinies(lives(results), ground(), BORDER, SINCE)
    return found.labels, found.at(horizon)


# The arithmetic, by hand: seven people and three outcomes.

BEFORE = np.array([0, 0, 0, 0, 1, 1, 2])
AFTER = np.array([0, 1, 1, 2, 1, 1, 0])
ONES = np.ones(7, np.int64)


def test_rows_and_columns_add_up() -> None:
    moved = matrix(BEFORE, AFTER, ONES, 3)
    assert moved.tolist() == [[1, 2, 1], [0, 2, 0], [1, 0, 0]]
    assert moved.sum(axis=1).tolist() == np.bincount(BEFORE).tolist() == [4, 2, 1]
    assert moved.sum(axis=0).tolist() == np.bincount(AFTER).tolist() == [2, 4, 1]


def test_an_agent_counts_as_many_people_as_it_stands_for() -> None:
    assert matrix(BEFORE, AFTER, np.array([1, 40, 1, 1, 1, 1, 1]), 3)[0].tolist() == [1, 41, 1]


def test_diversion_is_of_those_who_leave() -> None:
    shares = diversion(matrix(BEFORE, AFTER, ONES, 3))
    assert shares[0, 1:].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert shares[2, :2].tolist() == [1, 0]
    assert np.isnan(shares[1]).all(), "nobody leaves"
    assert np.isnan(np.diag(shares)).all()


def test_margins_bound_every_cell() -> None:
    limits = bounds(np.array([4, 2, 1]), np.array([2, 4, 1]))
    assert limits.low.tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]], "4 + 4 - 7 = 1"
    assert limits.high.tolist() == [[2, 4, 1], [2, 2, 1], [1, 1, 1]]
    moved = matrix(BEFORE, AFTER, ONES, 3)
    assert (limits.low <= moved).all()
    assert (moved <= limits.high).all()
    assert least_moved(np.array([4, 2, 1]), np.array([2, 4, 1])) == 2, "five moved, two would have done"
    with pytest.raises(ValueError, match="7 people under one policy and 8"):
        bounds(np.array([4, 2, 1]), np.array([2, 4, 2]))


def test_two_who_change_places_are_no_net_movement() -> None:
    assert net_moved(matrix(BEFORE, AFTER, ONES, 3)) == 2, "two go from 0 to 1 and none back; one goes from 0 to 2 and one back"


def test_steps_lead_from_one_to_the_other() -> None:
    steps = waterfall(matrix(BEFORE, AFTER, ONES, 3))
    assert (steps.leaves.tolist(), steps.joins.tolist()) == ([3, 0, 1], [1, 2, 1])
    assert (steps.begins - steps.leaves + steps.joins).tolist() == steps.ends.tolist()
    assert (steps.ends - steps.begins).sum() == 0


# Everybody has one outcome: stories of single people.

OVER = "hithertown>thithertown by foot over east-path, alone"
BACK = "thithertown>hithertown by foot over east-path, alone"


def table(*stories: str) -> tuple[Table, Table]:
    """``HOUR event [move]`` by line, one story a person; ``= state`` at its end."""
    rows = []
    ends = []
    for person, story in enumerate(stories):
        happened, _, end = story.partition("=")
        ends.append(end.strip())
        for line in filter(None, (part.strip() for part in happened.split(";"))):
            hour, event, *move = line.split()
            rows.append((int(hour), person, event, {"over": OVER, "back": BACK}[move[0]] if move else ""))
    rows.sort(key=lambda row: row[0])

    def labelled(found: list[str]) -> Labelled:
        labels = tuple(sorted(set(found)))
        return Labelled(np.array([labels.index(word) for word in found], np.int64), labels)

    ones = {"people": np.ones(len(rows), np.int64)}
    events = ones | {"hour": np.array([r[0] for r in rows]), "person": np.array([r[1] for r in rows]), "event": labelled([r[2] for r in rows])}
    people = {"person": np.arange(len(ends)), "ordinal": np.arange(len(ends)), "community": labelled(["walkers"] * len(ends)), "state": labelled(ends)}
    people["people"] = np.ones(len(ends), np.int64)
    return events | {"move": labelled([r[3] for r in rows])}, people


def test_a_party_that_loses_members_is_taken_apart() -> None:
    """A party of four, of whom one dies at hour 20 and one goes missing at hour 40, and two arrive; and three who travel together all along."""
    one, other = "20 departed; 20 attempted over; 20 died over; 20 crossed over; 30 stranded; 40 disappeared; 50 arrived over", "21 departed; 25 crossed over"
    events, people = table(f"{one} = settled", f"{other} = moving")
    events["people"] = np.array([4, 4, 1, 3, 3, 3, 3, 1, 2])
    people["people"] = np.array([2, 3])
    assert events["event"].words().tolist()[4:6] == ["departed", "crossed"], "of the other party"
    assert taken_apart(events).tolist() == [0]
    found = read_lives(events, people)
    assert [column.tolist() for column in (found.ordinal, found.member, found.people)] == [[0, 0, 0, 0, 1], [0, 1, 2, 3, 0], [1, 1, 1, 1, 3]]
    outcome = Destinies(found, ground(), BORDER, 10)
    assert [outcome.labels[code] for code in outcome.at(35)] == [DEAD, *["east-path, alone"] * 4]
    assert standing(found, 45)[1].tolist() == [20, 40, 30, 30, 25]
    assert Event.DIED not in found.event[found.person > 0]
    # Under another policy nobody of them is lost: taken apart alike, they are the same people.
    events, people = table("20 departed; 30 waited = hub", f"{other} = moving")
    events["people"], people["people"] = np.array([4, 3, 3, 4]), np.array([4, 3])
    same = read_lives(events, people, np.array([0]))
    assert [column.tolist() for column in (same.ordinal, same.member, same.people)] == [[0, 0, 0, 0, 1], [0, 1, 2, 3, 0], [1, 1, 1, 1, 3]]
    assert [outcome.labels[code] for code in Destinies(same, ground(), BORDER, 10).at(35)] == [*[WAITING] * 4, "east-path, alone"]


def became(story: str, horizon: int = 100, after: int = 10) -> str:
    found = Destinies(read_lives(*table(story)), ground(), BORDER, after)
    return found.labels[int(found.at(horizon)[0])]


@pytest.mark.parametrize(
    ("story", "outcome"),
    [
        ("= home", NEVER_DEPARTED),
        ("= settled", ABROAD),
        ("20 departed; 20 attempted over; 20 crossed over; 30 arrived over = settled", "east-path, alone"),
        ("20 departed; 20 attempted over; 20 crossed over; 30 died over = dead", "east-path, alone"),
        ("20 departed; 20 attempted over; 20 died over = dead", DEAD),
        ("5 departed; 5 attempted over; 5 crossed over; 30 arrived over = settled", ELSEWHERE),
        ("20 departed; 20 travelled = moving", UNDER_WAY),
        ("20 departed; 30 waited = hub", WAITING),
        ("20 departed; 30 waited; 40 waited; 40 stranded; 50 waited = stranded", STRANDED),
        ("20 departed; 40 stranded; 50 applied_avr = assisted", STRANDED),
        ("20 departed; 40 stranded; 50 applied_avr; 60 disappeared = disappeared", LOST),
        ("20 departed; 40 detained; 50 applied_avr = assisted", STRANDED),
        ("30 applied_avr = assisted", ABROAD),
        ("30 detected_inland; 30 detained; 50 applied_avr = assisted", ABROAD),
        ("20 departed; 40 stranded; 60 gave_up = returning", RETURNED),
        ("20 departed; 30 gave_up; 40 home_again = home", RETURNED),
        ("20 departed; 20 attempted over; 20 detected_leaving over; 20 apprehended over; 20 detained = detained", DETAINED),
        ("20 departed; 20 attempted over; 20 detected_leaving over; 20 detained; 90 released; 90 fined = hub", UNDER_WAY),
        ("20 departed; 20 attempted over; 20 detected_entering over; 20 detained; 90 pushed_back = hub", UNDER_WAY),
        ("20 detected_inland; 20 detained; 50 released = settled", ABROAD),
        ("20 detected_inland; 20 detained; 50 deported; 60 home_again = home", RETURNED),
        ("3 returned; 5 home_again = home", NEVER_DEPARTED),
    ],
)
def test_a_story_has_one_outcome(story: str, outcome: str) -> None:
    assert became(story) == outcome


def test_who_is_set_free_beyond_the_border_has_got_through() -> None:
    story = "20 departed; 20 attempted over; 20 detected_entering over; 20 apprehended over; 20 detained; 60 released; 60 fined; 70 arrived over = settled"
    assert became(story, horizon=59) == DETAINED
    assert became(story, horizon=60) == "east-path, alone"


def test_only_what_happens_after_the_first_hour_counts() -> None:
    story = "20 departed; 20 attempted over; 20 crossed over; 30 arrived over = settled"
    assert became(story, horizon=19) == NEVER_DEPARTED
    assert became(story, after=20) == ELSEWHERE, "it crossed before and arrived after"
    assert became(story, after=30) == ABROAD


def test_corridors_pass_over_countries_left_by_the_way_one_came() -> None:
    found = read_lives(
        *table(
            "1 departed; 2 crossed over; 3 crossed back; 4 crossed over; 9 arrived over = settled",
            "1 departed; 2 crossed over = moving",
            "1 departed; 2 crossed over; 3 arrived over; 4 deported; 5 home_again; 6 departed; 7 crossed over; 9 arrived over = settled",
        )
    )
    assert corridors(found, ground(), 0, 50) == ["AAA>BBB", "", "AAA>BBB"]
    assert corridors(found, ground(), 0, 8) == ["", "", "AAA>BBB"]
    assert corridors(found, ground(), 9, 50) == ["", "", ""]


@pytest.mark.parametrize("scenario", ["arena", "two-valleys"])
def test_where_the_log_says_people_stand_is_where_they_stand(scenario: str) -> None:
    """The outcome is read from the log alone; at the end of the run the run itself knows better."""
    results = results_under() if scenario == "arena" else run(load("two-valleys", follow=["bremark-workers"]), 3)
    found = lives(results)
    stands, _ = standing(found, 24 * results.days)
    people = results.tables["people"]
    state = spelt(people, "state")
    who = {(c, int(o)): s for c, o, s in zip(spelt(people, "community"), column(people, "ordinal"), state, strict=True)}
    expected = {
        State.HOME: {"home"}, State.SETTLED: {ABROAD}, State.MOVING: {UNDER_WAY}, State.HUB: {UNDER_WAY, WAITING}, State.STRANDED: {STRANDED},
        State.ASSISTED: {STRANDED, ABROAD}, State.DETAINED: {DETAINED}, State.RETURNING: {RETURNED}, State.DISAPPEARED: {LOST}, State.DEAD: {DEAD},
    }  # fmt: skip
    names = (UNDER_WAY, WAITING, DETAINED, STRANDED, RETURNED, LOST, DEAD, ABROAD, NEVER_DEPARTED, "home")
    kinds = set()
    for row, code in enumerate(stands.tolist()):
        state = State[who[found.communities[found.community[row]], int(found.ordinal[row])].upper()]
        kinds.add(state)
        assert names[code] in expected[state]
    assert len(kinds) >= 4


# Two policies.


def test_a_policy_that_does_nothing_gives_a_diagonal_matrix() -> None:
    labels, before = outcomes(results_under(), HORIZON + 24 * 30)
    _, after = outcomes(results_under("as before"), HORIZON + 24 * 30)
    moved = matrix(before, after, np.ones(len(before), np.int64), len(labels))
    assert (moved == np.diag(np.diag(moved))).all()
    assert np.count_nonzero(np.diag(moved)) > 5
    assert exposure(ground(), with_events(ground(), since(DAY, "enforcement", crossing=SHUT, factor=1.0))).first == NEVER


def test_a_closure_moves_exactly_those_who_used_the_crossing_before_anyone_reacts() -> None:
    labels, before = outcomes(results_under(), HORIZON)
    _, after = outcomes(results_under("shut"), HORIZON)
    what = exposure(ground(), with_events(ground(), since(DAY, "closure", crossing=SHUT)))
    used = first_exposure(lives(results_under()), what) <= HORIZON
    through = np.array([label.startswith(SHUT) for label in labels])
    users = through[before] & used
    assert users.sum() > 50
    assert not through[after][users].any(), "nobody passes a closed crossing"
    late = through[after]
    assert (before[late] == after[late]).all(), "who tried before it closed, was caught on entry, and is set free beyond it"
    assert not used[late].any()
    assert not (before != after)[~used].any(), "nobody else's outcome differs"
    moved = matrix(before, after, np.ones(len(before), np.int64), len(labels))
    assert np.diag(moved)[through].sum() == late.sum()
    assert (moved.sum(axis=1) == np.bincount(before, minlength=len(labels))).all()
    assert (moved.sum(axis=0) == np.bincount(after, minlength=len(labels))).all()
    to = diversion(moved)[labels.index(f"{SHUT}, alone")]
    neighbours = [k for k, label in enumerate(labels) if label.split(", ")[0] in GREENS[1:]]
    assert to[neighbours].sum() > 0.5, "most take a path beside it"


def test_spillover_comes_with_news() -> None:
    horizon = HORIZON + 24 * 28
    _, before = outcomes(results_under(), horizon)
    _, after = outcomes(results_under("patrols"), horizon)
    used = first_exposure(lives(results_under()), exposure(ground(), with_events(ground(), since(DAY, "enforcement", crossing=SHUT, factor=3.0)))) <= horizon
    moved = before != after
    assert (moved & used).sum() > 20
    assert (moved & ~used).any()


# What a policy touches.


def touched_crossings(*levers: tuple[str, dict[str, str | float]]) -> set[str]:
    world = ground()
    what = exposure(world, with_events(world, *(since(DAY, name, **settings) for name, settings in levers)))
    return {name.rpartition(" over ")[2].partition(",")[0] for name, row in zip(what.move_names, what.moves, strict=True) if (row < NEVER).any()}


def test_a_lever_touches_what_it_changes_and_from_its_day_on() -> None:
    assert touched_crossings(("closure", {"crossing": SHUT})) == {SHUT}
    assert touched_crossings(("enforcement", {"crossing": "mid-path", "factor": 2.0})) == {"mid-path"}
    assert touched_crossings(("condition", {"group": "countries", "name": "BBB", "field": "fine_cents", "factor": 2.0})) == {*GREENS, "gate"}
    assert touched_crossings() == set()
    what = exposure(ground(), with_events(ground(), since(DAY, "closure", crossing=SHUT)))
    assert what.first == 24 * DAY
    assert (what.communities == NEVER).all()


def test_a_country_s_conditions_touch_the_ways_into_it_and_out_of_it() -> None:
    world = ground()
    fines = since(DAY, "condition", group="countries", name="BBB", field="fine_cents", factor=2.0)
    what = exposure(world, with_events(world, fines))
    assert {name.partition(">")[0] for name, row in zip(what.move_names, what.moves, strict=True) if (row < NEVER).any()} == {"hithertown", "thithertown"}


def test_what_a_service_can_be_bought_for_touches_the_moves_that_it_watches() -> None:
    atlas = draw_atlas(ground())
    plain = conditions_at_start(ground(), atlas)
    for field in ("corrupt_share", "bribe_cents", "capacity_per_day"):
        other = copy(plain)
        other.posts[field][atlas.posts.index(("gate", "BBB"))] += 1
        moves, people = _differences(atlas, plain, other)
        over = {move.leg.entry for move, row in zip(atlas.moves, moves, strict=True) if row.any()}
        assert over == {"gate"}, field
        assert not people.any()


def test_a_readier_community_is_touched_as_a_whole() -> None:
    world = ground()
    what = exposure(world, with_events(world, since(DAY, "origin_shock", community="walkers-1", factor=2.0)))
    assert what.communities.tolist() == [24 * DAY]
    assert (what.moves == NEVER).all()
    assert (first_exposure(lives(results_under()), what) == 24 * DAY).all()


def test_use_is_the_first_try_after_the_date() -> None:
    found = lives(results_under())
    tried = tries(found)
    first = first_use(found, tried & (found.hour >= 24 * DAY))
    assert (first[first < NEVER] >= 24 * DAY).all()
    rows = np.flatnonzero(tried & (found.hour >= 24 * DAY))
    assert (first < NEVER).sum() == len(np.unique(found.person[rows]))


def test_an_account_of_many_pairs_by_hand() -> None:
    """In pair k of 21, k of a hundred who would have arrived are stranded instead; half of them, rounded down, used what the policy touches."""
    moved, direct = np.zeros((21, 1, 2, 2), np.int64), np.zeros((21, 1, 2, 2), np.int64)
    moved[:, 0, 0, 1] = np.arange(21)
    moved[:, 0, 0, 0] = 100 - np.arange(21)
    direct[:, 0, 0, 1] = np.arange(21) // 2
    nothing = np.zeros((21, 1, 0, 0), np.int64)
    account = Account(Question("more", BORDER, 0, 24), ("all followed",), ("arrived", "stranded"), (), moved, direct, nothing, nothing, np.zeros(21, np.int64))
    low, high = account.spread()
    assert (low[0, 1], high[0, 1]) == (1, 19)  # 90 per cent range over pairs
    found = account.movers()
    assert found["moved"] == {"mean": 10, "low": 1, "high": 19}
    assert [found[kind]["mean"] for kind in ("direct", "spillover")] == pytest.approx([100 / 21, 110 / 21])


def test_a_movement_is_tested_net_of_the_way_back() -> None:
    """In six pairs 4 to 6 go from the first outcome to the second and none comes back; as many exchange the second and the third both ways."""
    moved = np.zeros((6, 1, 3, 3), np.int64)
    moved[:, 0, 0, 1] = [4, 5, 6, 4, 5, 6]
    moved[:, 0, 1, 2] = [9, 7, 8, 9, 7, 8]
    moved[:, 0, 2, 1] = [7, 9, 8, 7, 9, 8]
    nothing = np.zeros((6, 1, 0, 0), np.int64)
    outcomes = ("arrived", "stranded", "returned")
    account = Account(Question("more", BORDER, 0, 24), ("all followed",), outcomes, (), moved, moved, nothing, nothing, np.zeros(6, np.int64))
    tests = account.net_tests()
    assert set(tests) == {(0, 0, 1), (0, 1, 0), (0, 1, 2), (0, 2, 1)}, "nobody is in the other cells"
    assert [(tests[0, j, k].net, tests[0, j, k].significance) for j, k in ((0, 1), (1, 0))] == [(5, "more"), (-5, "less")]
    assert tests[0, 1, 2].significance == "not statistically significant", "eight go, eight come"
    assert [test.significance for test in account.change_tests()] == ["less", "more", "not statistically significant"]
    few = Account(Question("more", BORDER, 0, 24), ("all followed",), outcomes, (), moved[:3], moved[:3], nothing[:3], nothing[:3], np.zeros(3, np.int64))
    assert {test.significance for test in few.net_tests().values()} == {"too few pairs"}
    # The same six pairs as three draws of two seeds are three independent numbers.
    drawn = Account(Question("more", BORDER, 0, 24), ("all followed",), outcomes, (), moved, moved, nothing, nothing, np.array([0, 0, 1, 1, 2, 2]))
    assert {test.significance for test in drawn.net_tests().values()} == {"too few draws"}
