"""What documents say of parameters and files is what the code does."""

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sim
from calibration.evidence.itinerary_words import WORDS
from calibration.evidence.vectors import VECTORS
from calibration.fit.mechanisms import MECHANISMS
from experiments.documents import refreshed
from experiments.documents.fits import CHOSEN
from experiments.documents.refresh import TABLES
from experiments.store import Indicator, indicators, read_indicators, read_run, write_run
from experiments.store.columns import ABOUT, EVENTS, FILES, INDICATORS, ONLY_IF_USED, STATES, Kind
from experiments.store.columns import TABLES as STORED
from experiments.store.fit_files import DRAWS, KEYS
from experiments.store.indicators import RATIOS
from scenarios import load
from scenarios.reading.files import lines_of
from scenarios.reading.folders import EVIDENCE, POSTERIORS, STUDIES
from sim.basis.words import Event, State
from sim.world.meanings import MEANINGS, pattern_of

ROOT = Path(__file__).resolve().parents[1]
STORED_AS = {Kind.WORD: pa.dictionary(pa.int32(), pa.string()), Kind.WHOLE: pa.int64(), Kind.FRACTION: pa.float64()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored run of forty days, which hold a week's end and a month's end."""
    world = load("two-valleys", days=40)
    return write_run(sim.run(world, 1), world, tmp_path_factory.mktemp("run") / "x").folder


def test_documents_are_current() -> None:
    stale = [path.name for path, text in refreshed(ROOT / "docs").items() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"{', '.join(stale)} in docs/ do not say what the code does. Refresh them:  python -m experiments.documents"


def test_every_table_that_is_made_is_asked_for() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    assert [name for name in TABLES if f"<!-- made: {name} -->" not in text] == []


def test_a_table_is_put_where_it_is_asked_for(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- made: units -->\nold\n<!-- end -->\nafter\n", encoding="utf-8")
    made = refreshed(tmp_path)[page]
    assert made.startswith("before\n<!-- made: units -->\n\n| unit |")
    assert made.endswith("<!-- end -->\nafter\n")
    assert "old" not in made
    assert "| `share` | 0 | 1 |" in made
    page.write_text("<!-- made: dragons -->\n<!-- end -->\n", encoding="utf-8")
    with pytest.raises(KeyError, match="dragons"):
        refreshed(tmp_path)


def test_every_kind_of_parameter_stands_in_the_protocol() -> None:
    text = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")
    assert [pattern for pattern in MEANINGS if f"| `{pattern}` |" not in text] == []


def test_a_range_of_parameters_is_that_of_the_names_they_serve() -> None:
    """Pulls of the teaching scenario: two of one community's, one of the other's."""
    parameters = load("two-valleys").parameters
    keys = ("aldmark-transit.pull.cyrstead", "bremark-workers.pull.cyrstead", "bremark-workers.pull.lower-cyr")
    pulls = [parameters.number(f"community.{key}") for key in keys]
    line = next(line for line in TABLES["parameters"]().splitlines() if "`community.<community>.pull.<place>`" in line)
    assert line.split(" | ")[4] == f"{min(pulls):g} to {max(pulls):g} (3 A)"


def test_stored_tables_have_the_columns_that_are_documented(folder: Path) -> None:
    assert {path.stem for path in folder.glob("*.parquet")} == set(STORED) - ONLY_IF_USED
    for name, documented in STORED.items():
        if name in ONLY_IF_USED:
            continue
        stored = pq.read_schema(folder / f"{name}.parquet")
        assert dict(zip(stored.names, stored.types, strict=True)) == {key: STORED_AS[column.kind] for key, column in documented.columns.items()}, name
        assert stored.names == list(documented.columns)


def test_the_other_files_hold_what_is_documented(folder: Path) -> None:
    assert list(json.loads((folder / "run.json").read_text(encoding="utf-8"))) == list(ABOUT)
    with (folder / "indicators.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == list(INDICATORS)
    named = {name for key in FILES for name in key.split(", ")}
    assert {path.name for path in folder.iterdir() if path.suffix != ".parquet"} <= named


def test_every_indicator_is_documented_with_its_unit(folder: Path) -> None:
    run = read_run(folder)
    found: list[Indicator] = read_indicators(folder)
    assert found == indicators(run.results, run.world)
    text = TABLES["indicators"]()
    for row in found:
        assert row.indicator in text or row.indicator.startswith("paid by "), row.indicator
        assert f"`{row.unit}`" in text or f"| {row.unit} |" in text, row.unit
        assert RATIOS.get(row.indicator, (row.unit,))[0] == row.unit


def test_the_files_of_a_fit_hold_what_is_documented() -> None:
    for path in POSTERIORS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            first, second, *keys = next(csv.reader(file))
        assert [first, second] == list(DRAWS)[:2]
        assert all(pattern_of(key) for key in keys)
        assert list(json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))) == list(KEYS)


def test_the_tables_of_studies_have_the_columns_that_are_documented() -> None:
    assert [path.name for path in (ROOT / "calibration").glob("*/*.csv")] == ["mechanisms.csv"]  # all others stand with the studies
    for path in (*STUDIES.rglob("*.csv"), EVIDENCE / WORDS, VECTORS, MECHANISMS):
        _, columns = CHOSEN[path.name]
        lines = (line for _, line in lines_of(path.read_text(encoding="utf-8")))
        assert next(csv.reader(lines)) == list(columns), path


def test_every_word_has_its_meaning() -> None:
    assert list(EVENTS) == [event.word for event in Event]
    assert list(STATES) == [state.word for state in State]
