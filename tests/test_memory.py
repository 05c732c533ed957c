"""Two memories of a crossing: rumours of weeks, and what stands for years. A lasting change is felt for as long as it lasts."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from arena import BORDER, GREENS, arena, by_week, since, with_events
from sim import run
from sim.routes.beliefs import Beliefs, Memory, all_believed, believed, hear_news, heeded, learn, memory_of, settle

SEEDS = (1, 2, 3)
WATCHED = "west-path"
MONTH, BEFORE, AFTER = 4, slice(6, 13), slice(16, 39)
"""Weeks in a month; months before effort at the watched path is tripled, and from twelve weeks after."""


def heard(tries: int, caught: int, standing: float = 0.25) -> Beliefs:
    """One community and one move: a week's news on top of what stands, which counts as four groups."""
    counts = np.zeros((1, 1)), np.zeros((1, 1)), np.full((1, 1), standing)
    return Beliefs(*counts, 4.0, np.full((1, 1), tries, np.int64), np.full((1, 1), caught, np.int64))


def counts(beliefs: Beliefs) -> tuple[float, float, float]:
    """What was heard to be caught and to pass, and what stands."""
    return tuple(float(column[0, 0]) for column in beliefs[:3])  # type: ignore[return-value]


def test_four_rules_of_memory() -> None:
    assert learn(5.0, 0.5, 2.0) == 4.5
    assert (heeded(3.0, 4.0), heeded(16.0, 4.0)) == (1.0, 0.25)
    assert believed(3.0, 1.0, 0.25, 4.0) == 0.5  # (4 x 0.25 + 3) / (4 + 3 + 1)
    assert settle(0.25, 0.5, 0.75) == 0.3125


def test_half_lives_are_of_five_weeks_and_of_a_year() -> None:
    memory = memory_of(arena().parameters)
    assert memory.kept**5 == pytest.approx(0.5)
    assert memory.lasting ** (365.25 / 7) == pytest.approx(0.5)


def test_a_week_of_news_and_a_silent_one() -> None:
    # of 8 groups 6 were caught: they count as 4, of which 3; believed (1 + 3) / 8 = 0.5, and what stands comes a fifth of the way from 0.25
    beliefs = heard(8, 6)
    hear_news(beliefs, Memory(0.5, 0.8), 1.0)
    assert counts(beliefs) == pytest.approx((3.0, 1.0, 0.3))
    assert (beliefs.news_tries[0, 0], beliefs.news_caught[0, 0]) == (0, 0)
    # 1.5 and 0.5 are left; believed (4 x 0.3 + 1.5) / 6 = 0.45
    hear_news(beliefs, Memory(0.5, 0.8), 1.0)
    assert counts(beliefs) == pytest.approx((1.5, 0.5, 0.33))


@pytest.mark.parametrize(("tries", "caught", "scale"), [(4, 1, 4.0), (1, 1, 1.0), (2, 1, 0.25), (400, 100, 0.1)])
def test_news_is_of_groups_of_the_full_world(tries: int, caught: int, scale: float) -> None:
    beliefs = heard(tries, caught)
    hear_news(beliefs, Memory(0.5, 0.8), scale)
    expected = {4: (0.25, 0.75), 1: (1.0, 0.0), 2: (2.0, 2.0), 400: (1.0, 3.0)}[tries]
    assert counts(beliefs)[:2] == pytest.approx(expected)


def test_where_nothing_was_ever_heard_nothing_changes() -> None:
    beliefs = heard(0, 0, 0.3)
    for _ in range(200):
        hear_news(beliefs, Memory(0.87, 0.99), 1.0)
    assert counts(beliefs) == (0.0, 0.0, 0.3)


def test_after_a_year_of_watching_half_a_silent_year_is_not_the_way_back() -> None:
    memory = memory_of(arena().parameters)
    beliefs = heard(0, 0, 0.2)
    found = []
    for caught, weeks in ((2, 52), (8, 52), (0, 26)):
        for _ in range(weeks):
            beliefs.news_tries[:], beliefs.news_caught[:] = (10 if caught else 0), caught
            hear_news(beliefs, memory, 1.0)
        found.append(float(all_believed(beliefs)[0, 0]))
    calm, watched, silent = found
    assert calm == pytest.approx(0.2)
    assert watched > 0.7
    assert silent > (calm + watched) / 2


@cache
def months(seed: int, factor: float) -> NDArray[np.int64]:
    """Attempts alone over each green path, by month; shape (paths, months).

    Costs are perceived within three tenths of what they are, and a thousand try in a week. Effort at one path changes for good after a year; no patrol moves
    by itself.
    """
    alone = {"community.*.guided": 0, f"smuggler.{BORDER}.number": 0, "guard.redeploy_rate": 0, "crossing.*.capacity_per_day": 1e6}
    world = arena(people=30_000, days=1092, parameters={"choice.perception_error": 0.3, **alone})
    results = run(with_events(world, since(364, "enforcement", crossing=WATCHED, factor=factor)), seed)
    return np.array([by_week(results, "attempts", green).reshape(-1, MONTH).sum(axis=1) for green in GREENS])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_lasting_reinforcement_moves_choices_for_as_long_as_it_lasts(seed: int) -> None:
    """Before there were two memories they came back in floods, of 1,086, 5 and 1,117 in a month. Some take the path still: costs are perceived with errors."""
    watched = months(seed, 3.0)[GREENS.index(WATCHED)]
    before, after = watched[BEFORE].mean(), watched[AFTER]
    assert before > 700
    assert after.max() < before / 3, after.tolist()
    assert after.mean() < before / 10, after.tolist()
    assert after[-12:].mean() < 1.5 * after[:12].mean() + before / 50, "it does not wear off"


def test_nobody_turns_round_as_one_in_an_unchanged_world() -> None:
    """Three equal paths: in no month of the last two years is one left by nearly everybody. Before, three shares in ten were like that."""
    paths = np.array([months(seed, 1.0)[:, 13:] for seed in SEEDS])
    share = paths / paths.sum(axis=1, keepdims=True)
    assert np.mean(share < 1 / 20) < 1 / 50, share.round(2).tolist()
