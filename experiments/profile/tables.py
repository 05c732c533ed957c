"""The tables of the page of a country's profile."""

from collections.abc import Sequence

from experiments.profile.documents import Documented
from experiments.profile.profile import CountryProfile, Section
from experiments.profile.years import Year
from experiments.report.tables import ReportTable
from experiments.store.tables import reported

DIGITS = 3
"""Decimal places of what is neither whole nor a sum."""


def profile_tables(profile: CountryProfile) -> list[ReportTable]:
    """One table a section, the crossings after the ways, and documented values behind the section that they are about."""
    found = []
    for section in profile.sections:
        found.append(_by_year(section, profile.years))
        if section.name == "ways":
            found.append(_crossings(profile))
        if section.documented:
            found.append(_documented(section))
    return found


def heads(years: Sequence[Year]) -> list[str]:
    """The years as headings; a star marks what is not reported."""
    return [year.label if year.reported else f"{year.label} *" for year in years]


def starred(years: Sequence[Year]) -> str:
    """What the star means, if there is one."""
    text = " * outside the reported days: stocks may still be settling, or the days are kept for comparison with documents."
    return "" if all(year.reported for year in years) else text


def _by_year(section: Section, years: Sequence[Year]) -> ReportTable:
    grouped = any(row.group for row in section.rows)
    rows = [(*((row.group,) if grouped else ()), row.what, row.unit, *map(_rounded, row.values)) for row in section.rows]
    columns = (*(("",) if grouped else ()), "what", "unit", *heads(years))
    return ReportTable(section.name, section.title, columns, rows, section.note + starred(years))


def _crossings(profile: CountryProfile) -> ReportTable:
    first, last = reported(profile.run.world)
    rows = [
        (c.title, c.kind, c.border, c.inward, c.outward, _rounded(c.guided), c.apprehended, c.injured, c.died)
        for c in profile.crossings
    ]
    columns = ("crossing", "kind", "border with", "enter", "leave", "guided, share", "apprehended", "injured", "died")
    note = (
        f"People, {first} to {last}, both directions for interceptions and harm; the most used."
        " By air the airport of arrival. Green crossings are sections of a border."
    )
    return ReportTable("crossings", "Ways: crossings", columns, rows, note)


def _documented(section: Section) -> ReportTable:
    rows = [
        (d.id, f"{d.what}; {d.whom}" if d.whom else d.what, d.period, d.low, d.high, d.unit, _rounded(d.simulated), d.verdict) for d in section.documented
    ]
    columns = ("id", "documented", "period", "at least", "at most", "unit", "simulated", "")
    note = "Documented values of the evidence about this country. Simulated: what this run gives in the period of the document, where they can be compared."
    return ReportTable(f"{section.name}-documented", f"{section.title}: documented values", columns, rows, note)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def span(d: Documented) -> str:
    """The range of a documented value as text."""
    low, high = (None if bound is None else f"{bound:,g}" for bound in (d.low, d.high))
    return f"{low}" if low == high else f"{low} – {high}" if low and high else f"over {low}" if low else f"up to {high}"
