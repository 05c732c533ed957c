"""The page: all parts in one file, with a content security policy that forbids network access."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from experiments.plots.effect import effect_places
from experiments.plots.figures import FIGURES
from experiments.plots.flow_changes import Changes
from experiments.plots.flow_map import change_map, draw_map
from experiments.plots.map_request import borders_acted_on
from experiments.plots.result_folder import ResultFolder, open_folder
from experiments.plots.style import style
from experiments.plots.weekly_flows import View
from experiments.report.answer import asked, numbers_of, sentences
from experiments.report.map_page import chart_data, digest_of, judged_changes, map_box
from experiments.report.parts import figure_html, json_text, numbers_html, table_html
from experiments.report.reproduction import reproduction_command
from experiments.report.small_multiples import small_multiples
from experiments.report.tables import report_tables
from experiments.report.weekly_events import weekly_events
from experiments.store.digest_list import record
from experiments.store.ownership import PATIENCE, owned
from experiments.store.tables import reported
from experiments.store.versions import versions
from experiments.store.writing import write_whole
from scenarios.reading.problems import Problems

LARGEST = 6_000_000
"""Bytes that a page may have."""
NO_MAP = "The runs kept only sums, so there is no map by week; keep = [&quot;indicators&quot;, &quot;weeks&quot;] in the design keeps the data."
LIMITS = (
    "Simulated people, not observations: every number is the model's, under its assumptions.",
    "A run has one random seed. Quote numbers with their intervals; where an interval includes zero, the change is not statistically significant.",
    "Intervals over seeds show chance only. Parameter uncertainty is larger: see the table of the status of parameters.",
    "The outcome of the same person under another policy is never observed; displacement rests on common random draws under both policies.",
    "Families, coercion, trafficking and discrimination are simplified or absent. Harm is undercounted most where it is most frequent.",
    "Do not use this report to plan journeys, to rank nationalities, or as the only basis of decisions about people. Do not show interceptions without harm.",
)


def write_report(folder: Path, out: Path, tell: Callable[[str], None]) -> Path:
    """Write the report of a folder as one HTML file, completely or not at all.

    Raises
    ------
    scenarios.BadInput
        If the folder holds nothing that can be reported.
    """
    text = report_html(open_folder(folder), tell)
    data = text.encode("utf-8")
    if len(data) > LARGEST:
        problems = Problems()
        problems.add(str(out), f"a page of {len(data):,} bytes", f"at most {LARGEST:,}; compare fewer policies at a time")
        problems.stop()
    with owned(out, PATIENCE, again=True):
        write_whole(out, data)
        record([out])
    return out


def report_html(results: ResultFolder, tell: Callable[[str], None]) -> str:
    """The report as text."""
    here = files("experiments.report")
    script, sheet = ((here / name).read_text(encoding="utf-8") for name in ("page.js", "page.css"))
    weeks = {name: weekly_events(results, name) for name in results.policies} if results.has_weeks else {}
    judged = judged_changes(results, tell)
    chart: dict[str, Any] = chart_data(results, judged, weeks, tell) if results.has_weeks else {}
    titles = {c.name: c.title for c in results.world.communities}
    first, last = (day.isoformat() for day in reported(results.world))
    tables = report_tables(results)
    compared = " and ".join(results.titles[name] for name in results.policies[1:])
    title = f"{results.world.title}: {compared or results.kind_in_words}"
    end = f"{results.world.start} to {chart['weeks'][-1]}" if chart else ""
    named = {results.titles[name]: by for name, by in weeks.items()}
    multiples = small_multiples(named, titles, str(results.world.start), end.rpartition(" ")[2]) if weeks else "<p>The runs kept no weekly data.</p>"
    parts = {
        "title": escape(title),
        "digest": digest_of(script),
        "css": sheet,
        "script": script,
        "kind": escape(results.kind_in_words),
        "asked": "".join(f"<p>{escape(text)}</p>" for text in asked(results)),
        "answer": "".join(f"<p>{escape(text)}</p>" for text in sentences(results)),
        "numbers": "".join(numbers_html(head, numbers) for head, numbers in numbers_of(results)),
        "map_box": map_box(chart),
        "no_map": "" if chart else f"<p>{NO_MAP}</p>",
        "multiples": multiples,
        "tables": "".join(table_html(one) for one in tables),
        "figures": _figures(results, judged, tell),
        "source": escape(results.source),
        "limits": "".join(f"<li>{escape(text)}</li>" for text in LIMITS),
        "command": escape(reproduction_command(results)),
        "versions": escape(", ".join(f"{name} {version}" for name, version in versions().items())),
        "digests": escape(_digests(results)),
        "period": escape(f"{first} to {last}"),
        "data": json_text(chart),
    }
    return Template((here / "page.html").read_text(encoding="utf-8")).substitute(parts)


def _figures(results: ResultFolder, judged: Mapping[str, Changes], tell: Callable[[str], None]) -> str:
    found = []
    for policy, changes in judged.items():
        tell(f"map of changes: {policy}")
        view = View(period=reported(results.world))
        names = (results.titles[results.policies[0]], results.titles[policy])
        focus = effect_places(results.world, changes, borders_acted_on(results, policy))
        with style():
            found.append(figure_html(draw_map(change_map(results.world, changes, view, results.source, names, focus)), "change", policy, "map"))
    for name, kind in FIGURES.items():
        if not kind.fits(results) or (name == "series" and results.run is not None):
            continue
        tell(f"figure: {name}")
        with style():
            pictures = [(kind.draw(results, policy), policy) for policy in _policies_of(name, results)]
        found += [figure_html(picture, name, policy) for picture, policy in pictures]
    return "".join(found)


def _policies_of(name: str, results: ResultFolder) -> Sequence[str]:
    """The displacement of every policy; of the other figures the one that shows all, or the baseline's."""
    return results.policies[1:] if name == "displacement" else ("",)


def _digests(results: ResultFolder) -> str:
    if results.run is not None:
        return f"Digest of all result tables: {results.run.about['digest']}."
    return f"Results of {results.runs} runs, named by digests of their inputs, are in {results.path.name}/runs."
