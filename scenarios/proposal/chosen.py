"""The countries that somebody named, and the places of each; findings where they are unknown, empty or do not hang together."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import networkx as nx

from scenarios.proposal.gazetteer import read_borders, read_cities, read_own_places
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.territories.unlikely import iso_codes
from sim.world.network import Place

WHERE = "--countries"
_FEWEST = 2
"""Countries without which there is no border."""
_ALL = 300
"""More than there are countries: a message lists all that can be chosen."""


def chosen_places(codes: Sequence[str], own: Path | None, problems: Problems) -> Mapping[str, tuple[Place, ...]]:
    """The places of each country, in the order in which the countries were named.

    Parameters
    ----------
    codes
        Codes of ISO 3166-1 alpha-3, and XKX.
    own
        A list of places that stand in place of those that ship, for every country that it holds; ``None`` for none.
    problems
        Takes a finding for a code that is none or stands twice, a country without a place, and countries that no common border joins.
    """
    mine = () if own is None else read_own_places(own, problems)
    shipped = {place.country for place in read_cities()}
    for code in dict.fromkeys(codes):
        if code not in iso_codes():
            problems.add(WHERE, f'country "{code}"', "codes of ISO 3166-1 alpha-3 such as GRC, joined by commas", nearest(code, sorted(shipped)))
        elif list(codes).count(code) > 1:
            problems.add(WHERE, f"country {code} more than once", "each country once")
    if len(set(codes)) < _FEWEST:
        problems.add(WHERE, f"{len(set(codes)) or 'no'} country", "two countries and more: without a border there is nothing to cross")
    for place in mine:
        if place.country not in codes:
            problems.add("--places", f"place {place.name} of {place.country}", f"places of the countries chosen: {listed(codes, _ALL)}")
    places = {code: _places_of(code, mine) for code in dict.fromkeys(codes)}
    for code, there in places.items():
        if not there and code in iso_codes():
            allowed = f"--places FILE with rows name,country,lat,lon for {code}, or one of {listed(sorted(shipped), _ALL)}"
            problems.add(WHERE, f"country {code}, of which no place ships", allowed)
    _unique(places, problems)
    problems.stop()
    _hang_together(tuple(places), problems)
    return places


def _places_of(code: str, mine: Sequence[Place]) -> tuple[Place, ...]:
    own = tuple(place for place in mine if place.country == code)
    return own or tuple(place for place in read_cities() if place.country == code)


def _unique(places: Mapping[str, Sequence[Place]], problems: Problems) -> None:
    """Note a name of the user's list that another country's place bears, which ships."""
    home: dict[str, str] = {}
    for code, there in places.items():
        for place in there:
            if place.name in home:
                problems.add("--places", f'place "{place.name}" of {code}, a name that a place of {home[place.name]} has', "each name once")
            home.setdefault(place.name, code)


def _hang_together(codes: Sequence[str], problems: Problems) -> None:
    """Note countries that no chain of common borders joins to the first, and which other countries would join them."""
    world = nx.Graph(list(read_borders()))
    world.add_nodes_from(codes)
    joined = nx.node_connected_component(world.subgraph(codes), codes[0])
    rest = [code for code in codes if code not in joined]
    if rest:
        found = f"{listed(rest, _ALL)}, which no common border joins to {listed([code for code in codes if code in joined], _ALL)}"
        problems.add(WHERE, found, "countries that hang together by borders on land", _between(world, joined, rest[0]))


def _between(world: "nx.Graph[str]", joined: set[str], apart: str) -> str:
    """The fewest countries that would join one that stands apart, in words; empty if none would."""
    ways = [nx.shortest_path(world, code, apart) for code in sorted(joined) if nx.has_path(world, code, apart)]
    between = [code for code in min(ways, key=len)[1:-1] if code not in joined] if ways else []
    return f"with {', '.join(between)}" if between else ""
