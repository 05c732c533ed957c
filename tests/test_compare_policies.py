"""``routesim compare``: what is compared, shown and stored, and the same bytes every time."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from experiments.cli import app
from experiments.cli.compare_input import CompareOptions, checked
from experiments.cli.comparison_tables import print_comparison
from experiments.runs.comparison import Comparison, Request, read_comparison
from experiments.runs.comparison_files import comparison_json, write_comparison
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.points import rows
from experiments.runs.policy_outcomes import TOGETHER
from experiments.runs.sweep import sweep
from scenarios import BadInput, load
from sweeping import PATROLS

if TYPE_CHECKING:
    from experiments.runs.differences import Difference

DAYS = 120
DRAWS = Path(__file__).parents[1] / "examples" / "designs" / "draws.csv"


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
    assert all(row.is_unchanged for row in found.differences if row.policy == "alike")
    assert {row.significance for row in found.differences if row.policy == "alike"} == {"too few pairs", "none seen"}
    assert found.reaches["alike"].is_almost_none
    account = found.accounts["alike"]
    assert (account.moved == np.einsum("pcjj->pcj", account.moved)[..., None] * np.eye(len(account.outcomes), dtype=int)).all()
    assert account.movers()["moved"]["high"] == 0
    assert not account.weekly.any()


def test_matrices_add_up_in_every_pair_and_community(found: Comparison) -> None:
    account = found.accounts[PATROLS]
    assert account.communities == ("all followed", "aldmark-transit", "bremark-workers")
    assert (account.moved[:, 0] == account.moved[:, 1:].sum(axis=1)).all()
    assert (account.corridor[:, 0] == account.corridor[:, 1:].sum(axis=1)).all()
    people = {c.name: round(found.world.parameters.number(f"community.{c.name}.people") * 0.5) for c in found.world.communities}
    assert [int(account.moved[0, c].sum()) for c in (1, 2)] == [people["aldmark-transit"], people["bremark-workers"]]
    assert (account.moved.sum(axis=(2, 3)) == account.moved[0].sum(axis=(1, 2))).all()
    assert (account.corridor.sum(axis=(2, 3)) == account.moved.sum(axis=(2, 3))).all()
    assert (account.moved.sum(axis=3) == found.accounts["alike"].moved.sum(axis=3)).all(), "rows are the baseline whatever it is compared with"
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


def test_what_is_printed_shows_harm_beside_interceptions_and_every_community(found: Comparison, capsys: pytest.CaptureFixture[str]) -> None:
    print_comparison(found)
    said = capsys.readouterr().out
    first = said[: said.index("by community")]
    for outcome in OUTCOMES:
        assert outcome in first
    assert "Sum of all 2 communities" in first
    assert "undefined: too few pairs (3 of 6)" in said
    assert "Too few pairs for verdicts: 3, at least 6 are needed." in said
    assert "Warning: alike touches almost nobody" in said
    assert "Policies against each other" in said
    assert "no outcome changes: the matrix is diagonal" in said
    assert "alike itself costs 0 USD" in said, "a neutral size costs nothing"
    assert f"{PATROLS} itself costs" in said
    assert "by the ranges of prices): wages of patrols" in said
    assert "Seasonal" in said
    printed = comparison_json(found)
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed
    assert printed["own_costs"][PATROLS]["outlays"][0]["what"] == "wages of patrols"
    assert printed["displacement"][PATROLS]["people"]["bremark-workers"] > 0


def test_the_picture_says_what_when_and_whence(found: Comparison) -> None:
    from matplotlib.text import Text

    from experiments.plots.displacement import draw

    for policy, title in ((PATROLS, "More patrols on the Goat Path"), ("alike", "As before")):
        said = "\n".join(text.get_text() for text in draw(found, found.accounts[policy]).figure.findobj(Text))
        said = " ".join(said.split())
        for words in (f"Displacement: {title}", "1 March – 30 April 2010", "Simulated people, not observations", "People of Aldmark on the way to Cyrland"):
            assert words in said
    assert "no outcome changes" in said


def test_a_pair_of_which_a_run_failed_is_left_out_and_reported(tmp_path: Path) -> None:
    shares = [{"country.CYR.release_share": release, "country.CYR.push_back_share": back} for release, back in ((0.1, 0.1), (0.9, 0.9), (0.2, 0.2))]
    several = compared(small(PATROLS, uncertainties=rows(shares), seeds=(1,), days=90, scale=0.2), tmp_path)
    assert several.by_policy.missing == ("point 1, seed 1",)
    assert {row.pairs for row in several.differences} == {2}
    assert several.accounts[PATROLS].moved.shape[0] == 2
    assert several.ranking is not None
    assert several.ranking.draws == 2
    json.dumps(comparison_json(several), allow_nan=False)


def test_policies_are_ranked_over_draws(tmp_path: Path) -> None:
    points = rows([{"market.margin": 0.1}, {"market.margin": 0.5}])
    several = compared(small(PATROLS, uncertainties=points, seeds=(1, 2), rank="apprehensions", better="more"), tmp_path)
    assert several.ranking is not None
    assert several.ranking.draws == 2
    assert sum(row.best for row in several.ranking.ranks) == pytest.approx(1)
    assert "too few" in several.ranking.warnings[0]
    assert several.by_policy.values.shape[3:] == (2, 2)
    assert several.accounts[PATROLS].moved.shape[0] == 4
    assert several.accounts[PATROLS].question.border == "ALD-BRE", "the busiest border that the patrols touch"


# Options.


def asked(**changes: object) -> CompareOptions:
    plain = CompareOptions("two-valleys", ("none", PATROLS), 1, 3, None, 1.0, [], "", "", [], None, None, [], "deaths")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_options_make_a_request() -> None:
    assert checked(asked()).design().policies == ("none", PATROLS)
    assert checked(asked()).seeds == (1, 2, 3)
    assert (checked(asked(rank="attempts=more")).rank, checked(asked(rank="stranded")).better) == ("attempts", "less")
    drawn = checked(asked(over_posterior=DRAWS))
    assert len(drawn.uncertainties) == 4
    ends = {key: [column[0], column[-1]] for key, column in drawn.uncertainties.columns.items()}
    assert checked(asked(over_posterior=DRAWS, draws=2)).uncertainties.columns == ends
    assert checked(asked(over_posterior=DRAWS, draws=9)).uncertainties == drawn.uncertainties
    ranged = checked(asked(prior=5, vary=["market.margin"])).uncertainties.columns["market.margin"]
    parameter = load("two-valleys").parameters.table["market.margin"]
    assert len(set(ranged)) == 5
    assert all(parameter.low <= value <= parameter.high for value in ranged)  # type: ignore[operator]


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
        ({"prior": 3, "vary": ["market.margin"], "over_posterior": DRAWS}, "either a table of draws, or ranges"),
        ({"over_posterior": Path("nowhere.csv")}, "a table of draws"),
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
        checked(asked(over_posterior=table))
    table.write_text("market.margin,weight\n0.2,1\n0.3,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="draws of unequal weight"):
        checked(asked(over_posterior=table))
    table.write_text("market.margin,weight\n0.2,1\n0.3,1\n", encoding="utf-8")
    assert checked(asked(over_posterior=table)).uncertainties.columns == {"market.margin": [0.2, 0.3]}
    table.write_text("market.margin\n-5\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"market\.margin"):
        checked(asked(over_posterior=table))


def test_following_takes_memory_and_is_refused_before_it_runs_out() -> None:
    ceilings = []
    for followed in ({}, {"follow": ["uzbekistan"]}):
        with pytest.raises(BadInput, match="GiB of memory") as refused:
            load("central-asia-2004", days=30, scale=1e6, **followed)
        ceilings.append(float(str(refused.value).rpartition("a scale up to ")[2].replace(",", "")))
    assert 0 < ceilings[1] < 0.9 * ceilings[0]


# The command line.


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_command_stores_shows_and_goes_on(tmp_path: Path) -> None:
    words = ["compare", "two-valleys", "--policy", PATROLS, "--replicates", "2", "--days", "100", "--scale", "0.3", "--workers", "1"]
    words += ["--out", str(tmp_path / "c")]
    done = call(*words, "--json")
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert (printed["baseline"], printed["policies"], printed["seeds"], printed["draws"]) == ("none", [PATROLS], 2, 1)
    assert {"compare.json", "differences.csv", f"displacement-{PATROLS}.csv", f"displacement-{PATROLS}.png"} <= {p.name for p in (tmp_path / "c").iterdir()}
    assert json.loads((tmp_path / "c" / "compare.json").read_text(encoding="utf-8")) == printed
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
            printed = json.loads(done.stdout)
            assert (printed["draws"], printed["failed"]) == (4, ["point 3, seed 1"])
            assert {row["pairs"] for row in printed["differences"]} == {pairs}
