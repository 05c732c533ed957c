"""The profile of a country as tables, and for programs."""

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.cli.run_tables import coloured
from experiments.cli.table_style import TABLE_STYLE, output_console, short
from experiments.profile.profile import CountryProfile, Section
from experiments.profile.tables import heads, span, starred
from experiments.store.tables import reported
from experiments.store.versions import provenance, provenance_json


def print_profile(profile: CountryProfile, console: Console | None = None) -> None:
    """Print a table for each section, the crossings, and the documented values that the run is compared with."""
    shown = console or output_console()
    for section in profile.sections:
        shown.print(_by_year(profile, section))
        if section.name == "ways" and profile.crossings:
            shown.print(_crossings(profile))
        compared = [one for one in section.documented if one.verdict]
        if compared:
            shown.print(_documented(section))
        others = len({one.id for one in section.documented if not one.verdict})
        if others:
            shown.print(Text(f"{others} other documented values on this: page, or --json.", "dim"))
    run = profile.run
    shown.print(provenance(run.world.calibration, f"seed {run.results.seed}"), highlight=False)
    shown.print(f"Simulated people, not observations; one run, no interval.{starred(profile.years)}")


def profile_json(profile: CountryProfile) -> str:
    """All numbers and all documented values, as JSON."""
    run = profile.run
    head = {
        "country": profile.country, "title": profile.title, "scenario": run.results.scenario, "seed": run.results.seed, "folder": str(run.folder),
        **provenance_json(run.world.calibration), "digest": run.about["digest"], "period": [day.isoformat() for day in reported(run.world)],
        "years": [{"label": y.label, "first": y.first.isoformat(), "last": y.last.isoformat(), "reported": y.reported} for y in profile.years],
    }  # fmt: skip
    sections = [
        {
            "section": one.name, "title": one.title, "note": one.note,
            "rows": [{"group": row.group, "what": row.what, "unit": row.unit, "values": list(row.values)} for row in one.rows],
            "documented": [
                {"id": d.id, "what": d.what, "whom": d.whom, "period": d.period, "low": d.low, "high": d.high, "unit": d.unit, "simulated": d.simulated,
                 "verdict": d.verdict} for d in one.documented
            ],
        } for one in profile.sections
    ]  # fmt: skip
    crossings = [
        {"title": c.title, "kind": c.kind, "border_with": c.border, "enter": c.inward, "leave": c.outward, "guided": c.guided, "apprehended": c.apprehended,
         "injured": c.injured, "died": c.died} for c in profile.crossings
    ]  # fmt: skip
    return json.dumps(head | {"sections": sections, "crossings": crossings}, indent=1, ensure_ascii=False)


def _by_year(profile: CountryProfile, section: Section) -> Table:
    grid = Table(title=f"{profile.title}: {section.title}", caption=section.note, caption_justify="left", **TABLE_STYLE)
    grid.add_column("", overflow="fold", ratio=1)
    grid.add_column("unit", no_wrap=True)
    for head in heads(profile.years):
        grid.add_column(head.replace(" ", "\n", 1), justify="right", no_wrap=True)
    group = ""
    for row in section.rows:
        if row.group != group:
            group = row.group
            grid.add_row(Text(group, "bold"))
        grid.add_row(Text(f"{'  ' if group else ''}{row.what}"), row.unit, *(short(value) for value in row.values))
    return grid


def _crossings(profile: CountryProfile) -> Table:
    first, last = reported(profile.run.world)
    caption = f"People, {first} to {last}; interceptions and harm in both directions. By air the airport of arrival."
    grid = Table(title=f"{profile.title}: crossings that most people use", caption=caption, caption_justify="left", **TABLE_STYLE)
    grid.add_column("crossing", overflow="fold", ratio=1)
    for name in ("kind", "enter", "leave", "guided", "appre-\nhended", "injured", "died"):
        grid.add_column(name, justify="left" if name == "kind" else "right", no_wrap=True)
    for c in profile.crossings:
        guided = "–" if c.guided is None else f"{c.guided:.0%}"
        harmed = (f"{number:,}" for number in (c.apprehended, c.injured, c.died))
        grid.add_row(Text(c.title), c.kind, f"{c.inward:,}", f"{c.outward:,}", guided, *harmed)
    return grid


def _documented(section: Section) -> Table:
    grid = Table(title=f"Documented: {section.title}", **TABLE_STYLE)
    grid.add_column("id", no_wrap=True)
    grid.add_column("what", overflow="fold", ratio=1)
    grid.add_column("documented", justify="right", overflow="fold", max_width=15)
    grid.add_column("simulated", justify="right", no_wrap=True)
    grid.add_column("", no_wrap=True)
    for one in section.documented:
        if one.verdict:
            what = "; ".join(part for part in (one.what, one.whom, one.period) if part)
            grid.add_row(one.id, Text(what), f"{span(one)} {one.unit}", short(one.simulated), coloured(one.verdict))
    return grid
