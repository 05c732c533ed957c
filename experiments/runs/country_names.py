"""Countries as a user names them: a code, or a title."""

from collections.abc import Iterable

from experiments.plots.titles import country
from scenarios.reading.problems import Problems, listed, nearest
from sim.world.world import World


def countries_of(world: World) -> list[str]:
    """Codes of the countries of a world, in alphabetical order."""
    return sorted({place.country for place in world.places})


def find_country(text: str, codes: Iterable[str], where: str, problems: Problems) -> str:
    """The code of a country given by code or title, no matter the case; a finding, and an empty text, if the scenario lacks it."""
    by_name = {name.casefold(): code for code in codes for name in (country(code), code)}
    found = by_name.get(text.strip().casefold(), "")
    if not found:
        names = {name for code in codes for name in (code, country(code))}
        allowed = f"a country of the scenario: {listed([_both(code) for code in codes], 40)}"
        problems.add(where, f'"{text}"', allowed, nearest(text, names) or nearest(text.upper(), names))
    return found


def _both(code: str) -> str:
    name = country(code)
    return code if name == code else f"{code} ({name})"
