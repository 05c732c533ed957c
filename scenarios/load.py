"""From the name of a scenario to the world that a run needs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.assembly import Reading, Variants, assemble
from scenarios.policies.lever_keys import Setting, is_lever_key
from scenarios.policies.policy import read_policy
from scenarios.posteriors.draws import BEST, read_chosen
from scenarios.reading.folders import SCENARIOS, TERRITORIES
from scenarios.reading.names import files_in, folder_of
from scenarios.reading.net import netted
from scenarios.reading.paths import shown
from scenarios.reading.problems import InputWarning, Problems
from scenarios.scenario import Scenario, read_scenario, window_of
from scenarios.studies.study import Study, read_study, study_folders
from scenarios.territories.parameter_rows import ParameterRows, read_settings
from scenarios.territories.territory import read_about, read_territory
from sim.world.world import World

FIRST = "central-asia-2004"
"""The scenario that is meant where none is named."""


@dataclass(frozen=True, slots=True)
class About:
    """What a reader wants to know of a scenario before running it."""

    name: str
    title: str
    text: str
    path: Path
    territory: str
    attribution: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The scenarios that ship, in alphabetical order."""
    return files_in(SCENARIOS)


def load(
    name_or_path: str | Path,
    *,
    scale: float = 1.0,
    days: int | None = None,
    settings: Mapping[str, Setting] | None = None,
    policy: str | Path | None = None,
    follow: Sequence[str] = (),
    posterior: str = BEST,
    warnings: list[InputWarning] | None = None,
) -> World:
    """Read a scenario and its territory, check them, and put the world together.

    Parameters
    ----------
    name_or_path
        A name from :func:`names`, or a path to a ``.toml`` file, whose ``territory`` is the name of one that ships or
        the path of a folder relative to the file; a folder beside the file comes before one that ships.
    scale
        Multiplies people, seats and guards' capacity alike.
    days
        Days to simulate, at most those of the scenario, in place of all; the reported days are cut to them.
    settings
        Parameters by key, in the unit of the key, in place of those in the files; sizes and dates of levers by keys such
        as ``policy.NAME.EVENT.factor`` and ``event.EVENT.start`` (see :mod:`scenarios.policies.lever_keys`).
    policy
        A name from :func:`scenarios.policies.names` or a path: levers in force beside those of the scenario.
    follow
        Communities whose journeys are recorded person by person though the territory only counts them; it takes memory.
    posterior
        ``best``: parameters that were fitted are those of the maximum a posteriori draw of the posterior that ships for the scenario, if one does.
        ``none``: uncalibrated defaults. A path: those of the first draw of that file. What is in ``settings`` comes first; ``calibration`` of the
        world says which it was.
    warnings
        Filled with what is possible and unlikely, or has no effect.

    Raises
    ------
    BadInput
        If anything is wrong; it lists every finding with its place.
    """
    problems = Problems()
    reading = _read(name_or_path, scale, days, policy, tuple(follow), posterior, problems)
    if reading is None:  # what is wrong with a setting in any scenario is found at once, and not only when the scenario is valid
        read_settings({key: value for key, value in (settings or {}).items() if not is_lever_key(key)}, ParameterRows(), problems)
    with problems.before_others():
        world = None if reading is None else assemble(reading, settings or {}, problems)
    problems.stop()
    if warnings is not None:
        warnings.extend(problems.warnings)
    assert world is not None  # noqa: S101 - a world or a finding
    return world


def variants(
    name_or_path: str | Path,
    *,
    scale: float = 1.0,
    days: int | None = None,
    policy: str | Path | None = None,
    follow: Sequence[str] = (),
    posterior: str = BEST,
) -> Variants:
    """A scenario read once, from which worlds with other parameters, sizes and dates are made quickly; parameters as for :func:`load`.

    Raises
    ------
    BadInput
        If the scenario or the policy cannot be read.
    """
    problems = Problems()
    reading = _read(name_or_path, scale, days, policy, tuple(follow), posterior, problems)
    if reading is None:
        problems.stop()
        raise AssertionError
    return Variants(reading, tuple(problems.findings))


def _read(
    name_or_path: str | Path, scale: float, days: int | None, policy: str | Path | None, follow: tuple[str, ...], posterior: str, problems: Problems
) -> Reading | None:
    """Everything that the files say; ``None`` after a finding that leaves nothing to put together."""
    _check_scale(scale, problems)
    scenario = netted(str(name_or_path), lambda: read_scenario(name_or_path, problems), problems)
    in_force = None if policy is None else netted(str(policy), lambda: read_policy(policy, problems), problems)
    draws = netted(posterior, lambda: read_chosen(name_or_path, posterior, problems), problems)
    if scenario is None:
        return None
    folder = territory_folder(scenario, problems)
    territory = None if folder is None else read_territory(folder, problems)
    within = days is not None and 1 <= days <= scenario.form.days
    if days is not None and not within:
        problems.add("--days", f"{days}", f"a whole number from 1 to {scenario.form.days}, the days of the scenario")
    simulated = days if days is not None and within else scenario.form.days
    window = window_of(scenario, simulated, problems)
    study = study_folders(scenario, problems)
    return None if territory is None else Reading(scenario, territory, simulated, window, float(scale), in_force, follow, draws, study)


def about(name_or_path: str | Path) -> About:
    """Title, text and credits of a scenario, without its parameters.

    Raises
    ------
    BadInput
        If the scenario or its ``territory.toml`` cannot be read.
    """
    problems = Problems()
    scenario = netted(str(name_or_path), lambda: read_scenario(name_or_path, problems), problems)
    folder = None if scenario is None else territory_folder(scenario, problems)
    territory = None if folder is None else netted(shown(folder), lambda: read_about(folder, problems), problems)
    problems.stop()
    assert scenario is not None  # noqa: S101 - a scenario or a finding
    assert territory is not None  # noqa: S101 - a territory or a finding
    form = scenario.form
    return About(scenario.name, form.title, form.text, scenario.path, form.territory, tuple(territory.attribution))


def study_of(name_or_path: str | Path) -> Study:
    """What a scenario is validated against.

    Raises
    ------
    BadInput
        If the scenario or its study cannot be read.
    """
    problems = Problems()
    scenario = netted(str(name_or_path), lambda: read_scenario(name_or_path, problems), problems)
    folders = () if scenario is None else study_folders(scenario, problems)
    problems.stop()
    assert scenario is not None  # noqa: S101 - a scenario or a finding
    return read_study(folders, scenario.form.title)


def territory_folder(scenario: Scenario, problems: Problems) -> Path | None:
    """The folder of a scenario's territory: beside its file, or one that ships; ``None`` after a finding."""
    where = scenario.document.where(("territory",))
    return folder_of(scenario.form.territory, scenario.path.parent, TERRITORIES, where, "territory", problems)


def _check_scale(scale: float, problems: Problems) -> None:
    if not (math.isfinite(scale) and scale > 0):
        problems.add("--scale", f"{scale}", "a finite number above 0")
