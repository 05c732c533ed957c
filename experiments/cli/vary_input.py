"""A parameter that ``--vary`` names: it must be transferred or assumed, with a range to vary it over."""

from experiments.runs.points import Range
from scenarios.reading.problems import Problems, nearest
from sim.world.parameters import RANGED, Parameters


def range_of(key: str, parameters: Parameters, problems: Problems) -> Range | None:
    """The range of the parameter that serves a key, or ``None`` after a finding."""
    parameter = parameters.find(key)
    if parameter is None:
        problems.add(f"--vary {key}", "no such parameter", "a key of routesim list parameters", nearest(key, parameters.table))
    elif parameter.status not in RANGED:
        allowed = "a transferred or assumed parameter; others vary with --over-posterior of routesim compare"
        problems.add(f"--vary {key}", f"a {parameter.status.value} parameter", allowed)
    elif parameter.low is None or parameter.high is None or not parameter.low < parameter.high:
        problems.add(f"--vary {key}", "a parameter without a range", "a transferred or assumed parameter whose low and high differ")
    else:
        return Range(parameter.low, parameter.high)
    return None
