"""A territory: everything that stands in its folder, and the part of it that a scenario takes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import networkx as nx

from scenarios.reading.net import netted
from scenarios.reading.paths import is_folder, shown, there
from scenarios.reading.problems import Problems, listed
from scenarios.reading.toml_files import Document, read_form
from scenarios.territories.defaults import with_defaults
from scenarios.territories.entry_rules import FILE as ENTRY_RULES
from scenarios.territories.entry_rules import Names, PlacedRules, read_entry_rules
from scenarios.territories.forms import TerritoryForm
from scenarios.territories.geography import Geography, read_geography
from scenarios.territories.idle import warn_of_idle, warn_of_template
from scenarios.territories.parameter_rows import ParameterRows, read_parameters
from scenarios.territories.parts import Parts
from scenarios.territories.people import Communities, Placed, Regimes, read_communities, read_regimes
from scenarios.territories.proposed import warn_of_proposed
from scenarios.territories.stays import FILE as STAYS
from scenarios.territories.stays import StayRow, chosen_stays, read_stays, warn_of_stays
from scenarios.territories.transports import FILE as TRANSPORTS
from scenarios.territories.unlikely import warn_of_map
from sim.world.network import Leg
from sim.world.world import Community

FILES = ("territory.toml", "places.csv", "crossings.csv", "legs.csv", "regimes.csv", "communities.toml", "parameters.csv")
OPTIONAL_FILES = (ENTRY_RULES, STAYS, TRANSPORTS)
"""Files that a territory may have beside these."""


@dataclass(frozen=True, slots=True)
class Territory:
    """All that a territory's files say."""

    folder: Path
    about: TerritoryForm
    geography: Geography
    communities: Communities
    regimes: Regimes
    parameters: ParameterRows
    parameters_file: str
    file: str
    stays: tuple[StayRow, ...] = ()
    entry_rules: PlacedRules = ()

    def parts(self) -> Parts:
        """The whole territory as the parts that parameters speak of."""
        return Parts(
            tuple(self.geography.places.values()),
            tuple(self.geography.crossings.values()),
            self.geography.legs,
            tuple(placed.community for placed in self.communities.placed.values()),
            (),
        )


def read_territory(folder: Path, problems: Problems) -> Territory | None:
    """Read and check the files of a territory one by one; ``None`` if one of them cannot be read at all."""
    if not is_folder(folder):
        problems.add(shown(folder), "no such folder" if not there(folder) else "a file", f"the folder of a territory, which holds {listed(FILES)}")
        return None
    where = shown(folder)
    described = netted(where, lambda: _read_about(folder, problems), problems)
    geography = netted(where, lambda: read_geography(folder, problems), problems)
    communities = netted(where, lambda: read_communities(folder, None if geography is None else geography.place_names, problems), problems)
    about = None if described is None else described[1]
    countries = None if geography is None or communities is None else (*geography.countries, *communities.nationalities)
    if described is not None and countries is not None:
        document, about = described
        for code in about.countries:
            if code not in countries:
                problems.unknown(document.where(("countries",)), "country", code, countries)
    regimes = netted(where, lambda: read_regimes(folder, countries, problems), problems)
    parameters = netted(where, lambda: read_parameters(folder, problems), problems)
    if described is not None and parameters is not None:
        parameters = with_defaults(parameters, described[1].defaults, described[0].where(("defaults",)), problems)
    stays = None
    if geography is not None and communities is not None:
        place_names, people = geography.place_names, communities
        stays = netted(where, lambda: read_stays(folder, place_names, people, problems), problems)
    names = None if geography is None or communities is None else rule_names(geography, communities)
    rules = netted(where, lambda: read_entry_rules(folder, names, problems), problems)
    if about is None or geography is None or communities is None or regimes is None or parameters is None:
        return None
    files = shown(folder / "parameters.csv"), shown(folder / FILES[0])
    return Territory(folder, about, geography, communities, regimes, parameters, *files, stays or (), rules or ())


def rule_names(geography: Geography, communities: Communities) -> Names:
    """The names that rules of entry may hold."""
    countries = tuple(dict.fromkeys(geography.countries))
    return Names(countries, tuple(dict.fromkeys([*countries, *communities.nationalities])), communities.names, tuple(geography.crossing_names))


def read_about(folder: Path, problems: Problems) -> TerritoryForm | None:
    """Title, text and credits of a territory; ``None`` after a finding."""
    read = _read_about(folder, problems)
    return None if read is None else read[1]


def _read_about(folder: Path, problems: Problems) -> tuple[Document, TerritoryForm] | None:
    return read_form(TerritoryForm, folder / FILES[0], problems)


