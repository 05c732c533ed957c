"""The folder of a run for which none is named: readable, and another one for whatever else makes another run."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from experiments.runs.design import policy_name, scenario_name
from scenarios import names
from scenarios.policies import names as policy_names
from scenarios.posteriors import BEST, NONE

RUNS = Path("runs")
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
        words = [word for word in words if word]
        words.append(hashlib.sha256(json.dumps({**asdict(made), "settings": sorted(map(_plain, made.settings))}).encode()).hexdigest()[:DIGITS])
    return RUNS / "-".join([f"{name}-seed{made.seed}", *words])


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
