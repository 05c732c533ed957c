"""An outcome as options name it, with which way is better: ``OUTCOME``, ``OUTCOME=less`` or ``OUTCOME=more``."""

from collections.abc import Collection

from experiments.runs.outcomes import LESS, MORE, OUTCOMES
from scenarios.reading.problems import Problems, listed, nearest


def read_better(option: str, text: str, allowed: Collection[str], problems: Problems) -> tuple[str, str]:
    """Name of the outcome, and ``less`` or ``more``; whatever stands there after findings."""
    name, _, better = (part.strip() for part in text.partition("="))
    if name not in allowed:
        problems.add(option, f'"{name}"', listed(allowed, len(allowed)), nearest(name, allowed))
        return name, better
    better = better or OUTCOMES[name].better
    if better not in (LESS, MORE):
        problems.add(option, f'"{text}"', f"{name}=less or {name}=more: which is better is yours to say")
    return name, better
