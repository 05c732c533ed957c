"""``routesim compare``: paired differences with intervals, costs that may be undefined, rankings that may not be supported, and the same bytes every time."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from experiments.cli import app
from experiments.cli.compare_input import Asked, checked
from experiments.cli.comparison_tables import print_comparison
from experiments.runs.comparison import Comparison, Request, read_comparison
from experiments.runs.comparison_files import comparison_json, write_comparison
from experiments.runs.differences import TOGETHER, Arms, Difference, costs, differences, interval, ratio
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.points import rows
from experiments.runs.policy_costs import own_cost, own_costs_by_draw
from experiments.runs.ranking import ranking
from experiments.runs.sweep import sweep
from scenarios import BadInput, load
from sim import run
from sim.books import SIDES
from sim.outcomes.reading import in_period, is_word, numbers
from sim.words import Account
from sweeping import PATROLS

DAYS = 120
DRAWS = Path(__file__).parents[1] / "examples" / "designs" / "draws.csv"
T2 = 4.302652729911275
"""Student's t for two degrees of freedom, 97.5 per cent."""


def arms(*values: list[list[float]]) -> Arms:
    """One outcome, deaths, of policies, each by draw and seed; of one community, which is all there is."""
    found = np.full((len(values), 2, 1, len(values[0]), len(values[0][0])), np.nan)
    for p, value in enumerate(values):
        found[p, :, 0] = value
    return Arms(tuple("none more other".split()[: len(values)]), ("walkers", TOGETHER), ("deaths",), found)


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
    """Luck that is the same under both policies drops out."""
    (row,) = [d for d in differences(arms([[10, 50, 90]], [[9, 48, 89]])) if d.community == TOGETHER]
    assert (row.baseline, row.value, row.pairs) == (50, pytest.approx(146 / 3), 3)
    assert row.difference == pytest.approx(-4 / 3)
    assert row.told == "not told apart", "-1, -2, -1: the interval reaches from -2.77 to 0.10"
    assert [d.told for d in differences(arms([[10, 50, 90, 20]], [[9, 48, 89, 19]])) if d.community == TOGETHER] == ["less"]
    assert [d.told for d in differences(arms([[1, 2]], [[1, 2]]))] == ["same", "same"]
    assert [d.told for d in differences(arms([[1]], [[2]]))] == ["one pair only"] * 2


# Costs.


def test_a_cost_is_undefined_where_nothing_is_gained_for_sure() -> None:
    cost = np.array([[10.0, 10.0, 10.0]])
    assert ratio(cost, np.array([[-1.0, 1.0, 1.0]]), "deaths")[3] == "undefined: the interval of the difference in deaths holds 0"
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


