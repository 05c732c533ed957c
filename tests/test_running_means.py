"""Means over weeks and bounds over runs, by hand."""

import numpy as np
import pytest

from experiments.plots.running_means import over_runs, running_mean, running_sum
from experiments.plots.style import SERIES, look_of


def test_a_running_mean_shrinks_at_both_ends():
    # windows of three weeks about each: 1+2, 1+2+6, 2+6+3, 6+3
    assert running_sum(np.array([1, 2, 6, 3]), 3).tolist() == [3, 9, 11, 9]
    assert running_mean(np.array([1, 2, 6, 3]), 3).tolist() == pytest.approx([1.5, 3, 11 / 3, 4.5])


def test_weeks_in_which_no_run_tells_anything_stay_empty():
    mean, low, high = over_runs(np.array([[1.0, np.nan, np.nan], [3.0, 5.0, np.nan]]))
    assert mean.tolist()[:2] == [2.0, 5.0]
    assert low.tolist()[:2] == pytest.approx([1.1, 5.0])  # a twentieth of the way from the least to the most
    assert high.tolist()[:2] == pytest.approx([2.9, 5.0])
    assert np.isnan([mean[2], low[2], high[2]]).all()


def test_fifteen_policies_look_fifteen_ways():
    looks = [look_of(number) for number in range(15)]
    assert len({(look["color"], str(look["linestyle"])) for look in looks}) == 15
    assert looks[0]["color"] == looks[len(SERIES)]["color"]
