"""The record of a smuggler: all that a run knows of one, and who is in the trade at the start."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rows import Rows
from sim.smugglers.fee import fee_cents
from sim.smugglers.review import cost
from sim.smugglers.seats import part_gathered
from sim.world.conditions import Conditions
from sim.world.geography import Atlas
from sim.world.world import World

SMUGGLER = np.dtype(
    [
        ("key", "u8"),
        ("purse", "i8"),
        ("fee", "i8"),
        ("log_fee", "f8"),
        ("credit", "f8"),
        ("groups_per_day", "f8"),
        ("guides", "f8"),
        ("jailed", "f8"),
        ("least", "f8"),
        ("border", "i4"),
        ("move", "i4"),
        ("group_size", "i4"),
        ("part", "f8"),
        ("come", "f8"),
        ("sold_lately", "f8"),
        ("come_lately", "f8"),
        ("occasion", "u8"),
        ("seats", "i4"),
        ("kept", "i4"),
        ("used", "i4"),
        ("sold", "i4"),
        ("offered", "i4"),
        ("most", "i4"),
        ("aboard", "i4"),
        ("group_caught", "i4"),
    ],
    align=True,
)
"""A smuggler and the guides who work for him. Money in cents.

``guides`` are at work, ``jailed`` in prison, in parts of one (:mod:`sim.smugglers.entry`), ``least`` is as few as ever work; each leads ``groups_per_day``.
``credit`` is the fraction of a departure carried to the next tick, ``part`` that of a group; ``seats`` and ``used`` are of this tick, ``kept``
are left of those before, ``most`` is for how many people at once there ever were to be seats. ``aboard`` are the people in the present group (0:
none has begun), ``occasion`` keys the draws that they share, and ``group_caught`` is whether it was. ``sold`` and ``offered`` are seats of this
week, ``come`` what scale makes of those that the guides have in the full world, ``sold_lately`` and ``come_lately`` with what still counts of weeks before.
"""


def first_smugglers(world: World, atlas: Atlas, conditions: Conditions, caught: NDArray[np.float64], margin: float, seed: np.uint64) -> Rows:
    """The smugglers of every border, spread over its moves in turn, each with one guide, asking unit cost plus margin.

    What rounding takes from their number or adds to it goes to the groups that each guide can lead. One guide is left on a border that does not pay. All that
    is of the full world: scale comes in with the seats (:mod:`sim.smugglers.seats`).

    Parameters
    ----------
    world, atlas
        How many work each border, and its moves.
    conditions
        What holds at the start.
    caught
        The chance of being caught that smugglers believe in, shape (moves,).
    margin
        What is asked above unit cost (``market.margin``).
    seed
        Key of the run.
    """
    parameters = world.parameters
    sizes, rows = [], []
    for b, border in enumerate(atlas.borders):
        wanted = parameters.number(f"smuggler.{border}.number")
        number = max(1, round(wanted)) if wanted > 0 else 0
        rate = parameters.number(f"smuggler.{border}.groups_per_day") * (wanted / number if number else 0.0)
        sizes.append(max(1, round(parameters.number(f"smuggler.{border}.group_size"))))
        moves = np.flatnonzero(atlas.geography.moves.border == b)
        rows += [(b, n, int(moves[n % len(moves)]), rate, 1.0 / number) for n in range(number)]
    smugglers = np.zeros(len(rows), SMUGGLER).view(np.recarray)
    for row, (b, n, move, rate, least) in zip(smugglers, rows, strict=True):
        row["key"] = draws.name_key(f"smuggler {atlas.borders[b]} {n}")
        row["border"], row["move"], row["group_size"] = b, move, sizes[b]
        row["groups_per_day"], row["guides"], row["least"] = rate, 1.0, least
        row["log_fee"] = math.log((1.0 + margin) * max(1.0, cost(row, move, atlas.geography, conditions, caught)))
        row["fee"] = fee_cents(row["log_fee"])
        # Half a group of credit on average: guides with slow trade must not all depart on one day.
        row["credit"] = draws.uniform(seed, draws.REVIEW, row["key"], np.uint64(0))
        part_gathered(row, world.scale, draws.uniform(seed, draws.GATHERED, row["key"], np.uint64(0)))
    return smugglers


def names_of_smugglers(smugglers: Rows, borders: tuple[str, ...]) -> tuple[str, ...]:
    """A name for every smuggler: the directed border worked, and a number on it from 1."""
    seen: dict[int, int] = {}
    names = []
    for border in smugglers["border"].tolist():
        seen[border] = seen.get(border, 0) + 1
        names.append(f"{borders[border]} {seen[border]}")
    return tuple(names)
