"""Results in a notebook: tidy tables, and pictures that can be edited further."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pyarrow as pa

from experiments.plots.figures import FIGURES
from experiments.plots.flow_map import draw_map, volume_map
from experiments.plots.flows import flows_of
from experiments.plots.picture import Picture
from experiments.plots.result_folder import ResultFolder, open_folder
from experiments.plots.style import days, style
from experiments.plots.weekly_flows import View
from experiments.report.tables import OUTCOMES
from experiments.store.arrow import column_of
from experiments.store.by_period import BY, by_period
from experiments.store.tables import reported
from experiments.store.versions import provenance, seeds_in_words
from scenarios.reading.problems import Problems, listed, nearest


class OpenRun:
    """The folder of a run, a comparison or a sweep; ``results`` is the folder as read, ``world`` the world of the baseline."""

    def __init__(self, results: ResultFolder) -> None:
        """Take a folder that :func:`open_run` has read."""
        self.results = results
        self.world = results.world

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies, the baseline first."""
        return self.results.policies

    @property
    def provenance(self) -> str:
        """Which parameters, seeds and version of the program made it, in words."""
        return provenance(self.world.calibration, seeds_in_words(self.results.seeds), self.results.version)

    def table(self, name: str) -> pa.Table:
        """A result table of a single run, as a ``pyarrow.Table``: ``.to_pandas()`` gives a pandas frame.

        Raises
        ------
        scenarios.BadInput
            If there is no such table, or the folder holds several runs.
        """
        tables = self.results.need_run().results.tables
        _known("table", name, tuple(tables))
        return pa.table({key: column_of(column) for key, column in tables[name].items()})

    def by_period(self, by: str) -> pa.Table:
        """What happened in every community of a single run by ``day``, ``week`` or ``month``: numbers that add up; no row means zero.

        Raises
        ------
        scenarios.BadInput
            If there are no such periods, or the folder holds several runs.
        """
        run = self.results.need_run()
        _known("by", by, tuple(BY))
        return pa.Table.from_pylist([row._asdict() for row in by_period(run.results, run.world, by)])

    def flows(self, policy: str = "", communities: Sequence[str] = (), *, followed: bool | None = None) -> pa.Table:
        """People passing between places in the reported days, tidy: one row a pair of places and mode, the largest first; mean over runs."""
        view = View(tuple(communities), reported(self.world))
        found = flows_of(self.results.weekly_flows(policy), self.world, view, followed=followed)
        country = {place.name: place.country for place in self.world.places}
        columns: Mapping[str, list[Any]] = {
            "origin": [flow.origin for flow in found],
            "origin_country": [country[flow.origin] for flow in found],
            "target": [flow.target for flow in found],
            "target_country": [country[flow.target] for flow in found],
            "mode": [flow.mode for flow in found],
            "people": [flow.people for flow in found],
        }
        return pa.table({name: pa.array(values, pa.float64() if name == "people" else pa.string()) for name, values in columns.items()})

    def outcomes(self, policy: str = "") -> pa.Table:
        """People by community and outcome in the reported days, mean over runs: harm beside interceptions."""
        values, _ = self.results.indicators(policy, tuple(OUTCOMES.values()))
        names = [c.name for c in self.world.communities]
        columns = {what.replace(" ", "_"): pa.array([values[name, key] for name in names], pa.float64()) for what, key in OUTCOMES.items()}
        return pa.table({"community": pa.array(names, pa.string()), **columns})

    def map(self, policy: str = "", communities: Sequence[str] = (), countries: Sequence[str] = ()) -> Picture:
        """The map of flows: ``.figure`` is a matplotlib figure, ``.rows`` the data, ``.alt`` the alternative text."""
        view = View(tuple(communities), reported(self.world), tuple(countries))
        with style():
            return draw_map(volume_map(self.world, self.results.weekly_flows(policy), view, self.results.source, "" if not policy else f"Policy “{policy}”"))

    def figure(self, name: str, policy: str = "") -> Picture:
        """One of the figures that ``routesim plot`` draws.

        Raises
        ------
        scenarios.BadInput
            If it cannot be made of this folder.
        """
        _known("figure", name, tuple(key for key, kind in FIGURES.items() if kind.fits(self.results)))
        with style():
            return FIGURES[name].draw(self.results, policy)

    def report(self, out: str | Path, tell: Callable[[str], None] = lambda _: None) -> Path:
        """Write the report page."""
        from experiments.report import write_report

        return write_report(self.results.path, Path(out), tell)

    def _repr_html_(self) -> str:
        """A title and the outcomes by community, as HTML."""
        head = f"<p><strong>{escape(self.world.title)}</strong>: {escape(self.results.description)}, "
        head += f"{escape(days(*reported(self.world)))}. {escape(self.provenance)}. Simulated people, not observations.</p>"
        parts = [head]
        for policy in self.policies:
            table = self.outcomes(policy).to_pydict()
            names = list(table)
            cells = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
            rows = "".join(
                f"<tr><td>{escape(str(row[0]))}</td>{''.join(f'<td style=text-align:right>{value:,.0f}</td>' for value in row[1:])}</tr>"
                for row in zip(*table.values(), strict=True)
            )
            caption = f"<caption>{escape(policy)}</caption>" if len(self.policies) > 1 else ""
            parts.append(f"<table>{caption}<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>")
        return "".join(parts)

    def __repr__(self) -> str:
        """A line with kind, folder, scenario, policies, number of runs, and what made them."""
        return f"<{self.results.kind} {self.results.path}: {self.world.name}, {', '.join(self.policies)}, {self.results.runs} runs. {self.provenance}>"


def open_run(folder: str | Path) -> OpenRun:
    """Open the folder of a run, a comparison or a sweep.

    Raises
    ------
    scenarios.BadInput
        If it holds none of them.
    """
    return OpenRun(open_folder(Path(folder)))


def _known(what: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        problems = Problems()
        problems.add(what, f'"{name}"', listed(known, 20), nearest(name, known))
        problems.stop()
