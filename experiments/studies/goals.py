"""Goals of the model of journeys and the trade: agreement run by run, fees with the journeys that inform them, and whether anything agrees by emptiness.

``python -m experiments.studies.goals central-asia-2004 --seeds 3 --write`` makes the runs, prints three tables and writes ``docs/goals.md``. Scores relative to
forecasters that know no model are printed by ``routesim validate``; what must hold whatever the counts are, by ``python -m experiments.studies.journeys``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, median
from typing import Annotated, Any

import typer

import sim
from calibration.evidence.compare import can_judge, compare
from calibration.evidence.comparisons import Spec, read_specs
from calibration.evidence.world_names import communities_of
from calibration.fit.one_run import INSIDE, NOT_JUDGED, Judged, judge, read_documents
from calibration.fit.targets import name_of
from experiments.cli.exit_codes import handle_errors
from experiments.documents.markdown import table
from experiments.store.writing import write_whole
from scenarios import load
from scenarios.load import FIRST
from scenarios.posteriors import BEST
from scenarios.studies import read_study
from sim.books.results import Results
from sim.outcomes import outlays
from sim.world.world import World

SHARE = 0.65
"""Share of the two-sided documented quantities that are to lie inside, in the mean of the seeds."""
JOURNEYS = 10
"""Journeys beyond which a median outlay is asked whether it lies in its documented range: a median of fewer says little."""
OUTLAY = "median_outlay"


@dataclass(frozen=True, slots=True)
class Fee:
    """A documented outlay beside the runs: median of the seeds' medians (USD), and journeys a seed that inform it."""

    id: str
    what: str
    low: float | None
    high: float | None
    simulated: float | None
    journeys: float

    @property
    def inside(self) -> bool | None:
        """Whether it lies in the documented range as it stands; ``None`` where too few journeys inform it."""
        if self.simulated is None or self.journeys <= JOURNEYS:
            return None
        return (self.low is None or self.simulated >= self.low) and (self.high is None or self.simulated <= self.high)


def two_sided(rows: Iterable[Judged]) -> list[Judged]:
    """Rows that a document bounds from below and above, without ranks, inputs and what nothing is said of."""
    bounded = (one for one in rows if one.comparison.documented_low is not None and one.comparison.documented_high is not None)
    return [one for one in bounded if one.comparison.unit != "rank" and not one.reproduced and one.verdict != NOT_JUDGED]


def inside(rows: Iterable[Judged]) -> dict[str, bool]:
    """By quantity, whether half of its rows or more are inside."""
    found: dict[str, list[bool]] = {}
    for one in rows:
        found.setdefault(one.quantity, []).append(one.verdict == INSIDE)
    return {quantity: 2 * sum(each) >= len(each) for quantity, each in found.items()}


def empty(rows: Iterable[Judged]) -> list[str]:
    """Ids of rows that agree although the run holds nobody and the document somebody: agreement by emptiness."""
    return sorted({
        one.comparison.id for one in rows
        if one.verdict == INSIDE and one.comparison.simulated == 0 and (one.comparison.documented_low or 0.0) > 0 and not one.reproduced
    })  # fmt: skip


def informing(spec: Spec, results: Results, world: World) -> int:
    """Journeys whose outlays a comparison is the median of."""
    only = replace(spec.only, period=spec.days, communities=communities_of(spec.only.communities, world))
    counted: Callable[..., Any] = outlays  # a row of the study was checked for the arguments that it names
    return len(counted(results, world, only, **spec.arguments))


def fees(specs: Sequence[Spec], runs: Sequence[tuple[Results, Sequence[Judged]]], world: World) -> list[Fee]:
    """Every documented outlay, with what the runs say."""
    found = []
    for spec in specs:
        name = name_of(spec)
        said = [one for _, rows in runs for one in rows if _name(one) == name]
        known = [one.comparison.simulated for one in said if one.comparison.simulated is not None]
        low, high = spec.documented
        journeys = fmean(informing(spec, results, world) for results, _ in runs)
        found.append(Fee(spec.id, spec.what, low, high, median(known) if known else None, journeys))
    return found


def _name(one: Judged) -> str:
    about = one.comparison
    return f"{about.id}|{about.community}|{about.place}|{about.period}"


