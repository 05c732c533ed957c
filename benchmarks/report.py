"""The table on the terminal, and ``benchmarks/results.md``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.goals import FLEE_MISSING, Row, Sizes, bare_ratio, calibration_parts, growth, ns_an_event, whole, why, why_calibration, year
from benchmarks.machine import SOURCE, machine
from benchmarks.side_by_side import Round
from benchmarks.spread import middle, short, told

DEFINITIONS = """
- **Departed**: a person who left home at least once within the year. **Enrolled**: everybody who has a record and is simulated every day of it, those
  who never leave among them: about 1.66 times as many. Sizes are named after those who departed; the scale of the scenario is chosen for it, and each
  line says how many did. People who were abroad when the year began and went home are counted as departed only if they left home again.
- No agent stands for more than one person: parties and weights, 4 and 10 for the labour communities in the scenario as it ships, are 1 here. Their share is
  that of the scenario, about 97 of 100 enrolled. Followed communities are logged event by event, the others are counted, as in the scenario as it ships. The
  year begins on the scenario's first day with people already abroad; smugglers, seats, guards' capacity and queues are scaled along.
- **Event**: something that happened to a person, of the kinds of `sim/basis/words.py` (the sum of the table `counts`). A person who thinks of leaving and
  stays at home makes no event, but costs time that is counted.
- **Loop**: all ticks of the year; **tables**: what is made of them at the end; **a year** is both. **Set-up**: enrolling everybody, the first route
  tables; reading the scenario's files stands beside it. Imports and the loading of compiled code come before, and are part of start-up.
- **A run of the calibration**: one of the runs that `routesim calibrate` makes: the whole window of the scenario at its full size, communities with the
  parties and weights that the scenario gives them, parameters at a point of the fit's first wave. The goal is of set-up, loop and tables. In a fit, a worker
  reads the scenario once, and then for each run makes the world of its point, simulates, holds the run against the documents and writes it to a file.
- **Peak memory** is that of a process of its own, with Python and every library in it.
- **Agent-days**: enrolled people times days; a second: of the loop.
- **Bare loop**: a compiled loop over as many records of the same size that does as many looks, draws and counted events, and nothing else
  (`benchmarks/bare_loop.py`). How many draws an event takes is counted inside the model's compiled loops, not assumed. It is compared by the event.
- Everything is timed in a fresh process on one core, with compiled code loaded before. Wall seconds are judged; **core held** is processor seconds over
  wall seconds: below 100 per cent, others used the core meanwhile, and a quiet machine is faster. Ratios and exponents are of processor seconds, where
  others count least, and are taken within a round, programs in turn.
- **The twin** solves all route tables and computes every cost from nothing each week; the engine solves those that somebody is in, and computes what changed.
- **FLEE** runs its own rules at their defaults on the same places, linked by the shortest of our legs between each two, with the same number of people
  at the same homes: homes are its conflict zones, destinations its camps, all else its towns. It has no seed; the generators that it draws from are seeded.
  It moves everybody at once and has no smugglers, guards, money or law; its people rest in a camp as ours do at home or abroad. A day of its people and one
  of ours are not the same work: the ratio says how long an analyst waits for as many people and days.
