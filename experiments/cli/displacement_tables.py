"""A displacement account as it is printed: the steps from one policy to the other, the largest movements, and the corridors."""

import numpy as np
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from experiments.cli.table_style import TABLE_STYLE, add_columns, short, signed
from experiments.runs.comparison import Comparison
from experiments.runs.displacement import waterfall
from experiments.runs.displacement_accounts import Account, NetTest
from experiments.runs.intervals import FALSE_DISCOVERY_RATE, SIGNIFICANT

CELLS = 14
"""Movements between outcomes that are shown."""


def print_account(found: Account, comparison: Comparison, console: Console) -> None:
    """Print who moved where: the steps from one policy to the other, the largest movements, and how many moved directly."""
    base, asked = comparison.request.names[0], found.question
    first, last = asked.days(comparison.world)
    head = f"{asked.policy} against {base}: outcomes of {found.people:,} followed people at the border {asked.border}, {first} to {last}"
    grid = Grid(title=head, **TABLE_STYLE)
    add_columns(grid, ("first success by, or outcome", "left"), *((name, "right") for name in (base, "leave it", "join it", asked.policy)), ("change", "left"))
    steps, tests = found.waterfall(), found.change_tests()
    for k, name in enumerate(found.outcomes):
        if steps.begins[k] or steps.ends[k]:
            grid.add_row(name, *(short(float(round(column[k], 1))) for column in steps), verdict(tests[k]))
    grid.add_row("total", *(short(float(round(column.sum(), 1))) for column in steps))
    console.print(grid)
    movers = found.movers()
    moved = ", ".join(f"{name} {short(round(m['mean'], 1))} ({short(m['low'])} to {short(m['high'])})" for name, m in movers.items())
    console.print(f"  people whose outcome differs: {moved}\n")
    _print_cells(found, console)
    _print_corridors(found, base, console)


def _print_cells(found: Account, console: Console) -> None:
    mean, (low, high), limits, shares = found.mean(), found.spread(), found.coupling_bounds(), found.diversion()
    cells = [(mean[j, k], j, k) for j, k in np.argwhere((mean > 0) & ~np.eye(len(mean), dtype=bool)).tolist()]
    if not cells:
        console.print("  no outcome changes: the matrix is diagonal\n")
        return
    grid = Grid(title="Largest movements, people: mean over pairs", **TABLE_STYLE)
    numbers = ("people", "90% range over pairs", "net of the way back", "diversion ratio", "margins allow")
    add_columns(grid, ("from", "left"), ("to", "left"), *((name, "right") for name in numbers), ("net", "left"))
    tests = found.net_tests()
    for people, j, k in sorted(cells, key=lambda cell: (-cell[0], cell[1], cell[2]))[:CELLS]:
        between = f"{short(float(low[j, k]))} – {short(float(high[j, k]))}"
        allowed = f"{short(float(round(limits.low[j, k], 1)))} – {short(float(round(limits.high[j, k], 1)))}"
        test = tests[0, j, k]
        net = signed(round(test.net or 0.0, 1))
        grid.add_row(found.outcomes[j], found.outcomes[k], short(round(people, 1)), between, net, f"{shares[j, k]:.0%}", allowed, verdict(test))
    rest = len(cells) - CELLS
    tested = sum(test.p is not None for test in tests.values()) // 2
    grid.caption = (
        "The same people with the same random draws under both. Data could show only the margins; the cells come from the model."
        + (f" {rest} smaller movements are not shown." if rest > 0 else "")
        + f"\nNet: paired t test, false discovery rate {FALSE_DISCOVERY_RATE:.0%} (Benjamini-Hochberg) over {tested} pairs of opposite movements."
    )
    grid.caption_justify = "left"
    console.print(grid)


def verdict(test: NetTest) -> Text:
    """The verdict on a change or a net movement, with emphasis."""
    return Text(test.significance, "bold" if test.significance in SIGNIFICANT else "dim")


def _print_corridors(found: Account, base: str, console: Console) -> None:
    steps = [waterfall(pair) for pair in found.corridor[:, 0]]
    begins, leaves, joins, ends = (np.mean([getattr(one, name) for one in steps], axis=0) for name in ("begins", "leaves", "joins", "ends"))
    if not (leaves.any() or joins.any()):
        return
    grid = Grid(title="First completed journeys in the same period, by countries passed", **TABLE_STYLE)
    add_columns(grid, ("corridor", "left"), *((name, "right") for name in (base, "leave it", "join it", found.question.policy)))
    for k, name in enumerate(found.corridors):
        if leaves[k] or joins[k]:
            grid.add_row(name, *(short(float(round(column[k], 1))) for column in (begins, leaves, joins, ends)))
    console.print(grid)