def page(name: str, forecast: str, judged: Mapping[int, Sequence[Judged]], paid: Sequence[Fee], command: str) -> str:
    """The page, as Markdown."""
    seeds = {seed: inside(two_sided(rows)) for seed, rows in judged.items()}
    shares = {seed: fmean(found.values()) for seed, found in seeds.items() if found}
    mean = fmean(shares.values()) if shares else 0.0
    first = table(
        ["seed", "two-sided quantities", "inside", "share"],
        [[str(seed), str(len(found)), str(sum(found.values())), f"{fmean(found.values()):.0%}"] for seed, found in seeds.items() if found],
    )
    first_id = {one.quantity: one.comparison.id for rows in judged.values() for one in reversed(rows)}
    outside = sorted({first_id[quantity] for found in seeds.values() for quantity, agrees in found.items() if not agrees})
    verdict = "met" if mean >= SHARE else "not met"
    of_none = {seed: empty(two_sided(rows)) for seed, rows in judged.items()}
    nobody = sorted({one for ids in of_none.values() for one in ids})
    asked = [one for one in paid if one.inside is not None]
    met = f"{sum(one.inside is True for one in asked)} of {len(asked)}"
    rows = [[one.id, one.what, _range(one), "–" if one.simulated is None else f"{one.simulated:,.0f}", f"{one.journeys:,.0f}", _verdict(one)] for one in paid]
    return f"""# Goals of the model of journeys and the trade

What the rebuilding of journeys and the trade was to reach, run by run of `{name}` ({forecast}). Scores relative to forecasters that know no model:
`routesim validate {name}` ([calibration](calibration.md)). What must hold whatever the counts are: [journeys](journeys.md).

## Documented quantities inside

At least {SHARE:.0%} of the quantities that a document bounds from below and above are to lie inside: half or more of their
rows within the 90 per cent interval of what would be written down were the run right. Measured: **{mean:.0%}**: {verdict}.

{first}
Outside in one seed or more: {", ".join(outside) or "none"}.

## Fees

Outlays of more than {JOURNEYS} journeys a seed are to lie in their documented range as it stands. Measured: **{met}**; of the others
fewer journeys are simulated.

{table(["document", "what", "documented, USD", "median of the seeds, USD", "journeys a seed", "verdict"], rows)}
## Agreement by emptiness

No quantity is to agree because the run holds nobody where the document holds somebody. Measured: {", ".join(nobody) or "none"}.
A count of one to three people agrees with a run without any, since chance leaves nobody in one run of twenty or more. Such rows say little either
way, and `routesim validate` sets an empty world beside the model as a forecaster of its own.

Made with `{command}`.
"""


def _range(one: Fee) -> str:
    ends = ["" if end is None else f"{end:,.0f}" for end in (one.low, one.high)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}" if all(ends) else f"over {ends[0]}" if ends[0] else f"up to {ends[1]}"


def _verdict(one: Fee) -> str:
    if one.inside is not None:
        return "inside" if one.inside else "outside"
    return "nobody" if one.simulated is None else "few journeys"


def main(
    scenario: Annotated[str, typer.Argument(help="Name of a scenario that ships, or the path of a scenario file.")] = FIRST,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds, from 1 on.")] = 3,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike.")] = 1.0,
    write: Annotated[bool, typer.Option("--write", help="Write the page, docs/goals.md.")] = False,
) -> None:
    """Print how far the goals are met, run by run."""
    with handle_errors():
        world = load(scenario, scale=scale, posterior=BEST)
        study = read_study(world.study, world.title)
        documents = read_documents(study)
        specs = [spec for spec in read_specs(study) if spec.indicator == OUTLAY and can_judge(spec, world)]
        runs = {}
        for seed in range(1, seeds + 1):
            typer.echo(f"seed {seed} of {seeds}", err=True)
            results = sim.run(world, seed)
            runs[seed] = (results, judge(compare(results, world, study), documents))
        forecast = world.calibration
        options = f" --seeds {seeds}" + (f" --scale {scale:g}" if scale != 1 else "")
        command = f"python -m experiments.studies.goals {scenario}{options} --write"
        text = page(world.name, forecast, {seed: rows for seed, (_, rows) in runs.items()}, fees(specs, list(runs.values()), world), command)
        typer.echo(text)
        if write:
            write_whole(Path("docs/goals.md"), text)


if __name__ == "__main__":
    typer.run(main)