DEARER = """
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
    path = tmp_path / "dearer.toml"
    path.write_text(DEARER, encoding="utf-8")
    plain, dearer = load("two-valleys", scale=0.5), load("two-valleys", scale=0.5, policy=path)
    patrols = sum(dearer.figures.number(f"post.goat-path.{country}.effort") for country in ("ALD", "BRE"))
    found = own_cost(str(path), plain, dearer)
    (outlay,) = found.outlays
    # 500 (100 to 5,000) dollars at once and 4,000 (2,000 to 8,000) a month of thirty days a patrol; half of all at half the scale.
    assert (outlay.what, outlay.unit, outlay.amount) == ("enforcement", "patrol", pytest.approx(patrols))
    assert found.usd == pytest.approx(0.5 * patrols * (500 + 4000 * 306 / 30))
    assert found.low == pytest.approx(0.5 * patrols * (100 + 2000 * 306 / 30))
    assert found.high == pytest.approx(0.5 * patrols * (5000 + 8000 * 306 / 30))
    assert found.unpriced == ("origin_shock",)
    drawn = rows([{"lever.enforcement.monthly_usd": 4000.0, "market.margin": 0.3}, {"lever.enforcement.monthly_usd": 10_000.0, "market.margin": 0.3}])
    assert own_costs_by_draw(str(path), plain, dearer, drawn) == pytest.approx([0.5 * patrols * (500 + monthly * 306 / 30) for monthly in (4000, 10_000)])
    assert own_costs_by_draw(str(path), plain, dearer, rows([{"market.margin": 0.1}, {"market.margin": 0.3}])) == pytest.approx([found.usd, found.usd])


def test_ranges_of_prices_widen_what_an_apprehension_costs() -> None:
    found = np.zeros((2, 1, 3, 1, 3))
    found[1, 0, :, 0] = [[10, 10, 10], [5, 5, 5], [0, 0, 0]]  # cost, apprehensions, deaths
    told = Arms(("none", "more"), (TOGETHER,), ("cost to the state", "apprehensions", "deaths"), found)
    caught, died = costs(told, {"more": (-4.0, 10.0)})
    # 10 dollars, 6 to 20 with the ranges of prices, for 5 more apprehensions.
    assert (caught.value, caught.low, caught.high) == pytest.approx((2, 2, 2))
    assert (caught.cheapest, caught.dearest) == pytest.approx((1.2, 4))
    assert (died.value, died.cheapest, died.why) == (None, None, "undefined: the interval of the difference in deaths holds 0")


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


def test_a_pair_of_which_a_run_failed_is_left_out_and_told(tmp_path: Path) -> None:
    shares = [{"country.CYR.release_share": release, "country.CYR.push_back_share": back} for release, back in ((0.1, 0.1), (0.9, 0.9), (0.2, 0.2))]
    several = compared(small(PATROLS, uncertainties=rows(shares), seeds=(1,), days=90, scale=0.2), tmp_path)
    assert several.arms.missing == ("point 1, seed 1",)
    assert {row.pairs for row in several.differences} == {2}
    assert several.accounts[PATROLS].moved.shape[0] == 2
    assert several.ranking is not None
    assert several.ranking.draws == 2
    json.dumps(comparison_json(several), allow_nan=False)


# Rankings.


def test_regret_and_the_chance_of_being_best_by_hand() -> None:
    found = ranking(arms([[4, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [10, 10]]), TOGETHER, "deaths", "less")
    more, none = found.ranks
    assert (more.policy, none.policy) == ("more", "none")
    assert (more.mean, none.mean) == (pytest.approx(13 / 3), 5)
    assert (more.best, none.best) == (0.5, 0.5), "best in one draw, equal in one, behind in one"
    assert (none.regret, more.regret) == (1, pytest.approx(1 / 3))
    assert any("3 draws are too few" in warning for warning in found.warnings)
    assert any("33% of the draws" in warning for warning in found.warnings)
    assert ranking(arms([[4, 6], [1, 1], [9, 9]], [[2, 2], [1, 1], [10, 10]]), TOGETHER, "deaths", "more").ranks[0].policy == "none"


def test_three_policies_ranked_by_hand() -> None:
    """Two seeds a draw: means are 2, 8, 5 without a policy, 4, 4, 4 under the second and 3, 9, 4 under the third."""
    found = ranking(arms([[1, 3], [8, 8], [4, 6]], [[4, 4], [3, 5], [4, 4]], [[2, 4], [9, 9], [4, 4]]), TOGETHER, "deaths", "less")
    assert [(r.policy, r.mean) for r in found.ranks] == [("more", pytest.approx(4)), ("none", pytest.approx(5)), ("other", pytest.approx(16 / 3))]
    assert {r.policy: r.best for r in found.ranks} == pytest.approx({"none": 1 / 3, "more": 1 / 3 + 1 / 6, "other": 1 / 6}), "the last draw is shared by two"
    assert {r.policy: r.regret for r in found.ranks} == pytest.approx({"none": (0 + 4 + 1) / 3, "more": 2 / 3, "other": (1 + 5 + 0) / 3})
    # Regrets of "none" in order are 0, 1, 4: 95 in 100 of the way from the first to the last is 0.9 of the way from 1 to 4.
    assert {r.policy: r.high_regret for r in found.ranks} == pytest.approx({"none": 3.7, "more": 1.8, "other": 4.6})
    assert "more is ahead of none in 67% of the draws only" in found.warnings[1]


def test_a_clear_lead_over_many_draws_is_supported_and_one_of_luck_is_not() -> None:
    draws = [[10.0 + k, 11.0 + k] for k in range(40)]
    ahead = [[a - 3, b - 3] for a, b in draws]
    assert ranking(arms(draws, ahead), TOGETHER, "deaths", "less").warnings == ()
    lucky = [[a - 100, b + 99] for a, b in draws]
    assert "smaller than the error" in ranking(arms(draws, lucky), TOGETHER, "deaths", "less").warnings[0]
    assert "one seed a draw" in ranking(arms([[a] for a, _ in draws], [[a - 3] for a, _ in draws]), TOGETHER, "deaths", "less").warnings[0]


# The whole, on a small world.

ALIKE = """
title = "As before"
about = "Patrols as they are."
[[event]]
lever = "enforcement"
crossing = "goat-path"
factor = 1.0
range = { factor = [1.0, 1.0] }
source = "for the test"
"""


def small(*policies: str, **changes: object) -> Request:
    return replace(Request("two-valleys", ("none", *policies), (1, 2, 3), days=DAYS, scale=0.5), **changes)  # type: ignore[arg-type]


def compared(request: Request, folder: Path, workers: int = 1) -> Comparison:
    sweep(request.design(), folder, workers=workers)
    return read_comparison(request, folder)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    alike = tmp_path_factory.mktemp("policies") / "alike.toml"
    alike.write_text(ALIKE, encoding="utf-8")
    return compared(small(str(alike), PATROLS, follow=("bremark-workers",), border="ALD-BRE"), tmp_path_factory.mktemp("compare"))


def test_a_policy_that_does_nothing_differs_in_nothing(found: Comparison) -> None:
    assert {row.told for row in found.differences if row.policy == "alike"} == {"same"}
    account = found.accounts["alike"]
    assert (account.moved == np.einsum("pcjj->pcj", account.moved)[..., None] * np.eye(len(account.outcomes), dtype=int)).all()
    assert account.movers()["moved"]["high"] == 0
    assert not account.weekly.any()


def test_matrices_add_up_in_every_pair_and_community(found: Comparison) -> None:
    account = found.accounts[PATROLS]
    assert account.communities == ("all followed", "aldmark-transit", "bremark-workers")
    assert (account.moved[:, 0] == account.moved[:, 1:].sum(axis=1)).all()
    assert (account.corridor[:, 0] == account.corridor[:, 1:].sum(axis=1)).all()
    people = {c.name: round(found.world.figures.number(f"community.{c.name}.people") * 0.5) for c in found.world.communities}
    assert [int(account.moved[0, c].sum()) for c in (1, 2)] == [people["aldmark-transit"], people["bremark-workers"]]
    assert (account.moved.sum(axis=(2, 3)) == account.moved[0].sum(axis=(1, 2))).all()
    assert (account.corridor.sum(axis=(2, 3)) == account.moved.sum(axis=(2, 3))).all()
    assert (account.moved.sum(axis=3) == found.accounts["alike"].moved.sum(axis=3)).all(), "rows are the baseline whatever it is held against"
    steps = account.waterfall()
    assert float((steps.ends - steps.begins).sum()) == pytest.approx(0)
    off = ~np.eye(len(account.outcomes), dtype=bool)
    assert (account.weekly[:, :, -1].sum(axis=2) == account.moved[..., off].sum(axis=2)).all(), "the last week ends at the horizon"
    limits = account.coupling_bounds()
    assert (limits.low <= account.mean() + 1e-9).all()
    assert (account.mean() <= limits.high + 1e-9).all()


def test_communities_add_up_to_all_together(found: Comparison) -> None:
    rows_of: dict[tuple[str, str], list[Difference]] = {}
    for row in found.differences:
        rows_of.setdefault((row.policy, row.outcome), []).append(row)
    for (_, outcome), rows_ in rows_of.items():
        if not OUTCOMES[outcome].own_cost:
            assert sum(r.difference for r in rows_ if r.community != TOGETHER) == pytest.approx(next(r.difference for r in rows_ if r.community == TOGETHER))
        else:
            assert [r.community for r in rows_] == [TOGETHER]


def test_the_number_of_workers_changes_no_byte(found: Comparison, tmp_path: Path) -> None:
    again = compared(found.request, tmp_path / "two", workers=2)
    for one, two in zip(write_comparison(found, tmp_path), write_comparison(again, tmp_path / "two"), strict=True):
        assert one.read_bytes() == two.read_bytes()
        assert one.name in ("compare.json", "differences.csv", "displacement-alike.csv", f"displacement-{PATROLS}.csv")


def test_what_is_printed_tells_harm_beside_interceptions_and_every_community(found: Comparison, capsys: pytest.CaptureFixture[str]) -> None:
    print_comparison(found)
    said = capsys.readouterr().out
    first = said[: said.index("by community")]
    for outcome in OUTCOMES:
        assert outcome in first
    assert "All 2 communities added up" in first
    assert "undefined: the interval of the difference in" in said
    assert "nobody's outcome differs: the matrix is diagonal" in said
    assert "alike itself costs 0 USD" in said, "a neutral size costs nothing"
    assert f"{PATROLS} itself costs" in said
    assert "by the ranges of prices): wages of patrols" in said
    assert "Seasonal" in said
    told = comparison_json(found)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["own_costs"][PATROLS]["outlays"][0]["what"] == "wages of patrols"
    assert told["displacement"][PATROLS]["people"]["bremark-workers"] > 0


def test_the_picture_says_what_when_and_whence(found: Comparison) -> None:
    from matplotlib.text import Text

    from experiments.plots.displacement import draw

    for policy in (PATROLS, "alike"):
        said = "\n".join(text.get_text() for text in draw(found, found.accounts[policy]).findobj(Text))
        for words in (f"Who moved where: {policy} against none", "1 March – 30 April 2010", "Simulated people, not observations", "aldmark-transit"):
            assert words in said
    assert "nobody’s outcome differs" in said


def test_policies_are_ranked_over_draws(tmp_path: Path) -> None:
    points = rows([{"market.margin": 0.1}, {"market.margin": 0.5}])
    several = compared(small(PATROLS, uncertainties=points, seeds=(1, 2), rank="apprehensions", better="more"), tmp_path)
    assert several.ranking is not None
    assert several.ranking.draws == 2
    assert sum(row.best for row in several.ranking.ranks) == pytest.approx(1)
    assert "too few" in several.ranking.warnings[0]
    assert several.arms.values.shape[3:] == (2, 2)
    assert several.accounts[PATROLS].moved.shape[0] == 4
    assert several.accounts[PATROLS].question.border == "ALD-BRE", "the busiest border that the patrols touch"


# Options.


def asked(**changes: object) -> Asked:
    plain = Asked("two-valleys", ("none", PATROLS), 1, 3, None, 1.0, [], "", "", [], None, None, [], "deaths")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_options_make_a_request() -> None:
    assert checked(asked()).design().policies == ("none", PATROLS)
    assert checked(asked()).seeds == (1, 2, 3)
    assert (checked(asked(rank="attempts=more")).rank, checked(asked(rank="stranded")).better) == ("attempts", "less")
    drawn = checked(asked(posterior=DRAWS))
    assert len(drawn.uncertainties) == 4
    ends = {key: [column[0], column[-1]] for key, column in drawn.uncertainties.columns.items()}
    assert checked(asked(posterior=DRAWS, draws=2)).uncertainties.columns == ends
    assert checked(asked(posterior=DRAWS, draws=9)).uncertainties == drawn.uncertainties
    ranged = checked(asked(prior=5, vary=["market.margin"])).uncertainties.columns["market.margin"]
    figure = load("two-valleys").figures.table["market.margin"]
    assert len(set(ranged)) == 5
    assert all(figure.low <= value <= figure.high for value in ranged)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"policies": ("none", "none")}, "which is the baseline"),
        ({"policies": ("none", "two-valleys-path-patrol")}, "nearest: two-valleys-path-patrols"),
        ({"rank": "death"}, "nearest: deaths"),
        ({"rank": "attempts"}, "attempts=less or attempts=more"),
        ({"border": "ALD-CYX"}, "nearest: ALD-CYR"),
        ({"horizon": "2011-05-01"}, "a simulated day after the first"),
        ({"horizon": "soon"}, "a date such as"),
        ({"follow": ["bremark-worker"]}, "nearest: bremark-workers"),
        ({"prior": 3}, "together with --vary KEY"),
        ({"vary": ["market.margin"]}, "together with --prior N"),
        ({"draws": 3}, "together with --over-posterior FILE"),
        ({"prior": 3, "vary": ["market.margi"]}, "nearest: market.margin"),
        ({"prior": 3, "vary": ["market.margin"], "posterior": DRAWS}, "either a table of draws, or ranges"),
        ({"posterior": Path("nowhere.csv")}, "a table of draws"),
        ({"scale": -1.0}, "a finite number above 0"),
        ({"settings": ["nonsense"]}, "KEY=VALUE"),
    ],
)
def test_what_does_not_fit_is_said(changes: dict[str, object], finding: str) -> None:
    with pytest.raises(BadInput) as error:
        checked(asked(**changes))
    assert finding in str(error.value)


def test_draws_of_what_is_decided_or_cannot_be_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "draws.csv"
    table.write_text(f"policy.{PATROLS}.patrols.factor\n2.0\n", encoding="utf-8")
    with pytest.raises(BadInput, match="sizes of levers are decided"):
        checked(asked(posterior=table))
    table.write_text("market.margin,weight\n0.2,1\n0.3,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="draws of unequal weight"):
        checked(asked(posterior=table))
    table.write_text("market.margin,weight\n0.2,1\n0.3,1\n", encoding="utf-8")
    assert checked(asked(posterior=table)).uncertainties.columns == {"market.margin": [0.2, 0.3]}
    table.write_text("market.margin\n-5\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"market\.margin"):
        checked(asked(posterior=table))


def test_following_takes_memory_and_is_refused_before_it_runs_out() -> None:
    load("central-asia-2004", days=30)
    with pytest.raises(BadInput, match="GiB of memory"):
        load("central-asia-2004", days=30, scale=150, follow=["uzbekistan"])


# The command line.


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_command_stores_shows_and_goes_on(tmp_path: Path) -> None:
    words = ["compare", "two-valleys", "--policy", PATROLS, "--replicates", "2", "--days", "100", "--scale", "0.3", "--workers", "1"]
    words += ["--out", str(tmp_path / "c")]
    done = call(*words, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["baseline"], told["policies"], told["seeds"], told["draws"]) == ("none", [PATROLS], 2, 1)
    assert {"compare.json", "differences.csv", f"displacement-{PATROLS}.csv", f"displacement-{PATROLS}.png"} <= {p.name for p in (tmp_path / "c").iterdir()}
    assert json.loads((tmp_path / "c" / "compare.json").read_text(encoding="utf-8")) == told
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "c" / "runs").iterdir()}
    again = call(*words[:4], "--replicates", "3", *words[6:], "--no-pictures")
    assert again.exit_code == 0
    assert "3 seeds" in again.stdout
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "c" / "runs").iterdir()}
    assert len(after) == 6
    assert all(after[path] == time for path, time in before.items()), "more seeds keep the runs that are there"
    tables = {path.name for path in (tmp_path / "c" / "results").iterdir()}
    assert not tables & {"log", "roster"}, "journeys stay in the files of their runs"


def test_the_command_says_what_is_wrong_and_leaves_nothing(tmp_path: Path) -> None:
    failed = call("compare", "two-valleys", "--policy", "patrols", "--rank", "death", "--out", str(tmp_path / "c"))
    assert failed.exit_code == 2
    assert "2 findings in the input" in failed.stderr
    assert not (tmp_path / "c").exists()


def test_help_teaches_by_examples() -> None:
    shown = call("compare", "--help").stdout
    for words in ("--follow", "--over-posterior", "--prior", "--border", "routesim compare two-valleys --policy two-valleys-path-patrols"):
        assert words in shown


def test_what_is_whole_is_compared_though_a_draw_fails(tmp_path: Path) -> None:
    table = tmp_path / "draws.csv"
    words = ["compare", "two-valleys", "--policy", PATROLS, "--replicates", "1", "--days", "90", "--scale", "0.2", "--workers", "1", "--no-pictures", "--json"]
    for draws_, pairs in (("0.1,0.05\n0.9,0.05\n0.1,0.9\n0.9,0.9\n", 3), ("0.9,0.9\n", 0)):
        table.write_text(f"country.CYR.release_share,country.CYR.push_back_share\n{draws_}", encoding="utf-8")
        done = call(*words, "--over-posterior", str(table), "--out", str(tmp_path / f"c{pairs}"))
        assert done.exit_code == (1 if pairs else 2), done.output
        if pairs:
            told = json.loads(done.stdout)
            assert (told["draws"], told["failed"]) == (4, ["point 3, seed 1"])
            assert {row["pairs"] for row in told["differences"]} == {pairs}
