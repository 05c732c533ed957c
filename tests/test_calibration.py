"""The fit: emulator on known functions, chains on known densities, planted parameters found again, and a whole fit on a made-up model."""

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from calibration.fit.checks import contraction, emulated, from_runs, information, simulation_based, without
from calibration.fit.emulator import emulate, squares_between
from calibration.fit.free import Free, read_free, settings
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.matching import implausibility, next_points, out_of_reach
from calibration.fit.posterior import r_hat, sample
from calibration.fit.procedure import Fit, Plan, fit, in_turn
from calibration.fit.surrogate import Surrogate, factor_of, register_factors, train
from calibration.fit.validation import checks, verdict
from calibration.fit.waves import first_points
from experiments.store.fit_files import MANIFEST, POSTERIOR, PREDICTIVE, read_predictive, write_fit
from scenarios import BadInput, load
from scenarios.posteriors import read_posterior
from scenarios.reading.folders import STUDIES
from sim.world.parameters import Parameter, Parameters, Status
from studies import CENTRAL_ASIA, made, table
from tests.fitting import COUNT, FEE, FREES, HELD, TARGETS, TRUTH, model, simulator


@pytest.fixture(scope="module")
def fitted() -> Fit:
    said: list[str] = []
    return fit(simulator(), FREES, TARGETS, Plan(60, steps=200, burn=100, thin=2, walkers=16), said.append)


# Free parameters
def test_a_free_parameter_moves_its_keys_in_step() -> None:
    free = Free("both", ("a", "b"), (1.0, 10.0), (100.0, 1000.0), (5.0, 50.0), log=True, acts="run", reason="r", unit="USD")
    assert {key: values.tolist() for key, values in free.at(np.array([0.0, 0.5, 1.0])).items()} == {"a": [1, 10, 100], "b": [10, 100, 1000]}
    assert free.share_of(10.0) == pytest.approx(0.5)
    even = replace(free, log=False)
    assert even.at(np.array([0.5]))["a"] == pytest.approx(50.5)
    assert even.share_of(50.5) == pytest.approx(0.5)
    assert list(settings((free,), np.array([[0.0]]))) == ["a", "b"]


def test_the_free_parameters_that_ship_are_ten_or_so_and_none_is_documented() -> None:
    world = load("central-asia-2004", posterior="none")
    frees = read_free(world.parameters, CENTRAL_ASIA)
    assert 8 <= len(frees) <= 18
    for free in frees:
        for key, low, high, assumed in zip(free.keys, free.low, free.high, free.assumed, strict=True):
            assert low <= assumed < high, key
            assert (found := world.parameters.find(key)) is not None
            assert found.status is not Status.DOCUMENTED


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("a,market.margins,,,log,run,r", 'key "market.margins"'),
        ("a,market.margin,2,1,log,run,r", "bounds 2.0 to 1.0 of market.margin"),
        ("a,market.margin,x,1,log,run,r", 'low "x"'),
        ("a,market.margin,,,cubic,run,r", 'scale "cubic"'),
        ("a,market.margin,,,log,jump,r", 'acts "jump"'),
        ("a,market.noise_share,,,log,run,r", "market.noise_share, a documented value"),
        ("a,market.margin,,,log,run,r\nb,market.margin,,,log,run,r", "market.margin again"),
        ("a,market.margin,,,log,run,", "an empty reason"),
    ],
)
def test_a_wrong_free_parameter_is_reported(row: str, found: str, tmp_path: Path) -> None:
    parameters = Parameters({
        "market.margin": Parameter(0.3, "ratio", Status.ASSUMED, "r", 0.1, 0.8),
        "market.noise_share": Parameter(0.3, "ratio", Status.DOCUMENTED, "FEE-01", 0.1, 0.8),
    })  # fmt: skip
    with pytest.raises(BadInput) as caught:
        read_free(parameters, made(tmp_path, free="name,keys,low,high,scale,acts,reason\n" + row + "\n"))
    assert found in [finding.found for finding in caught.value.findings]
    (free,) = read_free(parameters, made(tmp_path, free="name,keys,low,high,scale,acts,reason\na,market.margin,x0.5,x2,log,run,r\n"))
    assert (free.low, free.high) == ((0.15,), (0.6,))


def test_what_is_held_out_was_never_a_reason() -> None:
    from calibration.evidence.uses import HELD_OUT, read_uses

    text = table("free.csv").read_text(encoding="utf-8") + (STUDIES / "discrepancy.csv").read_text(encoding="utf-8")
    assert [use.id for use in read_uses(CENTRAL_ASIA).values() if use.use == HELD_OUT and use.id in text] == []


