"""A made-up model of two parameters and a register, with a document of each kind: what tests of the fit fit."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from calibration.fit.free import Free
from calibration.fit.targets import Target

FREES = (
    *(Free(name, (f"market.{name}",), (1.0,), (10.0,), (3.0,), log=True, acts="run", reason="made up", unit="ratio") for name in ("margin", "sold_target")),
    Free("reporting", ("country.AAA.border_reporting",), (0.25,), (1.0,), (0.5,), log=True, acts="register", reason="made up", unit="share"),
)
SHARE = "country.AAA.border_reporting"
NONE = Target("", (), "", "", "FEE", "fitted", "span", "log", None, None, 1.0, None, 0.1, (), "")
FEE = replace(NONE, name="fee", ids=("FEE-02",), cluster="fees", low=60.0, high=66.0)
COUNT = replace(NONE, name="count", ids=("APP-01",), cluster="counts", family="APP", kind="register", low=40.0, high=40.0, registers=(SHARE,))
HELD = replace(NONE, name="held", ids=("FEE-01",), cluster="held", use="held-out", low=6.5, high=7.0)
TARGETS = (FEE, COUNT, HELD)
TRUTH = np.array([0.4, 0.7])
Simulate = Callable[[Mapping[str, np.ndarray], int], tuple[tuple[str, ...], np.ndarray]]


def model(draws: Mapping[str, np.ndarray]) -> np.ndarray:
    """A fee that rises with both parameters, a register that rises with the second, a fee held out that rises with the first."""
    x, y = (np.log10(draws[f"market.{name}"]) for name in ("margin", "sold_target"))
    reporting = draws.get("country.AAA.border_reporting", np.full(len(x), 0.5))
    return np.column_stack((np.exp(3.0 + 1.5 * x + 0.8 * y), reporting * 100 * np.exp(2 * (y - 1)), np.exp(1.1 + 2 * x)))


def simulator(noise: float = 0.02) -> Simulate:
    def simulate(draws: Mapping[str, np.ndarray], first: int) -> tuple[tuple[str, ...], np.ndarray]:
        values = model(draws)
        noise_of_seeds = np.random.default_rng(1 + first).standard_normal(values.shape)
        return ("fee", "count", "held"), values * np.exp(noise * noise_of_seeds)

    return simulate
