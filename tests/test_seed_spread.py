"""The spread between seeds: learned where it changes, left alone where it does not, and right about runs that were left out."""

import math

import numpy as np
import pytest

from calibration.fit.emulator import Emulator, emulate
from calibration.fit.seed_spread import LEAST, spread_between_seeds, steady
from calibration.fit.waves import first_points


def toy(runs: int, seed: int, ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes that rise with the first of four parameters, with a variance between seeds that is ``ratio`` times as large at the end of the second."""
    points = first_points(runs, 4, seed)
    spread = 0.3 * np.sqrt(ratio ** points[:, 1])
    return points, 2 * points[:, 0] + spread * np.random.default_rng((seed, 1)).standard_normal(runs)


def of(points: np.ndarray, values: np.ndarray) -> Emulator:
    found = emulate(points, values)
    assert found is not None
    return found


def end_to_end(emulator: Emulator) -> float:
    """How many times the variance grows along the second parameter, the others in the middle."""
    ends = np.full((2, 4), 0.5)
    ends[:, 1] = 0, 1
    low, high = emulator.seed_variance(ends, emulator.mean(ends))
    return float(high / low)


def test_a_variance_that_doubles_along_a_parameter_is_seen_and_shrunk() -> None:
    found = [math.log(end_to_end(of(*toy(240, seed, 2.0)))) for seed in range(6)]
    assert 0.15 * math.log(2) < np.mean(found) < 1.2 * math.log(2)
    same = [math.log(end_to_end(of(*toy(240, seed, 1.0)))) for seed in range(6)]
    assert abs(np.mean(same)) < 0.15
    assert np.mean(found) > np.mean(same) + 0.1


def test_a_variance_that_grows_much_is_followed() -> None:
    emulator = of(*toy(240, 2, 16.0))
    assert 6 < end_to_end(emulator) < 25
    low, high = emulator.seed_sds
    assert 0.3 <= low < emulator.seed_sd < high <= 1.3


@pytest.mark.parametrize("ratio", [1.0, 2.0, 16.0])
def test_the_90_per_cent_intervals_hold_for_runs_left_out_wherever_they_are(ratio: float) -> None:
    points, values = toy(300, 5, ratio)
    emulator = of(points, values)
    out = np.abs(values - emulator.left_out[:, 0]) > 1.6449 * emulator.left_out[:, 1]
    for part in (points[:, 1] < 0.33, points[:, 1] > 0.67):
        assert 0.04 < out[part].mean() < 0.17  # a hundred runs each
    assert emulator.outside == pytest.approx(0.1, abs=0.04)


def test_new_runs_lie_inside_too() -> None:
    emulator = of(*toy(240, 3, 8.0))
    points, values = toy(2000, 4, 8.0)
    mean, own = emulator.predict(points)
    spread = np.sqrt(own**2 + emulator.seed_variance(points, mean))
    for part in (points[:, 1] < 0.2, points[:, 1] > 0.8):
        assert 0.84 < (np.abs(values - mean) < 1.6449 * spread)[part].mean() < 0.95


def test_a_spread_that_falls_with_the_level_is_followed() -> None:
    points = first_points(300, 3, 6)
    values = 3 * points[:, 0] + 0.8 * 0.25 ** points[:, 0] * np.random.default_rng(2).standard_normal(300)
    emulator = of(points, values)
    ends = np.array([[0.1, 0.5, 0.5], [0.9, 0.5, 0.5]])
    few, many = np.sqrt(emulator.seed_variance(ends, emulator.mean(ends)))
    assert few == pytest.approx(0.8 * 0.25**0.1, rel=0.25)
    assert many == pytest.approx(0.8 * 0.25**0.9, rel=0.25)


def test_beyond_the_runs_the_spread_stays_at_their_ends() -> None:
    points = np.column_stack((np.linspace(0.3, 0.7, 200), np.full(200, 0.5)))
    squares = np.exp(8 * (points[:, 0] - 0.5)) * np.random.default_rng(1).chisquare(1, 200)
    found = spread_between_seeds(points, np.zeros(200), squares, np.full(200, 1e-6))
    ends = found.variance(np.array([[0.0, 0.5], [0.3, 0.5], [0.7, 0.5], [1.0, 0.5]]), np.zeros(4))
    assert ends[0] == pytest.approx(ends[1])
    assert ends[3] == pytest.approx(ends[2])
    assert ends[3] > 4 * ends[0]


def test_what_the_emulator_does_not_know_is_no_spread_between_seeds() -> None:
    points = first_points(200, 2, 1)
    squares = 0.5 * np.random.default_rng(3).chisquare(1, 200)  # 0.3 of it is the emulator's own
    found = spread_between_seeds(points, np.zeros(200), squares, np.full(200, 0.3))
    assert found.variance(points, np.zeros(200)).mean() == pytest.approx(0.2, rel=0.35)
    assert steady(0.0, 2).variance(points[:2], np.zeros(2)) == pytest.approx([LEAST, LEAST])
