"""Adaptation: people, smugglers and guards answer each other within weeks, and nothing of it oscillates, locks in, freezes or runs away."""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from arena import BORDER, FAR, GREENS, NEAR, VALUES, arena, by_week, numbers, since, with_events, words
from experiments.studies.elasticity import DOCUMENTED, Elasticity, fee_elasticity
from sim import run
from sim.books.results import Results
from sim.world.world import World

SEEDS = (1, 2, 3)
WATCHED = "west-path"
WEEK = 52
"""Week in which effort at the watched crossing is tripled; effort, fees and beliefs have settled by then."""
MARGIN, RUNNING, LOSS, SIZE, BACK, COVERED = (
    VALUES[key]
    for key in (
        "market.margin", "smuggler.*.running_usd", "smuggler.*.loss_usd", "smuggler.*.group_size", "country.*.push_back_share", "market.tries_covered",
    )
)  # fmt: skip


def busy(*, days: int = 728, **parameters: float) -> World:
    """About 230 attempts a week, half of them led."""
    return arena(people=6000, days=days, parameters={f"smuggler.{BORDER}.number": 48, **{key.replace("__", "."): value for key, value in parameters.items()}})


@cache
def years(seed: int) -> Results:
    return run(busy(), seed)


def strengthened(world: World) -> World:
    return with_events(world, since(7 * WEEK, "enforcement", crossing=WATCHED, factor=3.0))


@cache
def watched_years(seed: int) -> Results:
    return run(strengthened(busy()), seed)


def share(results: Results, crossing: str = WATCHED) -> NDArray[np.float64]:
    """Share of attempts by week, shape (weeks,)."""
    return by_week(results, "attempts", crossing) / by_week(results, "attempts")


def mean_share(runs: list[Results]) -> NDArray[np.float64]:
    """Mean over runs of the weekly share at the watched crossing, shape (weeks,)."""
    return np.array([share(results) for results in runs]).mean(axis=0)


def smoothed(series: NDArray[np.float64], weeks: int = 3) -> NDArray[np.float64]:
    """Centred moving average, shape (weeks - width + 1,)."""
    return np.convolve(series, np.ones(weeks) / weeks, "valid")


def swing(series: NDArray[np.float64]) -> float:
    """How far a series swings, relative to its mean: range of its moving average over the mean."""
    smooth = smoothed(series)
    return float((smooth.max() - smooth.min()) / series.mean())


def turns_back(series: NDArray[np.float64], lags: int = 8) -> float:
    """Lowest autocorrelation of a series over the first lags: near -1 for one that swings to and fro, near 0 for one that wanders."""
    around = series - series.mean()
    return min(float((around[lag:] * around[:-lag]).sum() / (around * around).sum()) for lag in range(1, lags + 1))


# Routes change once detected


def test_threefold_effort_lowers_the_share_by_more_than_a_third_within_twelve_weeks() -> None:
    watched, base = mean_share([watched_years(s) for s in SEEDS]), mean_share([years(s) for s in SEEDS])
    before = base[WEEK - 26 : WEEK].mean()
    print(f"\nshare of {WATCHED}: {before:.3f} before; weeks after: " + " ".join(f"{x:.2f}" for x in watched[WEEK : WEEK + 16]))  # noqa: T201
    assert 0.2 < before < 0.45
    assert watched[WEEK + 4 : WEEK + 12].mean() < 2 / 3 * before
    assert watched[WEEK + 4 : WEEK + 12].mean() < 2 / 3 * base[WEEK + 4 : WEEK + 12].mean()
    # It stays low, but forgetting reopens it: some always try.
    assert 0.02 * before < watched[WEEK + 12 :].mean() < 2 / 3 * before


def test_the_answer_takes_weeks_not_days() -> None:
    """Nobody is told: the first week is as it would have been, and half of the fall takes between one and eight weeks."""
    for seed in SEEDS:
        assert np.array_equal(share(watched_years(seed))[:WEEK], share(years(seed))[:WEEK])
    watched = mean_share([watched_years(s) for s in SEEDS])
    before, after = watched[WEEK - 26 : WEEK].mean(), watched[WEEK + 12 : WEEK + 26].mean()
    half = np.flatnonzero(smoothed(watched[WEEK - 1 :]) < (before + after) / 2)[0]
    assert 1 <= half <= 8
    assert smoothed(watched[WEEK - 1 :])[0] > before - (before - after) / 2


