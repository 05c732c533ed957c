"""Countries as a user names them: a code, or a title."""

from experiments.plots.titles import country
from scenarios.reading.problems import Problems, listed, nearest
from sim.world.world import World


def countries_of(world: World) -> list[str]:
    """Codes of the countries of a world, in alphabetical order."""
    return sorted({place.country for place in world.places})


def find_country(text: str, world: World, where: str, problems: Problems) -> str:
    """The code of a country given by code or title, no matter the case; a finding, and an empty text, if the scenario lacks it."""
    titles = {code: country(code, world) for code in countries_of(world)}
    by_name = {name.casefold(): code for code, title in titles.items() for name in (title, code)}
    found = by_name.get(text.strip().casefold(), "")
    if not found:
        names = {*titles, *titles.values()}
        both = [code if title == code else f"{code} ({title})" for code, title in titles.items()]
        allowed = f"a country of the scenario: {listed(both, 40)}"
        problems.add(where, f'"{text}"', allowed, nearest(text, names) or nearest(text.upper(), names))
    return found

