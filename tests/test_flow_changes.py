"""Maps of changes: only what chance does not explain, with intervals, where it is; and why nothing is drawn where nothing is."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from experiments.plots.effect import effect_places
from experiments.plots.flow_changes import TRANSIT, Changes, by_draw_and_seed, changes_between
from experiments.plots.flow_map import change_map, draw_map
from experiments.plots.style import style
from experiments.plots.weekly_flows import View, WeeklyFlows
from sim.basis.words import Channel
from tests.synthetic import small_world

WORLD = small_world()
OVER = next(f"{leg.name}, {Channel.GUIDED.word}" for leg in WORLD.legs if leg.entry == "river-green" and leg.origin == "beta")
INLAND = next(f"{leg.name}, {Channel.INLAND.word}" for leg in WORLD.legs if leg.entry is None and leg.origin == "gamma")
FOLLOWED = next(c.name for c in WORLD.communities if c.followed)


def flows(over: float, inland: float, caught: float = 0.0) -> WeeklyFlows:
    """People of one community on a move over a border and on one inside a country, on day 40."""
    people, apprehended = np.array([over, inland]), np.array([caught, 0.0])
    return WeeklyFlows((OVER, INLAND), (FOLLOWED,), np.array([40, 40]), np.array([0, 1]), np.array([0, 0]), people, people + apprehended, apprehended)


def judged(over: list[float], inland: list[float], draws: tuple[int, ...] = ()) -> Changes:
    """The changes where 100 people pass both moves before."""
    after = [flows(100 + a, 100 + b) for a, b in zip(over, inland, strict=True)]
    return changes_between(WORLD, [flows(100, 100)] * len(after), after, View(), draws)


CLEAR, NOISE = [10.0, 12.0, 11.0, 9.0, 10.0, 8.0], [10.0, -9.0, 2.0, 5.0, -7.0, 3.0]


def said(figure: Figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(Text))  # type: ignore[attr-defined]


def test_only_what_chance_does_not_explain_is_drawn_and_all_stands_in_the_data() -> None:
    """Differences of 10 on average with a standard deviation of 1.414: the interval is 10 plus or minus 2.571 x 1.414 / 2.449 = 1.484."""
    found = judged(CLEAR, NOISE)
    assert [(flow.origin, flow.target, flow.people) for flow in found.flows(TRANSIT)] == [("beta", "gamma", 10.0)]
    with style():
        picture = draw_map(change_map(WORLD, found, View(), "Source", ("before", "after")))
    rows = {row["from"]: row for row in picture.rows if row["what"] == "flow"}
    assert (rows["Beta"]["low"], rows["Beta"]["high"]) == pytest.approx((8.516, 11.484), abs=0.001)
    assert rows["Beta"]["significance"] == "more"
    assert rows["Gamma"]["significance"] == "not statistically significant"
    assert rows["Gamma"]["low"] < 0 < rows["Gamma"]["high"]
    assert "Beta to Gamma by land, transit communities, +10 (+8.5 to +11)" in picture.alt
    assert "“after” minus “before”" in said(picture.figure)
    assert "Not significant and not drawn: 1 of 2 moves." in said(picture.figure)


def test_a_map_without_significant_change_says_so() -> None:
    found = judged(NOISE, NOISE[::-1])
    with style():
        picture = draw_map(change_map(WORLD, found, View(), "Source", ("before", "after")))
    assert "No change is statistically significant (6 pairs of runs, 2 tests, false discovery rate 5%)." in said(picture.figure)
    assert "No change is statistically significant" in picture.alt


def test_too_few_pairs_give_no_verdict_and_the_map_says_so() -> None:
    found = judged(CLEAR[:5], NOISE[:5])
    assert found.flows(TRANSIT) == []
    assert {change.significance for change in found.moves} == {"too few pairs"}
    with style():
        picture = draw_map(change_map(WORLD, found, View(), "Source", ("before", "after")))
    assert "Too few pairs for verdicts: 5, at least 6 are needed. No change is drawn." in said(picture.figure)
    assert {row["people"] for row in picture.rows} == {10.4, 0.2}


def test_sides_that_never_differ_are_no_finding() -> None:
    assert judged([0.0] * 6, [0.0] * 6).nothing().startswith("Nothing differs")


def test_many_moves_are_judged_together() -> None:
    """The least of two p-values counts double (Benjamini and Hochberg)."""
    weak = [1.0, 1.0, 1.0, 1.0, 1.0, -0.7]  # mean 0.717, standard error 0.283: t = 2.53, p = 0.052
    alone = judged(weak, [0.0] * 6)
    (p,) = (change.p for change in alone.moves if change.p is not None)
    assert p == pytest.approx(0.0525, abs=0.0005)
    (both,) = (change.p for change in judged(weak, NOISE).moves if change.key[0] == "beta")
    assert both == pytest.approx(min(1.0, 2 * p))


def test_pairs_of_several_draws_are_judged_over_draws() -> None:
    assert by_draw_and_seed(np.array([1.0, 2.0, 3.0]), np.array([4, 4, 7])).tolist()[0] == [1.0, 2.0]
    found = judged(CLEAR, NOISE, (0, 0, 0, 1, 1, 1))
    assert {change.significance for change in found.moves} == {"too few draws"}
    assert found.nothing() == "Too few draws for verdicts: 2, at least 6 are needed. No change is drawn."


def test_a_border_where_apprehensions_change_is_marked_with_its_interval() -> None:
    after = [flows(100, 100, caught) for caught in (20.0, 22.0, 21.0, 19.0, 20.0, 18.0)]
    found = changes_between(WORLD, [flows(100, 100, 10.0)] * 6, after, View())
    (border,) = found.marked()
    assert (border.title, border.followed, border.others, border.at.name) == ("Kazakhstan – Kyrgyzstan", 10.0, 0.0, "river-green")
    with style():
        picture = draw_map(change_map(WORLD, found, View(), "Source", ("before", "after")))
    assert "+10 (+8.5 to +11), transit" in said(picture.figure)


def test_a_map_shows_where_the_change_is_else_where_the_policy_acts_else_everything() -> None:
    assert set(effect_places(WORLD, judged(CLEAR, NOISE))) == {"beta", "gamma"}
    assert set(effect_places(WORLD, judged(NOISE, NOISE), ("KAZ-RUS",))) == {"delta", "epsilon"}
    assert effect_places(WORLD, judged(NOISE, NOISE)) == ()
    near, whole = (draw_map(change_map(WORLD, judged(CLEAR, NOISE), View(), "", ("a", "b"), focus)).figure.axes[0] for focus in (("beta", "gamma"), ()))
    assert np.ptp(near.get_xlim()) <= np.ptp(whole.get_xlim())


def test_a_view_of_one_community_judges_that_one_alone() -> None:
    nobody = replace(View(), communities=("nobody",))
    assert changes_between(WORLD, [flows(100, 100)] * 6, [flows(110, 100)] * 6, nobody).moves == ()
