"""From the name of a scenario to the world that a run needs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scenarios.assembly import Reading, Variants, assemble, check_window
from scenarios.folders import SCENARIOS, TERRITORIES
from scenarios.forms import MOST_DAYS, ScenarioForm, TerritoryForm
from scenarios.inheritance import joined
from scenarios.lever_keys import Setting, is_lever_key
from scenarios.parameter_rows import ParameterRows, read_settings
from scenarios.policies import read_policy
from scenarios.posteriors import NONE, chosen
from scenarios.problems import BadInput, Problems, listed, nearest
from scenarios.territory import read_territory
from scenarios.toml_files import Document, fill, read_form, read_toml
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
    return tuple(sorted(path.stem for path in SCENARIOS.glob("*.toml")))


def load(
    name_or_path: str | Path,
    *,
    scale: float = 1.0,
    days: int | None = None,
    settings: Mapping[str, Setting] | None = None,
    policy: str | Path | None = None,
    follow: Sequence[str] = (),
    posterior: str = NONE,
) -> World:
    """Read a scenario and its territory, check them, and put the world together.

    Parameters
    ----------
    name_or_path
        A name from :func:`names`, or a path to a ``.toml`` file, whose ``territory`` is the name of one that ships or
        the path of a folder relative to the file; a folder beside the file comes before one that ships.
    scale
        Multiplies people, smugglers, seats and guards' capacity alike.
    days
        Days to simulate in place of the scenario's; the reported days are cut to them.
    settings
        Parameters by key, in the unit of the key, in place of those in the files; sizes and dates of levers by keys such
        as ``policy.NAME.EVENT.factor`` and ``event.EVENT.start`` (see :mod:`scenarios.lever_keys`).
    policy
        A name from :func:`scenarios.policies.names` or a path: levers in force beside those of the scenario.
    follow
        Communities whose journeys are recorded person by person though the territory only counts them; it takes memory.
    posterior
        ``none``: parameters as the files have them. ``best``: those that were fitted are taken from the likeliest draw of the posterior that ships for the
        scenario, if one does (``routesim run`` does so). A path: from the first draw of that file. What is in ``settings`` comes before either.

    Raises
    ------
    BadInput
        If anything is wrong; it lists every finding with its place.
    """
    problems = Problems()
    reading = _read(name_or_path, scale, days, policy, problems, tuple(follow))
    try:
        draws = chosen(name_or_path, posterior)
    except BadInput as error:
        problems.findings.extend(error.findings)
        draws = None
    if reading is not None and draws is not None:
        reading = replace(reading, posterior=draws)
    if reading is None:  # what is wrong with a setting whatever the scenario is told at once, and not when the scenario is right
        read_settings({key: value for key, value in (settings or {}).items() if not is_lever_key(key)}, ParameterRows(), problems)
    world = None if reading is None else assemble(reading, settings or {}, problems)
    problems.stop()
    assert world is not None  # noqa: S101 - a world or a finding
    return world


def variants(
    name_or_path: str | Path, *, scale: float = 1.0, days: int | None = None, policy: str | Path | None = None, follow: Sequence[str] = ()
) -> Variants:
    """A scenario read once, from which worlds with other parameters, sizes and dates are made quickly; parameters as for :func:`load`.

    Raises
    ------
    BadInput
        If the scenario or the policy cannot be read.
    """
    problems = Problems()
    reading = _read(name_or_path, scale, days, policy, problems, tuple(follow))
    if reading is None:
        problems.stop()
        raise AssertionError
    return Variants(reading, tuple(problems.findings))


def _read(name_or_path: str | Path, scale: float, days: int | None, policy: str | Path | None, problems: Problems, follow: tuple[str, ...]) -> Reading | None:
    _check_options(scale, days, problems)
    opened = _open(name_or_path, problems)
    in_force = None if policy is None else read_policy(policy, problems)
    if opened is None:
        return None
    path, document, form = opened
    folder = territory_folder(form.territory, path, document, problems)
    territory = None if folder is None else read_territory(folder, problems)
    simulated = form.days if days is None or not 1 <= days <= MOST_DAYS else days
    window = check_window(document, form, simulated, problems)
    if territory is None:
        return None
    return Reading(path.stem, document, form, territory, simulated, window, float(scale), in_force, follow)


def about(name_or_path: str | Path) -> About:
    """Title, text and credits of a scenario, without its parameters.

    Raises
    ------
    BadInput
        If the scenario or its ``territory.toml`` cannot be read.
    """
    problems = Problems()
    opened = _open(name_or_path, problems)
    if opened is None:
        problems.stop()
        raise AssertionError
    path, document, form = opened
    folder = territory_folder(form.territory, path, document, problems)
    read = None if folder is None else read_form(TerritoryForm, folder / "territory.toml", problems)
    problems.stop()
    assert read is not None  # noqa: S101 - a form or a finding
    return About(path.stem, form.title, form.text, path, form.territory, tuple(read[1].attribution))


def _open(name_or_path: str | Path, problems: Problems) -> tuple[Path, Document, ScenarioForm] | None:
    path = Path(name_or_path)
    if str(name_or_path) in names():
        path = SCENARIOS / f"{name_or_path}.toml"
    elif path.suffix != ".toml" and len(path.parts) <= 1 and not path.exists():
        problems.add("scenario", f'"{name_or_path}"', f"{listed(names(), 20)}, or the path of a .toml file", nearest(str(name_or_path), names()))
        return None
    read = read_toml(path, problems)
    document = None if read is None else joined(read, path, {name: SCENARIOS / f"{name}.toml" for name in names()}, problems)
    form = None if document is None else fill(ScenarioForm, document.data, document, (), problems)
    return None if document is None or form is None else (path, document, form)


def territory_folder(territory: str, path: Path, document: Document, problems: Problems) -> Path | None:
    """The folder of a territory: beside the scenario, or one that ships; ``None`` after a finding."""
    beside, shipped = path.parent / territory, TERRITORIES / territory
    if not beside.is_dir() and not shipped.is_dir():
        there = sorted(folder.name for folder in TERRITORIES.iterdir() if folder.is_dir())
        allowed = f"{listed(there)}, or a folder relative to this file"
        problems.add(document.where(("territory",)), f'territory "{territory}"', allowed, nearest(territory, there))
        return None
    return beside if beside.is_dir() else shipped


def _check_options(scale: float, days: int | None, problems: Problems) -> None:
    if not (math.isfinite(scale) and scale > 0):
        problems.add("--scale", f"{scale}", "a finite number above 0")
    if days is not None and not 1 <= days <= MOST_DAYS:
        problems.add("--days", f"{days}", f"a whole number from 1 to {MOST_DAYS}")
