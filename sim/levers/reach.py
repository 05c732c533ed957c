"""Reach: which moves, posts, borders and people a lever's settings speak of."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.basis.words import Channel, Entry, Kind
from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions, is_boarded
from sim.world.geography import border_of
from sim.world.network import Crossing, Leg

EVERYWHERE = frozenset(Kind)
BETWEEN_CHECKPOINTS = frozenset({Kind.GREEN, Kind.SEA})
CHECKPOINTS = frozenset({Kind.OFFICIAL, Kind.AIRPORT, Kind.FERRY})

PLACES_OF_ACTION = {
    "crossing": "name of one crossing",
    "border": "directed border such as AAA-BBB (from, to); for a service, the border that AAA watches towards BBB",
    "country": "every crossing of one country",
}
LEGS_TOO = {**PLACES_OF_ACTION, "leg": "one leg such as here>there (from, to), by all its moves"}
BORDERS = {"border": "directed border such as AAA-BBB (from, to)", "country": "every border of one country, in both directions"}
ALL = "*"
"""Stands for every community or nationality."""
LIST = ";"
"""Joins several names in one setting: each of them is meant, and what two of them reach is reached once."""
LISTED = frozenset({"crossing", "border", "country", "leg", "community", "nationality"})
"""Settings that may hold several names; a lever that changes a country as a whole stands for one lever a country then."""


def listed(settings: Settings, key: str) -> tuple[str, ...]:
    """The names in a setting, which are joined by ``;``."""
    return tuple(name.strip() for name in str(settings[key]).split(LIST))


def meets_leg(leg: Leg, settings: Settings, countries: Mapping[str, str], kinds: Mapping[str, Kind], wanted: Collection[Kind] = EVERYWHERE) -> bool:
    """Whether settings speak of a leg; ``countries`` are those of places, ``kinds`` those of crossings, of which ``wanted`` count."""
    if "leg" in settings:
        return f"{leg.origin}>{leg.target}" in listed(settings, "leg")
    if leg.entry is None or leg.exit is None or not {kinds[leg.entry], kinds[leg.exit]} & set(wanted):
        return False
    sides = (countries[leg.origin], countries[leg.target])
    if "crossing" in settings:
        return not {leg.entry, leg.exit}.isdisjoint(listed(settings, "crossing"))
    if "border" in settings:
        return "-".join(sides) in listed(settings, "border")
    return not set(sides).isdisjoint(listed(settings, "country"))


def meets_post(crossing: Crossing, country: str, settings: Settings, wanted: Collection[Kind] = EVERYWHERE) -> bool:
    """Whether settings speak of a country's post at a crossing: of that crossing, of a border as the country sees it, or of the country."""
    if crossing.kind not in wanted:
        return False
    if "crossing" in settings:
        return crossing.name in listed(settings, "crossing")
    if "border" in settings:
        return any(own == country and other in crossing.countries for own, _, other in (border.partition("-") for border in listed(settings, "border")))
    return country in listed(settings, "country")


def meets_border(border: str, settings: Settings) -> bool:
    """Whether settings speak of a directed border such as ``AAA-BBB``."""
    return border in listed(settings, "border") if "border" in settings else not set(border.split("-")).isdisjoint(listed(settings, "country"))


def moves(scope: Scope, settings: Settings, wanted: Collection[Kind] = EVERYWHERE) -> NDArray[np.bool_]:
    """The moves that settings speak of; shape (moves,).

    Raises
    ------
    KeyError
        If they speak of none, or of no place.
    """

    def find() -> NDArray[np.bool_]:
        countries = {place.name: place.country for place in scope.world.places}
        kinds = {crossing.name: crossing.kind for crossing in scope.world.crossings}
        return _some([meets_leg(move.leg, settings, countries, kinds, wanted) for move in scope.atlas.moves], "move", settings)

    return scope.once(("moves", frozenset(settings.items()), frozenset(wanted)), find)


def posts(scope: Scope, settings: Settings, wanted: Collection[Kind] = EVERYWHERE) -> NDArray[np.bool_]:
    """The posts that settings speak of; shape (posts,).

    Raises
    ------
    KeyError
        If they speak of none, or of no place.
    """
    crossings = {crossing.name: crossing for crossing in scope.world.crossings}
    return _some([meets_post(crossings[name], country, settings, wanted) for name, country in scope.atlas.posts], "post", settings)


