"""Every kind of parameter with its meaning, unit, and what the scenarios that ship make of it."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from experiments.documents.markdown import code, table
from scenarios import FIRST, about, load, names
from scenarios.evidence.rows import ids_in
from scenarios.evidence.sources import rests_on_rows
from scenarios.territories.coverage import unasked, wanted
from scenarios.territories.parts import Parts
from sim.world.meanings import MEANINGS, UNITS, pattern_of
from sim.world.parameters import Parameter, Status
from sim.world.world import World

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
LETTERS: Mapping[Status, str] = {Status.DOCUMENTED: "D", Status.TRANSFERRED: "T", Status.CALIBRATED: "C", Status.ASSUMED: "A"}
MOST_IDS = 4


def all_parameters() -> str:
    """One table a group of keys: meaning, unit, for a scenario of each territory the range of values and how they are known, and the sources of the first."""
    one_a_territory = {about(name).territory: name for name in (*reversed(names()), FIRST)}
    served = {name: _served(load(name)) for name in sorted(one_a_territory.values(), key=lambda name: (name != FIRST, name))}
    parts = []
    for group, title in GROUPS.items():
        patterns = [pattern for pattern in MEANINGS if pattern.partition(".")[0] == group]
        head = ["parameter", "meaning", "unit", *served, "source"]
        rows = [
            [code(pattern), MEANINGS[pattern].text, MEANINGS[pattern].unit, *(_values(found) for found in by_scenario), _sources(by_scenario[0])]
            for pattern in patterns
            if (by_scenario := [one.get(pattern, []) for one in served.values()])
        ]
        parts.append(f"**{title}**\n\n{table(head, rows, served)}")
    return "\n".join(parts)


def units() -> str:
    """The units of parameters and the values that they allow."""
    rows = [[code(unit), *("" if math.isinf(bound) else f"{bound:g}" for bound in bounds)] for unit, bounds in UNITS.items()]
    return table(["unit", "from", "up to"], rows, ["from", "up to"])


TABLES: Mapping[str, Callable[[], str]] = {"parameters": cache(all_parameters), "units": units}


def _served(world: World) -> dict[str, list[Parameter]]:
    """The parameters that a world's names are served by, each once, by kind."""
    parts = Parts(world.places, world.crossings, world.legs, world.communities, world.regimes)
    found: dict[str, dict[int, Parameter]] = {}
    for key in (*wanted(parts), *unasked(parts)):
        parameter = world.parameters.find(key)
        if parameter is not None:
            found.setdefault(pattern_of(key) or key, {})[id(parameter)] = parameter
    return {pattern: list(parameters.values()) for pattern, parameters in found.items()}


def _values(parameters: list[Parameter]) -> str:
    """The range of values and how many of them are known how."""
    values = sorted(parameter.value for parameter in parameters)
    if not values:
        return ""
    span = f"{values[0]:,g}" if values[0] == values[-1] else f"{values[0]:,g} to {values[-1]:,g}"
    number = Counter(parameter.status for parameter in parameters)
    return f"{span} ({', '.join(f'{number[status]} {letter}' for status, letter in LETTERS.items() if number[status])})"


def _sources(parameters: list[Parameter]) -> str:
    """Ids of rows and names of fits; of assumed parameters the reason if there is one only."""
    known = [parameter for parameter in parameters if parameter.status is not Status.ASSUMED]
    named = (ids_in(parameter.source) if rests_on_rows(parameter) else (parameter.source,) for parameter in known)
    sources = list(dict.fromkeys(name for ids in named for name in ids))
    more = [f"and {len(sources) - MOST_IDS} more"] if len(sources) > MOST_IDS else []
    reasons = list(dict.fromkeys(parameter.source for parameter in parameters if parameter.status is Status.ASSUMED))
    because = [reasons[0]] if len(reasons) == 1 else [f"{len(reasons)} reasons"] if reasons else []
    return "; ".join([*(code(one) for one in sources[:MOST_IDS]), *more, *because])