# The emulator
def test_the_emulator_knows_a_function_and_its_own_uncertainty() -> None:
    points = first_points(80, 4, 3)
    noise_of_seeds = 0.1 * np.random.default_rng(1).standard_normal(80)

    def true(x: np.ndarray) -> np.ndarray:
        return np.asarray(3 * x[:, 0] - 2 * x[:, 1] + np.sin(4 * x[:, 2]))

    emulator = emulate(points, true(points) + noise_of_seeds)
    assert emulator is not None
    elsewhere = first_points(300, 4, 4)
    mean, spread = emulator.predict(elsewhere)
    error = mean - true(elsewhere)
    assert np.sqrt((error**2).mean()) < 0.12
    assert 0.8 < (np.abs(error) < 1.645 * spread).mean() <= 1.0
    assert emulator.mean(elsewhere) == pytest.approx(mean)
    assert emulator.seed_sd == pytest.approx(0.1, rel=0.5)
    assert emulator.explained > 0.97
    assert emulator.outside < 0.2


def test_leaving_one_out_is_what_it_says() -> None:
    points, values = first_points(30, 2, 1), np.empty(30)
    values[:] = points[:, 0] + 0.2 * np.sin(9 * points[:, 1])
    emulator = emulate(points, values)
    assert emulator is not None
    # line and process together, each point weighed by its own spread between seeds, from all points but one, for each of them in turn
    line, sizes = points - 0.5, emulator.sizes
    prior = sizes.line * (1 + line @ line.T) + sizes.height * np.exp(-0.5 * squares_between(points, points) / sizes.length**2)
    whole = prior + np.diag(emulator.seed_variance(points, emulator.left_out[:, 0]) / emulator.unit**2 + 1e-8)
    scaled = (values - emulator.centre) / emulator.unit
    for out in range(30):
        rest = np.arange(30) != out
        weights = np.linalg.solve(whole[np.ix_(rest, rest)], whole[rest, out])
        spread = math.sqrt(whole[out, out] - weights @ whole[rest, out])
        assert emulator.left_out[out] == pytest.approx([emulator.centre + emulator.unit * (weights @ scaled[rest]), emulator.unit * spread], rel=1e-4)


def test_a_target_of_which_few_runs_speak_is_not_emulated_and_a_constant_is_known() -> None:
    points = first_points(20, 2, 1)
    few = np.full(20, np.nan)
    few[:5] = 1.0
    assert emulate(points, few) is None
    flat = emulate(points, np.full(20, 2.0))
    assert flat is not None
    assert flat.predict(points[:3])[0] == pytest.approx(2.0)


# The sampler
def test_chains_find_a_normal_in_the_cube() -> None:
    def log_likelihood(shares: np.ndarray) -> np.ndarray:
        return np.asarray(-0.5 * (((shares - [0.4, 0.6]) / [0.05, 0.1]) ** 2).sum(axis=1))

    chains = sample(log_likelihood, 2, steps=600, burn=100, seed=1, walkers=12)
    assert chains.flat.mean(axis=0) == pytest.approx([0.4, 0.6], abs=0.006)
    assert chains.flat.std(axis=0) == pytest.approx([0.05, 0.1], rel=0.08)
    assert chains.r_hat().max() < 1.02
    assert chains.effective().min() > 300
    again = sample(log_likelihood, 2, steps=600, burn=100, seed=1, walkers=12)
    assert np.array_equal(chains.shares, again.shares)
    assert contraction(chains.flat) == pytest.approx([1 - 12 * 0.0025, 1 - 12 * 0.01], abs=0.02)


def test_chains_that_differ_have_a_large_r_hat() -> None:
    chance = np.random.default_rng(1)
    same, apart = chance.normal(size=(4, 500)), chance.normal(size=(4, 500)) + np.arange(4)[:, None]
    assert r_hat(same) < 1.01
    assert r_hat(apart) > 1.5
    wider = chance.normal(size=(4, 500)) * np.array([[1.0], [1.0], [1.0], [5.0]])
    assert r_hat(wider) > 1.1  # the same middle, another width


# Surrogates
def test_a_register_is_multiplied_without_a_run() -> None:
    shares = np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 1.0]])
    assert register_factors(FREES, shares)["country.AAA.border_reporting"] == pytest.approx([0.5, 2.0])  # a quarter and one, of the half in the files
    points = first_points(40, 3, 1)
    values = model(settings(FREES[:2], points[:, :2]))[:, :2]
    surrogate = train(FREES, (FEE, COUNT), points, values)
    mean, _ = surrogate.predict(shares)
    assert np.expm1(mean[1, 1]) / np.expm1(mean[0, 1]) == pytest.approx(4.0, rel=0.02)
    assert mean[0, 0] == pytest.approx(mean[1, 0])


