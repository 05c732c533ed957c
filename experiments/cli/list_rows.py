"""The rows that ``routesim list`` shows, one function for each subject."""

import json
from collections.abc import Callable, Mapping
from textwrap import fill
from typing import Any

import typer
from rich.table import Table
from rich.text import Text

from experiments.cli.table_style import output_console
from scenarios import FIRST, about, load, load_policy, names
from scenarios.policies import names as policy_names
from scenarios.posteriors import BEST
from scenarios.reading.files import table_of
from scenarios.reading.folders import EVIDENCE

Rows = list[dict[str, Any]]


def scenarios() -> Rows:
    """The scenarios that ship."""
    return [{"name": one.name, "title": one.title, "territory": one.territory, "text": " ".join(one.text.split())} for one in map(about, names())]


def places(scenario: str) -> Rows:
    """The hubs and cities of a scenario."""
    return [
        {"name": p.name, "title": p.title, "country": p.country, "lat": p.lat, "lon": p.lon, "roles": ", ".join(p.roles)}
        for p in sorted(load(scenario).places, key=lambda p: (p.country, p.name))
    ]


def communities(scenario: str) -> Rows:
    """Who moves in a scenario."""
    return [
        {
            "name": c.name,
            "title": c.title,
            "nationality": c.nationality,
            "stratum": "transit" if c.followed else "labour",
            "origins": ", ".join(c.origins),
            "destinations": ", ".join(c.destinations),
        }
        for c in sorted(load(scenario).communities, key=lambda c: (not c.followed, c.name))
    ]


def parameters(scenario: str, posterior: str = BEST) -> Rows:
    """Every parameter of a scenario as it is in force with a posterior, with its meaning and source."""
    from sim.world.meanings import MEANINGS, pattern_of

    table = load(scenario, posterior=posterior).parameters.table
    rows = []
    for key in sorted(table):
        parameter, pattern = table[key], pattern_of(key)
        meaning = MEANINGS[pattern].text if pattern else ""
        numbers = {"value": parameter.value, "low": parameter.low, "high": parameter.high}
        rows.append({"key": key, **numbers, "unit": parameter.unit, "status": parameter.status.value, "source": parameter.source, "meaning": meaning})
    return rows


def itineraries() -> Rows:
    """Documented itineraries, for validation of the model."""
    return _evidence("itineraries.csv", ("id", "who", "legs", "note", "source"))


def policies() -> Rows:
    """Policies that can be simulated, then documented ones."""
    ready = [
        {"kind": "ready", "name": policy.name, "what": policy.title, "about": " ".join(policy.about.split()), "source": ", ".join(policy.evidence)}
        for policy in map(load_policy, policy_names())
    ]
    documented = _evidence("policies.csv", ("id", "lever", "what it changes", "source"))
    return ready + [
        {"kind": "documented", "name": row["id"], "what": row["lever"], "about": row["what it changes"], "source": row["source"]} for row in documented
    ]


def levers() -> Rows:
    """The levers that a scenario's events and policies can pull, with their settings."""
    from scenarios.policies.lever_table import lever_rows, price, prices

    known = prices()
    return [
        {
            "name": row.name,
            "text": row.text,
            "settings": "; ".join(row.settings),
            "changes": ", ".join(row.changes),
            "evidence": ", ".join(row.evidence),
            "cost": price(row, known),
        }
        for row in lever_rows()
    ]


PARAMETERS = "parameters"
OF_A_SCENARIO: Mapping[str, Callable[[str], Rows]] = {"places": places, "communities": communities}
OF_THE_PROGRAM: Mapping[str, Callable[[], Rows]] = {"scenarios": scenarios, "itineraries": itineraries, "policies": policies, "levers": levers}


def rows_of(what: str, scenario: str, posterior: str = BEST) -> Rows:
    """The rows of a subject; ``scenario`` is empty for the first of all, ``posterior`` as in :func:`scenarios.load`.

    Raises
    ------
    scenarios.BadInput
        If the scenario cannot be loaded.
    """
    if what in OF_THE_PROGRAM:
        return OF_THE_PROGRAM[what]()
    return parameters(scenario or FIRST, posterior) if what == PARAMETERS else OF_A_SCENARIO[what](scenario or FIRST)


HEADS = ("name", "id", "key")
"""Columns by which a row is known."""
LONG, PARAGRAPH = 60, 30
"""Characters from which a text is a paragraph, and the least width of its column: about five words."""


def holding(rows: Rows, text: str) -> Rows:
    """The rows that hold a text in any column, or, where it is ``column=text`` with a column that is there, in that column."""
    column, equals, rest = text.partition("=")
    if rows and equals and column.strip().lower() in rows[0]:
        return [row for row in rows if rest.strip().lower() in _text(row[column.strip().lower()]).lower()]
    return [row for row in rows if text.lower() in " ".join(str(value) for value in row.values()).lower()]


def print_rows(what: str, rows: Rows, *, as_json: bool) -> None:
    """Print rows as a table or as JSON."""
    if as_json:
        typer.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    if not rows:
        typer.echo(f"no {what} contain that text", err=True)
        return
    console, title = output_console(), f"{len(rows):,} {what if len(rows) != 1 else _one(what)}"
    if console.is_terminal and least_width(rows) > console.width:
        console.print(Text(title, "bold"))
        for row in rows:
            console.print(Text(block(row, console.width)))
        return
    grid = Table(title=title, title_justify="left", title_style="bold")
    for name in rows[0]:
        number = all(isinstance(row[name], (int, float)) or row[name] is None for row in rows)
        grid.add_column(name, justify="right" if number else "left", overflow="fold", no_wrap=name in {"name", "id"})
    for row in rows:
        grid.add_row(*(Text(_text(value)) for value in row.values()))
    console.print(grid)


def least_width(rows: Rows) -> int:
    """Columns of text that a table needs if no word is to be broken and no paragraph to be a narrow column."""
    needed = 1
    for name in rows[0]:
        texts = [name, *(_text(row[name]) for row in rows)]
        longest = max(len(word) for text in texts for word in text.split() or [""])
        needed += 3 + max(longest, PARAGRAPH if any(len(text) > LONG for text in texts) else 0)
    return needed


def block(row: Mapping[str, Any], width: int) -> str:
    """A row for a terminal that is too narrow for the table: its name, and a line or more for every other one."""
    texts = {name: _text(value) for name, value in row.items()}
    head = next(name for name in (*HEADS, *texts) if name in texts)
    others = [f"{name}: {text}" for name, text in texts.items() if text and name != head]
    return "\n".join([texts[head], *(fill(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False) for text in others)])


def _one(what: str) -> str:
    """The word for one of them."""
    return f"{what[:-3]}y" if what.endswith("ies") else what.removesuffix("s")


def _text(value: Any) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


def _evidence(name: str, columns: tuple[str, ...]) -> Rows:
    text = (EVIDENCE / name).read_text(encoding="utf-8")
    return [{column: row[column] for column in columns} for row in table_of(text)]
