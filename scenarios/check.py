"""Check a scenario or a territory without running it, and say what it holds."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from scenarios.load import load, names, territory_folder
from scenarios.policies.forms import PolicyEventForm
from scenarios.policies.idle import warn_of_neutral
from scenarios.policies.policy import load_policy
from scenarios.posteriors.draws import NONE
from scenarios.provenance import check_provenance
from scenarios.reading.folders import TERRITORIES
from scenarios.reading.paths import is_file, is_folder, shown, there
from scenarios.reading.problems import InputWarning, Problems
from scenarios.reading.toml_files import read_toml
from scenarios.scenario import read_scenario
from scenarios.series.acting import in_words
from scenarios.series.columns import FILE as SERIES
from scenarios.series.of_scenario import names_of, territory_series
from scenarios.territories.coverage import check_agreement, check_complete, check_pairs
from scenarios.territories.geography import read_geography
from scenarios.territories.parameter_rows import EARLIER_FILE, check_names
from scenarios.territories.parts import Parts
from scenarios.territories.territory import FILES, OPTIONAL_FILES, check_reachable, chosen_parts, known_names, read_about, read_territory, warn_of_territory
from sim.world.network import Place
from sim.world.parameters import Parameters, Status


@dataclass(frozen=True, slots=True)
class Contents:
    """What a valid scenario or territory holds, in counts; ``legs`` are directed. Days and events are those of a scenario.

    ``warnings`` says, one line each, what is possible and unlikely, or without effect; ``series`` the same of series by date.
    """

    where: str
    what: str
    title: str
    countries: int
    places: int
    crossings: dict[str, int]
    legs: int
    communities: int
    people: float
    parameters: dict[str, int]
    first_day: date | None = None
    last_day: date | None = None
    reported: tuple[date, date] | None = None
    events: int | None = None
    series: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyContents:
    """What a valid policy holds: the territory that it is made for (empty for any), its levers, names of its costs, ids of its evidence."""

    where: str
    title: str
    territory: str
    levers: int
    costs: tuple[str, ...]
    evidence: tuple[str, ...]
    what: str = "policy"
    warnings: tuple[str, ...] = ()


def check(name_or_path: str) -> Contents | PolicyContents:
    """Check a scenario (name or ``.toml`` file), a policy (file) or a territory (its folder, or any file of it).

    Raises
    ------
    BadInput
        With every finding.
    """
    folder, path = _territory(name_or_path), Path(name_or_path)
    if folder is not None:
        return check_territory(folder)
    return check_policy(path) if _is_policy(path) else check_scenario(name_or_path)


def real_places(name_or_path: str) -> dict[str, Place]:
    """The places of a valid territory, or those that a valid scenario takes, by the ``file:line`` of their rows; none of an invented territory or a policy.

    Raises
    ------
    BadInput
        If the files cannot be read.
    """
    folder, chosen, problems = _territory(name_or_path), None, Problems()
    if folder is None and not _is_policy(Path(name_or_path)):
        scenario = read_scenario(name_or_path, problems)
        folder = None if scenario is None else territory_folder(scenario, problems)
        chosen = None if scenario is None else scenario.form.countries
    about = None if folder is None else read_about(folder, problems)
    geography = None if folder is None or about is None or about.invented else read_geography(folder, problems)
    problems.stop()
    if geography is None:
        return {}
    return {geography.where["place", name]: place for name, place in geography.places.items() if chosen is None or place.country in chosen}


def has_network(name_or_path: str) -> bool:
    """Whether a name or path stands for a scenario or territory, and not for a policy."""
    return not _is_policy(Path(name_or_path))


def network(name_or_path: str) -> tuple[str, Parts]:
    """The title of a valid scenario or territory, and what a map of it shows.

    Raises
    ------
    BadInput
        With every finding.
    """
    folder = _territory(name_or_path)
    if folder is None:
        world = load(name_or_path, posterior=NONE)
        return world.title, Parts(world.places, world.crossings, world.legs, world.communities, world.regimes)
    problems = Problems()
    territory = read_territory(folder, problems)
    problems.stop()
    assert territory is not None  # noqa: S101 - there was no finding
    return territory.about.title, territory.parts()


def _territory(name_or_path: str) -> Path | None:
    """The folder of a territory that is named by itself or by one of its files."""
    path = Path(name_or_path)
    shipped = TERRITORIES / name_or_path
    if name_or_path not in names() and not there(path) and is_folder(shipped):
        return shipped
    if is_folder(path):
        return path
    return path.parent if not _is_policy(path) and path.name in (*FILES, *OPTIONAL_FILES, EARLIER_FILE, SERIES) and is_file(path.parent / FILES[0]) else None


def _is_policy(path: Path) -> bool:
    """Whether a path leads to a policy, which is known by its ``about``."""
    return path.suffix == ".toml" and is_file(path) and "about" in _keys(path)


def check_policy(path: Path) -> PolicyContents:
    """Check a policy by itself; whether its names exist is seen when a scenario is run with it.

    Raises
    ------
    BadInput
        With every finding.
    """
    policy, problems = load_policy(path), Problems()
    for number, event in enumerate(policy.events):
        settings = {key: value for key, value in event.items() if key not in PolicyEventForm.model_fields}
        warn_of_neutral(str(event["lever"]), settings, policy.document.where(("event", number)), problems)
    costs, warnings = tuple(policy.cost), _texts(problems)
    return PolicyContents(shown(path), policy.title, policy.territory, len(policy.events), costs, policy.evidence, warnings=warnings)


def _keys(path: Path) -> set[str]:
    """The first words of a file that may not be TOML."""
    document = read_toml(path, Problems())
    return set() if document is None else set(document.data)


def check_scenario(name_or_path: str) -> Contents:
    """Check a scenario by loading it.

    Raises
    ------
    BadInput
        With every finding.
    """
    warnings: list[InputWarning] = []
    world = load(name_or_path, posterior=NONE, warnings=warnings)  # what the files say is checked and counted
    last = world.start + timedelta(days=world.days - 1)
    parts = Parts(world.places, world.crossings, world.legs, world.communities, world.regimes)
    contents = _contents(name_or_path, "scenario", world.title, parts, world.parameters)
    contents = replace(contents, first_day=world.start, last_day=last, reported=world.report)
    return replace(contents, events=len(world.events), series=tuple(map(in_words, world.series)), warnings=tuple(map(str, warnings)))


def check_territory(folder: Path) -> Contents:
    """Check all files of a territory, each alone and all together.

    Raises
    ------
    BadInput
        With every finding.
    """
    problems = Problems()
    territory = read_territory(folder, problems)
    if territory is None:
        problems.stop()
        raise AssertionError
    with problems.before_others():
        check_names(territory.parameters, known_names(territory), problems)
        check_pairs(territory.parameters, territory.parts(), problems)
        check_provenance(territory.parameters, territory.parts(), (folder, folder.parent), problems)
        parts = chosen_parts(territory, None, None, date.min, territory.regimes, problems)
        parameters = Parameters(territory.parameters.parameters, parts.groups())
        check_complete(parameters, parts, territory.parameters_file, problems)
        check_agreement(territory.parameters, parameters, parts, problems)
        series = territory_series(folder, names_of(known_names(territory), parts.known() | territory.parts().met()), problems)
        if not problems.findings:
            check_reachable(territory, parts, problems)
    problems.stop()
    warn_of_territory(territory, parts, problems)
    contents = _contents(shown(folder), "territory", territory.about.title, parts, parameters)
    return replace(contents, series=tuple(in_words(one.series) for one in series), warnings=_texts(problems))


def _texts(problems: Problems) -> tuple[str, ...]:
    """The warnings as lines."""
    return tuple(map(str, problems.warnings))


def _contents(where: str, what: str, title: str, parts: Parts, parameters: Parameters) -> Contents:
    kinds = Counter(crossing.kind.word for crossing in parts.crossings)
    statuses = Counter(parameter.status for parameter in parameters.table.values())
    people = 0.0
    for community in parts.communities:
        people += parameters.number(f"community.{community.name}.people")
    return Contents(
        where=where,
        what=what,
        title=title,
        countries=len({place.country for place in parts.places}),
        places=len(parts.places),
        crossings=dict(sorted(kinds.items())),
        legs=len(parts.legs),
        communities=len(parts.communities),
        people=people,
        parameters={status.value: statuses[status] for status in Status},
    )
