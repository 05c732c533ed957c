"""Every kind of figure with its meaning, unit, and what the scenarios that ship make of it."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from experiments.documents.markdown import code, table
from scenarios import FIRST, about, load, names
from scenarios.coverage import unasked, wanted
from scenarios.parts import Parts
from sim.figures import Figure, Status
from sim.meanings import MEANINGS, UNITS, pattern_of
from sim.world import World

GROUPS: Mapping[str, str] = {
    "choice": "How people choose",
    "belief": "What people and smugglers hear",
    "market": "The market for guides",
    "organiser": "Organisers",
    "smuggler": "Smugglers, by directed border",
    "guard": "Border guards",
    "post": "Posts, by crossing and country of the service",
    "crossing": "Crossings",
    "country": "Countries",
    "document": "Documents",
    "visa": "Visas, by nationality and country",
    "mode": "Modes of travel",
    "leg": "Legs",
    "community": "Communities",
    "lever": "What levers cost, by what their cost is counted by",
}
"""First words of keys, in the order of the tables."""
LETTERS: Mapping[Status, str] = {Status.DOCUMENTED: "D", Status.CALIBRATED: "C", Status.ASSUMED: "A"}
MOST_IDS = 4


def all_figures() -> str:
    """One table a group of keys: meaning, unit, for a scenario of each territory the range of values and how they are known, and the sources of the first."""
    one_a_territory = {about(name).territory: name for name in (*reversed(names()), FIRST)}
    served = {name: _served(load(name)) for name in sorted(one_a_territory.values(), key=lambda name: (name != FIRST, name))}
    parts = []
    for group, title in GROUPS.items():
        patterns = [pattern for pattern in MEANINGS if pattern.partition(".")[0] == group]
        head = ["figure", "meaning", "unit", *served, "source"]
        rows = [
            [code(pattern), MEANINGS[pattern].text, MEANINGS[pattern].unit, *(_values(found) for found in by_scenario), _sources(by_scenario[0])]
            for pattern in patterns
            if (by_scenario := [one.get(pattern, []) for one in served.values()])
        ]
        parts.append(f"**{title}**\n\n{table(head, rows, served)}")
    return "\n".join(parts)


def units() -> str:
    """The units of figures and the values that they allow."""
    rows = [[code(unit), *("" if math.isinf(bound) else f"{bound:g}" for bound in bounds)] for unit, bounds in UNITS.items()]
    return table(["unit", "from", "up to"], rows, ["from", "up to"])


TABLES: Mapping[str, Callable[[], str]] = {"figures": cache(all_figures), "units": units}


def _served(world: World) -> dict[str, list[Figure]]:
    """The figures that a world's names are served by, each once, by kind."""
    parts = Parts(world.places, world.crossings, world.legs, world.communities, world.regimes)
    found: dict[str, dict[int, Figure]] = {}
    for key in (*wanted(parts), *unasked(parts)):
        figure = world.figures.find(key)
        if figure is not None:
            found.setdefault(pattern_of(key) or key, {})[id(figure)] = figure
    return {pattern: list(figures.values()) for pattern, figures in found.items()}


def _values(figures: list[Figure]) -> str:
    """The range of values and how many of them are known how."""
    values = sorted(figure.value for figure in figures)
    if not values:
        return ""
    span = f"{values[0]:,g}" if values[0] == values[-1] else f"{values[0]:,g} to {values[-1]:,g}"
    number = Counter(figure.status for figure in figures)
    return f"{span} ({', '.join(f'{number[status]} {letter}' for status, letter in LETTERS.items() if number[status])})"


def _sources(figures: list[Figure]) -> str:
    """Ids of documents and names of fits; of assumed figures the reason if there is one only."""
    told = list(dict.fromkeys(figure.source for figure in figures if figure.status is not Status.ASSUMED))
    more = [f"and {len(told) - MOST_IDS} more"] if len(told) > MOST_IDS else []
    reasons = list(dict.fromkeys(figure.source for figure in figures if figure.status is Status.ASSUMED))
    because = [reasons[0]] if len(reasons) == 1 else [f"{len(reasons)} reasons"] if reasons else []
    return "; ".join([*(code(one) for one in told[:MOST_IDS]), *more, *because])
