"""A proposed scenario with its territory in a folder of their own, to be changed."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from scenarios.new_folder import TERRITORY, check_folder, copy_study, in_new_folder
from scenarios.proposal import written
from scenarios.proposal.chosen import chosen_places
from scenarios.proposal.gazetteer import border_of
from scenarios.proposal.ground import inland_legs, over_the_border
from scenarios.reading.paths import whole
from scenarios.reading.problems import Problems
from sim.world.network import Place


def start_countries(folder: Path, codes: Sequence[str], places: Path | None = None, names: Mapping[str, str] | None = None) -> Path:
    """Write a territory of some countries and a scenario of it into a new folder, whole or not at all.

    Parameters
    ----------
    folder
        Where to; it may exist if it is empty. Its last part becomes the name of the scenario.
    codes
        The countries, ISO 3166-1 alpha-3. One community goes in transit from the first to the last, one of workers from the last but one to the last.
    places
        A table ``name,country,lat,lon[,title,kind]`` whose places stand in place of those that ship, for every country that it holds.
    names
        What countries are called in titles, by code; without a name the code stands.

    Returns
    -------
    Path
        The scenario file, ready for :func:`scenarios.load`.

    Raises
    ------
    BadInput
        If the folder holds something, its name is no name, a country is unknown or has no place, or the countries do not hang together.
    """
    problems = Problems()
    check_folder(folder, problems)
    chosen = chosen_places(codes, places, problems)
    problems.stop()
    proposal = propose(chosen, names or {})
    name = whole(folder).name
    title = name.replace("-", " ").capitalize()

    def write(half: Path) -> None:
        ground = half / TERRITORY
        ground.mkdir(parents=True)
        texts = {
            ground / "territory.toml": written.territory_toml(proposal, title),
            ground / "places.csv": written.places_csv(proposal),
            ground / "crossings.csv": written.crossings_csv(proposal),
            ground / "legs.csv": written.legs_csv(proposal),
            ground / "regimes.csv": written.regimes_csv(proposal),
            ground / "communities.toml": written.communities_toml(proposal),
            ground / "parameters.csv": written.parameters_csv(proposal),
            half / f"{name}.toml": written.scenario_toml(proposal, title, folder / f"{name}.toml", TERRITORY),
        }
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        copy_study(None, half)

    in_new_folder(folder, write, problems)
    return folder / f"{name}.toml"


def propose(places: Mapping[str, Sequence[Place]], names: Mapping[str, str]) -> written.Proposal:
    """Crossings and legs for places by country: first the roads inside each country, then one official and one green crossing for every common border."""
    legs = [leg for there in places.values() for leg in inland_legs(there)]
    crossings = []
    for one, other in combinations(places, 2):
        if border_of(one, other):
            over, ways = over_the_border(places[one], places[other], (names.get(one, one), names.get(other, other)))
            crossings += over
            legs += ways
    return written.Proposal(places, names, crossings, legs)
