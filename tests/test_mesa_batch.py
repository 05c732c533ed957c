"""Mesa's own ``batch_run`` gives what ``sim.run`` gives."""

import gc
import warnings
import weakref

import mesa
import pytest

import sim
from experiments.runs.mesa_batch import STOCKS, TOTALS, BatchModel
from experiments.store import digests
from experiments.store.tables import reported
from scenarios import BadInput, load
from sim.outcomes.reading import Only, counts_sum

DAYS = 100
"""Fourteen weeks and two days; the reporting period of the teaching scenario begins on day 59."""
KEY = "choice.perception_error"


def test_two_values_and_two_seeds() -> None:
    parameters = {"scenario": "two-valleys", "seed": [1, 2], "days": DAYS, KEY: [0.1, 0.3]}
    rows = mesa.batch_run(BatchModel, parameters, display_progress=False)
    assert [(row["seed"], row[KEY]) for row in rows] == [(1, 0.1), (1, 0.3), (2, 0.1), (2, 0.3)]
    for row in rows:
        assert row["Step"] == 14, "fifteen steps, the last of two days"
        world = load("two-valleys", days=DAYS, settings={KEY: row[KEY]})
        results = sim.run(world, row["seed"])
        assert {name: row[name] for name in TOTALS} == {name: counts_sum(results, world, Only(period=reported(world)), event) for name, event in TOTALS.items()}
        assert row["departed"] > 0
    assert len({tuple(row[name] for name in TOTALS) for row in rows}) == 4, "another value or seed is another story"


def test_every_week_is_collected_and_the_tables_are_those_of_a_run() -> None:
    model = BatchModel("two-valleys", seed=3, days=30)
    while model.running:
        model.step()
    assert model.results is not None
    assert digests(model.results.tables) == digests(sim.run(load("two-valleys", days=30), 3).tables)
    collected = model.datacollector.model_vars
    assert {len(collected[name]) for name in (*STOCKS, *TOTALS)} == {5}
    assert collected["arrived"][:4] == [None] * 4
    assert all(people > 0 for people in collected["under_way"])


def test_a_finished_model_lets_its_people_go() -> None:
    model = BatchModel("two-valleys", days=1)
    people = weakref.ref(model._route_model)
    model.step()
    gc.collect()
    assert not model.running
    assert people() is None
    model.step()
    assert len(model.datacollector.model_vars["dead"]) == 1


def test_a_parameter_that_does_not_exist_is_told_at_once() -> None:
    with pytest.raises(BadInput, match=KEY):
        mesa.batch_run(BatchModel, {"scenario": "two-valleys", "choice.perception_eror": [0.1]}, display_progress=False)


@pytest.mark.parametrize("processes", [1, 2])
def test_iterations_without_a_seed_have_seeds_of_their_own_and_report_them(processes: int) -> None:
    parameters = {"scenario": "two-valleys", "days": DAYS, "scale": 0.1, KEY: [0.1, 0.3]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of forking where there are threads
        rows = mesa.batch_run(BatchModel, parameters, iterations=3, number_processes=processes, display_progress=False)
    assert sorted((row[KEY], row["iteration"], row["seed"]) for row in rows) == [(value, number, number + 1) for value in (0.1, 0.3) for number in range(3)]
    assert len({tuple(row[name] for name in ("departed", "apprehended", "mean_fee_usd")) for row in rows}) == 6
    again = BatchModel("two-valleys", seed=2, days=DAYS, scale=0.1, **{KEY: 0.3})
    while again.running:
        again.step()
    (row,) = (row for row in rows if (row["seed"], row[KEY]) == (2, 0.3))
    assert again.now == {name: row[name] for name in again.now}


def test_a_model_of_its_own_without_a_seed_draws_one() -> None:
    first, second = BatchModel("two-valleys", days=7, scale=0.1), BatchModel("two-valleys", days=7, scale=0.1)
    assert first.seed != second.seed
