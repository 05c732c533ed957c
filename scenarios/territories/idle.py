"""What stands in a territory and changes nothing, and what is still as it was copied."""

from collections.abc import Collection

from scenarios.reading.folders import TERRITORIES
from scenarios.reading.names import NAME
from scenarios.reading.paths import is_folder
from scenarios.reading.problems import Problems
from scenarios.territories.parameter_rows import ParameterRows, read_parameters
from scenarios.territories.parts import MONTHS, Parts
from scenarios.territories.unlikely import Where


def warn_of_idle(parts: Parts, flown: Collection[str], where: Where, problems: Problems) -> None:
    """Warn of crossings that no leg passes or that never open, of their posts, and of places to which no leg leads; ``flown`` are airports with flights."""
    met = {name for leg in parts.legs for name in (leg.exit, leg.entry) if name} | set(flown)
    for crossing in parts.crossings:
        if crossing.name not in met:
            found = f"crossing {crossing.name}, which no leg passes: neither it nor its posts have an effect"
            problems.warn(where["crossing", crossing.name], found, "a crossing that a row of legs.csv names")
        elif len(crossing.closed_months) == len(MONTHS):
            problems.warn(where["crossing", crossing.name], f"crossing {crossing.name}, which is closed in all twelve months", "some months in which it opens")
    ends = {leg.origin for leg in parts.legs} | {name for community in parts.communities for name in (*community.origins, *community.destinations)}
    for place in parts.places:
        if place.name not in ends:
            problems.warn(where["place", place.name], f"place {place.name}, to which no leg leads", "a place that a row of legs.csv names")


def warn_of_template(template: str, where: str, table: ParameterRows, file: str, problems: Problems) -> None:
    """Warn of parameters that are still those of the territory that ships and that was copied, by their number.

    Parameters
    ----------
    template, where
        Name of that territory, empty for none, and where it stands.
    table, file
        The parameters, and the file in which they stand.
    """
    if not template:
        return
    folder = TERRITORIES / template
    if not NAME.fullmatch(template) or not is_folder(folder):
        found = f'template "{template}", which does not ship: what is still as it was there cannot be counted'
        problems.warn(where, found, "the name of a territory that ships")
        return
    first = read_parameters(folder, Problems())
    same = 0 if first is None else sum(first.parameters.get(key) == parameter for key, parameter in table.parameters.items())
    if same:
        found = f"{same:,} of {len(table.parameters):,} parameters are still those of the template {template}"
        problems.warn(file, found, "values for this territory; without the line template in territory.toml they count as meant")