def test_a_sum_of_two_registers_is_no_multiple_of_one() -> None:
    both = replace(COUNT, registers=("country.AAA.border_reporting", "country.AAA.inland_reporting"))
    factors = register_factors(FREES, np.array([[0.5, 0.5, 0.0]]))
    assert factor_of(COUNT, factors) == pytest.approx([0.5])
    assert factor_of(FEE, factors) is None
    with pytest.raises(ValueError, match=r"count adds up country.AAA.border_reporting and country.AAA.inland_reporting: .* has to act on the run"):
        factor_of(both, factors)


def test_tables_say_what_the_surrogate_says(fitted: Fit) -> None:
    points = first_points(50, 3, 9)
    quick, slow = LikelihoodTables(fitted.surrogate).log_likelihood(points), fitted.surrogate.log_likelihood(points)
    near = slow > -20
    assert near.any()
    assert quick[near] == pytest.approx(slow[near], abs=0.8, rel=0.15)


def test_what_cannot_be_is_implausible(fitted: Fit) -> None:
    truth, wrong = np.array([[*TRUTH, 0.5]]), np.array([[0.0, 0.0, 0.5]])
    assert implausibility(fitted.surrogate, truth).max() < 3
    assert implausibility(fitted.surrogate, wrong).max() > 3
    points, share = next_points(fitted.surrogate, 10, 5, tries=2000)
    assert points.shape == (10, 3)
    assert 0 < share <= 1


def test_what_is_out_of_reach_is_named_and_weighs_nothing(fitted: Fit) -> None:
    far = replace(FEE, low=1e6, high=1e6)
    assert out_of_reach(fitted.surrogate.among((far, COUNT)), 1, tries=500) == ("fee",)
    assert out_of_reach(fitted.surrogate, 1, tries=500) == ()
    said: list[str] = []
    found = fit(simulator(), FREES, (far, COUNT, HELD), Plan(60, steps=60, burn=40, thin=2, walkers=12), said.append)
    assert found.unreachable == ("fee",)
    assert [target.name for target in found.reachable.targets] == ["count"]
    assert any("out of reach" in line for line in said)


# A whole fit
def test_a_fit_finds_the_planted_parameters(fitted: Fit) -> None:
    draws = fitted.chains.flat
    low, high = np.quantile(draws, (0.05, 0.95), axis=0)
    true = model(settings(FREES, np.array([[*TRUTH, 0.5]])))[0]
    assert (FEE.low or 0) * 0.8 < true[0] < (FEE.high or 0) * 1.25
    assert (low[:2] < TRUTH).all()
    assert (high[:2] > TRUTH).all()
    assert contraction(draws)[0] > 0.5
    assert fitted.failed == 0
    assert [wave.runs for wave in fitted.waves] == [24, 7, 7, 7][: len(fitted.waves)]
    assert len(fitted.shares) + len(fitted.values) == 60


def test_the_same_plan_gives_the_same_posterior(fitted: Fit) -> None:
    again = fit(simulator(), FREES, TARGETS, fitted.plan, lambda _: None)
    assert np.array_equal(again.draws, fitted.draws)
    assert np.array_equal(again.values, fitted.values)


def test_what_is_held_out_does_not_touch_the_fit(fitted: Fit) -> None:
    other = fit(simulator(), FREES, (FEE, COUNT, replace(HELD, low=1.0, high=1.1)), fitted.plan, lambda _: None)
    assert np.array_equal(other.draws, fitted.draws)


def test_a_fit_that_was_interrupted_goes_on_with_the_same_result(fitted: Fit) -> None:
    calls: list[int] = []
    kept: dict[bytes, tuple[tuple[str, ...], np.ndarray]] = {}

    def halting(draws: Mapping[str, np.ndarray], first: int) -> tuple[tuple[str, ...], np.ndarray]:
        key = b"".join(np.ascontiguousarray(column).tobytes() for column in draws.values())
        calls.append(len(calls))
        if key not in kept:
            if len(calls) == 2:
                raise KeyboardInterrupt
            kept[key] = simulator()(draws, first)
        return kept[key]

    with pytest.raises(KeyboardInterrupt):
        fit(halting, FREES, TARGETS, fitted.plan, lambda _: None)
    assert len(kept) == 1
    again = fit(halting, FREES, TARGETS, fitted.plan, lambda _: None)
    assert len(kept) == len(fitted.waves) + 1  # the first wave was not done twice
    assert np.array_equal(again.draws, fitted.draws)


def test_a_run_that_failed_is_passed_over_and_counted() -> None:
    def failing(draws: Mapping[str, np.ndarray], first: int) -> tuple[tuple[str, ...], np.ndarray]:
        names, values = simulator()(draws, first)
        values[0] = np.nan
        return names, values

    found = fit(failing, FREES, TARGETS, Plan(60, steps=40, burn=20, thin=2, walkers=12), lambda _: None)
    assert found.failed == len(found.waves) + 1  # the first run of every wave, and of those at draws
    assert np.isfinite(found.chains.flat).all()


