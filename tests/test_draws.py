"""Keyed draws: known answers, shape of the distributions, independence, and the same numbers compiled or not."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from sim.basis import draws

GOLDEN = 0x9E3779B97F4A7C15
PUBLISHED = {
    0: (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC, 0x1B39896A51A8749B),
    1234567: (6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821),
}
"""First outputs of SplitMix64 by seed: its state grows by GOLDEN and is mixed."""
SEED = draws.name_key("seed 1")
NEVER = 0.001
"""How seldom chance alone would fail a test of shape; keys are fixed, so a test that passes always passes."""


@pytest.fixture(autouse=True)
def _products_wrap_round():
    with np.errstate(over="ignore"):
        yield


def many(purpose, number, seed=SEED):
    """Draws of as many people, for a first occasion."""
    return np.array([draws.uniform(seed, purpose, draws.join_number(draws.PERSON, n), np.uint64(0)) for n in range(number)])


def surprise(observed, expected, degrees):
    """Probability of a chi-square at least as large."""
    return chi2.sf(((observed - expected) ** 2 / expected).sum(), degrees)


@pytest.mark.parametrize("seed", PUBLISHED)
def test_mix_is_the_finaliser_of_splitmix64(seed):
    states = [(seed + (n + 1) * GOLDEN) % 2**64 for n in range(5)]
    assert tuple(int(draws.mix(np.uint64(state))) for state in states) == PUBLISHED[seed]


def test_join_is_a_step_of_splitmix64_from_the_exclusive_or():
    assert int(draws.join(np.uint64(5), np.uint64(5))) == PUBLISHED[0][0]
    assert int(draws.join_number(np.uint64(1234567), 0)) == PUBLISHED[1234567][0]
    assert draws.join_number(SEED, 7) == draws.join(SEED, np.uint64(7)) != draws.join(np.uint64(8), SEED)
    assert draws.join(draws.join(SEED, draws.MOVE), draws.VISA) != draws.join(draws.join(SEED, draws.VISA), draws.MOVE)


@pytest.mark.parametrize(  # from b2sum -l 64, whose bytes are read from the little end
    ("name", "b2sum"), [("person", "6bdb815d9b3fd131"), ("seed 1", "e90f2e1df4f9232d"), ("kara-suu>osh by road, inland", "9b275e5aef6b891b")]
)
def test_a_name_has_the_key_of_its_blake2b_digest(name, b2sum):
    assert int(draws.name_key(name)) == int.from_bytes(bytes.fromhex(b2sum), "little")


def test_purposes_have_keys_of_their_own():
    keys = [int(value) for name, value in vars(draws).items() if name.isupper() and isinstance(value, np.uint64) and value > 2**32]
    assert len(keys) == len(set(keys)) > 30


def test_a_uniform_draw_is_three_steps_deep_and_takes_52_bits():
    deep = draws.join(draws.join(draws.join(SEED, draws.MOVE), draws.PERSON), np.uint64(3))
    assert draws.uniform(SEED, draws.MOVE, draws.PERSON, np.uint64(3)) == (int(deep) // 2**12 + 0.5) / 2**52


def test_the_ends_of_the_unit_interval_are_never_drawn():
    lowest, highest = (np.float64(np.uint64(bits) >> draws.TWELVE) * draws.STEP + draws.HALF_STEP for bits in (0, 2**64 - 1))
    assert 0.0 < lowest < highest < 1.0
    assert math.isfinite(draws.gumbel(lowest))
    assert draws.gumbel(highest) == draws.LARGEST_GUMBEL


def test_draws_are_uniform():
    counts = np.bincount((many(draws.MOVE, 20_000) * 100).astype(int), minlength=100)
    assert surprise(counts, 200.0, 99) > NEVER


@pytest.mark.parametrize("other", ["another purpose", "another seed", "the next person"])
def test_draws_are_independent(other):
    number = 20_000
    one = many(draws.DEATH, number)
    two = {
        "another purpose": lambda: many(draws.INJURY, number),
        "another seed": lambda: many(draws.DEATH, number, draws.name_key("seed 2")),
        "the next person": lambda: np.roll(one, 1),
    }[other]()
    table = np.bincount((one * 10).astype(int) * 10 + (two * 10).astype(int), minlength=100)
    assert surprise(table, number / 100, 99) > NEVER


def test_compiled_draws_are_the_same_to_the_last_bit():
    @numba.njit(error_model="numpy")
    def compiled(keys, out):
        for i in range(len(keys)):
            out[i, 0] = draws.uniform(keys[i], draws.MOVE, draws.join_number(keys[i], i), np.uint64(i))
            out[i, 1] = draws.gumbel(out[i, 0])
            out[i, 2] = draws.log_logistic(1000.0, 0.4, out[i, 0])
            out[i, 3] = draws.within(out[i, 0], i)

    keys = np.array([draws.join_number(SEED, i) for i in range(1000)])
    out = np.zeros((1000, 4))
    compiled(keys, out)
    for i, key in enumerate(keys):
        u = draws.uniform(key, draws.MOVE, draws.join_number(key, i), np.uint64(i))
        assert out[i].tolist() == [u, draws.gumbel(u), draws.log_logistic(1000.0, 0.4, u), draws.within(u, i)]


def test_gumbel_inverts_its_distribution():
    assert draws.gumbel(math.exp(-1)) == 0.0
    for x in (-2.0, 0.5, 7.0):
        assert draws.gumbel(math.exp(-math.exp(-x))) == pytest.approx(x)


def test_log_logistic_has_its_median_in_the_middle_and_spreads_by_odds():
    assert draws.log_logistic(1000.0, 0.4, 0.5) == 1000.0
    assert draws.log_logistic(1000.0, 0.5, 0.8) == pytest.approx(2000.0)  # odds 4, to the power 1/2
    assert draws.log_logistic(1000.0, 0.5, 0.2) == pytest.approx(500.0)
    assert draws.log_logistic(1000.0, 0.0, 0.999) == 1000.0


def test_hazards_over_hours():
    assert draws.within(0.3, 24) == pytest.approx(0.3)
    assert draws.within(0.19, 12) == pytest.approx(0.1)  # 0.9 x 0.9 = 0.81
    assert [draws.within(0.3, 0), draws.within(0.0, 24), draws.within(1.0, 1), draws.within(0.5, -5)] == [0.0, 0.0, 1.0, 0.0]


@given(st.floats(0, 1), st.integers(0, 500), st.integers(0, 500))
def test_two_stretches_compose_to_one(hazard, one, two):
    survival = (1 - draws.within(hazard, one)) * (1 - draws.within(hazard, two))
    assert 1 - draws.within(hazard, one + two) == pytest.approx(survival, abs=1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(-2, 50) | st.integers(51, 20_000), st.integers(0, 2**52 - 1))
def test_what_needs_no_logarithm_would_not_have_befallen_anybody(hazard, draw, hours, step):
    chance = draws.within(hazard, hours)
    for u in (draw, (step + 0.5) * 2.0**-52, chance, math.nextafter(chance, 0), math.nextafter(chance, 1)):
        assert draws.befalls(u, hazard, hours) == (u < chance)