def borders(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """The directed borders that settings speak of and that guides work; shape (borders,).

    Raises
    ------
    KeyError
        If they speak of none.
    """
    return _some([meets_border(border, settings) for border in scope.atlas.borders], "border", settings)


def border_rows(scope: Scope) -> NDArray[np.int64]:
    """The row of the directed border of each move, -1 where no guide leads; shape (moves,)."""
    country = {place.name: place.country for place in scope.world.places}
    rows = {border: row for row, border in enumerate(scope.atlas.borders)}
    return np.array([rows[border_of(move.leg, country)] if move.channel is Channel.GUIDED else -1 for move in scope.atlas.moves], np.int64)


def own_posts(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """The posts of the service of the country that settings name; shape (posts,)."""
    return np.array([own == settings["country"] for _, own in scope.atlas.posts], np.bool_)


def country(scope: Scope, settings: Settings) -> int:
    """The row of the country that settings name.

    Raises
    ------
    ValueError
        If the world holds no such country.
    """
    return scope.atlas.countries.index(str(settings["country"]))


def communities(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """The communities that settings name, by ``community`` or ``nationality``, ``*`` for all; shape (communities,).

    Raises
    ------
    KeyError
        If the world holds none of them.
    """
    people = scope.world.communities
    if "nationality" in settings:
        return _some([not {ALL, c.nationality}.isdisjoint(listed(settings, "nationality")) for c in people], "community", settings)
    return _some([not {ALL, c.name}.isdisjoint(listed(settings, "community")) for c in people], "community", settings)


def need_visa(conditions: Conditions, scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """Those of the communities named who need a visa for the country named; shape (communities,).

    Raises
    ------
    KeyError
        If none of them does.
    """
    asked = conditions.visas["entry"][:, country(scope, settings)] == Entry.VISA
    return _some((communities(scope, settings) & asked).tolist(), "visa", settings)


def departures(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """Moves with a forged document by which a carrier takes people from the port or airport, or the country, that settings name; shape (moves,).

    Raises
    ------
    KeyError
        If there are none.
    """
    posts = {crossing.name: crossing for crossing in scope.world.crossings}
    places = {place.name: place.country for place in scope.world.places}

    def meets(leg: Leg) -> bool:
        return leg.exit is not None and meets_post(posts[leg.exit], places[leg.origin], settings)

    return _some([is_boarded(move) and meets(move.leg) for move in scope.atlas.moves], "departure", settings)


def arrivals(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """Moves with a forged document by which a carrier takes people to the country that settings name; shape (moves,).

    Raises
    ------
    KeyError
        If there are none.
    """
    places = {place.name: place.country for place in scope.world.places}
    return _some([is_boarded(move) and places[move.leg.target] == settings["country"] for move in scope.atlas.moves], "arrival", settings)


def inside(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """Moves from one of ``countries`` to another, by land, sea or air; shape (moves,).

    Raises
    ------
    KeyError
        If there are none.
    """
    members = set(str(settings["countries"]).split())
    places = {place.name: place.country for place in scope.world.places}
    legs = (move.leg for move in scope.atlas.moves)
    return _some([leg.entry is not None and {places[leg.origin], places[leg.target]} <= members for leg in legs], "move", settings)


def outside(scope: Scope, settings: Settings) -> NDArray[np.bool_]:
    """Posts of ``countries`` where the other side is none of them; shape (posts,).

    Raises
    ------
    KeyError
        If there are none.
    """
    members = set(str(settings["countries"]).split())
    sides = {crossing.name: set(crossing.countries) for crossing in scope.world.crossings}
    return _some([own in members and not sides[name] <= members for name, own in scope.atlas.posts], "post", settings)


def crossings_met(scope: Scope, settings: Settings, wanted: Collection[Kind] = EVERYWHERE) -> int:
    """How many crossings the moves lead over that settings speak of; a flight counts where it lands, a leg inside a country as one."""
    chosen = moves(scope, settings, wanted)
    return len({move.leg.entry for move, met in zip(scope.atlas.moves, chosen, strict=True) if met})


def entering(scope: Scope, crossing: str) -> NDArray[np.bool_]:
    """Moves that enter a country by a crossing; shape (moves,)."""
    entries = scope.once("entries", lambda: np.array([move.leg.entry or "" for move in scope.atlas.moves], np.str_))
    return scope.once(("entering", crossing), lambda: entries == crossing)


def _some(chosen: list[bool], what: str, settings: Settings) -> NDArray[np.bool_]:
    if not any(chosen):
        msg = f"no {what} meets {dict(settings)}"
        raise KeyError(msg)
    return np.array(chosen, np.bool_)