def test_the_share_does_not_oscillate() -> None:
    runs = [watched_years(s) for s in SEEDS]
    settled = [share(results)[WEEK + 10 :] for results in runs]
    # No week of any run after the fall is back where it came from.
    assert max(smoothed(series).max() for series in settled) < mean_share(runs)[WEEK - 26 : WEEK].mean()
    assert np.mean([turns_back(series) for series in settled]) > -0.45
    equal = [share(years(s), green)[26:] for s in SEEDS for green in GREENS]
    assert np.mean([turns_back(series) for series in equal]) > -0.45
    assert np.mean([swing(series) for series in equal]) < 1.5


def test_hasty_people_do_chatter() -> None:
    """The measures above bite: with news that counts for nothing after a week and choices that follow it to the letter, shares swing."""
    news = {"belief__half_life_weeks": 0.2, "belief__prior_weight": 0.2}
    haste = {**news, "choice__perception_error": 0.05, "market__noise_share": 0.02, "market__review_share": 1.0}
    hasty = run(busy(**haste), SEEDS[0])
    assert np.mean([swing(share(hasty, green)[26:]) for green in GREENS]) > 1.8


def test_the_watched_crossing_catches_more() -> None:
    """The lever reaches the posts of both sides."""
    base, watched = years(SEEDS[0]), watched_years(SEEDS[0])
    caught = [by_week(r, "apprehended", WATCHED)[WEEK:].sum() / by_week(r, "attempts", WATCHED)[WEEK:].sum() for r in (base, watched)]
    assert caught[1] > 1.5 * caught[0]


# Effort does not lock in


def effort(results: Results, crossing: str, country: str) -> NDArray[np.float64]:
    """Patrols of a country's service at a crossing by month, shape (months,)."""
    guards = results.tables["guards"]
    return numbers(guards, "effort_milli")[words(guards, "post") == f"{crossing}/{country}"] / 1000


@pytest.mark.parametrize("mobile", [0.3, 1.0])
def test_effort_does_not_lock_in(mobile: float) -> None:
    """Three equal paths: even a service that may move everything leaves none of them bare and gives none twice its fair share for long."""
    results = run(busy(days=3 * 364, guard__mobile_share=mobile), SEEDS[0])
    for country in (NEAR, FAR):
        paths = np.array([effort(results, green, country) for green in GREENS])
        fair = paths.mean(axis=0)
        relative = paths / fair
        assert relative[:, 12:].mean(axis=1).max() < 1.5, relative
        assert relative[:, 12:].mean(axis=1).min() > 0.5, relative
        assert relative.max() < 2.0, relative
    total = sum(effort(results, crossing, NEAR) for crossing in (*GREENS, "gate"))
    assert np.abs(total - 4 * VALUES["post.*.*.effort"]).max() < 0.01


def test_effort_follows_traffic_and_not_itself() -> None:
    """Where people are deaf to news and patrols find few, effort ends in proportion to traffic.

    A service that went by what it stops would find most where it is and end with nearly everything at one crossing.
    """
    deaf = {"belief.prior_weight": 1e6, f"smuggler.{BORDER}.number": 0, "community.*.guided": 0}
    few = {"crossing.*.base_detection": 0, "crossing.*.exposure": 0.03, "guard.mobile_share": 1, "guard.own_news_share": 0}
    results = run(arena(people=20000, days=3 * 364, hours=(10, 150, 300), parameters=deaf | few), SEEDS[0])
    flows = np.array([by_week(results, "attempts", green)[52:].sum() for green in GREENS])
    patrols = np.array([effort(results, green, FAR)[24:].mean() for green in GREENS])
    flows, patrols = flows / flows.sum(), patrols / patrols.sum()
    assert flows[0] > 2 * flows[2]
    assert np.abs(patrols - flows).max() < 0.1, (flows, patrols)


def test_effort_does_move() -> None:
    """Effort follows traffic when traffic is uneven: the quick path gets more than its share of what is mobile."""
    uneven = run(arena(people=6000, days=364, hours=(10, 300, 300), parameters={f"smuggler.{BORDER}.number": 48}), SEEDS[0])
    flows = [by_week(uneven, "attempts", green)[26:].sum() for green in GREENS]
    last = [effort(uneven, green, FAR)[-1] for green in GREENS]
    assert flows[0] > 1.5 * flows[2]
    assert last[0] > last[2] + 0.1


