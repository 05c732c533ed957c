"""What every ready policy does: ``python -m experiments.studies.effects [TERRITORY] [--seeds N] [--scale X] [--posterior none] [--out FOLDER] [--write]``.

All policies of a territory are simulated for the same people with the same random seeds in the first scenario of the territory, to the end of its reported
days, and compared with no policy: interceptions beside harm, for transit and for labour communities apart. The runs are a sweep: they can be stopped and
resumed. What is printed is what docs/policies.md shows; ``--write`` puts it there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.exit_codes import handle_errors
from experiments.cli.sweep_progress import SweepReporter
from experiments.cli.table_style import short, signed
from experiments.documents.markdown import code, table
from experiments.runs.community_groups import GROUPS, grouped
from experiments.runs.comparison import Request
from experiments.runs.cores import cores
from experiments.runs.differences import Cost, Difference, costs, differences
from experiments.runs.intervals import FALSE_DISCOVERY_RATE, LEAST_PAIRS, SIGNIFICANT
from experiments.runs.outcomes import COST_OF, OUTCOMES
from experiments.runs.policy_costs import OwnCost, own_cost
from experiments.runs.policy_outcomes import TOGETHER, read_policy_outcomes
from experiments.runs.sweep import sweep
from scenarios import FIRST, about, load_policy, names, policies
from scenarios.posteriors import BEST
from scenarios.reading.problems import BadInput, Finding, nearest
from sim.world.world import World

BASELINE = "none"
SHOWN = ("apprehensions", "deaths", "days detained", "extortions", "stranded", "arrivals", "smugglers' income")
"""Outcomes in the order of the columns, harm beside interceptions."""
WAYS = tuple(name for name in OUTCOMES if name.startswith("crossings, "))
"""Outcomes that say by which channel borders are passed."""
WHAT = {"": SHOWN, ": how borders are passed": WAYS}
"""Tables of every group, and their columns."""
DOCUMENT = Path("docs") / "policies.md"


@dataclass(frozen=True)
class Effects:
    """Differences of every policy to none, by group of communities and outcome; what each costs on its own, and for one apprehension and one avoided death."""

    request: Request
    world: World
    rows: Mapping[tuple[str, str, str], Difference]
    own: Mapping[str, OwnCost]
    ratios: Mapping[tuple[str, str], Cost]

    def of(self, policy: str, group: str, outcome: str) -> Difference:
        """One difference."""
        return self.rows[policy, group, outcome]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of communities that the scenario has."""
        return tuple(group for group in GROUPS if any(key[1] == group for key in self.rows))

    def silent(self) -> tuple[str, ...]:
        """Policies under which everything is as without them, in every pair of runs."""
        return tuple(p for p in self.request.names[1:] if all(r.is_unchanged for key, r in self.rows.items() if key[0] == p and key[2] != COST_OF))


def ask(territory: str, seeds: int, scale: float, posterior: str = BEST) -> Request:
    """The comparison of every ready policy of a territory with none, in the first of its scenarios.

    Raises
    ------
    scenarios.BadInput
        If there is no such territory.
    """
    mine = [name for name in names() if about(name).territory == territory]
    if not mine:
        known = sorted({about(name).territory for name in names()})
        raise BadInput([Finding("TERRITORY", f'"{territory}"', ", ".join(known), nearest(territory, known))])
    ready = (BASELINE, *(name for name in policies.names() if load_policy(name).territory == territory))
    request = Request(FIRST if FIRST in mine else mine[0], ready, tuple(range(1, seeds + 1)), scale=scale, posterior=posterior)
    world = request.world(None)
    return replace(request, days=(world.report[1] - world.start).days + 1)


def effects(request: Request, folder: Path, *, workers: int = 1, quiet: bool = False) -> Effects:
    """Simulate what is missing in a folder, and compute the effects."""
    design = replace(request.design(), name=f"effects-{request.scenario}", keep=("indicators",))
    with SweepReporter(quiet=quiet) as report:
        sweep(design, folder, workers=workers, listener=report)
    plain = request.world(None)
    own = {name: own_cost(policy, plain, request.world(policy)) for name, policy in zip(request.names, request.policies, strict=True)}
    by_policy = read_policy_outcomes(folder, request.names, {name: [cost.usd] for name, cost in own.items()}, [c.name for c in plain.communities])
    ranges = {name: (cost.low - cost.usd, cost.high - cost.usd) for name, cost in own.items()}
    found = differences(grouped(by_policy, plain))
    return Effects(
        request, plain, {(d.policy, d.community, d.outcome): d for d in found}, own, {(cost.policy, cost.name): cost for cost in costs(by_policy, ranges)}
    )


