"""Open questions as a file: read whole or refused, and answered under the same seeds."""

from pathlib import Path

import pytest
from rich.console import Console

from experiments.studies.questions import answer, print_answer, read_questions
from scenarios import BadInput, load, load_policy, policies
from sim.levers import catalogue

SHIPPED = Path(__file__).parents[1] / "examples" / "questions"
MINE = """
scenario = "two-valleys"
scale = 0.3
replicates = 2
[[question]]
ask = "Do permits matter?"
outcomes = ["departures", "extortions"]
community = "aldmark-transit"
alternatives = [{ name = "as it is" }, { name = "as it is, said aloud", settings = { "community.aldmark-transit.permit" = 0.0 } },
        { name = "for all", settings = { "community.aldmark-transit.permit" = 1.0 } }]
[[question]]
ask = "Do patrols keep people at home?"
outcomes = ["apprehensions"]
policies = ["none", "two-valleys-path-patrols"]
horizons = [2010-03-31, 2010-12-31]
"""


def questions(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in MINE
    path = folder / "mine.toml"
    path.write_text(MINE.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["two-valleys", "central-asia"])
def test_what_ships_can_be_asked(name: str) -> None:
    form = read_questions(SHIPPED / f"{name}.toml")
    assert len(form.question) == 5
    assert [bool(q.alternatives) for q in form.question] == [False, False, False, False, True], "what somebody decides is a policy of named levers"
    for question in form.question:
        for policy in question.policies:
            path = SHIPPED / policy
            assert path.is_file() or policy in policies.names()
            load(form.scenario, policy=path if path.is_file() else policy)
            assert not path.is_file() or {event["lever"] for event in load_policy(path).events} <= set(catalogue.names()) - {"condition", "origin_shock"}


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('"extortions"]', '"extortion"]', "nearest: extortions"),
        ('policies = ["none", "two-valleys-path-patrols"]', 'policies = ["none"]', "two or more of one of them"),
        ('community = "aldmark-transit"', "horizons = [2010-03-31]", "horizons with policies"),
        ("replicates = 2", "replicates = 1", "replicates"),
        ('community = "aldmark-transit"', 'community = ["transit community"]', "nearest: transit communities"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, old: str, new: str, finding: str) -> None:
    with pytest.raises(BadInput, match=finding):
        read_questions(questions(tmp_path, old, new))


def test_arms_differ_by_what_is_set_and_by_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = read_questions(questions(tmp_path))
    answers = answer(form, form.question[0], tmp_path, tmp_path / "runs", quiet=True)
    assert [(row["outcome"], row["alternative"]) for row in answers] == [
        ("departures", "as it is, said aloud"), ("departures", "for all"), ("extortions", "as it is, said aloud"), ("extortions", "for all"),
    ]  # fmt: skip
    said_aloud = [row for row in answers if row["alternative"] == "as it is, said aloud"]
    assert [(row["difference"], row["significance"]) for row in said_aloud] == [(0, "too few pairs")] * 2
    assert all(row["difference"] != 0 for row in answers if row["alternative"] == "for all")
    print_answer(form.question[0], answers, Console(width=200))
    said = capsys.readouterr().out
    assert "## Do permits matter?" in said
    assert "| departures (people) | for all |" in said


def test_groups_are_sums_and_a_policy_has_its_price(tmp_path: Path) -> None:
    asked = 'community = ["aldmark-transit", "bremark-workers", "transit communities", "labour communities", "all communities"]'
    text = 'outcomes = ["apprehensions", "cost to the state"]\n' + asked
    form = read_questions(questions(tmp_path, 'outcomes = ["apprehensions"]', text))
    answers = answer(form.model_copy(update={"days": 150}), form.question[1].model_copy(update={"horizons": []}), tmp_path, tmp_path / "runs", quiet=True)
    change = {row["of"]: row["difference"] for row in answers if row["outcome"] == "apprehensions"}
    assert change["transit communities"] == change["aldmark-transit"] != 0
    assert change["labour communities"] == change["bremark-workers"]
    assert change["all communities"] == pytest.approx(change["aldmark-transit"] + change["bremark-workers"])
    (cost,) = [row["difference"] for row in answers if row["outcome"] == "cost to the state"]
    # Ninety-one days of the wages of ten patrols, times the scale; custody and deportation, of fewer or of more people, are less than a seventh of that.
    assert cost == pytest.approx(0.3 * 4000 * 91 / (365.25 / 12), rel=1 / 7)


def test_who_has_not_departed_is_counted_at_every_horizon(tmp_path: Path) -> None:
    form = read_questions(questions(tmp_path))
    answers = answer(form, form.question[1], tmp_path, tmp_path / "runs", quiet=True)
    rows = [row for row in answers if row["unit"] == "followed people"]
    assert [row["outcome"] for row in rows] == ["not departed by 2010-03-31", "not departed by 2010-12-31"]
    assert rows[0]["from"] > rows[1]["from"] > 0, "fewer are still at home later"
