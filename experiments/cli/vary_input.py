"""A figure that ``--vary`` names: it must be assumed, with a range to vary it over."""

from experiments.runs.points import Range
from scenarios.problems import Problems, nearest
from sim.figures import Figures, Status


def range_of(key: str, figures: Figures, problems: Problems) -> Range | None:
    """The range of the figure that serves a key, or ``None`` after a finding."""
    figure = figures.find(key)
    if figure is None:
        problems.add(f"--vary {key}", "no such figure", "a key of routesim list figures", nearest(key, figures.table))
    elif figure.status is not Status.ASSUMED:
        problems.add(f"--vary {key}", f"a {figure.status.value} figure", "an assumed figure; others vary with --over-posterior of routesim compare")
    elif figure.low is None or figure.high is None or not figure.low < figure.high:
        problems.add(f"--vary {key}", "a figure without a range", "an assumed figure whose low and high differ")
    else:
        return Range(figure.low, figure.high)
    return None