"""


COMMANDS = """
`routesim --help`; `routesim run two-valleys` with compiled code there already, with its three pictures and without (matplotlib is then not loaded, which
is checked); the first run has neither compiled code nor any module's bytecode.
""".lstrip()


def show(rows: Sequence[Row], console: Console) -> None:
    """Print the one table."""
    table = Table(title="Benchmarks", title_justify="left")
    for name in ("what", "measured: median (lowest to highest)", "goal", ""):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(row.what, row.value, row.goal, row.verdict, style="" if row.met is not False else "bold")
    console.print(table)


def written(
    rows: Sequence[Row],
    sizes: Sizes,
    counted: Mapping[str, Any],
    calibrated: Sequence[Mapping[str, Any]],
    done: Sequence[Round],
    seconds: Mapping[str, Any],
    *,
    quick: bool,
    took: float,
) -> str:
    """The text of ``results.md``."""
    parts = [
        "# Results of the benchmarks\n",
        f"Written by `python -m benchmarks{' --quick' if quick else ''}` in {took / 60:.0f} minutes; [how to read it](#what-the-words-mean).\n",
        _table(("", ""), machine()),
        "## Goals\n",
        _table(("what", "median (lowest to highest)", "goal", ""), [(row.what, row.value, row.goal, row.verdict) for row in rows]),
        *(f"{line}\n" for line in (*why(sizes), *why_calibration(calibrated))),
        "## A year by size\n",
        _table(
            (
                "departed", "enrolled", "events", "runs", "read s", "set-up s", "loop s", "tables s", "ns an event", "agent-days a second", "peak MB",
                "core held",
            ),
            [_size_line(runs) for runs in sizes.values()],
        ),
        _cast(next(iter(sizes.values()))[0]),
        "## Beside the bare loop\n",
        _bare(sizes),
        _chance(counted),
        "## Where the time goes\n",
        "Share of the loop by phase of the tick, in per cent; `routesim run` prints the same phases for every run.\n",
        _phases(sizes),
        "## A run of the calibration\n",
        _calibration(calibrated),
        "## Side by side\n",
        _side(done),
        "## Start-up\n",
        _table(
            ("command", "wall s", "processor s"),
            [(what, told([run["wall"] for run in runs]), told([run["cpu"] for run in runs])) for what, runs in seconds.items()],
        ),
        COMMANDS,
        "## What the words mean\n",
        DEFINITIONS.strip() + "\n",
    ]
    return "\n".join(parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _size_line(runs: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    first = runs[0]
    held = middle([(r["loop"]["cpu"] + r["tables"]["cpu"]) / year(r) for r in runs])
    days_a_second = [r["people"] * r["days"] / r["loop"]["wall"] / 1e6 for r in runs]
    return (
        f"{first['departed']:,}", f"{first['people']:,}", f"{first['events']:,}", str(len(runs)),
        *(told([r[part]["wall"] for r in runs]) for part in ("load", "set_up", "loop", "tables")),
        told([ns_an_event(r) for r in runs]), told(days_a_second, "million"), told([r["peak_bytes"] / 1e6 for r in runs]), f"{held:.0%}",
    )  # fmt: skip


def _bare(sizes: Sizes) -> str:
    lines = []
    for runs in sizes.values():
        both = (runs, [run["bare"] for run in runs])
        seconds = (told([run["loop"]["wall"] for run in part]) for part in both)
        events = (told([ns_an_event(run) for run in part]) for part in both)
        lines.append((f"{runs[0]['departed']:,}", *seconds, *events, told([bare_ratio(run) for run in runs])))
    table = _table(("departed", "loop s", "bare loop s", "ns an event", "bare ns an event", "ratio"), lines)
    pairs = zip(list(sizes)[:-1], list(sizes)[1:], strict=True)
    steps = [(f"{a:,} to {b:,}", *(f"{each:.3f}" for each in growth({a: sizes[a], b: sizes[b]}))) for a, b in pairs]
    return table + "\n" + _table(("exponent of cost over events from", "full model", "bare loop"), steps)


def _chance(counted: Mapping[str, Any]) -> str:
    here = dict(machine())[SOURCE]
    stale = "" if counted["source"] == here else f" They were counted on the source {counted['source']}: a full run counts again."
    amounts = [counted[f"{what}s_an_event"] for what in ("look", "uniform", "gumbel")]
    return "An event takes {:.2f} looks at a person, {:.2f} uniform draws and {:.2f} Gumbel variates made of them, counted over {:,} events.{}\n".format(
        *amounts, counted["events"], stale
    )


def _cast(run: Mapping[str, Any]) -> str:
    return (
        f"The network has {run['places']} places and {run['moves']:,} moves, guarded by {run['posts']} posts; {run['classes']} route tables are kept up to "
        f"date. At the smallest size {run['smugglers']} smugglers work, and the journeys of {run['followed']} people are logged. A person's record has "
        f"{run['record_bytes']} bytes.\n"
    )


def _phases(sizes: Sizes) -> str:
    shares: dict[str, list[float]] = {}
    for runs in sizes.values():
        for name in sorted({name for run in runs for name in run["phases"]}):
            shares.setdefault(name, [])
    for name, row in shares.items():
        row.extend(middle([100 * run["phases"].get(name, 0.0) / run["loop"]["wall"] for run in runs]) for runs in sizes.values())
    ordered = sorted((item for item in shares.items() if max(item[1]) >= 0.05), key=lambda item: -max(item[1]))
    return _table(("phase", *(f"{size:,}" for size in sizes)), [(name, *(f"{share:.1f}" for share in row)) for name, row in ordered])


def _calibration(runs: Sequence[Mapping[str, Any]]) -> str:
    first = runs[0]
    weights = ", ".join(f"{name} {weight:g}" for name, weight in sorted(first["weights"].items())) or "none"
    told_of = (
        f"{first['days']:,} days of {first['people']:,} people by {first['agents']:,} agents (people an agent, on average, where not one: {weights}), "
        f"at {len(runs)} {'point' if len(runs) == 1 else 'points'} of the first wave of the fit.\n"
    )
    walls = [told([run[part]["wall"] for run in runs]) for part in ("read", "made", "set_up", "loop", "tables")]
    held = middle([run["loop"]["cpu"] / run["loop"]["wall"] for run in runs])
    ends = [told([whole(run) for run in runs]), told([run["documents"]["wall"] for run in runs])]
    line = (*walls, *ends, told([run["peak_bytes"] / 1e6 for run in runs]), f"{held:.0%}")
    head = ("read s", "world made s", "set-up s", "loop s", "tables s", "the run s", "documents s", "peak MB", "core held")
    parts = [calibration_parts(run) for run in runs]
    shares = [(name, [part.get(name, 0.0) for part in parts]) for name in parts[0]]
    lines = [(name, told(seconds), f"{100 * middle(seconds) / middle([whole(run) for run in runs]):.1f}") for name, seconds in shares if max(seconds) >= 0.01]
    return "\n".join((told_of, _table(head, [line]), _table(("part of the run", "s", "per cent"), lines)))


def _side(done: Sequence[Round]) -> str:
    lines = []
    for name in ("engine", "twin", "flee"):
        runs = [this[name] for this in done if name in this]
        if not runs:
            lines.append((name, FLEE_MISSING, "", "", "", ""))
            continue
        days = done[0]["engine"]["days"]
        rate = [run["people"] * days / run["loop"]["wall"] for run in runs]
        held = middle([run["loop"]["cpu"] / run["loop"]["wall"] for run in runs])
        walls = (told([run[part]["wall"] for run in runs]) for part in ("set_up", "loop"))
        lines.append((name, f"{runs[0]['people']:,}", *walls, ", ".join(short(r) for r in rate), f"{held:.0%}"))
    return _table(("program", "people", "set-up s", "loop s", "agent-days a second, by round", "core held"), lines)
