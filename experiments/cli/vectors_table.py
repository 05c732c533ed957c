"""The vector approach as tables: counts by country, or every indicator of one country by question."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calibration.evidence.agreement import bounds_of
from calibration.evidence.vectors import CONTEXT, DOWN, QUESTIONS, STRENGTHS, UP
from calibration.fit.predictive import Check
from calibration.fit.targets import ORDER
from experiments.cli.table_style import TABLE_STYLE, interval, output_console, short
from experiments.plots.titles import country as title_of
from experiments.runs.vectors import CountryVectors, IndicatorLine, Vectors

ASKED = tuple(question for question in QUESTIONS if question != CONTEXT)
"""The questions that are shown; rows of context are no indicators."""
MOST_MOVED = 2
"""Parameters that are named of those that an indicator moved."""
VERDICTS = {True: "agrees", False: "outside"}
HEADS = {"organisation": "organi-\nsation"}
"""Headings that would be too wide."""
HOW_TO_READ = (
    "agrees: the 90 per cent predictive interval holds what the indicator says. moved: parameters that the passage informs, with the information"
    " relative to the prior; 1 halves the variance."
)


def print_vectors(found: Vectors, *, every: bool, console: Console | None = None) -> None:
    """Print counts by country, or with one country all its indicators."""
    shown = console or output_console()
    fit = "" if found.fitted else f" No fit ships for {found.scenario}: nothing is said of prior and posterior."
    if every and not found.countries:
        shown.print(f"No documented value is an indicator of irregular movement in a country of {found.scenario}.")
        return
    if every:
        shown.print(_countries(found))
        shown.print(f"Indicators by country and question; below, how many agree with the posterior of how many compared.{fit}")
        shown.print("One country in full: routesim vectors COUNTRY.")
        return
    for one in found.countries:
        _print_country(one, shown)
    shown.print(f"{HOW_TO_READ}{fit}" if found.fitted else fit.strip())


def vectors_json(found: Vectors) -> str:
    """All indicators, rows of context included, as JSON."""
    countries = [
        {
            "country": one.country,
            "title": title_of(one.country),
            "questions": [
                {"question": name, "title": QUESTIONS[name], "indicators": [_plain(line) for line in lines]} for name, lines in one.lines.items()
            ],
            "disagreements": [{"first": pair.first, "second": pair.second, "measure": pair.measure} for pair in one.disagreements],
        }
        for one in found.countries
    ]
    head = {"scenario": found.scenario, "fitted": found.fitted, "run": None if found.run is None else str(found.run.folder)}
    return json.dumps(head | {"countries": countries}, indent=1, ensure_ascii=False)


def _countries(found: Vectors) -> Table:
    grid = Table(title=f"The vector approach: indicators by country ({found.scenario})", **TABLE_STYLE)
    grid.add_column("", no_wrap=True)
    for question in ASKED:
        grid.add_column(HEADS.get(question, question), justify="right", no_wrap=True)
    for one in found.countries:
        grid.add_row(one.country, *(_cell(one.lines.get(question, ())) for question in ASKED))
    return grid


def _cell(lines: Sequence[IndicatorLine]) -> str:
    judged = [line.agrees for line in lines if line.agrees is not None]
    return (f"{len(lines)}" + (f"\n{sum(judged)}/{len(judged)}" if judged else "")) if lines else "–"


def _print_country(one: CountryVectors, shown: Console) -> None:
    title = title_of(one.country)
    lines = {name: some for name, some in one.lines.items() if name != CONTEXT}
    if not lines:
        shown.print(f"{title}: no documented value is an indicator of irregular movement there.")
        return
    shown.print(_summary(one, lines, f"{title}: what the indicators point to"))
    for question, some in lines.items():
        shown.print(_grid(f"{title}: {QUESTIONS[question]}", some))
    for pair in one.disagreements:
        shown.print(f"Disagree: {pair.first} and {pair.second}{f', both of {pair.measure}' if pair.measure else ''}.")
    if CONTEXT in one.lines:
        shown.print(f"Rows of context, which are no indicators: {len(one.lines[CONTEXT])} (routesim vectors {one.country} --json has them).")


def _summary(one: CountryVectors, lines: dict[str, tuple[IndicatorLine, ...]], title: str) -> Table:
    caption = "agree: with the posterior, of those compared. disagree: pairs of indicators. up, down: indicators that say a direction."
    grid = Table(title=title, caption=caption, caption_justify="left", **TABLE_STYLE)
    grid.add_column("question", overflow="fold")
    for name in ("all", *STRENGTHS, "agree", "disagree", UP, DOWN):
        grid.add_column(name, justify="right", no_wrap=True)
    for question, some in lines.items():
        strengths = Counter(line.row.strength for line in some)
        judged = [line.agrees for line in some if line.agrees is not None]
        ids = {line.row.id for line in some}
        pairs = sum(1 for pair in one.disagreements if {pair.first, pair.second} & ids)
        ways = Counter(line.row.says or line.trend[0] for line in some)
        agree = f"{sum(judged)} of {len(judged)}" if judged else "–"
        counts = (*(strengths[word] for word in STRENGTHS), pairs, ways[UP], ways[DOWN])
        cells = [f"{count or '–'}" for count in counts]
        grid.add_row(QUESTIONS[question], f"{len(some)}", *cells[:3], agree, *cells[3:])
    return grid


def _grid(title: str, lines: Sequence[IndicatorLine]) -> Table:
    grid = Table(title=title, **TABLE_STYLE)
    grid.add_column("id", no_wrap=True)
    grid.add_column("indicator", overflow="fold", ratio=3)
    grid.add_column("what it says, and the model", overflow="fold", ratio=2)
    for line in lines:
        grid.add_row(Text(line.row.id), _what(line), _said(line))
    return grid


def _what(line: IndicatorLine) -> Text:
    e, row = line.evidence, line.row
    text = Text("; ".join(part for part in (e.what, "" if e.whom == "any" else e.whom, e.period) if part))
    speaker = "" if row.speaker == "not stated" else f" ({row.speaker})"
    text.append(f"\n{row.strength} {row.kind}{speaker}: {row.reason}", "dim")
    return text


def _said(line: IndicatorLine) -> Text:
    """What the indicator says; below it posterior, prior and run, whether they agree, what it moved, and what disagrees with it."""
    parts = [Text(_says(line), "bold")]
    for one in line.posterior:
        if one.median is not None:
            if (one.target.low, one.target.high) != bounds_of(line.evidence):
                said = interval(one.target.low, one.target.high)
                parts.append(Text(f"compared as {f'rank {said}' if one.target.kind == ORDER else f'{said} {one.target.unit}'}"))
            parts.append(Text(f"posterior {short(_round(one.median))} ({_span(one)})"))
    parts += [Text(f"prior {short(_round(one.median))}") for one in line.prior if one.median is not None]
    if line.agrees is not None:
        parts.append(Text(VERDICTS[line.agrees], "green" if line.agrees else "bold red"))
    for row in line.run:
        parts.append(Text(f"run {'–' if row['simulated'] is None else short(_round(row['simulated']))}: {row['verdict']}"))
    if line.reproduced:
        parts.append(Text("an input of the model", "dim"))
    if line.moved:
        parts.append(Text(f"moved {', '.join(f'{one.parameter} ({one.information:.1f})' for one in line.moved[:MOST_MOVED])}"))
    if line.disagrees:
        parts.append(Text(f"disagrees with {', '.join(line.disagrees)}", "bold"))
    return Text("\n").join(parts)


def _says(line: IndicatorLine) -> str:
    e = line.evidence
    number = interval(*bounds_of(e)) if e.low or e.high else ""
    word, since = (line.row.says, "") if line.row.says else line.trend
    unit = e.unit if number else ""
    way = f"{word} from {since}" if since else word
    return ", ".join(part for part in (f"{number} {unit}".strip(), way) if part) or f"a {e.unit}"


def _span(one: Check) -> str:
    return interval(None if one.low is None else _round(one.low), None if one.high is None else _round(one.high))


def _round(value: float) -> float:
    """A number to three digits: more are not known."""
    return float(f"{value:.3g}")


def _plain(line: IndicatorLine) -> dict[str, Any]:
    e, row = line.evidence, line.row
    low, high = bounds_of(e)
    return {
        "id": e.id, "question": row.question, "what": e.what, "whom": e.whom, "place": e.place, "period": e.period, "source": e.source, "section": e.section,
        "kind": row.kind, "speaker": row.speaker, "strength": row.strength, "reason": row.reason, "low": low, "high": high, "unit": e.unit, "note": e.note,
        "says": row.says or line.trend[0], "since": "" if row.says else line.trend[1], "use": line.used, "agrees": line.agrees,
        "posterior": [_check(one) for one in line.posterior], "prior": [_check(one) for one in line.prior],
        "run": [{"what": one["what"], "simulated": one["simulated"], "unit": one["unit"], "verdict": one["verdict"]} for one in line.run],
        "moved": [{"parameter": one.parameter, "information": one.information} for one in line.moved],
        "disagrees_with": list(line.disagrees),
    }  # fmt: skip


def _unit(one: Check) -> str:
    return "rank" if one.target.kind == ORDER else one.target.unit


def _check(one: Check) -> dict[str, Any]:
    return {
        "what": one.target.what, "documented_low": one.target.low, "documented_high": one.target.high, "median": one.median, "low": one.low, "high": one.high,
        "unit": _unit(one), "inside": one.inside,
    }  # fmt: skip
