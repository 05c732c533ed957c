"""Alternatives that are no policies: events switched off, values set under one alternative alone, and what each can touch."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from experiments.cli import app
from experiments.cli.alternative_input import read_alternatives
from experiments.runs.comparison import Comparison, Request, reaches, read_comparison
from experiments.runs.comparison_files import comparison_json
from experiments.runs.design import Alternative
from experiments.runs.exposure import exposure
from experiments.runs.points import rows
from experiments.runs.reach import ALMOST_NONE, Reach, reach
from experiments.runs.sweep import sweep
from scenarios import BadInput, load
from scenarios.reading.problems import Problems
from sweeping import PATROLS

OFF = {"event.1.in_force": 0.0}
EUROPE = "eastern-europe-2006"


def read(*alternatives: str, without: tuple[str, ...] = (), scenario: str = "two-valleys") -> tuple[tuple[Alternative, ...], str]:
    problems = Problems()
    found = read_alternatives(scenario, "none", without, alternatives, problems)
    return found, "\n".join(map(str, problems.findings))


# Events switched off.


def test_an_event_that_is_switched_off_is_not_there() -> None:
    assert [event.lever for event in load("two-valleys").events] == ["closure"]
    assert load("two-valleys", settings=OFF).events == ()
    assert load("two-valleys", settings={"event.1.in_force": 1.0}).events == load("two-valleys").events
    assert load("two-valleys", policy=PATROLS, settings={f"policy.{PATROLS}.patrols.in_force": 0}).events == load("two-valleys").events
    with pytest.raises(BadInput, match="0, which switches the event off, or 1"):
        load("two-valleys", settings={"event.1.in_force": 0.5})


def test_the_other_events_keep_their_names() -> None:
    whole = load(EUROPE, scale=0.02)
    without = load(EUROPE, scale=0.02, settings={"event.serbia-montenegro-one-state.in_force": 0.0, "event.schengen-2007.start": date(2008, 1, 1)})
    assert len(without.events) == len(whole.events) - 1
    assert [event.start for event in without.events if event.lever == "common_area"] == [date(2008, 1, 1)]


# Options.


def test_options_become_alternatives() -> None:
    found, wrong = read("dear guides: market.margin=0.6", f"both: market.margin = 0.6, policy={PATROLS}, without=1", without=("1",))
    assert wrong == ""
    assert found == (
        Alternative("without 1", "none", OFF),
        Alternative("dear guides", "none", {"market.margin": 0.6}),
        Alternative("both", PATROLS, {**OFF, "market.margin": 0.6}),
    )


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("no colon", "NAME: KEY=VALUE"),
        ("a/b: market.margin=1", "letters, digits, spaces and hyphens"),
        ("nothing:", "NAME: KEY=VALUE"),
        ("x: market.margin=much", "a finite number"),
        ("x: without=2", "1 (closure)"),
    ],
)
def test_what_does_not_fit_is_said(text: str, finding: str) -> None:
    assert finding in read(text)[1]


def test_an_unknown_event_gets_the_list_of_those_there_are() -> None:
    wrong = read(without=("schengen",), scenario=EUROPE)[1]
    assert "lars-closed" in wrong
    assert "nearest: schengen-2007" in wrong
    assert "more than once" in read("x: market.margin=0.6", "x: market.margin=0.7")[1]


# Reach, before anything runs.


def reach_of(**settings: float) -> Reach:
    base, other = load("two-valleys"), load("two-valleys", settings=settings)
    return reach(base, other, exposure(base, other), settings)


def test_an_event_reaches_the_moves_over_its_crossing() -> None:
    found = reach_of(**OFF)
    base = load("two-valleys")
    assert (found.since, found.parameters) == (date(2010, 7, 1), ())
    # The path is a green crossing, passed guided and alone, by two legs each way.
    over = [leg for leg in base.legs if "goat-path" in (leg.entry, leg.exit)]
    assert found.moves == 2 * len(over)
    assert found.people == found.all_people == 2600
    assert not found.is_almost_none
    assert "changes conditions of" in found.in_words()


def test_nothing_reaches_nobody() -> None:
    nothing = reach_of(**{"event.1.in_force": 1.0})
    assert (nothing.moves, nothing.people, nothing.since, nothing.is_almost_none) == (0, 0, None, True)
    some = Reach(3, 10, 1000, 1000, date(2010, 1, 1))
    assert not some.is_almost_none
    assert replace(some, people=9).is_almost_none
    assert replace(some, attempts=ALMOST_NONE / 2).is_almost_none
    assert not replace(some, attempts=ALMOST_NONE).is_almost_none
    behaviour = reach_of(**{"market.margin": 0.6})
    assert behaviour.parameters == ("market.margin",)
    assert not behaviour.is_almost_none, "what a parameter does is not seen in conditions"


# Compared.


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    alternatives = (
        Alternative("again", "none", {"event.1.in_force": 1.0}),
        Alternative("more people", "none", {"community.aldmark-transit.people": 900.0}),
        Alternative("patrols at half", PATROLS, {f"policy.{PATROLS}.patrols.factor": 1.5}),
    )
    request = Request("two-valleys", ("none", PATROLS), (1, 2), days=100, scale=0.3, alternatives=alternatives, rank="apprehensions", better="more")
    folder = tmp_path_factory.mktemp("alternatives")
    sweep(request.design(), folder, workers=1)
    return read_comparison(request, folder)


def test_an_alternative_that_changes_nothing_differs_in_nothing(found: Comparison) -> None:
    assert all(row.is_unchanged for row in found.differences if row.policy == "again")
    assert found.reaches["again"].is_almost_none


def test_alternatives_are_compared_like_policies(found: Comparison) -> None:
    names = (PATROLS, "again", "more people", "patrols at half")
    assert found.request.names == ("none", *names)
    assert len({(row.policy, row.against) for row in found.between}) == 6
    more = next(row for row in found.differences if (row.policy, row.community, row.outcome) == ("more people", "aldmark-transit", "attempts"))
    assert more.difference > 0
    assert set(found.accounts) == {PATROLS, "again", "patrols at half"}
    assert found.no_accounts == {"more people": "two runs of a pair do not have the same people"}
    assert found.own_costs["patrols at half"].usd == found.own_costs[PATROLS].usd > 0
    assert found.ranking is not None
    assert {rank.policy for rank in found.ranking.ranks} == {"none", *names}
    assert found.ranking.warnings == ("2 seeds are too few to support a ranking: at least 6 are needed",)
    printed = comparison_json(found)
    assert json.loads(json.dumps(printed, allow_nan=False)) == printed
    assert printed["alternatives"][2] == {"name": "patrols at half", "policy": PATROLS, "settings": {f"policy.{PATROLS}.patrols.factor": 1.5}}
    assert {row["significance"] for row in printed["differences"]} == {"too few pairs", "none seen"}
    assert "too few pairs for verdicts: 2" in printed["verdicts"]["again"]["all communities"]
    assert {(row["community"], row["outcome"]) for row in printed["not_given"]} == {
        ("aldmark-transit", "cost to the state"), ("bremark-workers", "cost to the state"),
    }  # fmt: skip


def test_runs_of_alternatives_stand_under_their_names(found: Comparison) -> None:
    design = found.request.design()
    assert len(design) == len(list(design)) == 10
    assert list(dict.fromkeys(recipe.under for recipe in design)) == list(found.request.names)
    assert np.isfinite(found.by_policy.values[:, -1]).all()
    assert [name for name, _ in reaches(found.request)] == list(found.request.names[1:])


def test_what_an_alternative_sets_comes_before_draws() -> None:
    drawn = rows([{"market.margin": 0.1}, {"market.margin": 0.2}])
    request = Request("two-valleys", ("none",), (1,), uncertainties=drawn, alternatives=(Alternative("dear", "none", {"market.margin": 0.6}),))
    assert [recipe.settings["market.margin"] for recipe in request.design()] == [0.1, 0.2, 0.6, 0.6]


# The command line.


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_one_command_says_what_an_event_did(tmp_path: Path) -> None:
    words = ["compare", "two-valleys", PATROLS, "--without", "1", "--replicates", "6", "--days", "300", "--scale", "0.3", "--rank", "harm"]
    done = call(*words, "--workers", "1", "--no-pictures", "--out", str(tmp_path / "c"))
    assert done.exit_code == 0, done.output
    for said in (
        "without 1 from 2010-07-01 changes conditions of", "without 1 against none", "without 1 minus", "Policies against each other",
        "false discovery rate 5%",
        "rank 1", "15,000 x deaths",
    ):  # fmt: skip
        assert said in " ".join(done.output.split()), said
    assert (tmp_path / "c" / "displacement-without 1.csv").is_file()
    table = (tmp_path / "c" / "differences.csv").read_text(encoding="utf-8")
    assert table.startswith("policy,against,community,outcome")
    assert f"without 1,{PATROLS}," in table


def test_wrong_alternatives_are_bad_input(tmp_path: Path) -> None:
    words = ["compare", "two-valleys", "--out", str(tmp_path / "c")]
    done = call(*words, "--alternative", "dear: market.margn=0.6")
    assert done.exit_code == 2
    assert '--alternative "dear": market.margn' in done.stderr
    assert "market.margin" in done.stderr
    assert "--without EVENT or --alternative" in call(*words).stderr
    assert "nearest: injuries" in call(*words, PATROLS, "--harm-weight", "injurie=3").stderr
    assert "harm, of which less is better" in call(*words, PATROLS, "--rank", "harm=more").stderr
    assert not (tmp_path / "c").exists()
