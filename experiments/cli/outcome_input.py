"""An outcome as an option names it, with the direction that is better: ``OUTCOME``, ``OUTCOME=less`` or ``OUTCOME=more``."""

from collections.abc import Collection

from experiments.runs.outcomes import LESS, MORE, OUTCOMES
from scenarios.reading.problems import Problems, listed, nearest


def read_better(option: str, text: str, allowed: Collection[str], problems: Problems) -> tuple[str, str]:
    """Name of the outcome, and ``less`` or ``more``; unchecked text after a finding."""
    name, _, better = (part.strip() for part in text.partition("="))
    if name not in allowed:
        problems.add(option, f'"{name}"', listed(allowed, len(allowed)), nearest(name, allowed))
        return name, better
    better = better or OUTCOMES[name].better
    if better not in (LESS, MORE):
        problems.add(option, f'"{text}"', f"{name}=less or {name}=more: state which is better")
    return name, better