# Fees neither freeze nor run away


def anchor(caught: NDArray[np.float64] | float) -> NDArray[np.float64] | float:
    """Unit cost plus margin in dollars, given the chance that smugglers believe in."""
    tries = sum((caught * BACK) ** k for k in range(int(COVERED)))
    return (1 + MARGIN) * (RUNNING + caught * LOSS / SIZE) * tries


def mean_fees(results: Results) -> NDArray[np.float64]:
    """Mean fee in dollars asked by those at work, by week."""
    smugglers = results.tables["smugglers"]
    at_work = words(smugglers, "border") == BORDER
    week, fee = numbers(smugglers, "week")[at_work], numbers(smugglers, "fee_cents")[at_work]
    return np.bincount(week, fee) / np.bincount(week) / 100


def test_fees_stay_near_unit_cost_plus_margin() -> None:
    """The market can hold a fee below or above it by the ratio of its two speeds, times how far seats sold can be from the target."""
    response = VALUES["market.fee_response"] / VALUES["market.fee_adjustment"]
    low, high = np.exp(-response * VALUES["market.sold_target"]), np.exp(response * (1 - VALUES["market.sold_target"]))
    for seed in SEEDS:
        beliefs = years(seed).tables["beliefs"]
        guides = (words(beliefs, "community") == "smugglers") & (numbers(beliefs, "week") >= 26)
        caught = numbers(beliefs, "p_caught")[guides]
        fees = mean_fees(years(seed))[26:]
        assert low * anchor(caught.min()) < fees.min()
        assert fees.max() < high * anchor(caught.max())
        smugglers = years(seed).tables["smugglers"]
        asked = numbers(smugglers, "fee_cents")[numbers(smugglers, "week") >= 26] / 100
        assert low * anchor(0.0) < asked.min()
        assert asked.max() < high * anchor(1.0)


def test_fees_move_and_do_not_drift() -> None:
    for seed in SEEDS:
        fees = mean_fees(years(seed))
        settled = fees[26:]
        assert settled.std() > 0.002 * settled.mean()
        assert (np.diff(settled) != 0).mean() > 0.9
        assert abs(settled[-26:].mean() / settled[:26].mean() - 1) < 0.1
        assert np.abs(np.diff(np.log(settled))).max() < 0.1


def test_one_watched_crossing_alone_hardly_moves_fees() -> None:
    """Guides and clients go elsewhere: tripling one crossing of four moves the border's fee less than tripling all."""
    one = np.mean([np.log(mean_fees(watched_years(s))[-26:].mean() / mean_fees(years(s))[-26:].mean()) for s in SEEDS]) / np.log(3)
    assert -0.02 < one < 0.75 * elasticity().measured


# Elasticity of the fee to enforcement on the whole border


@cache
def elasticity(response: float = VALUES["market.fee_response"]) -> Elasticity:
    return fee_elasticity(busy(market__fee_response=response), BORDER, SEEDS)


def test_the_fee_s_elasticity_to_enforcement() -> None:
    """Between nothing and the share of risk in unit cost; the documented 0.14-0.24 arises when that share is 13-24 per cent."""
    found = elasticity()
    print(f"\n{found}")  # noqa: T201
    assert 0 < found.measured < found.risk_share[1]
    assert found.from_costs < found.risk_share[1]
    # Another border elsewhere: the documented range is printed beside it, and only its order of magnitude is asked for.
    assert DOCUMENTED[0] / 2 < found.measured < DOCUMENTED[1] * 2
    for text in (f"{found.measured:.3f}", "0.14-0.24", f"{found.risk_share[0]:.3f}"):
        assert text in str(found)


def test_without_a_market_the_elasticity_is_what_costs_give() -> None:
    found = elasticity(0.0)
    print(f"\n{found}")  # noqa: T201
    assert found.measured == pytest.approx(found.from_costs, abs=0.03)


def test_a_border_without_guides_has_no_elasticity() -> None:
    with pytest.raises(ValueError, match="nobody is led"):
        fee_elasticity(arena(), f"{NEAR}-CCC", SEEDS)
