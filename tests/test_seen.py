"""A held-out row stays a blind check only as long as its comparison is what it was."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from calibration.evidence.seen import COLUMNS, digest_of, read_seen
from calibration.evidence.uses import HELD_OUT, read_links, read_uses
from scenarios import BadInput
from scenarios.reading.files import Row
from scenarios.reading.problems import Problems
from studies import CENTRAL_ASIA, made

CELLS = {"id": "X-1;X-2", "what": "deaths", "indicator": "deaths", "arguments": "countries=KGZ", "period": "", "reading": "", "slack": "", "whole": ""}
HEAD = ",".join(COLUMNS)


def comparison(**changes: str) -> Row:
    return Row("comparisons.csv:2", {**CELLS, **changes}, Problems())


def read(folder: Path, line: str, row: Row, *, ships: bool = True) -> tuple[dict[str, str], list[str]]:
    problems = Problems()
    found = read_seen(made(folder, ships=ships, held_out=f"{HEAD}\n{line}\n"), {"X-1;X-2": row}, problems)
    return dict(found), [finding.found for finding in problems.findings]


def test_other_words_change_no_comparison_and_another_place_does() -> None:
    assert digest_of(comparison(what="people who died")) == digest_of(comparison())
    assert digest_of(comparison(arguments="countries=KAZ")) != digest_of(comparison())


def test_a_changed_comparison_must_say_why_and_counts_as_seen(tmp_path: Path) -> None:
    before = digest_of(comparison())
    assert read(tmp_path, f"X-1;X-2,{before},", comparison()) == ({"X-1;X-2": ""}, [])
    changed = comparison(arguments="countries=KAZ")
    _, found = read(tmp_path, f"X-1;X-2,{before},", changed)
    assert found == [f"X-1;X-2, whose comparison has changed since it was held out (now {digest_of(changed)})"]
    assert read(tmp_path, f"X-1;X-2,{before},the wrong country", changed) == ({"X-1;X-2": "the wrong country"}, [])


def test_rows_must_be_there_where_the_study_ships_and_only_those_held_out(tmp_path: Path) -> None:
    assert read(tmp_path, f"X-3,{digest_of(comparison())},", comparison())[1] == ['id "X-3"', "no row for X-1;X-2"]
    assert read(tmp_path, "", comparison(), ships=False) == ({}, [])


def test_what_ships_says_of_every_held_out_row_that_it_was_seen() -> None:
    held = [use for use in read_uses(CENTRAL_ASIA).values() if use.use == HELD_OUT]
    assert len(held) > 30
    assert [use.id for use in held if not use.seen] == []


def test_a_study_that_changes_a_held_out_comparison_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(CENTRAL_ASIA.folders[0], folder)
    path = folder / "held_out.csv"
    text = path.read_text(encoding="utf-8").replace("trial runs printed it while parameters and inputs were chosen", "")
    path.write_text(text, encoding="utf-8")
    compared = folder / "comparisons.csv"
    compared.write_text(compared.read_text(encoding="utf-8").replace("AVR-17,", "AVR-17,now said otherwise: ", 1), encoding="utf-8")
    study, links = replace(CENTRAL_ASIA, folders=(folder,)), read_links(CENTRAL_ASIA)
    assert read_uses(study, links)["AVR-17"].seen == ""
    lines = compared.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("AVR-17,"))
    lines[at] = lines[at].replace("communities=", "channels=guided communities=")
    compared.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="AVR-17, whose comparison has changed"):
        read_uses(study, links)
