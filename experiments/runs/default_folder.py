"""The folder of a run or comparison for which none is named: readable, and another one for whatever else makes other runs."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from experiments.runs.comparison import Request
from experiments.runs.design import Alternative, policy_name, scenario_name
from scenarios import names
from scenarios.policies import names as policy_names
from scenarios.policies.lever_keys import IN_FORCE, Setting
from scenarios.posteriors import BEST, NONE

RUNS, COMPARISONS = Path("runs"), Path("comparisons")
LONGEST = 32
"""Characters of what was set that a name spells out; more becomes a digest."""
DIGITS = 6
"""Hexadecimal digits of a digest in a name."""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What makes a run: a scenario and a policy by name or path, and the options as they were given; ``seed`` is the first where there are several."""

    scenario: str
    seed: int
    policy: str = ""
    days: int | None = None
    scale: float = 1.0
    settings: Sequence[str] = ()
    posterior: str = BEST
    tick_hours: int | None = None
    replicates: bool = False


def default_folder(made: MadeWith) -> Path:
    """Where a run is stored: ``runs/SCENARIO-seedN``, with the policy before the seed and behind it whatever differs from the defaults.

    Days, scale, ticks, the posterior and one short setting are spelled out, such as ``-days365-scale0.2-market.margin=0.3``. Anything else, such as several
    settings or the path of a file whose name alone could be that of another, becomes six hexadecimal digits of a digest of all options.
    """
    name = scenario_name(made.scenario) + (f"-{policy_name(made.policy)}" if made.policy else "") + ("-replicates" if made.replicates else "")
    words, is_complete = _words(made)
    if not is_complete:
        words.append(_digest({**asdict(made), "settings": sorted(map(_plain, made.settings))}))
    return RUNS / "-".join([f"{name}-seed{made.seed}", *words])


def comparison_folder(request: Request) -> Path:
    """Where a comparison is stored: ``comparisons/SCENARIO-POLICY``, and behind it whatever makes other runs, as :func:`default_folder` writes it.

    More seeds continue a comparison, and another border, last day, ranking or weight reads the same runs: none of them makes another folder.
    """
    settings = tuple(f"{key}={_written(value)}" for key, value in (request.settings or {}).items())
    made = MadeWith(request.scenario, request.seeds[0], "", request.days, float(request.scale), settings, request.posterior)
    words, is_complete = _words(made)
    baseline = policy_name(request.policies[0])
    words = [f"against-{baseline}"] * (baseline not in ("", NONE)) + [f"seed{made.seed}"] * (made.seed != 1) + words
    more = {
        "files": [policy for policy in request.policies if _is_ambiguous(policy, policy_names())],
        "alternatives": [[one.name, one.policy, _sorted(one.settings)] for one in request.alternatives if not _says_all(one)],
        "follow": sorted(request.follow),
        "draws": {key: list(map(str, column)) for key, column in request.uncertainties.columns.items()},
    }
    if not is_complete or any(more.values()):
        words.append(_digest({**asdict(made), "settings": sorted(settings), **more}))
    return COMPARISONS / "-".join([request.name, *words])


def _says_all(one: Alternative) -> bool:
    """Whether the name of an alternative says what it is: an event of the scenario that is switched off."""
    return _sorted(one.settings) == [[f"event.{one.name.removeprefix('without ')}.{IN_FORCE}", "0"]]


def _sorted(settings: Mapping[str, Setting]) -> list[list[str]]:
    return sorted([key, _written(value)] for key, value in settings.items())


def _written(value: Setting) -> str:
    """A value as it is typed: as few digits as say it exactly."""
    return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)


def _digest(made: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(made, default=str).encode()).hexdigest()[:DIGITS]


def _words(made: MadeWith) -> tuple[list[str], bool]:
    """What differs from the defaults as words, and whether they say all of it."""
    words = [f"{word}{value:g}" for word, value, usual in (("days", made.days, None), ("scale", made.scale, 1.0), ("tick", made.tick_hours, None))
             if value is not None and value != usual]  # fmt: skip
    words += ["uncalibrated"] if made.posterior == NONE else []
    settings = [_plain(setting) for setting in made.settings]
    short = len(settings) <= 1 and all(len(text) <= LONGEST and re.fullmatch(r"[A-Za-z0-9_.=+-]+", text) for text in settings)
    words += settings if short else []
    complete = short and made.posterior in (BEST, NONE) and float(f"{made.scale:g}") == made.scale
    return words, complete and not _is_ambiguous(made.scenario, names()) and not _is_ambiguous(made.policy, policy_names())


def _is_ambiguous(given: str, shipped: Sequence[str]) -> bool:
    """Whether a scenario or policy is a file whose name alone could be that of another: one that ships, or one in another folder."""
    path, name = Path(given), scenario_name(given)
    if not given or given == name:
        return False
    return name in shipped or path.parent not in (Path(), Path(name))


def _plain(setting: str) -> str:
    key, _, value = setting.partition("=")
    return f"{key.strip()}={value.strip()}"
