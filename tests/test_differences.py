"""The arithmetic of comparisons, by hand: paired differences with intervals, costs that may be undefined, rankings that may not be supported."""

import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from experiments.runs.differences import between, costs, differences, ratio
from experiments.runs.intervals import LEAST_PAIRS, adjust, estimate, interval, judged, paired_t
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.points import rows
from experiments.runs.policy_costs import own_cost, own_costs_by_draw
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes
from experiments.runs.replicate_intervals import replicate_intervals
from scenarios import load
from sim import run
from sim.basis.words import Account
from sim.books.ledger import SIDES
from sim.outcomes.reading import in_period, is_word, numbers
from sweeping import PATROLS

DAYS = 120
T2 = 4.302652729911275
T5 = 2.5705818366147395
"""Student's t for two and for five degrees of freedom, 97.5 per cent."""


def by_policy(*values: list[list[float]]) -> PolicyOutcomes:
    """One outcome, deaths, of policies, each by draw and seed; of one community, which is all there is."""
    found = np.full((len(values), 2, 1, len(values[0]), len(values[0][0])), np.nan)
    for p, value in enumerate(values):
        found[p, :, 0] = value
    return PolicyOutcomes(tuple("none more other".split()[: len(values)]), ("walkers", TOGETHER), ("deaths",), found)


# Intervals, by hand.


def test_the_interval_over_seeds_is_student_s() -> None:
    middle, low, high = interval(np.array([[1.0, 2.0, 3.0]]))
    assert middle == 2
    assert (low, high) == (pytest.approx(2 - T2 / math.sqrt(3)), pytest.approx(2 + T2 / math.sqrt(3)))
    assert interval(np.array([[5.0]])) == (5, None, None)
    assert interval(np.array([[1.0, math.nan, 3.0]]))[0] == 2, "a pair of which one run failed is left out"


def test_the_interval_over_draws_is_where_nine_in_ten_lie() -> None:
    paired = np.array([[k - 1.0, k + 1.0] for k in range(21)])
    assert interval(paired) == (10, pytest.approx(1), pytest.approx(19))


def test_pairs_show_what_means_do_not() -> None:
    """Chance that is the same under both policies drops out."""
    base = [10.0, 50, 90, 20, 30, 40]
    (row,) = [d for d in differences(by_policy([base], [[9, 48, 89, 19, 28, 39]])) if d.community == TOGETHER]
    assert (row.against, row.baseline, row.value, row.pairs) == ("none", 40, pytest.approx(232 / 6), 6)
    assert row.difference == pytest.approx(-4 / 3)
    # -1, -2, -1, -1, -2, -1: a standard deviation of 0.516, an error of 0.211, t = 6.32 with 5 degrees of freedom.
    assert row.significance == "less"
    assert row.p == pytest.approx(0.00146, rel=0.01)
    (row,) = [d for d in differences(by_policy([base], [[9, 48, 99, 19, 28, 39]])) if d.community == TOGETHER]
    assert row.significance == "not statistically significant", "one pair is 9 the other way"


def verdict(base: list[list[float]], value: list[list[float]]) -> str:
    return next(d.significance for d in differences(by_policy(base, value)) if d.community == TOGETHER)


