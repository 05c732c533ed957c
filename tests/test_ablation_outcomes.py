"""What a mechanism moves: outcomes of runs without it, beside those of the whole model."""

from pathlib import Path

import numpy as np
import pytest

from calibration.fit.mechanisms import Mechanism
from experiments.runs.ablation import Ablation, WithoutOne
from experiments.runs.ablation_outcomes import Change, changes, percent, sums_of, with_verdicts
from experiments.runs.intervals import Estimate
from experiments.runs.scoring import Scoring
from experiments.runs.simulator import simulator
from experiments.studies.ablation import page
from scenarios import load
from sim.engine.run import run
from sim.outcomes.counts import arrivals, attempts
from sim.outcomes.reading import Only


def test_sums_are_of_people_in_transit_whatever_way_and_border(tmp_path: Path) -> None:
    world = load("two-valleys", scale=0.3)
    simulator("two-valleys", scale=0.3, seeds=(3, 5), folder=tmp_path)({})
    found = sums_of(tmp_path, world)
    followed = Only(communities=("aldmark-transit",), period=world.report)
    runs = [run(world, seed) for seed in (3, 5)]
    assert found["arrivals"].tolist() == [arrivals(results, world, followed) for results in runs]
    assert found["tries"].tolist() == [attempts(results, world, followed) for results in runs]
    assert found["tries"].min() > 0
    assert sums_of(tmp_path / "nothing", world) == {}


def test_a_change_is_relative_and_paired_by_seed() -> None:
    # 20 per cent more in each of two runs, whatever their size; nobody died in one run, nobody is missing in any
    whole = {"arrivals": np.array([100.0, 400.0]), "deaths": np.array([2.0, 0.0]), "missing": np.zeros(2)}
    without = {"arrivals": np.array([120.0, 480.0]), "deaths": np.array([3.0, 1.0]), "missing": np.zeros(2)}
    first, second = changes(whole, without)
    assert (first.outcome, second) == ("arrivals", Change("deaths", None))
    assert first.estimate is not None
    assert percent(first.estimate) == (pytest.approx(20.0), None)


def test_a_verdict_takes_six_pairs_and_counts_all_that_is_looked_at() -> None:
    many = Change("tries", Estimate(8.0, 5.0, 11.0, 6, 0.001))
    weak = Change("tries", Estimate(3.0, 0.1, 5.9, 6, 0.04))
    few = Change("deaths", Estimate(8.0, 5.0, 11.0, 3, None, "too few pairs"))
    assert [one.verdict for one in with_verdicts({"alone": [weak]})["alone"]] == ["more"]
    told = with_verdicts({"a": [many, few], "b": [weak], "c": [Change("tries", Estimate(0.2, -3.0, 3.4, 6, 0.9))] * 3})
    assert [one.verdict for one in told["a"]] == ["more", "too few pairs"]
    assert [one.verdict for one in told["b"]] == ["not statistically significant"]


def test_the_page_says_what_needs_a_mechanism_and_what_it_moves() -> None:
    moved = (Change("arrivals", Estimate(18.2, 10.2, 26.2, 6, 0.001), "more"), Change("tries", Estimate(-1.0, -3.0, 1.0, 6, 0.4), "less by chance"))
    whole = Scoring("own", "some runs", (), ())
    one = WithoutOne(Mechanism("bribes", (("country.*.corrupt_share", 0.0),), "nobody takes any", "HRM-99"), 1, whole, None, (), moved)
    text = page(Ablation(whole, (one,), ()), "a command")
    assert "| bribes | HRM-99 | **+20.0 ± 8.0** | −1.0 ± 2.0 | – | – | – | – | – |" in text
    assert "6 pairs" in text