def written(found: Effects) -> str:
    """The effects as Markdown: a table a group of communities, one of costs, and which policies do nothing."""
    request, (first, last) = found.request, found.world.report
    head = f"`{request.scenario}`, {first} to {last}, seeds 1 to {len(request.seeds)}, scale {request.scale:g}, {found.world.calibration}: "
    head += "difference to no policy (95% interval)."
    tables = [f"\n### {group.capitalize()}{title}\n\n{_table(found, group, shown)}" for title, shown in WHAT.items() for group in found.groups]
    rule = f"the interval excludes zero, at a false discovery rate of {FALSE_DISCOVERY_RATE:.0%} over all outcomes of a policy"
    none = "" if len(request.seeds) >= LEAST_PAIRS else f" None is: fewer than {LEAST_PAIRS} seeds give no verdict."
    parts = [f"{head} **Bold**: statistically significant ({rule}).{none}", *tables, _costs(found)]
    silent = ", ".join(map(code, found.silent()))
    parts.append(f"\nWithout any effect at all: {silent}." if silent else "\nEvery policy changes something in some run.")
    return "\n".join(part.rstrip("\n") for part in parts)


def _table(found: Effects, group: str, shown: tuple[str, ...]) -> str:
    base = [short(round(found.of(found.request.names[1], group, outcome).baseline)).replace("-", "−") for outcome in shown]
    rows = [[code(policy), *(_cell(found.of(policy, group, outcome)) for outcome in shown)] for policy in found.request.names[1:]]
    head = ["policy", *(f"{outcome} ({OUTCOMES[outcome].unit})" for outcome in shown)]
    return table(head, [["*without a policy*", *base], *rows], head[1:])


def _costs(found: Effects) -> str:
    head = ["policy", "itself (range of prices)", "cost to the state, custody and deportation included", "per apprehension more", "per death avoided"]
    rows = []
    for policy in found.request.names[1:]:
        own = found.own[policy]
        ratios = (_ratio(found.ratios[policy, name]) for name in ("per apprehension more", "per death avoided"))
        itself = f"{_plain(own.usd)} ({_plain(own.low)} to {_plain(own.high)})"
        rows.append([code(policy), itself, _cell(found.of(policy, TOGETHER, COST_OF)), *ratios])
    return "\n### Cost to the state, USD\n\n" + table(head, rows, head[1:])


def _cell(row: Difference) -> str:
    if row.is_unchanged:
        return "0"
    text = signed(_near(row.difference)) + ("" if row.low is None or row.high is None else f" ({signed(_near(row.low))} to {signed(_near(row.high))})")
    return f"**{text}**" if row.significance in SIGNIFICANT else text


def _near(number: float) -> float:
    """A number with the digits that a reader of a table needs."""
    return float(round(number)) if abs(number) >= 10 else round(number, 1)


def _ratio(cost: Cost) -> str:
    if cost.value is None or cost.lowest is None or cost.highest is None:
        return "undefined"
    return f"{_plain(cost.value)} ({_plain(cost.lowest)} to {_plain(cost.highest)})"


def _plain(number: float) -> str:
    return short(_near(number)).replace("-", "−")


def put(text: str, territory: str, document: str) -> str:
    """A document with the effects of a territory's policies in the place that asks for them.

    Raises
    ------
    ValueError
        If no place asks for them.
    """
    begin, end = f"<!-- simulated: effects {territory} -->", "<!-- end -->"
    place = re.compile(f"(?s){re.escape(begin)}\n.*?{re.escape(end)}")
    if not place.search(document):
        msg = f"no place of the document asks for the policies of {territory}"
        raise ValueError(msg)
    return place.sub(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", document)


def main(
    territory: Annotated[str, typer.Argument(help="Whose policies; without it those of the first scenario.")] = "",
    seeds: Annotated[int, typer.Option(min=2, help="Seeds under every policy.")] = LEAST_PAIRS,
    scale: Annotated[float, typer.Option(help="Multiply people, seats and guards' capacity alike.")] = 1.0,
    posterior: Annotated[str, typer.Option(metavar="best|none|FILE", help="Calibrated parameters, as for routesim compare.")] = BEST,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that simulate; without it one for every core.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the runs; without it sweeps/effects-TERRITORY.")] = None,
    write: Annotated[bool, typer.Option("--write", help=f"Put what is found into {DOCUMENT}.")] = False,
) -> None:
    """Simulate every ready policy of a territory and print what each does: interceptions beside harm, and what it costs."""
    with handle_errors():
        whose = territory or about(FIRST).territory
        found = effects(ask(whose, seeds, scale, posterior), out or Path("sweeps") / f"effects-{whose}", workers=workers or cores())
        text = written(found)
        if write:
            DOCUMENT.write_text(put(text, whose, DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
        typer.echo(text)


if __name__ == "__main__":
    typer.run(main)
