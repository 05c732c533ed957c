"""How much memory a run will need, compared with what this machine has before it starts.

The constants are bytes of the model's tables and records, rounded up; :data:`BYTES_A_FOLLOWED` and its neighbour were measured.
"""

import os
from collections.abc import Mapping
from math import ceil
from typing import NamedTuple

from scenarios.reading.problems import Problems
from scenarios.territories.parts import Parts
from sim.basis.words import Event
from sim.world.network import CHANNELS
from sim.world.parameters import Parameters
from sim.world.parties import agents_to_expect

BYTES_A_PERSON = 200
BYTES_A_FOLLOWED, BYTES_A_FOLLOWED_YEAR = 2_300, 1_700
"""Memory that the log takes for each followed agent, once and for every simulated year: measured with 14 events an agent and year, tables included."""
BYTES_A_SMUGGLER, BYTES_A_SMUGGLER_WEEK = 2_000, 150
"""A smuggler: the record, the agent that stands for it and its name; and a row of nine numbers a week, kept and stacked."""
BYTES_A_MOVE_AND_COMMUNITY = 400
"""What a community counts, believes, expects and has to pay at a move."""
BYTES_A_MOVE_AND_CLASS = 8
"""What a move costs a class of people: community x guided x permit x destination."""
BYTES_A_HOP_AND_CLASS = 24
"""A hop as one class sees it, and as a destination orders it."""
BYTES_A_PLACE_AND_CLASS = 5 * 24
"""Tables of values, for each number of turns that a journey may still take."""
BYTES_A_ROW = 2 * 8 * 13
"""A row of the weekly traffic of a move and a community, kept and stacked."""
ROWS_AN_AGENT_YEAR = 4
"""Rows of weekly tables that an agent fills in a year, on average: measured, 1.1 of traffic and 2.2 of events at places."""
CLASSES_A_DESTINATION = 4
BYTES_A_WORD = 8

SHARE_OF_MACHINE = 0.8
"""Part of the machine's memory that a run may take: the rest is for the system, Python, and writing of tables."""
WITHOUT_ANSWER = 16 * 2**30
"""Memory that is assumed where the system does not say how much it has."""


class Need(NamedTuple):
    """Bytes that a run needs: ``scaled`` those that grow with ``--scale``, as ``agents`` do; ``fixed`` the others, by what takes them."""

    agents: float
    scaled: float
    fixed: Mapping[str, float]


def bytes_of_machine() -> float:
    """Memory of this machine that a run may take."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # no such question on this system
        whole = -1
    return SHARE_OF_MACHINE * (whole if whole > 0 else WITHOUT_ANSWER)


def need(parameters: Parameters, parts: Parts, days: int, scale: float = 1.0) -> Need:
    """What a run of so many days needs: ``scaled`` at scale 1, ``fixed`` at ``scale``, with which its weekly rows fill up."""
    years, weeks = days / 365, ceil(days / 7) + 1
    agents, scaled = 0.0, 0.0
    for community in parts.communities:
        number = agents_to_expect(parameters, community.name, scale) / scale
        agents += number
        scaled += number * (BYTES_A_PERSON + ((BYTES_A_FOLLOWED + BYTES_A_FOLLOWED_YEAR * years) if community.followed else 0.0))
    smugglers = 0.0
    for border in parts.borders():
        smugglers += parameters.number(f"smuggler.{border}.number")
    scaled += smugglers * (BYTES_A_SMUGGLER + BYTES_A_SMUGGLER_WEEK * weeks)
    kinds = {crossing.name: crossing.kind for crossing in parts.crossings}
    moves = sum(1 if leg.entry is None or leg.transport is not None else len(CHANNELS[kinds[leg.entry]]) for leg in parts.legs)
    hops = len({(leg.origin, leg.target) for leg in parts.legs})
    communities, places, countries = len(parts.communities), len(parts.places), len(parts.countries())
    classes = CLASSES_A_DESTINATION * sum(len(community.destinations) for community in parts.communities)
    posts = sum(len(crossing.countries) for crossing in parts.crossings)
    cells = moves * communities
    fixed = {
        "moves x communities": cells * BYTES_A_MOVE_AND_COMMUNITY,
        "classes x moves": classes * (moves * BYTES_A_MOVE_AND_CLASS + hops * BYTES_A_HOP_AND_CLASS + places * BYTES_A_PLACE_AND_CLASS),
        "places x communities": places * communities * len(Event) * BYTES_A_WORD + posts * communities * countries * BYTES_A_WORD,
        "weekly rows": min(weeks * cells, agents * scale * ROWS_AN_AGENT_YEAR * years) * BYTES_A_ROW,
    }
    return Need(agents, scaled, fixed)


def check_memory(parameters: Parameters, parts: Parts, days: int, scale: float, problems: Problems) -> None:
    """Note a run that would need more memory than :func:`bytes_of_machine`."""
    needed, most = need(parameters, parts, days, scale), bytes_of_machine()
    fixed = sum(needed.fixed.values())
    asked = needed.scaled * scale + fixed
    if asked <= most:
        return
    found = f"{scale:g}, which makes {needed.agents * scale:,.0f} agents and needs about {asked / 2**30:,.1f} GiB of memory"
    room = f"at most {most / 2**30:,.1f} GiB, {SHARE_OF_MACHINE:.0%} of the memory of this machine"
    if fixed >= most:
        problems.add("--scale", found, f"{room}; the tables of so many places and communities alone need {fixed / 2**30:,.1f} GiB")
    else:
        problems.add("--scale", found, f"{room}: a scale up to {(most - fixed) / needed.scaled:,.4g}")
