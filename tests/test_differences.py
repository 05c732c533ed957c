"""The arithmetic of comparisons, by hand: paired differences with intervals, costs that may be undefined, rankings that may not be supported."""

import math
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from experiments.runs.differences import costs, differences, interval, ratio
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.points import rows
from experiments.runs.policy_costs import own_cost, own_costs_by_draw
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes
from experiments.runs.ranking import ranking
from experiments.runs.replicate_intervals import replicate_intervals
from scenarios import load
from sim import run
from sim.basis.words import Account
from sim.books.ledger import SIDES
from sim.outcomes.reading import in_period, is_word, numbers
from sweeping import PATROLS

DAYS = 120
T2 = 4.302652729911275
"""Student's t for two degrees of freedom, 97.5 per cent."""


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


def test_pairs_tell_apart_what_means_do_not() -> None:
    """Chance that is the same under both policies drops out."""
    (row,) = [d for d in differences(by_policy([[10, 50, 90]], [[9, 48, 89]])) if d.community == TOGETHER]
    assert (row.baseline, row.value, row.pairs) == (50, pytest.approx(146 / 3), 3)
    assert row.difference == pytest.approx(-4 / 3)
    assert row.significance == "not statistically significant", "-1, -2, -1: the interval reaches from -2.77 to 0.10"
    assert [d.significance for d in differences(by_policy([[10, 50, 90, 20]], [[9, 48, 89, 19]])) if d.community == TOGETHER] == ["less"]
    assert [d.significance for d in differences(by_policy([[1, 2]], [[1, 2]]))] == ["same", "same"]
    assert [d.significance for d in differences(by_policy([[1]], [[2]]))] == ["one pair only"] * 2


# Costs.


def test_a_cost_is_undefined_where_nothing_is_gained_for_sure() -> None:
    cost = np.array([[10.0, 10.0, 10.0]])
    assert ratio(cost, np.array([[-1.0, 1.0, 1.0]]), "deaths")[3] == "undefined: the interval of the difference in deaths includes zero"
    assert ratio(cost, np.array([[-5.0, -5.1, -4.9]]), "deaths")[3] == "undefined: deaths changed the other way"
    assert ratio(np.array([[1.0]]), np.array([[1.0]]), "deaths")[3] == "undefined: one pair only"
    assert ratio(cost, np.array([[-1.0, 1.0, 1.0]]), "deaths")[0] is None


def test_a_cost_with_a_certain_numerator_has_the_bounds_of_its_denominator() -> None:
    gained = np.array([[4.0, 5.0, 6.0]])
    reach = T2 / math.sqrt(3)
    value, low, high, why = ratio(np.array([[10.0, 10.0, 10.0]]), gained, "apprehensions")
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


EXPENSIVE = """
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
    path.write_text(EXPENSIVE, encoding="utf-8")
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
    cost, gained = np.array([[10.0, 12.0, 17.0]]), np.array([[4.0, 5.0, 7.0]])  # they vary together
    middle, low, high, why = ratio(cost, gained, "apprehensions")
    assert (middle, why) == (pytest.approx(39 / 16), "")
    assert low is not None
    assert high is not None
    for bound in (low, high):
        rest = cost - bound * gained
        assert abs(rest.mean()) == pytest.approx(T2 * rest.std(ddof=1) / math.sqrt(3))
    assert low < 39 / 16 < high


def test_ranges_of_prices_widen_what_an_apprehension_costs() -> None:
    found = np.zeros((2, 1, 3, 1, 3))
    found[1, 0, :, 0] = [[10, 10, 10], [5, 5, 5], [0, 0, 0]]  # cost, apprehensions, deaths
    outcomes = PolicyOutcomes(("none", "more"), (TOGETHER,), ("cost to the state", "apprehensions", "deaths"), found)
    caught, died = costs(outcomes, {"more": (-4.0, 10.0)})
    # 10 dollars, 6 to 20 with the ranges of prices, for 5 more apprehensions.
    assert (caught.value, caught.low, caught.high) == pytest.approx((2, 2, 2))
    assert (caught.lowest, caught.highest) == pytest.approx((1.2, 4))
    # What the baseline costs may be 1 dollar less or 3 more: then the policy costs 10 - 4 - 3 at least, and 10 + 10 + 1 at most.
    caught, _ = costs(outcomes, {"more": (-4.0, 10.0), "none": (-1.0, 3.0)})
    assert (caught.lowest, caught.highest) == pytest.approx((0.6, 4.2))
    assert (died.value, died.lowest, died.why) == (None, None, "undefined: the interval of the difference in deaths includes zero")


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


# Rankings.


def test_regret_and_the_chance_of_being_best_by_hand() -> None:
    found = ranking(by_policy([[4, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [10, 10]]), TOGETHER, "deaths", "less")
    more, none = found.ranks
    assert (more.policy, none.policy) == ("more", "none")
    assert (more.mean, none.mean) == (pytest.approx(13 / 3), 5)
    assert (more.best, none.best) == (0.5, 0.5), "best in one draw, equal in one, behind in one"
    assert (none.regret, more.regret) == (1, pytest.approx(1 / 3))
    assert any("3 draws are too few" in warning for warning in found.warnings)
    assert any("33% of the draws" in warning for warning in found.warnings)
    assert ranking(by_policy([[4, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [10, 10]]), TOGETHER, "deaths", "more").ranks[0].policy == "none"


def test_three_policies_ranked_by_hand() -> None:
    """Two seeds a draw: means are 2, 8, 5 without a policy, 4, 4, 4 under the second and 3, 9, 4 under the third."""
    found = ranking(by_policy([[1, 3], [8, 8], [4, 6]], [[4, 4], [3, 5], [4, 4]], [[2, 4], [9, 9], [4, 4]]), TOGETHER, "deaths", "less")
    assert [(r.policy, r.mean) for r in found.ranks] == [("more", pytest.approx(4)), ("none", pytest.approx(5)), ("other", pytest.approx(16 / 3))]
    assert {r.policy: r.best for r in found.ranks} == pytest.approx({"none": 1 / 3, "more": 1 / 3 + 1 / 6, "other": 1 / 6}), "the last draw is shared by two"
    assert {r.policy: r.regret for r in found.ranks} == pytest.approx({"none": (0 + 4 + 1) / 3, "more": 2 / 3, "other": (1 + 5 + 0) / 3})
    # Regrets of "none" in order are 0, 1, 4: 95 in 100 of the way from the first to the last is 0.9 of the way from 1 to 4.
    assert {r.policy: r.high_regret for r in found.ranks} == pytest.approx({"none": 3.7, "more": 1.8, "other": 4.6})
    assert "more is ahead of none in 67% of the draws only" in found.warnings[1]


def test_a_clear_lead_over_many_draws_is_supported_and_one_by_chance_is_not() -> None:
    draws = [[10.0 + k, 11.0 + k] for k in range(40)]
    ahead = [[a - 3, b - 3] for a, b in draws]
    assert ranking(by_policy(draws, ahead), TOGETHER, "deaths", "less").warnings == ()
    by_chance = [[a - 100, b + 99] for a, b in draws]
    assert "smaller than the error" in ranking(by_policy(draws, by_chance), TOGETHER, "deaths", "less").warnings[0]
    assert "one seed a draw" in ranking(by_policy([[a] for a, _ in draws], [[a - 3] for a, _ in draws]), TOGETHER, "deaths", "less").warnings[0]


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
