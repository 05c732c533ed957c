"""The ledger of the evidence: every row is used for one thing, inputs are what scenarios lean on, and the command shows it."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

import test_outcomes as by_hand
from calibration.evidence.citations import cited_in
from calibration.evidence.holdout import SALT, held_out, order
from calibration.evidence.rows import FAMILIES, TABLES, Evidence, read_evidence
from calibration.evidence.uses import COLUMNS, CONTEXT, FITTED, HELD_OUT, INPUT, EvidenceLinks, read_links, read_uses
from experiments.cli import app
from experiments.cli.evidence_ledger import LedgerQuery, ledger
from experiments.cli.evidence_table import ledger_json, print_ledger
from experiments.store import Run, write_run
from scenarios import BadInput, load, names
from scenarios.reading.problems import Problems
from scenarios.studies import Study
from sim.books.results import Labelled, Results
from sim.world.parameters import Status
from sim.world.world import World
from studies import CENTRAL_ASIA, table
from tests.synthetic import results as synthetic_results
from tests.synthetic import small_world

results, world = by_hand.results, by_hand.world  # journeys that are computed by hand there


@pytest.fixture(scope="module")
def links() -> EvidenceLinks:
    return read_links(CENTRAL_ASIA)


def call(*words: object) -> Result:
    return CliRunner().invoke(app, ["evidence", *map(str, words)])


# The evidence and what leans on it
def test_no_row_of_the_evidence_is_lost() -> None:
    numbers: dict[str, list[int]] = {family: [] for family in FAMILIES}
    for name in read_evidence():
        family, _, number = name.partition("-")
        numbers[family].append(int(number))
    assert {family: sorted(found) == list(range(1, len(found) + 1)) for family, found in numbers.items()} == dict.fromkeys(FAMILIES, True)
    assert len(numbers["ITN"]) == 120
    assert len(numbers["POL"]) == 53
    assert sum(map(len, numbers.values())) >= 441 + 120 + 53


def test_documented_parameters_hold_what_their_row_says() -> None:
    wrong = []
    for name in names():
        for key, parameter in load(name, posterior="none").parameters.table.items():
            if parameter.status is not Status.DOCUMENTED:
                continue
            row = read_evidence()[parameter.source]
            low, high = float(row.low or "-inf"), float(row.high or "inf")
            # The share of women stands in the report as that of men.
            value = round(1 - parameter.value, 9) if key == "community.*.women" else parameter.value
            if not low <= value <= high:
                wrong.append((key, parameter.value, parameter.source, row.low, row.high))
    assert wrong == []


def test_citations_are_found_in_reasons_comments_and_ranges(tmp_path: Path) -> None:
    (tmp_path / "land.toml").write_text("# a war (BEH-65)\ntitle = 'x'\n", encoding="utf-8")
    lines = ("a,FEE-05 to FEE-07", 'b,"as reported (FEE-07, ITN-08)"', "c,FEE-1X to BEH-01", "")
    (tmp_path / "parameters.csv").write_text("\n".join(lines), encoding="utf-8")
    files = [tmp_path / "land.toml", tmp_path / "parameters.csv"]
    found = {name: [where.rpartition("/")[2] for where in places] for name, places in cited_in(files, Problems()).items()}
    assert found == {
        "BEH-01": ["parameters.csv:3"], "BEH-65": ["land.toml:1"], "FEE-05": ["parameters.csv:1"], "FEE-06": ["parameters.csv:1"],
        "FEE-07": ["parameters.csv:1", "parameters.csv:2"], "ITN-08": ["parameters.csv:2"],
    }  # fmt: skip


def test_scenarios_cite_only_rows_that_are_there(links: EvidenceLinks) -> None:
    assert sorted(set(links.cited) - set(read_evidence())) == []


# Uses
def test_every_row_has_one_use_and_inputs_win(links: EvidenceLinks) -> None:
    uses = read_uses(CENTRAL_ASIA, links)
    assert list(uses) == list(links.evidence)
    assert uses["BEH-07"].use == INPUT
    assert uses["BEH-07"].reproduced  # it is compared too, but was put in
    assert uses["FEE-01"].use == CONTEXT  # FEE-02 is the same quantity
    assert uses["FEE-03"].use == FITTED
    assert uses["FLW-05"].use == CONTEXT
    assert not uses["FEE-03"].reproduced
    assert {use.use for use in uses.values() if use.compared} == {INPUT, FITTED, HELD_OUT}


def test_rows_of_a_cluster_are_held_out_together(links: EvidenceLinks) -> None:
    by_cluster: dict[str, set[str]] = {}
    for use in read_uses(CENTRAL_ASIA, links).values():
        if use.compared and use.use != INPUT:
            by_cluster.setdefault(use.cluster, set()).add(use.use)
    assert {cluster: used for cluster, used in by_cluster.items() if len(used) > 1} == {}


def test_what_is_held_out_was_fixed_once() -> None:
    # Renaming a cluster, adding a comparison or another salt would choose again: whoever does so says why, here.
    # "fee to Europe, officials of three countries" is gone: its row is the quantity of a fitted one, and all fees to Europe are one cluster.
    assert sorted({use.cluster for use in read_uses(CENTRAL_ASIA).values() if use.use == HELD_OUT}) == [
        "Bangladeshis by Delhi and Dushanbe",
        "Bangladeshis by Kyrgyzstan",
        "Pakistanis in Aktau",
        "Pakistanis on the way to Russia 2005",
        "airports of Kyrgyzstan 2003-2004",
        "airports of Kyrgyzstan 2005",
        "border regime of Kazakhstan 2005",
        "foreigners and proceedings in Kazakhstan 2005",
        "green borders of Kyrgyzstan",
        "papers at the borders of Kazakhstan 2005",
        "three checkpoints of Kazakhstan",
    ]


def test_the_first_quarter_of_each_family_is_held_out_and_what_is_late() -> None:
    assert order("a table") == sha256(f"a table {SALT}".encode()).hexdigest()
    families = {f"F{n}": "FEE" for n in range(8)} | {"A1": "APP", "A2": "APP"} | {"H1": "HRM"}
    first = sorted((f"F{n}" for n in range(8)), key=order)[:2]  # a quarter of 8
    one = min(("A1", "A2"), key=order)  # half a cluster is rounded up
    other = ({"A1", "A2"} - {one}).pop()
    assert held_out(families) == {*first, one}  # a quarter of one is none
    assert held_out(families, frozenset({other})) == {*first, "A1", "A2"}


Change = Callable[[dict[str, dict[str, str]]], None]


def drop(rows: dict[str, dict[str, str]]) -> None:
    del rows["CTX-01"]


def put(name: str, **cells: str) -> Change:
    return lambda rows: rows[name].update(cells)


@pytest.mark.parametrize(
    ("change", "found", "allowed"),
    [
        (drop, "no row for CTX-01", "a row for every row of its sources"),
        (put("CTX-02", id="CTX-99"), 'id "CTX-99"', "the ids of the rows that the study answers for"),
        (put("CTX-03", id="CTX-04"), "CTX-04 again", "each row of the evidence once"),
        (put("CTX-05", use="background"), 'use "background"', "input, fitted, held-out, context"),
        (put("CTX-05", use=INPUT), "CTX-05 as input", "context: no scenario names it and no comparison exists"),
        (put("BEH-07", use=FITTED), "BEH-07 as fitted", "input: scenarios/territories/eurasia/parameters.csv:"),
        (put("POL-19", use=CONTEXT), "POL-19 as context", "input: scenarios/central-asia-2004.toml:"),
        (put("ITN-07", use=CONTEXT), "ITN-07 as context", "input: itineraries.csv requires it to be possible"),
        (put("FEE-03", use=HELD_OUT), "FEE-03 as held-out", "fitted: a comparison exists"),
        (put("FEE-03", use=CONTEXT), "FEE-03 as context", "fitted: a comparison exists"),
        (put("FLW-02", use=FITTED), "FLW-02 as fitted", "held-out: a comparison exists"),
        (put("FEE-03", cluster=""), "FEE-03 without a cluster", "the passage or table"),
        (put("CTX-06", reason=""), "an empty reason", "why it is used so"),
    ],
)
def test_a_wrong_use_is_found(change: Change, found: str, allowed: str, tmp_path: Path, links: EvidenceLinks) -> None:
    with pytest.raises(BadInput) as caught:
        read_uses(changed(tmp_path, change), links)
    assert [finding.found for finding in caught.value.findings if finding.allowed.startswith(allowed)] == [found]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, links: EvidenceLinks) -> None:
    def spoil(rows: dict[str, dict[str, str]]) -> None:
        drop(rows)
        put("CTX-05", use=INPUT)(rows)
        put("BEH-07", use=FITTED)(rows)

    with pytest.raises(BadInput) as caught:
        read_uses(changed(tmp_path, spoil), links)
    assert len(caught.value.findings) == 3


def changed(folder: Path, change: Change) -> Study:
    """The uses that ship, with a change."""
    with table("uses.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(line for line in lines if not line.startswith("#"))}
    change(rows)
    path = folder / "uses.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, COLUMNS)
        out.writeheader()
        out.writerows(rows.values())
    return replace(CENTRAL_ASIA, folders=(folder,))


def test_a_broken_table_of_evidence_is_reported(tmp_path: Path) -> None:
    for name, columns in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(",".join(columns) + "\n", encoding="utf-8")
    (tmp_path / "policies.csv").write_text("id,source,section,lever,what it changes\nPOL-01,R,1,a,b\nPOL-01,R,1,a,b\nXXX-01,R,1,a,b\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_evidence(folder=tmp_path)
    assert [finding.found for finding in caught.value.findings] == ["POL-01 again", 'id "XXX-01"']


# The command
def test_the_ledger_tells_source_value_and_use() -> None:
    shown = call("FEE-03", "--json")
    assert shown.exit_code == 0, shown.output
    (row,) = [row for row in json.loads(shown.stdout)["rows"] if row["id"] == "FEE-03"]
    assert (row["source"], row["section"], row["low"], row["high"], row["unit"]) == ("IOM-2006", "5.4.4 Tajikistan fees", 1500, 6000, "USD/person")
    assert (row["use"], row["cluster"]) == (FITTED, "fee to Europe")
    assert "compared" not in row
    text = call("FEE-03").stdout
    assert "1,500 – 6,000" in text
    assert "--run" in text  # how to come by simulated values


def test_filters_narrow_the_ledger_and_totals_count_it(links: EvidenceLinks) -> None:
    everything = json.loads(call("--json").stdout)
    assert [row["id"] for row in everything["rows"]] == list(links.evidence)
    assert sum(n for uses in everything["totals"].values() for n in uses.values()) == len(links.evidence)
    held = json.loads(call("--use", "held-out", "--json").stdout)
    assert {row["use"] for row in held["rows"]} == {HELD_OUT}
    assert held["totals"]["documented"][HELD_OUT] == len(held["rows"])
    one = json.loads(call("--scenario", "russia-eu-return", "--source", "IOM-2015b", "--json").stdout)
    assert Counter(row["table"] for row in one["rows"]) == {"documented": 1, "itineraries": 1, "policies": 1}
    assert "No row of the evidence" in call("no such words at all").stdout


def test_bad_options_are_told(tmp_path: Path) -> None:
    shown = call("--source", "IOM", "--run", tmp_path)
    assert shown.exit_code == 2
    assert "which holds no finished run" in shown.stderr
    assert '--source: found source "IOM"' in call("--source", "IOM").stderr


def test_a_run_without_a_documented_people_says_nothing_of_parameters(tmp_path: Path) -> None:
    tiny = small_world()
    write_run(synthetic_results(tiny, 1), tiny, tmp_path / "run")
    assert json.loads(call("FEE-14", "--run", tmp_path / "run", "--json").stdout)["rows"] == []  # no study, no evidence
    shown = call("FEE-14", "--scenario", "central-asia-2004", "--run", tmp_path / "run", "--json")
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["rows"][0]["compared"] == []
    (tmp_path / "run" / "events.parquet").write_bytes((tmp_path / "run" / "flows.parquet").read_bytes())
    assert call("--run", tmp_path / "run").exit_code == 2


def run_of(people: str, results: Results, world: World, folder: Path, times: int = 1) -> Run:
    """The journeys of test_outcomes.py as if some people made them in 2005: to Kazakhstan for 700 dollars, or ``times`` as much."""

    def renamed(column: object) -> object:
        return Labelled(column.codes, tuple(people if word == "pakistani" else word for word in column.labels)) if isinstance(column, Labelled) else column

    tables = {name: {key: renamed(column) for key, column in table.items()} for name, table in results.tables.items()}
    tables["events"]["cents"] = np.asarray(tables["events"]["cents"]) * times
    named = tuple(replace(c, name=people) if c.name == "pakistani" else c for c in world.communities)
    return Run(folder, replace(results, start=date(2005, 1, 1), tables=tables), replace(world, communities=named, start=date(2005, 1, 1)), {})  # type: ignore[arg-type]


@pytest.fixture
def chinese(results: Results, world: World, tmp_path: Path) -> Run:
    return run_of("china", results, world, tmp_path)


def test_an_input_that_comes_out_again_is_called_reproduced(results: Results, world: World, tmp_path: Path) -> None:
    for times, verdict in ((1, "below"), (3, "reproduced")):
        run = run_of("bangladesh", results, world, tmp_path, times)
        (line,) = [line for line in ledger(LedgerQuery("FEE-04", CENTRAL_ASIA, run, "", "")).lines if line.evidence.id == "FEE-04"]
        assert [(row["simulated"], row["documented_low"]) for row in line.compared] == [(700.0 * times, 2000.0)]
        assert line.use.use == INPUT
        assert line.verdicts == (verdict,)


def test_journeys_and_their_table_are_shown_with_itineraries(chinese: Run, capsys: pytest.CaptureFixture[str]) -> None:
    shown = ledger(LedgerQuery("ITN-92", CENTRAL_ASIA, chinese, "", ""))
    printed = json.loads(ledger_json(shown))
    # One journey goes from Pakistan by Kazakhstan abroad: a pattern reported of Chinese too (ITN-112).
    assert {row["community"] for row in printed["journeys"]} == {c.name for c in chinese.world.communities if c.followed}
    assert [row for row in printed["journeys"] if row["journeys"]] == [{"community": "china", "journeys": 4, "own": 0, "any": 1}]
    print_ledger(shown)
    printed = capsys.readouterr().out
    assert "Journeys on documented itineraries" in printed
    assert "0 reproduced" in printed
    assert ledger(LedgerQuery("FEE-15", CENTRAL_ASIA, chinese, "", "")).by_community == ()


def test_what_is_listed_can_be_narrowed_by_column() -> None:
    def listed(*words: str) -> list[dict[str, object]]:
        return list(json.loads(CliRunner().invoke(app, ["list", *words, "--json"]).stdout))

    assert {row["status"] for row in listed("parameters", "status=documented", "--scenario", "central-asia-2004")} == {"documented"}
    assert {row["source"] for row in listed("parameters", "source=BEH-28", "--scenario", "central-asia-2004")} == {"BEH-28"}
    assert [row["id"] for row in listed("itineraries", "ITN-08")] == ["ITN-08"]
    assert {row["source"] for row in listed("itineraries", "source=ICMPD-2011")} == {"ICMPD-2011"}
    assert [row["name"] for row in listed("policies", "name=pol-19")] == ["POL-19"]
    assert len(listed("policies", "IOM-2005")) == len([row for row in read_evidence().values() if row.table == "policies" and row.source == "IOM-2005"])


def test_rows_know_their_family() -> None:
    row = Evidence("FEE-01", "documented", "R", "1", "fee", "any", "KGZ", "2004", "1", "2", "USD", "")
    assert FAMILIES[row.family] == "prices"
