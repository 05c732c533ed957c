"""Every figure there is by name: what it shows, of what kinds of folders it can be made, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.plots import beliefs, changes, fee_series, guards, outcomes, outlay_figure, sankey, series, survival, waterfall, weekly
from experiments.plots.picture import Picture, save, write_csv
from experiments.plots.result_folder import COMPARED, RUN, SWEEP, ResultFolder
from experiments.plots.style import style

ALL = (RUN, COMPARED, SWEEP)
WEEKS, JOURNEYS, FEES = "weeks", "journeys", "fees"
"""What a figure needs of the runs of a sweep beside indicators."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A figure: a line that says what it shows, ``draw(results, policy)``, the kinds of folders it is made of, and what it needs of their runs."""

    text: str
    draw: Callable[[ResultFolder, str], Picture]
    of: tuple[str, ...] = ALL
    needs: str = WEEKS

    def fits(self, results: ResultFolder) -> bool:
        """Whether it can be made of a folder."""
        there = {"": True, WEEKS: results.has_weeks, JOURNEYS: results.has_journeys, FEES: results.has_fees}
        return results.kind in self.of and there[self.needs]


FIGURES: Mapping[str, Kind] = {
    "changes": Kind("what policies change, with intervals: harm beside interceptions", changes.draw, (COMPARED,), ""),
    "displacement": Kind("displacement waterfall: where those who no longer get over a border go instead", waterfall.draw, (COMPARED,), ""),
    "outcomes": Kind("what became of people, by community", outcomes.draw, ALL, ""),
    "corridors": Kind("corridors by country, channel and outcome, as a stream (Sankey)", sankey.draw, ALL, JOURNEYS),
    "journeys": Kind("days to arrival, by community (survival curves)", survival.draw, ALL, JOURNEYS),
    "series": Kind("attempts, crossings and apprehensions week by week, with intervals over seeds", series.draw),
    "weekly": Kind("attempts, apprehensions and arrivals week by week, transit and labour apart", lambda results, _: weekly.draw(results.need_run()), (RUN,)),
    "outlays": Kind("what journeys had cost on arrival, beside documented prices", lambda results, _: outlay_figure.draw(results.need_run()), (RUN,)),
    "fees": Kind("what guides ask, week by week, by border, with intervals over runs", fee_series.draw, ALL, FEES),
    "beliefs": Kind("believed and true chance of being caught, by crossing, over time", beliefs.draw, (RUN,)),
    "guards": Kind("where guards stand, and what they catch", guards.draw, (RUN,)),
}


def draw_figures(results: ResultFolder, names: Sequence[str], folder: Path, formats: Sequence[str], policy: str, tell: Callable[[str], None]) -> list[Path]:
    """Draw figures into a folder with their data, and ``figures.csv`` with titles and alternative texts; says where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths, told = [], []
    for name in names:
        tell(name)
        with style():
            picture = FIGURES[name].draw(results, policy)
        for kind in formats:
            paths += [path for path in save(picture, folder / f"{name}.{kind}") if path not in paths]
        told.append({"figure": name, "title": picture.figure.get_suptitle(), "alt": picture.alt})
    write_csv(told, folder / "figures.csv")
    return [*paths, folder / "figures.csv"]
