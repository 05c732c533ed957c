"""The figures by name: what each shows, from which kinds of folders it can be made, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.plots import (
    beliefs,
    changes,
    fee_series,
    guards,
    observations,
    organisers,
    outcomes,
    outlay_figure,
    sankey,
    series,
    survival,
    waterfall,
    weekly,
)
from experiments.plots.picture import Picture, save, write_csv
from experiments.plots.result_folder import COMPARED, RUN, SWEEP, ResultFolder
from experiments.plots.style import style
from experiments.store.digest_list import record
from experiments.store.ownership import owned
from experiments.store.writing import make_folder

ALL = (RUN, COMPARED, SWEEP)
WEEKS, JOURNEYS, FEES, OBSERVED, SALES = "weeks", "journeys", "fees", "observations", "organisers"
"""What a figure needs from the runs of a sweep besides indicators."""


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure: a line that says what it shows, ``draw(results, policy)``, the kinds of folders it is made of, and what it needs of their runs."""

    text: str
    draw: Callable[[ResultFolder, str], Picture]
    of: tuple[str, ...] = ALL
    needs: str = WEEKS

    def fits(self, results: ResultFolder) -> bool:
        """Whether it can be made of a folder."""
        sales = results.run is not None and "organisers" in results.run.results.tables  # not in those of earlier versions
        there = {"": True, WEEKS: results.has_weeks, JOURNEYS: results.has_journeys, FEES: results.has_fees, SALES: sales}
        if self.needs == OBSERVED:
            return results.kind in self.of and observations.are_there(results)
        return results.kind in self.of and there[self.needs]


FIGURES: Mapping[str, FigureKind] = {
    "changes": FigureKind("what policies change, with intervals: harm beside interceptions", changes.draw, (COMPARED,), ""),
    "displacement": FigureKind("displacement: outcomes of those who no longer cross a border (waterfall)", waterfall.draw, (COMPARED,), ""),
    "outcomes": FigureKind("outcomes of people, by community", outcomes.draw, ALL, ""),
    "corridors": FigureKind("corridors by country, channel and outcome (Sankey diagram)", sankey.draw, ALL, JOURNEYS),
    "journeys": FigureKind("time to arrival, return or loss, by community (cumulative incidence)", survival.draw, ALL, JOURNEYS),
    "series": FigureKind("attempts, crossings and apprehensions by week, with intervals over seeds", series.draw),
    "weekly": FigureKind("attempts, apprehensions and arrivals by week, by stratum", lambda results, _: weekly.draw(results.need_run()), (RUN,)),
    "outlays": FigureKind("what journeys had cost on arrival, beside documented prices", lambda results, _: outlay_figure.draw(results.need_run()), (RUN,)),
    "fees": FigureKind("fees asked by guides, by week and border, with intervals over runs", fee_series.draw, ALL, FEES),
    "organisers": FigureKind("who sold journeys by which chain of places, by people, over time", organisers.draw, (RUN,), SALES),
    "beliefs": FigureKind("believed and simulated probability of apprehension, by crossing, over time", beliefs.draw, (RUN,)),
    "observations": FigureKind("own observations beside simulated numbers, by series and period", observations.draw, ALL, OBSERVED),
    "guards": FigureKind("deployment of guards, and apprehensions by post", guards.draw, (RUN,)),
}


def draw_figures(results: ResultFolder, names: Sequence[str], folder: Path, formats: Sequence[str], policy: str, tell: Callable[[str], None]) -> list[Path]:
    """Draw figures into a folder with their data, and ``figures.csv`` with titles and alternative texts; returns their paths."""
    paths, captions = [], []
    with owned(folder):
        make_folder(folder)
        for name in names:
            tell(name)
            with style():
                picture = FIGURES[name].draw(results, policy)
            for kind in formats:
                paths += [path for path in save(picture, folder / f"{name}.{kind}") if path not in paths]
            captions.append({"figure": name, "title": picture.figure.get_suptitle(), "alt": picture.alt})
        write_csv(captions, folder / "figures.csv")
        record([folder / "figures.csv"])
    return [*paths, folder / "figures.csv"]