def chosen_parts(territory: Territory, countries: Sequence[str] | None, names: Sequence[str] | None, start: date, rules: Regimes, problems: Problems) -> Parts:
    """The places, crossings, legs, communities and regimes that a scenario takes.

    Outside ``countries`` everything is left out; a community loses the destinations that lie there, but must not start there.
    ``rules`` are those of the territory with the differences of the scenario.
    """
    geography = territory.geography
    inside = set(geography.countries if countries is None else countries)
    places = {name: place for name, place in geography.places.items() if place.country in inside}
    crossings = {}
    for name, crossing in geography.crossings.items():
        end = geography.ends[name]
        if set(crossing.countries) <= inside:
            crossings[name] = replace(crossing, checked=not end.never and (end.on is None or end.on > start))
    legs = tuple(leg for leg in geography.legs if _within(leg, places, crossings))
    taken = [placed for name, placed in territory.communities.placed.items() if names is None or name in names]
    communities = [_trimmed(placed, places, problems) for placed in taken if _is_known(placed, geography)]
    kept = tuple(community for community in communities if community is not None)
    regimes = []
    for nationality in dict.fromkeys(community.nationality for community in kept):
        for country in dict.fromkeys(place.country for place in places.values()):
            regime = rules.of(nationality, country)
            if regime is None:
                problems.add(rules.file, f"no rule for {nationality} in {country}", "a row for every nationality and country; * serves all")
            else:
                regimes.append(regime)
    parts = Parts(tuple(places.values()), tuple(crossings.values()), legs, kept, tuple(regimes))
    return replace(parts, stays=chosen_stays(territory.stays, parts))


def _within(leg: Leg, places: Collection[str], crossings: Collection[str]) -> bool:
    return leg.origin in places and leg.target in places and all(name is None or name in crossings for name in (leg.exit, leg.entry))


def _is_known(placed: Placed, geography: Geography) -> bool:
    return all(name in geography.places for name in (*placed.community.origins, *placed.community.destinations))


def _trimmed(placed: Placed, places: Collection[str], problems: Problems) -> Community | None:
    community = placed.community
    outside = [name for name in community.origins if name not in places]
    destinations = tuple(name for name in community.destinations if name in places)
    if outside:
        found = f'origins {listed(outside)} of "{community.name}" outside the countries of the scenario'
        problems.add(placed.where, found, "origins inside them, or a list of communities without it")
    if not destinations:
        found = f'no destination of "{community.name}" inside the countries of the scenario'
        problems.add(placed.where, found, "at least one, or a list of communities without it")
    return None if outside or not destinations else replace(community, destinations=destinations)


def check_reachable(territory: Territory, parts: Parts, problems: Problems) -> None:
    """Note destinations that no origin of their community can reach, and origins from which no destination can be reached."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(place.name for place in parts.places)
    graph.add_edges_from((leg.origin, leg.target) for leg in parts.legs)
    for community in parts.communities:
        where = territory.communities.placed[community.name].where
        reached = {origin: {origin} | nx.descendants(graph, origin) for origin in community.origins}
        for place in community.destinations:
            if all(place not in reached[origin] for origin in community.origins):
                found = f'destination "{place}" of "{community.name}", which no leg leads to from {listed(community.origins)}'
                problems.add(where, found, "destinations that an origin can reach")
        for origin in community.origins:
            if not reached[origin] & set(community.destinations):
                found = f'origin "{origin}" of "{community.name}", from which no destination can be reached'
                problems.add(where, found, "origins that legs join to a destination")


def warn_of_territory(territory: Territory, parts: Parts, problems: Problems) -> None:
    """Warn of what is unlikely or without effect in the chosen parts of a territory, and of parameters that were copied and are still the same."""
    where: dict[tuple[str, ...], str] = {("community", name): placed.where for name, placed in territory.communities.placed.items()}
    where |= territory.geography.where
    about = territory.about
    warn_of_map(parts, where, problems, invented=about.invented)
    warn_of_stays(territory.stays, parts, problems)
    warn_of_idle(territory.parts(), territory.geography.flown, where, problems)  # what a scenario leaves out on purpose is not idle
    warn_of_template(about.template, territory.file, territory.parameters, territory.parameters_file, problems)
    warn_of_proposed(territory.folder, territory.parameters, problems)


def known_names(territory: Territory) -> dict[str, tuple[str, ...]]:
    """The names that parameters and events may speak of, by what they name, including those whose rows have findings."""
    geography, communities = territory.geography, territory.communities
    known = territory.parts().known()
    extra = {
        "place": geography.place_names,
        "origin": geography.place_names,
        "target": geography.place_names,
        "hub": geography.place_names,
        "crossing": geography.crossing_names,
        "country": (*geography.countries, *communities.nationalities),
        "nationality": (*geography.countries, *communities.nationalities),
        "community": communities.names,
    }
    return {noun: tuple(dict.fromkeys([*names, *extra.get(noun, ())])) for noun, names in known.items()}


def names_inside(territory: Territory, parts: Parts) -> dict[str, tuple[str, ...]]:
    """The names in the chosen parts, by what they name, and those that a finding has kept out of them."""
    known, whole, chosen = known_names(territory), territory.parts().known(), parts.known()
    return {noun: tuple(name for name in names if name in chosen[noun] or name not in whole[noun]) for noun, names in known.items()}
