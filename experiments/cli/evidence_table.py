"""The ledger of the evidence as tables: one for each report and family, then totals."""

import json
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calibration.evidence.rows import FAMILIES
from calibration.evidence.uses import WORDS
from experiments.cli.evidence_ledger import Ledger, Line
from experiments.cli.run_tables import coloured
from experiments.cli.table_style import TABLE_STYLE, interval, output_console, short

READING = ("id", "what", "period", "documented_low", "documented_high", "simulated", "unit")
"""Fields of a comparison in JSON."""
HOW_TO_SIMULATE = "For simulated values, make a run (routesim run SCENARIO) and name its folder (--run FOLDER)."


def print_ledger(ledger: Ledger, console: Console | None = None) -> None:
    """Print the lines by report and family, journeys by community if there are any, and how many rows are used for what."""
    shown = console or output_console()
    if not ledger.rows:
        shown.print(f"{ledger.study} has no documents: nothing says whether its runs are right. For another scenario: --scenario NAME.")
        return
    if not ledger.lines:
        shown.print(f"No row of the evidence of {ledger.study} matches; routesim evidence shows all rows of a scenario.")
        return
    for (source, family), lines in groupby(ledger.lines, key=lambda line: (line.evidence.source, line.evidence.family)):
        shown.print(_grid(f"{source}: {FAMILIES[family]}", list(lines), simulated=ledger.run is not None))
    if ledger.by_community:
        shown.print(_journeys(ledger))
    shown.print(_totals(ledger))
    shown.print(f"Study: {ledger.study}. For another one: --scenario NAME.")
    if ledger.run is None:
        shown.print(HOW_TO_SIMULATE)
        return
    verdicts = [word for line in ledger.lines for word in line.verdicts]
    counts = ", ".join(f"{verdicts.count(word)} {word}" for word in ("inside", "reproduced", "below", "above", "not judged"))
    shown.print(f"{ledger.run.folder}: {counts}. Reproduced values are inputs: they show consistency, not predictive success.")


def ledger_json(ledger: Ledger) -> str:
    """What :func:`print_ledger` shows, as JSON."""
    rows = []
    for line in ledger.lines:
        e, u = line.evidence, line.use
        row: dict[str, Any] = {"id": e.id, "table": e.table, "family": FAMILIES[e.family], "source": e.source, "section": e.section, "what": e.what}
        row |= {"whom": e.whom, "place": e.place, "period": e.period, "low": _number(e.low), "high": _number(e.high), "unit": e.unit, "note": e.note}
        row |= {"use": u.use, "seen": u.seen, "cluster": u.cluster, "reason": u.reason}
        if ledger.run is not None:
            pairs = zip(line.compared, line.verdicts, strict=True)
            row["compared"] = [{name: c[name] for name in READING} | {"verdict": word} for c, word in pairs]
            f = line.followed
            row["followed"] = None if f is None else {"journeys": f.journeys, "following": f.following, "share": f.share}
        rows.append(row)
    head: dict[str, Any] = {"run": None if ledger.run is None else str(ledger.run.folder), "study": ledger.study, "rows": rows, "totals": ledger.totals}
    if ledger.by_community:
        head["journeys"] = [{"community": c.community, "journeys": c.journeys, "own": c.own, "any": c.any} for c in ledger.by_community]
    return json.dumps(head, indent=1, ensure_ascii=False)


def _grid(title: str, lines: list[Line], *, simulated: bool) -> Table:
    grid = Table(title=title, **TABLE_STYLE)
    grid.add_column("id", overflow="fold", min_width=8, max_width=24)
    grid.add_column("section", overflow="fold", width=15)
    grid.add_column("what", overflow="fold", ratio=5)
    grid.add_column("documented", overflow="fold", justify="right", width=17)
    if simulated:
        grid.add_column("simulated", overflow="fold", justify="right", width=16)
        grid.add_column("", no_wrap=True, width=11)
    grid.add_column("use", overflow="fold", width=9)
    grid.add_column("reason", overflow="fold", ratio=4)
    for line in lines:
        e = line.evidence
        what = "; ".join(part for part in (e.what, e.whom, e.place, e.period) if part)
        cells = [Text(e.id), Text(e.section), Text(what), Text(_documented(line))]
        if simulated:
            cells += [Text("\n".join(_simulated(line))), Text("\n").join(coloured(word) if word != "reproduced" else Text(word) for word in line.verdicts)]
        grid.add_row(*cells, Text(f"{line.use.use}, seen" if line.use.seen else line.use.use), Text(_reason(line), style="dim"))
    return grid


def _reason(line: Line) -> str:
    """Why a row has its use; with a run, the comparison made: with which rows it is joined, and the range."""
    if not line.compared:
        return line.use.reason
    read = []
    for row in line.compared:
        joined = f"{row['id'].replace(';', ', ')} together: " if row["id"] != line.evidence.id else ""
        bounds = "" if line.evidence.low + line.evidence.high and not joined else f", {interval(row['documented_low'], row['documented_high'])}"
        read.append(f"{joined}{row['what']}{bounds}")
    why = f"{line.use.reason}; " if line.use.reproduced else ""
    return f"{why}compared as: {'; '.join(read)}"


def _documented(line: Line) -> str:
    """The documented value with its unit, or a dash."""
    e = line.evidence
    low, high = _number(e.low), _number(e.high)
    return f"{interval(low, high)} {e.unit}" if low is not None or high is not None else e.unit or "–"


def _simulated(line: Line) -> list[str]:
    if line.followed is not None:
        share = line.followed.share
        return ["–" if share is None else f"{_percent(line.followed.following, line.followed.journeys)} of {line.followed.journeys:,}"]
    return ["–" if row["simulated"] is None else f"{short(row['simulated'])} {row['unit']}" for row in line.compared]


def _journeys(ledger: Ledger) -> Table:
    assert ledger.run is not None  # noqa: S101 - there are journeys, so there is a run
    titles = {community.name: community.title for community in ledger.run.world.communities}
    caption = "Share of journeys that crossed a border. A journey follows an itinerary if it passes its points in order, whatever lies between them."
    grid = Table(title="Journeys on documented itineraries", caption=caption, caption_justify="left", **TABLE_STYLE)
    grid.add_column("community")
    for name in ("journeys", "on an itinerary documented for such people", "on any documented itinerary, regional patterns included"):
        grid.add_column(name, justify="right")
    for c in ledger.by_community:
        grid.add_row(Text(titles[c.community]), f"{c.journeys:,}", _percent(c.own, c.journeys), _percent(c.any, c.journeys))
    return grid


def _totals(ledger: Ledger) -> Table:
    grid = Table(title=f"{len(ledger.lines)} rows of the evidence, by use", **TABLE_STYLE)
    grid.add_column("table")
    for word in (*WORDS, "rows"):
        grid.add_column(word, justify="right")
    for table, uses in ledger.totals.items():
        grid.add_row(table, *(str(uses[word]) for word in WORDS), str(sum(uses.values())))
    if len(ledger.totals) > 1:
        sums = [sum(uses[word] for uses in ledger.totals.values()) for word in WORDS]
        grid.add_section()
        grid.add_row("all", *map(str, sums), str(sum(sums)))
    return grid


def _percent(part: int | None, whole: int) -> str:
    if part is None:
        return "none documented"
    return f"{100 * part / whole:.3g} %" if whole else "–"


def _number(text: str) -> float | None:
    return float(text) if text else None
