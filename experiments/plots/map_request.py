"""A request for a map: read the data, draw the map, write it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from experiments.plots.animation import animate
from experiments.plots.effect import effect_places
from experiments.plots.flow_changes import Changes, changes_between
from experiments.plots.flow_map import MapContent, change_map, draw_map, volume_map
from experiments.plots.picture import save
from experiments.plots.result_folder import COMPARED, ResultFolder, Tell
from experiments.plots.style import style
from experiments.plots.weekly_flows import View, WeeklyFlows, summed
from experiments.store.ownership import owned
from experiments.store.tables import reported
from experiments.store.writing import make_folder

FILMS = ("gif", "mp4")


class ProgressReporter(Protocol):
    """Receives progress messages."""

    def phase(self, name: str) -> AbstractContextManager[None]:
        """Time what happens inside."""
        ...

    def say(self, text: str) -> None:
        """Print one line."""
        ...

    def day(self, day: int, days: int) -> None:
        """Record that ``day`` of ``days`` is done."""
        ...


@dataclass(frozen=True)
class Request:
    """What to draw: a folder, or its change to another; of a comparison, a policy as its change from the baseline unless ``volume``.

    A map of changes shows where they are, or with ``whole`` all of the territory.
    """

    results: ResultFolder
    against: ResultFolder | None
    policy: str
    view: View
    month: str
    formats: tuple[str, ...]
    out: Path | None
    volume: bool = False
    whole: bool = False

    @property
    def name(self) -> str:
        """A file name that says what is shown."""
        differs = self.results.kind == COMPARED and self.policy != self.results.policies[0] and not self.volume
        of = [self.policy] if self.results.kind != "run" else []
        parts = ["change" if differs or self.against is not None else "map", *of, *self.view.countries, *self.view.communities, self.month]
        return "-".join(part for part in parts if part)


def draw_request(request: Request, report: ProgressReporter) -> list[Path]:
    """Draw and write a map; returns the paths."""
    with report.phase("read"):
        content, weekly = _content(request, report)
    paths: list[Path] = []
    for kind in request.formats:
        path = _path(request, kind)
        with report.phase(f"draw {kind}"), owned(path), style():
            make_folder(path.parent)
            if kind in FILMS:
                paths.append(animate(content, weekly, path, report.day))
            else:
                paths += [one for one in save(draw_map(content), path) if one not in paths]
    return paths


def _content(request: Request, report: ProgressReporter) -> tuple[MapContent, WeeklyFlows]:
    one = request.results
    view = View(request.view.communities, request.view.period or reported(one.world), request.view.countries)
    if request.against is not None:
        names = [_name(one, request.policy), _name(request.against, request.against.policies[0])]
        if names[0] == names[1]:
            names = [one.path.name, request.against.path.name]
        first, second = one.weekly_flows_of_runs(request.policy, report.say), request.against.weekly_flows_of_runs("", report.say)
        found = changes_between(one.world, first, second, view)
        focus = () if request.whole else effect_places(one.world, found)
        return change_map(one.world, found, view, one.source, (names[0], names[1]), focus), summed(second)
    base = one.policies[0]
    if one.kind == COMPARED and request.policy != base and not request.volume:
        found = policy_changes(one, request.policy, view, report.say)
        focus = () if request.whole else effect_places(one.world, found, borders_acted_on(one, request.policy))
        return change_map(one.world, found, view, one.source, (one.titles[base], one.titles[request.policy]), focus), one.weekly_flows(request.policy)
    weekly = one.weekly_flows(request.policy, report.say)
    of = "" if one.run is not None else f"Policy “{one.titles[request.policy]}”, mean of {len(one.files[request.policy])} runs"
    return volume_map(one.world, weekly, view, one.source, of), weekly


def _name(results: ResultFolder, policy: str) -> str:
    return results.titles[policy] if policy != "none" or results.run is None else f"{results.world.title}, seed {results.seeds[0]}"


def policy_changes(results: ResultFolder, policy: str, view: View, tell: Tell | None = None) -> Changes:
    """Every change from the baseline of a comparison to a policy, judged over its pairs of runs."""
    before, after, draws = results.paired_flows(policy, tell)
    return changes_between(results.world, before, after, view, draws)


def borders_acted_on(results: ResultFolder, policy: str) -> tuple[str, ...]:
    """The directed border at which a comparison looks at a policy; empty where nobody is followed."""
    account = results.compared.get("displacement", {}).get(policy)
    return (str(account["border"]),) if account else ()


def _path(request: Request, kind: str) -> Path:
    out = request.out
    if out is None:
        return request.results.path / "maps" / f"{request.name}.{kind}"
    return out if out.suffix else out / f"{request.name}.{kind}"
