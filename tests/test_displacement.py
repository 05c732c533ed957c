"""Displacement: a crossing that shuts moves those who used it, and nobody else's random draws change before people react to news.

The world runs twice with the same seed, once with a closure dated to the first day after a weekly review. Until the next review only the
closure itself differs; who would have chosen the closed crossing chooses again, everybody else does what they did.
"""

from collections import defaultdict
from functools import cache

import numpy as np
import pytest

from arena import GREENS, arena, crossing_of, numbers, since, with_events, words
from sim import run
from sim.books.results import Results
from sim.world.world import World

SHUT = "east-path"
"""The quickest of the three paths, made so that about 35 per cent use it; and the first by name, so that a draw by position would shift the others."""
DAY = 70
"""First day of week 10, and not near the first of a month, when guards move and the season turns."""
REVIEW = DAY + 7
SEED = 5
NOBODY_STAYS_FOR_THE_PRICE = {"choice.departure_share": 1e9}
"""Who stays at home because the way got more expensive is a second effect of a closure; here it is switched off so that the first stands alone."""

History = dict[int, list[tuple[int, str, str, str, int]]]
"""Events by person: hour, event, place, move, cents."""


def world(guides: int) -> World:
    parameters = NOBODY_STAYS_FOR_THE_PRICE | {"smuggler.AAA-BBB.number": guides, "community.*.guided": 0.4 if guides else 0}
    return arena(people=12000, days=84, hours=(18, 22, 22), parameters=parameters)


@cache
def pair(guides: int) -> tuple[Results, Results]:
    base = world(guides)
    return run(base, SEED), run(with_events(base, since(DAY, "closure", crossing=SHUT)), SEED)


def history(results: Results, first: int, last: int) -> History:
    """What happened to everybody from day ``first`` up to, not including, day ``last``, in the order in which it happened."""
    events = results.tables["events"]
    hours, person, cents = (numbers(events, name) for name in ("hour", "person", "cents"))
    event, place, move = (words(events, name) for name in ("event", "place", "move"))
    found: History = defaultdict(list)
    for i in np.flatnonzero((hours >= 24 * first) & (hours < 24 * last)):
        found[int(person[i])].append((int(hours[i]), event[i], place[i], move[i], int(cents[i])))
    return found


def first_tries(results: Results) -> dict[int, tuple[int, str]]:
    """Hour and move of the first attempt since the closure and before the review, by person."""
    found = history(results, DAY, REVIEW)
    tries = {person: [(hour, move) for hour, event, _, move, _ in story if event == "attempted"] for person, story in found.items()}
    return {person: tried[0] for person, tried in tries.items() if tried}


def unguided(results: Results) -> set[int]:
    people = results.tables["people"]
    return set(numbers(people, "person")[words(people, "guided") == "no"].tolist())


def test_the_closed_crossing_had_about_35_per_cent() -> None:
    base, _ = pair(0)
    moves = [crossing_of(move) for _, move in first_tries(base).values()]
    share = moves.count(SHUT) / len(moves)
    print(f"\nshares before the closure: { {name: round(moves.count(name) / len(moves), 3) for name in (*GREENS, 'gate')} }")  # noqa: T201
    assert len(moves) > 200
    assert 0.30 < share < 0.40


def test_exactly_the_users_of_a_closed_crossing_choose_another() -> None:
    base, shut = pair(0)
    before, after = first_tries(base), first_tries(shut)
    users = {person for person, (_, move) in before.items() if crossing_of(move) == SHUT}
    moved = {person for person in before if before[person] != after.get(person)}
    assert moved == users
    assert before.keys() == after.keys()
    assert not any(crossing_of(move) == SHUT for _, move in after.values())
    # They spread over what is left, at the hour at which they would have gone.
    assert all(before[person][0] == after[person][0] for person in users)
    assert {crossing_of(after[person][1]) for person in users} >= set(GREENS) - {SHUT}


def test_nobody_else_s_draws_change_before_people_react() -> None:
    base, shut = pair(0)
    assert history(base, 0, DAY) == history(shut, 0, DAY)
    before, after = history(base, DAY, REVIEW), history(shut, DAY, REVIEW)
    users = {person for person, story in before.items() if any(event == "attempted" and crossing_of(move) == SHUT for _, event, _, move, _ in story)}
    touched = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}
    assert touched == users


@pytest.mark.parametrize("guides", [0, 24])
def test_the_past_is_the_same_in_every_table(guides: int) -> None:
    base, shut = pair(guides)
    for name in ("flows", "counts", "books", "stocks", "smugglers", "beliefs"):
        a, b = base.tables[name], shut.tables[name]
        for column in a:
            left, right = (words(t, column) if hasattr(t[column], "codes") else numbers(t, column) for t in (a, b))
            assert np.array_equal(left[numbers(a, "week") < DAY // 7], right[numbers(b, "week") < DAY // 7]), (name, column)


def test_among_guides_too_only_users_choose_another() -> None:
    """Who hires a guide shares slots with others, so that outcomes may differ; what the unguided choose may not."""
    base, shut = pair(24)
    before, after = first_tries(base), first_tries(shut)
    alone = unguided(base) & before.keys() & after.keys()
    users = {person for person in alone if crossing_of(before[person][1]) == SHUT}
    moved = {person for person in alone if before[person][1] != after[person][1]}
    assert len(users) > 50
    assert moved == users


def test_after_the_review_the_closure_spreads() -> None:
    """The test above would also pass if nothing ever depended on others: with guides and news, it does, later."""
    base, shut = pair(24)
    before, after = history(base, REVIEW, REVIEW + 7), history(shut, REVIEW, REVIEW + 7)
    users = {person for results in pair(24) for person, story in history(results, DAY, REVIEW + 7).items() if any(crossing_of(s[3]) == SHUT for s in story)}
    others = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)} - users
    assert others
