"""Observation models: likelihoods that can be computed by hand, and what documents of a synthetic truth look like."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.fit import observation as seen
from calibration.fit.matching import bounds
from calibration.fit.predictive import REPEATS, chance_of, check, covered, written_down
from calibration.fit.surrogate import joined
from calibration.fit.synthetic import documents, planted, proper
from calibration.fit.targets import Target, read_targets
from studies import CENTRAL_ASIA

FEE = Target("fee", ("FEE-02",), "fee", "fees", "FEE", "fitted", "span", "log", 6000.0, 8000.0, 1.0, None, 0.3, (), "USD/person")
COUNT = replace(FEE, name="count", cluster="counts", kind="register", low=4.0, high=4.0, registers=("country.KAZ.border_reporting",))
PART = replace(FEE, name="part", cluster="parts", kind="share", scale="share", low=0.48, high=0.48, sample=25, spread=0.1)
RANK = replace(FEE, name="rank", cluster="ranks", kind="order", scale="rank", low=None, high=2.0, spread=1.0)
NET = replace(FEE, name="net", cluster="nets", kind="signed", scale="signed", low=-64.0, high=-64.0, slack=2.0, spread=1.0)


def at(*values: float) -> np.ndarray:
    return np.array(values)


# Each kind by hand
def test_a_range_is_flat_inside_and_falls_off_beyond_its_ends() -> None:
    logs = seen.span(at(6000, 7000, 8000, 8000 * math.exp(0.1), 6000 / math.exp(0.2)), 6000, 8000, 0.1)
    assert logs == pytest.approx([0, 0, 0, -0.5, -2.0])  # one and two shoulders away


def test_more_than_a_number_has_a_soft_top() -> None:
    logs = seen.more(at(7000, 14000, 28000, 3500), 7000, math.log(2))
    assert logs == pytest.approx([0, 0, -0.5, -0.5])  # twice the top; half the number


def test_at_most_a_number_is_flat_below() -> None:
    assert seen.most(at(0, 15, 15 * math.exp(0.3)), 15, 0.1) == pytest.approx([0, 0, -4.5])


def test_a_register_is_negative_binomial_with_four_times_the_variance() -> None:
    # Mean 3, variance 12: size 1, success 1/4, so that P(k) = 0.75^k / 4.
    assert np.exp(seen.register(at(3.0), 0.0)) == pytest.approx([0.25])
    assert np.exp(seen.register(at(3.0), 2.0)) == pytest.approx([0.75**2 / 4])
    ks = np.arange(400.0)
    chances = np.array([float(np.exp(seen.register(at(7.0), k))[0]) for k in ks])
    assert chances.sum() == pytest.approx(1)
    assert (chances * ks).sum() == pytest.approx(7)
    assert (chances * (ks - 7) ** 2).sum() == pytest.approx(28)


def test_a_share_of_a_sample_is_binomial() -> None:
    assert np.exp(seen.share(at(0.5), 1, 2)) == pytest.approx([0.5])
    assert np.exp(seen.share(at(0.2), 0, 3)) == pytest.approx([0.8**3])


def test_a_rank_is_right_or_half_as_likely_with_every_place_beyond() -> None:
    assert seen.order(at(1, 2, 2.5), 2.0) == pytest.approx([0, 0, 0])
    # half a place counts as the rank itself: 3.5 is one place beyond, 5.5 three, 9.5 seven
    assert np.exp(seen.order(at(3.5, 5.5, 9.5), 2.0)) == pytest.approx([1 / 2, 1 / 8, 1 / 128])


def test_a_difference_is_normal() -> None:
    logs = seen.signed(at(-64.0, -54.0), -64.0, 10.0)
    assert logs[0] - logs[1] == pytest.approx(0.5)


def test_uncertainty_of_the_latent_value_is_averaged_over() -> None:
    # A normal likelihood with normal uncertainty is a normal with both variances.
    logs = seen.averaged(lambda y: -0.5 * (y / 3.0) ** 2 - math.log(3.0), at(2.0), at(4.0), seen.same)
    assert logs == pytest.approx([-0.5 * 4 / 25 - math.log(5.0)], abs=1e-3)
    sharp = seen.averaged(lambda y: seen.register(y, 2.0), at(math.log1p(3.0)), at(1e-9), seen.exp1)
    assert np.exp(sharp) == pytest.approx([0.75**2 / 4])


@given(st.floats(0, 1e6), st.floats(-1e4, 1e4), st.floats(0, 1))
def test_scales_lead_back(count: float, net: float, part: float) -> None:
    for scale, value in (("log", count), ("signed", net), ("share", part), ("rank", part)):
        there, back = seen.SCALES[scale]
        assert float(back(there(np.asarray(value)))) == pytest.approx(value, rel=1e-6, abs=1e-6)


@given(st.floats(1, 1e5), st.floats(1.01, 5))
def test_a_likelihood_falls_with_the_distance(low: float, factor: float) -> None:
    target = replace(FEE, low=low, high=low * 1.2)
    means = np.log1p(np.array([low * 1.1, low * 1.2 * factor, low * 1.2 * factor**2]))
    logs = target.log_likelihood(means, np.full(3, 0.05))
    assert logs[0] + 1e-3 >= logs[1]
    assert logs[1] + 1e-3 >= logs[2]


# Targets
def test_every_target_that_ships_has_a_likelihood() -> None:
    targets = read_targets(CENTRAL_ASIA)
    kinds = {target.ids[0]: target.kind for target in targets}
    assert kinds["FEE-02"] == "span"
    assert kinds["APP-01"] == "register"
    assert kinds["APP-02"] == "more"
    assert kinds["FEE-44"] == "bin"
    assert kinds["AVR-06"] == "share"
    assert kinds["APP-11"] == "order"
    assert kinds["FLW-34"] == "most"
    registers = {target.ids[0]: target.registers for target in targets}
    assert [registers[name] for name in ("APP-01", "APP-18", "FEE-02")] == [("country.KAZ.border_reporting",), ("country.KGZ.inland_reporting",), ()]
    assert registers["APP-17"] == ("country.KGZ.border_reporting", "country.KGZ.inland_reporting")
    for target in targets:
        low, high = bounds(target)
        assert low <= high
        middle = np.array([low if math.isfinite(low) else min(high, 1.0)])
        assert np.isfinite(target.log_likelihood(middle, np.array([0.1]))).all(), target.ids


def test_rows_of_a_cluster_count_as_one_parameter_and_bins_as_one_table() -> None:
    two = (FEE, replace(FEE, name="again"), COUNT)
    assert joined(np.array([[-2.0, -4.0, -1.0]]), two) == pytest.approx([-4.0])
    assert joined(np.array([[-2.0, np.nan, -1.0]]), two) == pytest.approx([-3.0])  # what says nothing is passed over
    bins = tuple(replace(PART, name=str(n), kind="bin") for n in range(5))
    assert joined(np.full((1, 5), -1.0), bins) == pytest.approx([-4.0])


# Predictive draws
def test_what_is_written_down_has_the_errors_of_its_kind() -> None:
    sure = replace(COUNT, spread=1e-9)
    drawn = written_down(sure, np.full(20_000, 50.0), chance_of("x", 1))
    assert drawn.mean() == pytest.approx(50, rel=0.02)
    assert drawn.var() == pytest.approx(200, rel=0.05)
    parts = written_down(replace(PART, spread=1e-9), np.full(20_000, 0.3), chance_of("x", 1))
    assert parts.var() == pytest.approx(0.3 * 0.7 / 25, rel=0.05)
    assert set(np.round(parts * 25)) <= set(range(26))


def test_what_is_written_down_is_moved_by_the_discrepancy_and_the_slack_of_the_document() -> None:
    many = np.full(20_000, 7000.0)
    assert np.log(written_down(FEE, many, chance_of("x", 1))).std() == pytest.approx(math.hypot(0.3, seen.SHOULDER), rel=0.02)
    told_roughly = replace(FEE, slack=2.0, spread=1e-9)
    assert np.log(written_down(told_roughly, many, chance_of("x", 1))).std() == pytest.approx(math.log(2), rel=0.02)


def test_what_is_written_down_of_a_difference_and_of_a_rank() -> None:
    # twice the root of 64 for what was counted, a half of 64 for a slack of 2, and 5
    net = written_down(replace(NET, spread=1e-9), np.full(20_000, -64.0), chance_of("x", 1))
    assert net.std() == pytest.approx(16 + 32 + 5, rel=0.02)
    ranks = written_down(RANK, np.full(2_000, 1.0), chance_of("x", 1))
    assert ranks.min() == 1
    assert set(ranks.tolist()) >= {1.0, 2.0, 3.0}


def test_a_check_says_where_the_document_stands() -> None:
    right = check(FEE, np.full(40, 7000.0))
    assert right.inside
    assert right.distance == 0
    assert right.score == pytest.approx(right.width)
    assert right.pit == pytest.approx(0.5, abs=0.1)
    wrong = check(FEE, np.full(40, 700.0))
    assert wrong.inside is False
    assert wrong.pit == 1
    assert wrong.distance is not None
    assert wrong.width is not None
    assert wrong.score == pytest.approx(wrong.width + 20 * wrong.distance)
    assert wrong.median == 700
    nothing = check(FEE, np.full(3, np.nan))
    assert (nothing.inside, nothing.median, nothing.simulated) == (None, None, 0)
    assert check(RANK, np.full(9, 1.0)).inside
    assert check(RANK, np.full(9, 9.0)).inside is False
    assert REPEATS > 100


def test_clusters_count_alike() -> None:
    found = [check(replace(FEE, name=str(n)), np.full(9, value)) for n, value in enumerate((7000.0, 700.0, 7000.0, 700.0))]
    found.append(check(replace(FEE, name="alone", cluster="alone"), np.full(9, 7000.0)))
    shares, together = covered(found)
    assert shares == {"fees": 0.5, "alone": 1.0}
    assert together == 0.75


# Documents of a synthetic truth
def test_made_up_documents_scatter_about_the_truth() -> None:
    targets = proper((FEE, COUNT, PART, NET, RANK, replace(FEE, kind="more", high=None)))
    assert [target.name for target in targets] == ["fee", "count", "part", "net"]
    mean = np.array([math.log1p(7000.0), math.log1p(100.0), math.asin(math.sqrt(0.5)), math.asinh(5.0)])
    made = [documents(targets, mean, np.zeros(4), seed) for seed in range(400)]
    fees = [math.sqrt((one[0].low or 0) * (one[0].high or 0)) for one in made]
    assert np.median(fees) == pytest.approx(7000, rel=0.06)
    assert {round((one[0].high or 0) / (one[0].low or 1), 6) for one in made} == {round(8 / 6, 6)}  # a range keeps its width
    assert np.median([one[1].low or 0 for one in made]) == pytest.approx(100, rel=0.1)
    assert np.mean([one[2].low or 0 for one in made]) == pytest.approx(0.5, abs=0.02)
    assert documents(targets, mean, np.zeros(4), 7) == documents(targets, mean, np.zeros(4), 7)


def test_planted_documents_say_what_the_run_says() -> None:
    made = planted((FEE, COUNT, PART, NET, RANK), np.array([100.0, 12.4, np.nan, 6.0, 3.0]))
    assert [target.name for target in made] == ["fee", "count", "net", "rank"]
    assert math.sqrt((made[0].low or 0) * (made[0].high or 0)) == pytest.approx(100)
    assert (made[1].low, made[1].high) == (12, 12)
    assert (made[2].low or 0) + made[2].shift == 6
    assert made[3].high == 3
