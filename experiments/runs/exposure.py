"""Exposure to a policy: the moves and the communities for which anything differs between two worlds, and from which day on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY
from sim.basis.words import Channel
from sim.engine.compiled import set_all_checks
from sim.guards.detection import Checks
from sim.levers.calendar import changes_on, conditions_on
from sim.levers.scope import Scope
from sim.outcomes.destiny import NEVER, Lives, Numbers, first_use, tries
from sim.world.conditions import Conditions, conditions_at_start
from sim.world.geography import Atlas, draw_atlas
from sim.world.world import World


class Exposure(NamedTuple):
    """The first hour at which each move and each community is exposed to a policy.

    ``moves`` has shape (moves, communities), ``communities`` (communities,); :data:`~sim.outcomes.destiny.NEVER` where it never is. Names say which.
    A community is exposed as a whole where its own condition changes: its readiness to leave, its means, how strongly places pull.
    """

    move_names: tuple[str, ...]
    community_names: tuple[str, ...]
    moves: Numbers
    communities: Numbers

    @property
    def first(self) -> int:
        """The first hour at which anything is exposed."""
        return int(min(self.moves.min(initial=NEVER), self.communities.min(initial=NEVER)))


def exposure(world: World, other: World) -> Exposure:
    """What differs between two worlds of the same places and people, at the effort that stands at posts on the first day.

    A service's conditions expose the moves that it watches; those of a country the moves that begin or end in it; those of a border the guided moves over
    it; what a nationality is asked for, its moves into the country.
    """
    atlas = draw_atlas(world)
    scopes = [Scope(each, atlas) for each in (world, other)]
    starts = [conditions_at_start(each, atlas) for each in (world, other)]
    moves = np.full((len(atlas.moves), len(world.communities)), NEVER, np.int64)
    communities = np.full(len(world.communities), NEVER, np.int64)
    for day in range(world.days):
        if day and not changes_on(world, day) and not changes_on(other, day):
            continue
        one, two = (conditions_on(scope, start, day) for scope, start in zip(scopes, starts, strict=True))
        differ, people = _differences(atlas, one, two)
        moves = np.where(differ, np.minimum(moves, day * DAY), moves)
        communities = np.where(people, np.minimum(communities, day * DAY), communities)
    return Exposure(atlas.move_names, tuple(c.name for c in world.communities), moves, communities)


def _differences(atlas: Atlas, one: Conditions, two: Conditions) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which moves differ for which community, and which communities differ as a whole."""
    g = atlas.geography.moves
    leaving, entering = g.exit.astype(np.int64), g.entry.astype(np.int64)
    country = atlas.geography.places.country.astype(np.int64)
    origin, target, border = country[g.origin], country[g.target], g.border.astype(np.int64)
    countries, borders = (_rows_differ(getattr(one, part), getattr(two, part)) for part in ("countries", "borders"))
    # Of a service's conditions effort, equipment and the like are felt as chances of being noticed; its price and its integrity are not.
    apart = _rows_differ(one.posts, two.posts, ("bribe_cents", "corrupt_share", "capacity_per_day"))
    moves = _rows_differ(one.moves, two.moves) | _checks_differ(atlas, one, two) | countries[origin] | countries[target]
    for post in (leaving, entering):
        moves |= (post >= 0) & np.append(apart, False)[post]
    moves |= (border >= 0) & (g.channel == Channel.GUIDED) & np.append(borders, False)[border]
    if one.habits != two.habits or not np.array_equal(one.inland_ratio, two.inland_ratio):
        moves[:] = True
    differ = np.repeat(moves[:, None], len(one.communities), axis=1)
    asked = _rows_differ(one.visas, two.visas)
    differ |= (entering >= 0)[:, None] & asked[:, target].T
    people = _rows_differ(one.communities, two.communities)
    for part in ("season", "departures", "pull"):
        people |= (getattr(one, part) != getattr(two, part)).any(axis=1)
    return differ, people


def _checks_differ(atlas: Atlas, one: Conditions, two: Conditions) -> NDArray[np.bool_]:
    checks = [Checks(np.zeros(len(atlas.moves)), np.zeros(len(atlas.moves)), np.ones(len(atlas.posts))) for _ in range(2)]
    for conditions, noticed in zip((one, two), checks, strict=True):
        set_all_checks(atlas.geography, conditions, conditions.posts.effort.astype(np.float64), noticed)
    # What nobody can be noticed at differs for nobody: a chance that stays zero.
    return np.asarray((checks[0].leaving != checks[1].leaving) | (checks[0].entering != checks[1].entering))


def _rows_differ(one: NDArray[np.void], two: NDArray[np.void], fields: tuple[str, ...] = ()) -> NDArray[np.bool_]:
    found = np.zeros(one.shape, bool)
    for name in fields or one.dtype.names or ():
        found |= np.asarray(one[name]) != np.asarray(two[name])
    return found


def first_exposure(lives: Lives, exposed: Exposure) -> Numbers:
    """The hour at which everybody is first exposed to the policy by use, shape (people,); for members of an exposed community, its first hour."""
    row = {name: m for m, name in enumerate(exposed.move_names)}
    column = {name: c for c, name in enumerate(exposed.community_names)}
    number = np.array([row.get(name, -1) for name in lives.moves], np.int64)
    of_community = np.array([column[name] for name in lives.communities], np.int64)
    padded = np.vstack((exposed.moves, np.full((1, len(exposed.community_names)), NEVER, np.int64)))
    known = number[lives.move] if len(lives.move) else np.zeros(0, np.int64)
    since = padded[known, of_community[lives.community[lives.person]]] if len(known) else known
    by_use = first_use(lives, tries(lives) & (lives.hour >= since))
    return np.minimum(by_use, exposed.communities[of_community[lives.community]])
