"""How much a policy can touch: moves and people before it runs, and the share of the baseline's attempts once the baseline has run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from experiments.runs.exposure import Exposure
from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE
from scenarios.policies.lever_keys import Setting, is_lever_key
from sim.basis.clock import DAY
from sim.outcomes.destiny import NEVER
from sim.outcomes.reading import moves_by_name
from sim.world.world import World

ALMOST_NONE = 0.01
"""Share of people (before), or of the baseline's attempts (after), below which a policy touches almost nobody.

Counts vary by several per cent between seeds. Even if everybody in a hundredth acted differently, most totals would change by less than that."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a policy can touch: ``moves`` of ``all_moves`` whose conditions it changes, ``people`` of ``all_people`` who can meet one of them.

    People count with their whole community where its own condition changes, or where a changed move lies on a possible way from an origin to a destination: an
    upper bound. ``since`` is the first day, ``None`` where nothing changes. ``attempts`` is the share of the baseline's attempts at crossings where something
    changes; ``None`` where that is not known. ``parameters`` are those that an alternative sets: what they change besides conditions is not counted.
    """

    moves: int
    all_moves: int
    people: int
    all_people: int
    since: date | None
    parameters: tuple[str, ...] = ()
    attempts: float | None = None

    @property
    def is_almost_none(self) -> bool:
        """Whether almost nobody can be touched; never said where parameters are set."""
        if self.parameters:
            return False
        few = self.people < ALMOST_NONE * self.all_people
        return few or self.since is None or (self.attempts is not None and self.attempts < ALMOST_NONE)

    def in_words(self) -> str:
        """What can be touched, as a sentence without its subject."""
        beside = f"sets {', '.join(self.parameters)}, whose effect on behaviour is not counted here; " if self.parameters else ""
        if self.since is None:
            return f"{beside}changes no condition of any move or community"
        said = f"{beside}from {self.since} changes conditions of {self.moves:,} of {self.all_moves:,} moves"
        said += f", which up to {self.people:,} of {self.all_people:,} people can meet"
        return said if self.attempts is None else f"{said}; {self.attempts:.1%} of the baseline's attempts are made where something changes"

    def plain(self) -> dict[str, Any]:
        """The reach for programs."""
        found = asdict(self) | {"since": None if self.since is None else self.since.isoformat(), "parameters": list(self.parameters)}
        return found | {"almost_none": self.is_almost_none}


def reach(base: World, world: World, exposed: Exposure, settings: Mapping[str, Setting]) -> Reach:
    """What differs between two worlds, as far as conditions say; ``settings`` are those of an alternative."""
    people = {c.name: round(base.parameters.number(f"community.{c.name}.people") * base.scale) for c in base.communities}
    met = [c for c, name in enumerate(exposed.community_names) if exposed.communities[c] < NEVER or _can_meet(base, exposed, name)]
    return Reach(
        moves=int((exposed.moves < NEVER).any(axis=1).sum()),
        all_moves=len(exposed.move_names),
        people=sum(people[exposed.community_names[c]] for c in met),
        all_people=sum(people.values()),
        since=None if exposed.first == NEVER else world.start + timedelta(days=exposed.first // DAY),
        parameters=tuple(key for key in settings if not is_lever_key(key)),
    )


def _can_meet(world: World, exposed: Exposure, community: str) -> bool:
    """Whether a changed move lies on a possible way of a community."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((leg.origin, leg.target) for leg in world.legs)
    who = next(c for c in world.communities if c.name == community)
    begun = {place for origin in who.origins if origin in graph for place in (origin, *nx.descendants(graph, origin))}
    ends = {place for target in who.destinations if target in graph for place in (target, *nx.ancestors(graph, target))}
    known = moves_by_name(world)
    changed = np.flatnonzero(exposed.moves[:, exposed.community_names.index(community)] < NEVER).tolist()
    return any(known[exposed.move_names[m]].leg.origin in begun and known[exposed.move_names[m]].leg.target in ends for m in changed)


def touched(before: Reach, folder: Path, baseline: str, exposed: Exposure, world: World) -> Reach:
    """The same with the share of attempts under the baseline, from a finished sweep."""
    known = moves_by_name(world)
    places = {
        (str(known[exposed.move_names[m]].leg.entry), exposed.community_names[c])
        for m, c in np.argwhere(exposed.moves < NEVER).tolist()
        if known[exposed.move_names[m]].leg.entry is not None
    }
    whole = {name for name, hour in zip(exposed.community_names, exposed.communities, strict=True) if hour < NEVER}
    if exposed.first < NEVER and not places and not whole:
        return before  # inside countries only: attempts are made at borders
    table = load(folder, "indicators", indicator=["attempts"], policy=baseline)
    total = changed = 0.0
    for place, community, value in zip(*(table[name].to_pylist() for name in ("place_or_crossing", "community", "value")), strict=True):
        if place == EVERYWHERE:
            total += value
            changed += value if community in whole else 0.0
        elif (place, community) in places and community not in whole:
            changed += value
    return replace(before, attempts=changed / total if total else None)