def test_no_verdict_without_evidence() -> None:
    """Two pairs of -2 are what a symmetric +-2 gives one time in four; six that agree, one time in 32."""
    assert LEAST_PAIRS == 6
    assert 2 * 0.5**LEAST_PAIRS < 0.05 < 2 * 0.5 ** (LEAST_PAIRS - 1)
    assert verdict([[10, 12]], [[8, 10]]) == "too few pairs", "not: less, -2 to -2"
    assert verdict([[1]], [[2]]) == "too few pairs"
    assert verdict([[10.0] * 5], [[1.0, 2, 3, 2, 1]]) == "too few pairs"
    assert verdict([[10.0] * 6], [[8.0] * 6]) == "pairs all alike"
    assert verdict([[3.0] * 6], [[3.0] * 6]) == "pairs all alike"
    assert verdict([[0.0] * 6], [[0.0] * 6]) == "none seen", "not: same, 0 to 0"
    assert verdict([[0.0, 0.0]], [[0.0, 0.0]]) == "none seen"
    assert verdict([[0.0] * 6], [[1.0, 2, 3, 2, 1, 1]]) == "more"
    assert verdict([[4.0, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [8, 8]]) == "too few draws"


def test_an_interval_without_width_is_none() -> None:
    assert interval(np.array([[-2.0, -2.0]])) == (-2, None, None)
    assert interval(np.array([[0.1 + 0.2, 0.3]]))[1] is None, "equal but for rounding"
    found = differences(by_policy([[10, 12]], [[8, 10]]))[0]
    assert (found.difference, found.low, found.high, found.p) == (-2, None, None, None)
    assert not found.is_unchanged
    assert differences(by_policy([[3, 4]], [[3, 4]]))[0].is_unchanged


def test_draws_need_an_interval_and_a_test() -> None:
    """Means of six draws are 1 to 6: t = 3.5 / (1.871 / root of 6) = 4.58 with 5 degrees of freedom, p = 0.006; and the range lies above zero."""
    one = estimate(np.array([[k - 1.0, k + 1.0] for k in range(1, 7)]))
    assert (one.low, one.high) == (pytest.approx(1.25), pytest.approx(5.75))
    assert one.p == pytest.approx(0.00594, rel=0.01)
    assert judged([one])[0][0] == "more"
    # 39 draws of 1 and 3 of -1: the mean is surely above zero, and yet the range over draws reaches below it.
    one = estimate(np.array([[1.0]] * 39 + [[-1.0]] * 3))
    assert one.p is not None
    assert one.p < 1e-6
    assert judged([one])[0][0] == "not statistically significant"


def test_the_false_discovery_rate_is_that_of_benjamini_and_hochberg() -> None:
    """Three tests: 0.01 x 3 / 1, 0.03 x 3 / 2 and 0.04 x 3 / 3, none above the next: 0.03, 0.04, 0.04."""
    assert adjust([0.03, None, 0.01, 0.04]) == [pytest.approx(0.04), None, pytest.approx(0.03), pytest.approx(0.04)]
    assert adjust([None]) == [None]
    # One interval in twenty excludes zero by chance: alone it is a verdict, among twenty that show nothing it is none.
    # 0, 1, 1, 2, 2, 3: a mean of 1.5 with an error of 0.428, t = 3.50 with 5 degrees of freedom.
    lucky = np.array([[0.0, 1.0, 1.0, 2.0, 2.0, 3.0]])
    nothing = [estimate(np.array([[-1.0, 1.0, -2.0, 2.0, -1.0, 1.0]]))] * 19
    assert paired_t(lucky[0]) == pytest.approx(0.0172, rel=0.01)
    assert judged([estimate(lucky)])[0][0] == "more"
    assert judged([estimate(lucky), *nothing])[0][0] == "not statistically significant"


def test_totals_are_a_family_of_their_own() -> None:
    """One outcome of all together with p = 0.017 is a verdict, though nineteen communities show nothing; that of a community is none."""
    found = np.zeros((2, 21, 1, 1, 6))
    found[1, :, 0, 0] = [-1.0, 1.0, -2.0, 2.0, -1.0, 1.0]
    found[1, 0, 0, 0] = found[1, -1, 0, 0] = [0.0, 1.0, 1.0, 2.0, 2.0, 3.0]
    names = (*(f"community {k}" for k in range(20)), TOGETHER)
    rows_of = {row.community: row for row in differences(PolicyOutcomes(("none", "more"), names, ("deaths",), found))}
    assert (rows_of[TOGETHER].significance, rows_of["community 0"].significance) == ("more", "not statistically significant")
    assert rows_of[TOGETHER].adjusted_p == pytest.approx(0.0172, rel=0.01)
    assert rows_of["community 0"].adjusted_p == pytest.approx(20 * 0.0172, rel=0.01)


def test_policies_are_compared_with_each_other() -> None:
    found = between(by_policy([[5.0] * 6], [[1.0, 2, 3, 2, 1, 1]], [[4.0, 4, 6, 4, 5, 4]]))
    assert {(row.policy, row.against) for row in found} == {("other", "more")}
    row = next(row for row in found if row.community == TOGETHER)
    assert (row.baseline, row.value, row.difference) == (pytest.approx(10 / 6), 4.5, pytest.approx(17 / 6))
    assert row.significance == "more"
    assert between(by_policy([[5.0]], [[1.0]])) == []


# Costs.


def test_a_cost_is_undefined_where_nothing_is_gained_for_sure() -> None:
    cost = np.full((1, 6), 10.0)
    unsure = np.array([[-1.0, 1.0, 1.0, -1.0, 1.0, -1.0]])
    assert ratio(cost, unsure, "deaths")[3] == "undefined: the interval of the difference in deaths includes zero"
    assert ratio(cost, np.array([[-5.0, -5.1, -4.9] * 2]), "deaths")[3] == "undefined: deaths changed the other way"
    assert ratio(np.array([[1.0]]), np.array([[1.0]]), "deaths")[3] == "undefined: too few pairs (1 of 6)"
    assert ratio(cost, np.full((1, 6), 2.0), "deaths")[3] == "undefined: the difference in deaths is the same in every pair, which gives no interval"
    assert ratio(cost, unsure, "deaths")[0] is None


def test_a_cost_with_a_certain_numerator_has_the_bounds_of_its_denominator() -> None:
    gained = np.array([[4.0, 5.0, 6.0] * 2])
    reach = T5 * math.sqrt(0.8) / math.sqrt(6)
    value, low, high, why = ratio(np.full((1, 6), 10.0), gained, "apprehensions")
    assert (value, why) == (2, "")
    assert (low, high) == (pytest.approx(10 / (5 + reach)), pytest.approx(10 / (5 - reach)))


def test_a_cost_over_draws_is_that_of_each() -> None:
    gained = np.array([[float(k)] for k in range(1, 22)])
    value, low, high, why = ratio(3 * gained, gained, "apprehensions")
    assert (value, low, high, why) == (3, pytest.approx(3), pytest.approx(3), "")


def test_a_policy_costs_what_its_file_says_for_the_days_in_force() -> None:
    plain, patrols = load("two-valleys"), load("two-valleys", policy=PATROLS)
    whole = own_cost(PATROLS, plain, patrols)
    months = 306 / (365.25 / 12)
    assert (whole.usd, whole.low, whole.high) == pytest.approx((4000 * months, 2000 * months, 8000 * months)), "1 March to 31 December"
    assert own_cost(PATROLS, load("two-valleys", scale=0.5), load("two-valleys", scale=0.5, policy=PATROLS)).usd == pytest.approx(2000 * months)
    assert own_cost("none", plain, plain).outlays == ()


PATROLS_AND_SHOCK = """
title = "Patrols and shocks"
about = "Patrols are doubled, and people at home are readier to leave, which is nobody's measure."
[[event]]
lever = "enforcement"
crossing = "goat-path"
factor = 2.0
range = { factor = [1.0, 4.0] }
source = "for the test"
[[event]]
lever = "origin_shock"
community = "aldmark-transit"
factor = 1.5
range = { factor = [1.0, 2.0] }
source = "for the test"
"""


def test_a_policy_whose_file_names_no_cost_costs_what_its_levers_do(tmp_path: Path) -> None:
    path = tmp_path / "priced.toml"
    path.write_text(PATROLS_AND_SHOCK, encoding="utf-8")
    plain, priced = load("two-valleys", scale=0.5), load("two-valleys", scale=0.5, policy=path)
    patrols = sum(priced.parameters.number(f"post.goat-path.{country}.effort") for country in ("ALD", "BRE"))
    found = own_cost(str(path), plain, priced)
    (outlay,) = found.outlays
    # 500 (100 to 5,000) dollars at once and 4,000 (2,000 to 8,000) a month of thirty days a patrol; half of all at half the scale.
    assert (outlay.what, outlay.unit, outlay.amount) == ("enforcement", "patrol", pytest.approx(patrols))
    assert found.usd == pytest.approx(0.5 * patrols * (500 + 4000 * 306 / 30))
    assert found.low == pytest.approx(0.5 * patrols * (100 + 2000 * 306 / 30))
    assert found.high == pytest.approx(0.5 * patrols * (5000 + 8000 * 306 / 30))
    assert found.unpriced == ("origin_shock",)
    drawn = rows([{"lever.enforcement.monthly_usd": 4000.0, "market.margin": 0.3}, {"lever.enforcement.monthly_usd": 10_000.0, "market.margin": 0.3}])
    assert own_costs_by_draw(str(path), plain, priced, drawn) == pytest.approx([0.5 * patrols * (500 + monthly * 306 / 30) for monthly in (4000, 10_000)])
    assert own_costs_by_draw(str(path), plain, priced, rows([{"market.margin": 0.1}, {"market.margin": 0.3}])) == pytest.approx([found.usd, found.usd])


def test_at_fieller_s_bounds_the_cost_less_so_much_a_gain_just_excludes_zero() -> None:
    cost, gained = np.array([[10.0, 12.0, 17.0] * 2]), np.array([[4.0, 5.0, 7.0] * 2])  # they vary together
    middle, low, high, why = ratio(cost, gained, "apprehensions")
    assert (middle, why) == (pytest.approx(39 / 16), "")
    assert low is not None
    assert high is not None
    for bound in (low, high):
        rest = cost - bound * gained
        assert abs(rest.mean()) == pytest.approx(T5 * rest.std(ddof=1) / math.sqrt(6))
    assert low < 39 / 16 < high


def test_ranges_of_prices_widen_what_an_apprehension_costs() -> None:
    found = np.zeros((2, 1, 3, 1, 6))
    found[1, 0, :, 0] = [[10] * 6, [5, 5, 5, 5, 5, 5 + 1e-6], [0] * 6]  # cost, apprehensions, deaths
    outcomes = PolicyOutcomes(("none", "more"), (TOGETHER,), ("cost to the state", "apprehensions", "deaths"), found)
    caught, died = costs(outcomes, {"more": (-4.0, 10.0)})
    # 10 dollars, 6 to 20 with the ranges of prices, for 5 more apprehensions.
    assert (caught.value, caught.low, caught.high) == pytest.approx((2, 2, 2))
    assert (caught.lowest, caught.highest) == pytest.approx((1.2, 4))
    # What the baseline costs may be 1 dollar less or 3 more: then the policy costs 10 - 4 - 3 at least, and 10 + 10 + 1 at most.
    caught, _ = costs(outcomes, {"more": (-4.0, 10.0), "none": (-1.0, 3.0)})
    assert (caught.lowest, caught.highest) == pytest.approx((0.6, 4.2))
    assert (died.value, died.lowest, died.why) == (None, None, "undefined: the difference in deaths is the same in every pair, which gives no interval")


def test_smugglers_income_is_what_is_left_in_their_books() -> None:
    world = load("two-valleys", days=DAYS)
    results = run(world, 1)
    books = results.tables["books"]
    rows_in = in_period(books, world.start, world.report)
    cents = numbers(books, "cents")

    def of(column: str) -> int:
        return int(cents[rows_in & is_word(books, column, "facilitator", "organiser")].sum())

    from experiments.store.indicators import indicators

    found = {}
    for row in indicators(results, world):
        if row.place_or_crossing == "all":
            found[row.indicator] = found.get(row.indicator, 0.0) + row.value
    parts = OUTCOMES["smugglers' income"].parts
    # What organisers pay out of their own is the documents and fares of their clients; all of it stands in the books.
    assert sum(sign * found.get(name, 0.0) for name, sign in parts.items()) == pytest.approx((of("payee") - of("payer")) / 100)
    assert of("payee") > 0


def test_every_purpose_in_which_smugglers_are_paid_or_pay_is_part_of_their_income() -> None:
    smugglers = (Account.FACILITATOR, Account.ORGANISER)
    expected: dict[str, int] = {}
    for sides in SIDES.values():
        sign = (sides.payee in smugglers) - (sides.payer in smugglers)
        if sides.payee in smugglers or sides.payer in smugglers:
            expected[f"paid by {sides.payer.word} to {sides.payee.word}".replace("_", " ")] = sign
    assert dict(OUTCOMES["smugglers' income"].parts) == expected


def test_how_far_replications_lie_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three runs, in the last of which nobody died: 2, 4 and 0 deaths, a mean of 2 with a standard error of 2 over the root of 3."""
    tables = {
        "indicators": {"community": ["all"] * 2, "indicator": ["died"] * 2, "value": [2.0, 4.0]},
        "runs": {"error": ["", "", ""]},
    }
    monkeypatch.setattr("experiments.runs.replicate_intervals.load", lambda _, table, **__: pa.table(tables[table]))
    (row,) = replicate_intervals(Path())
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((2, 0.2, 3.8))
    assert row["error"] == pytest.approx(2 / math.sqrt(3))
