"""The vector approach: every documented value is classified, indicators are compared with each other, with the fit and with a run, and the command shows it."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from calibration.evidence.agreement import disagreements, trends
from calibration.evidence.rows import Evidence, read_evidence
from calibration.evidence.uses import FITTED
from calibration.evidence.vectors import COLUMNS, CONTEXT, QUESTIONS, VECTORS, VectorRow, read_vectors
from experiments.cli import app
from experiments.runs.validation import validate
from experiments.runs.vectors import moved_by, vectors
from experiments.store import write_run
from scenarios import BadInput
from scenarios.reading.files import table_of
from scenarios.reading.folders import SCENARIOS
from tests.synthetic import results, small_world

REPORT = "IOM-2006"
"""The report that uses the vector approach."""


def call(*words: object) -> Result:
    return CliRunner().invoke(app, ["vectors", *map(str, words)])


def said(name: str, what: str, period: str, low: str, high: str, whom: str = "any") -> Evidence:
    return Evidence(name, "documented", "R", "1", what, whom, "AAA", period, low, high, "persons", "")


def classed(name: str, measure: str = "", against: tuple[str, ...] = ()) -> VectorRow:
    return VectorRow(name, "enter", ("AAA",), "count", "police", "strong", "", measure, against, "because")


# The table
def test_every_documented_value_is_an_indicator_or_context() -> None:
    rows, evidence = read_vectors(), read_evidence()
    assert list(rows) == [row.id for row in evidence.values() if row.table == "documented"]
    assert {row.id for row in evidence.values() if row.source == REPORT and row.table == "documented"} <= set(rows)
    asked = {row.question for row in rows.values()}
    assert asked == set(QUESTIONS)
    homeless = [row.id for row in rows.values() if not row.countries and row.question not in (CONTEXT, "who")]
    assert homeless == []


def test_kinds_follow_what_the_readme_says_of_them() -> None:
    rows = read_vectors()
    kinds = {name: (rows[name].kind, rows[name].strength) for name in ("APP-04", "FEE-04", "BEH-01", "FEE-16", "FEE-02", "FEE-28", "AVR-18", "BEH-66")}
    assert kinds == {
        "APP-04": ("count", "strong"), "FEE-04": ("file", "moderate"), "BEH-01": ("interviews", "moderate"), "FEE-16": ("interviews", "weak"),
        "FEE-02": ("officials", "moderate"), "FEE-28": ("single", "weak"), "AVR-18": ("computed", "moderate"), "BEH-66": ("pattern", "weak"),
    }  # fmt: skip


Change = Callable[[dict[str, dict[str, str]]], None]


def changed(tmp_path: Path, change: Change) -> Path:
    rows = {row["id"]: row for row in table_of(VECTORS.read_text(encoding="utf-8"))}
    change(rows)
    path = tmp_path / "vectors.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS))
        writer.writeheader()
        writer.writerows(rows.values())
    return path


def test_one_message_lists_all_that_is_wrong_with_the_table(tmp_path: Path) -> None:
    def spoil(rows: dict[str, dict[str, str]]) -> None:
        del rows["CTX-01"]
        rows["FEE-01"]["question"] = "price"
        rows["FEE-02"]["strength"] = "middling"
        rows["FEE-03"]["countries"] = "Tajikistan"
        rows["FEE-04"]["against"] = "FEE-04"
        rows["FEE-05"]["measure"] = "mine alone"
        rows["FEE-06"]["reason"] = ""
        rows["FEE-07"]["says"] = "sideways"
        rows["FEE-08"]["id"] = "FEE-09"

    with pytest.raises(BadInput) as caught:
        read_vectors(changed(tmp_path, spoil))
    message = str(caught.value)
    for words in ("no row for CTX-01", '"price"', '"middling"', '"Tajikistan"', "ids of other documented values", "mine alone", "why it is classified so",
                  '"sideways"', "FEE-09 again", "no row for FEE-08"):  # fmt: skip
        assert words in message, words


# Agreement with each other
def test_numbers_of_one_measure_disagree_where_their_ranges_are_apart_in_the_same_time() -> None:
    evidence = {row.id: row for row in (
        said("A", "caught", "2004", "500", "500"), said("B", "caught, by another", "2004", "280", "280"),
        said("C", "caught, a range", "2004", "400", ""), said("D", "caught, later", "2006", "90", "90"),
        said("E", "fee", "2004", "3", "4"), said("F", "visas", "2004", "7", "7"),
    )}  # fmt: skip
    rows = {"A": classed("A", "caught"), "B": classed("B", "caught"), "C": classed("C", "caught"), "D": classed("D", "caught"),
            "E": classed("E", against=("F",)), "F": classed("F", against=("E",))}  # fmt: skip
    found = {(pair.first, pair.second, pair.measure) for pair in disagreements(rows, evidence)}
    assert found == {("A", "B", "caught"), ("B", "C", "caught"), ("E", "F", "")}


def test_a_series_says_a_direction_over_periods_of_one_length() -> None:
    evidence = {row.id: row for row in (
        said("A", "caught", "2003", "4000", "4000"), said("B", "caught", "2004", "7000", ""), said("C", "caught", "2005-H1", "3000", "3000"),
        said("D", "fined", "2003", "80", "90"), said("E", "fined", "2004", "85", "95"), said("F", "fined", "2006", "60", "60"),
        said("G", "crossings", "2003", "14", ""), said("H", "crossings", "2004", "12", ""), said("I", "caught", "2004", "9", "9", whom="Iraq"),
    )}  # fmt: skip
    # B against A; C is half a year; E overlaps D; F is compared with E, the latest; of G and H nothing can be said; I is about others.
    assert dict(trends(evidence)) == {"B": ("up", "A"), "E": ("level", "D"), "F": ("down", "E")}


# Agreement with the fit and with a run
def test_what_a_passage_moved_comes_strongest_first_and_what_is_negligible_is_left_out() -> None:
    table = {"clusters": ["one", "two"], "parameters": ["a", "b", "c"], "relative_to_prior": [[0.3, 2.5, 0.099], [0.0, 0.0, 0.0]]}
    found = {cluster: [(one.parameter, one.information) for one in some] for cluster, some in moved_by(table).items()}
    assert found == {"one": [("b", 2.5), ("a", 0.3)], "two": []}
    assert moved_by({}) == {}


def test_the_vector_of_a_country_holds_what_the_fit_says() -> None:
    (one,) = vectors("kyrgyzstan").countries
    lines = {line.row.id: line for some in one.lines.values() for line in some}
    assert one.country == "KGZ"
    assert list(one.lines) == [question for question in QUESTIONS if question in one.lines]
    checks = {check.target.ids: check for check in validate("central-asia-2004", None).checks}
    assert lines["APP-17"].agrees is checks[("APP-17",)].inside
    assert lines["APP-17"].posterior == (checks[("APP-17",)],)
    assert lines["APP-17"].moved
    assert {line.used for line in lines.values() if line.moved} == {FITTED}, "what is held out, or put in, moved nothing"
    assert lines["APP-17"].disagrees == ("APP-18",)
    assert lines["BEH-01"].agrees is None, "an input is no test"
    assert "KAZ" not in {code for line in lines.values() for code in line.row.countries if "KGZ" not in line.row.countries}
    assert all({pair.first, pair.second} & set(lines) for pair in one.disagreements)


def test_a_run_is_compared_with_each_indicator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_run(results(small_world(), 3), replace(small_world(), study=("central-asia",)), tmp_path / "run")
    names = ("id", "what", "documented_low", "documented_high", "simulated", "unit", "verdict")
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in (
        ("FEE-12;FEE-13", "outlay", 2000.0, 4000.0, 1500.0, "USD/person", "below"), ("APP-17", "registered", 500.0, 500.0, 520.0, "people", "inside"),
    )]  # fmt: skip
    monkeypatch.setattr("experiments.runs.vectors.comparisons", lambda *_: rows)
    done = call("KGZ", "--run", tmp_path / "run", "--json")
    assert done.exit_code == 0, done.output
    printed = json.loads(done.stdout)
    assert printed["scenario"] == "small"
    assert printed["fitted"] is False
    indicators = {row["id"]: row for question in printed["countries"][0]["questions"] for row in question["indicators"]}
    assert [row["verdict"] for row in indicators["FEE-13"]["run"]] == ["below"]
    assert [row["verdict"] for row in indicators["APP-17"]["run"]] == ["inside"]
    assert indicators["APP-18"]["run"] == []
    assert indicators["APP-17"]["posterior"] == []
    text = call("KGZ", "--run", tmp_path / "run").stdout
    assert "run 1,500: below" in text
    assert "No fit ships for small" in text


# The command
def test_all_countries_are_counted() -> None:
    text = call().stdout
    lines = {words[0]: words for line in text.splitlines() if len(words := line.split()) > len(QUESTIONS) - 1}
    counts = {question: sum(row.question == question and "TJK" in row.countries for row in read_vectors().values()) for question in QUESTIONS}
    assert lines["TJK"][1:] == [f"{counts[question] or '–'}" for question in QUESTIONS if question != CONTEXT]
    assert {"KAZ", "KGZ", "TJK"} <= set(lines)


def test_one_country_is_shown_in_full() -> None:
    text = call("TJK").stdout
    for words in ("Tajikistan: Which ways and papers", "compared as 0.456 share", "FLW-114", "down from FLW-113", "an input of the model",
                  "disagrees with BEH-40"):  # fmt: skip
        assert words in text, words
    assert "INC-04" not in text, "context is no indicator"
    printed = json.loads(call("tajikistan", "--json").stdout)["countries"][0]
    assert printed["title"] == "Tajikistan"
    assert "context" in [question["question"] for question in printed["questions"]]


def test_a_country_that_the_scenario_lacks_is_a_finding() -> None:
    done = call("Kyrgystan")
    assert done.exit_code == 2
    assert "nearest: Kyrgyzstan" in done.stderr
    assert call("NOR").exit_code == 2
    assert "Traceback" not in done.output
    assert call("KGZ", "--scenario", "two-valleys").exit_code == 2


def test_the_fit_of_a_scenario_given_by_its_path_is_found() -> None:
    assert vectors("TJK", str(SCENARIOS / "central-asia-2004.toml")).countries == vectors("TJK", "central-asia-2004").countries


def test_a_scenario_without_documents_says_so() -> None:
    done = call("bre", "--scenario", "two-valleys")
    assert done.exit_code == 0
    assert "BRE: no documented value is an indicator" in done.stdout
    assert "No documented value is an indicator of irregular movement in a country of two-valleys" in call("--scenario", "two-valleys").stdout


def test_one_message_lists_what_is_wrong_with_the_options(tmp_path: Path) -> None:
    done = call("KGZ", "--run", tmp_path / "none", "--scenario", "two-valleys")
    assert done.exit_code == 2
    assert done.stderr.startswith("2 findings")
