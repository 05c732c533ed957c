"""How a fit is trained: a number for every run, waves while they gain, documents that inform nothing, and quantities left out and simulated again."""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from calibration.fit.checks import contraction
from calibration.fit.free import settings
from calibration.fit.left_out import leave_out, score, weights
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.posterior import sample
from calibration.fit.procedure import Fit, Plan, fit
from calibration.fit.summary import without_quantities
from calibration.fit.surrogate import train
from calibration.fit.waves import Wave, first_points, gained
from experiments.store.fit_files import LEFT_OUT, write_fit
from tests.fitting import FEE, FREES, TARGETS, model, simulator


@pytest.fixture(scope="module")
def fitted() -> Fit:
    said: list[str] = []
    return fit(simulator(), FREES, TARGETS, Plan(60, steps=200, burn=100, thin=2, walkers=16), said.append)


def test_every_run_of_a_fit_has_a_number_of_its_own() -> None:
    numbers: list[int] = []

    def counting(draws: Mapping[str, np.ndarray], first: int) -> tuple[tuple[str, ...], np.ndarray]:
        names, values = simulator()(draws, first)
        numbers.extend(range(first, first + len(values)))
        return names, values

    fit(counting, FREES, TARGETS, Plan(60, steps=40, burn=20, thin=2, walkers=12), lambda _: None)
    assert numbers == list(range(60))


def test_waves_end_when_one_gains_less_than_a_tenth_and_their_runs_go_to_the_posterior() -> None:
    before = Wave(24, plausible=0.5, doubt=0.2)
    assert not gained(before, Wave(7, plausible=0.46, doubt=0.185))
    assert gained(before, Wave(7, plausible=0.44, doubt=0.2))
    assert gained(before, Wave(7, plausible=0.6, doubt=0.17))

    def noise(draws: Mapping[str, np.ndarray], first: int) -> tuple[tuple[str, ...], np.ndarray]:
        chance = np.random.default_rng(first)
        return ("fee", "count", "held"), 60.0 * np.exp(0.05 * chance.standard_normal((len(next(iter(draws.values()))), 3)))

    said: list[str] = []
    found = fit(noise, FREES, TARGETS, Plan(60, steps=40, burn=20, thin=2, walkers=12), said.append)
    assert [wave.runs for wave in found.waves] == [24, 7]
    assert len(found.values) == 60 - 31
    assert any("no further one" in line for line in said)


def test_a_document_about_which_runs_show_only_chance_informs_nothing() -> None:
    points = first_points(60, 3, 4)
    values = np.exp(4.0 + 0.5 * np.random.default_rng(3).standard_normal((60, 1)))
    surrogate = train(FREES, (FEE,), points, values)
    (emulator,) = surrogate.emulators
    assert emulator is not None
    assert not emulator.learned
    _, spread = surrogate.predict(first_points(50, 3, 5))
    assert spread == pytest.approx(np.full((50, 1), np.log1p(values).std()), rel=0.2)
    chains = sample(LikelihoodTables(surrogate).log_likelihood, 3, steps=300, burn=100, seed=1, walkers=12)
    assert contraction(chains.flat) == pytest.approx([0, 0, 0], abs=0.08)


# Quantities left out
def test_a_quantity_left_out_is_predicted_by_runs_of_a_fit_without_it(fitted: Fit) -> None:
    numbers: list[tuple[int, int]] = []

    def simulate(draws: Mapping[str, np.ndarray], first: int) -> tuple[tuple[str, ...], np.ndarray]:
        names, values = simulator()(draws, first)
        numbers.append((first, len(values)))
        return names, values

    names, held = weights(fitted)
    assert set(names) == {"fees", "counts"}
    assert 0 < held.sum() < 3  # of three parameters something stays unknown
    found = leave_out(simulate, fitted, 2, 6, (150, 100), lambda _: None)
    assert [one.quantity for one in found] == [names[place] for place in np.argsort(-held)]
    assert numbers == [(60, 6), (66, 6)]  # on from the runs of the fit
    fees = next(one for one in found if one.quantity == "fees")
    assert [target.name for target in fees.targets] == ["fee"]
    assert fees.values[:, 0] == pytest.approx(model(settings(FREES, fees.draws))[:, 0], rel=0.1)
    without, within = fees.without[0].width, fees.within[0].width
    assert without is not None
    assert within is not None
    assert without > 1.5 * within  # a fit that knows no fees predicts them less closely
    assert fees.before[0].simulated == 24
    (first, _) = without_quantities(found)
    assert first["runs"] == 6
    assert first["left_out"]["score"] == pytest.approx(score(found[0].without), rel=1e-3)


def test_quantities_left_out_are_written_run_by_run(fitted: Fit, tmp_path: Path) -> None:
    found = leave_out(simulator(), fitted, 1, 5, (60, 40), lambda _: None)
    files = write_fit(tmp_path, fitted, {"format": "x"}, found)
    assert tmp_path / LEFT_OUT in files
    rows = list(csv.DictReader((tmp_path / LEFT_OUT).read_text(encoding="utf-8").splitlines()))
    assert [row["draw"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert [float(row["simulated"]) for row in rows] == pytest.approx(found[0].values[:, 0].tolist(), rel=1e-5)
    assert {row["quantity"] for row in rows} == {found[0].quantity}
    assert {row["documented_low"] for row in rows} == {f"{found[0].targets[0].low:g}"}