def test_coverage_on_made_up_truths_is_what_it_says(fitted: Fit) -> None:
    found = simulation_based(fitted.surrogate, 16, steps=120, burn=80, seed=1)
    assert 0.78 <= found.covered.mean() <= 0.99  # 48 intervals of 90 per cent
    assert (found.uniform() > 0.001).all()
    assert np.sqrt((found.distances**2).mean()) == pytest.approx(1.0, abs=0.35)


def test_runs_whose_parameters_are_known_are_found(fitted: Fit) -> None:
    def others(number: int) -> Surrogate:
        kept = np.delete(np.arange(len(fitted.shares)), number)
        return train(FREES, (FEE, COUNT), fitted.shares[kept], fitted.wave_values[kept])

    shares = fitted.shares.copy()
    shares[:, 2] = FREES[2].share_of(0.5)
    found = from_runs(others, shares, fitted.wave_values, (0, 9), steps=100, burn=60)
    assert found.covered[:, :2].mean() >= 0.8


def test_information_says_which_document_informs_which_parameter(fitted: Fit) -> None:
    clusters, found = information(fitted.surrogate, fitted.chains.thinned(50))
    assert clusters == ("fees", "counts")
    fees, counts = found
    assert fees[0] > fees[1]  # the fee rises more with the first
    assert fees[0] > 20 * counts[0]  # the register does not know the first
    assert counts[1] > 12  # and more of the second than the prior
    assert [target.name for target in without(fitted.surrogate, ["APP"]).targets] == ["fee"]


def test_information_is_the_mean_squared_slope_of_the_log_likelihood(fitted: Fit) -> None:
    draws = np.vstack((fitted.chains.thinned(20), fitted.chains.thinned(1) * [0, 1, 1]))  # one of them on the edge
    up, down = (np.clip(np.add(draws, [by, 0, 0]), 0, 1) for by in (0.02, -0.02))
    slopes = (fitted.surrogate.by_target(up) - fitted.surrogate.by_target(down)) / (up - down)[:, :1]
    assert information(fitted.surrogate, draws)[1][:, 0] == pytest.approx((slopes**2).mean(axis=0), rel=0.05)


def test_what_is_emulated_has_the_uncertainty_of_the_emulator_and_of_the_seed(fitted: Fit) -> None:
    point = np.tile(fitted.chains.thinned(1), (20_000, 1))
    _, spread = fitted.surrogate.predict(point[:1])
    assert np.log1p(emulated(fitted.surrogate, FEE, point, 1)).std() == pytest.approx(spread[0, 0], rel=0.02)


def test_verdicts_count_by_use(fitted: Fit) -> None:
    found = checks(TARGETS, fitted.simulated)
    mine, held = verdict("fitted", found), verdict("held-out", found)
    assert (mine.rows, mine.clusters, held.rows) == (2, 2, 1)
    assert mine.covered == 1
    assert mine.met
    assert math.isfinite(mine.score)
    assert mine.score >= mine.width


# Files
def test_a_fit_is_written_and_read_again(fitted: Fit, tmp_path: Path) -> None:
    files = write_fit(tmp_path, fitted, {"format": "x"})
    assert {path.name for path in files} >= {POSTERIOR, MANIFEST, PREDICTIVE}
    found = read_posterior(tmp_path / POSTERIOR)
    assert len(found.draws) == len(fitted.draws)
    assert found.best == {key: values[0] for key, values in settings(FREES, fitted.draws).items()}
    logs = [float(row["_log_likelihood"]) for row in csv.DictReader((tmp_path / POSTERIOR).read_text(encoding="utf-8").splitlines())]
    assert logs[0] == max(logs)
    assert logs == [sorted(logs, reverse=True)[place] for place in in_turn(len(logs))]
    assert read_predictive(tmp_path / PREDICTIVE, TARGETS) == pytest.approx(fitted.simulated, rel=1e-5)
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["draws"] == len(fitted.draws)
    first = (tmp_path / POSTERIOR).read_bytes()
    write_fit(tmp_path, fitted, {"format": "x"})
    assert (tmp_path / POSTERIOR).read_bytes() == first


def test_the_first_draws_stand_for_all() -> None:
    assert in_turn(8).tolist() == [0, 4, 2, 6, 1, 5, 3, 7]
    assert in_turn(5).tolist() == [0, 4, 2, 1, 3]
    for count in (1, 2, 7, 48, 100):
        assert sorted(in_turn(count)) == list(range(count))
        assert in_turn(count)[0] == 0, "the maximum a posteriori draw stays in front"
    assert in_turn(48)[:6].mean() == pytest.approx(23.5, abs=4.0), "six of forty-eight, ranked by likelihood, lie about the middle"
