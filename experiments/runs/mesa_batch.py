"""Scenarios for :func:`mesa.batch_run`: a model whose keyword parameters are a scenario's name, its options and any parameter.

For those who have a notebook around ``batch_run`` already; docs/mesa.md says what ``routesim sweep`` does better.
"""

import inspect
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

import mesa
import numpy as np

from experiments.store.tables import reported
from experiments.store.versions import program_version
from scenarios import load
from scenarios.posteriors import BEST
from sim import RouteModel
from sim.basis.clock import WEEK
from sim.basis.words import Event
from sim.outcomes.reading import Only, counts_sum

if TYPE_CHECKING:
    from sim.books.results import Results

STOCKS = ("under_way", "stranded", "detained", "dead", "mean_fee_usd")
"""Reporters as the model itself has them, at the end of the last whole week: people, and dollars."""
TOTALS: Mapping[str, Event] = {
    "departed": Event.DEPARTED,
    "apprehended": Event.APPREHENDED,
    "extorted": Event.EXTORTED,
    "fell_stranded": Event.STRANDED,
    "died": Event.DIED,
    "arrived": Event.ARRIVED,
}
"""Reporters of the last step: people to whom something happened in the reporting period. ``None`` before."""

MADE = ("calibration", "seed", "version")
"""Reporters of what made a row: the draw that calibrated parameters come from, the seed, and the version of the program."""


class BatchModel(mesa.Model):  # type: ignore[misc]  # mesa ships no types
    """A scenario as ``batch_run`` wants it: it ends on its own, and collects once a step. A step is a week; the last may be shorter.

    Parameters
    ----------
    scenario
        Name of a scenario that ships, or the path of a file.
    seed
        Number that fixes all chance. Without it, in a batch, the first iteration has seed 1, the second seed 2, and so on, under all values of parameters
        alike and in any number of processes; elsewhere the system draws a number. Either way every row reports it as ``seed``.
    scale, days, posterior
        As in :func:`scenarios.load`.
    **parameters
        Parameters by key: ``**{"choice.perception_error": 0.2}``.

    Raises
    ------
    scenarios.BadInput
        If anything is wrong with scenario, options or parameters.
    """

    def __init__(
        self, scenario: str, seed: int | None = None, scale: float = 1.0, days: int | None = None, posterior: str = BEST, **parameters: float
    ) -> None:
        self.seed = _seed_of_iteration() if seed is None else seed
        """The seed in use, also where none was given."""
        super().__init__(seed=self.seed)
        self.world = load(scenario, scale=scale, days=days, settings=parameters, posterior=posterior)
        self.results: Results | None = None
        """The tables of the run, after the last step."""
        with np.errstate(over="ignore"):
            self._route_model: RouteModel | None = RouteModel(self.world, self.seed)
        self._made = {"calibration": self.world.calibration, "seed": self.seed, "version": program_version()}
        self.now: Mapping[str, float | str | None] = {}
        """The values of the reporters, after every step."""
        self.datacollector = mesa.DataCollector(model_reporters={name: (lambda m, name=name: m.now[name]) for name in (*STOCKS, *TOTALS, *MADE)})

    def step(self) -> None:
        """Simulate up to the end of the week or of the run."""
        model = self._route_model
        if model is None:
            return
        with np.errstate(over="ignore"):
            model.step()
            while model.hour % WEEK and model.day < self.world.days:
                model.step()
        if model.day >= self.world.days:
            self.running = False
            self.results = model.results()
            # Mesa would keep the model, with all its people, alive through this register of agent ids.
            mesa.Agent._ids.pop(model, None)  # noqa: SLF001 - the register has no public door
            self._route_model = None
        stocks = model.datacollector.model_reporters
        self.now = {name: stocks[name](model) for name in STOCKS} | {name: self._total(event) for name, event in TOTALS.items()} | self._made
        self.datacollector.collect(self)

    def _total(self, event: Event) -> int | None:
        return None if self.results is None else counts_sum(self.results, self.world, Only(period=reported(self.world)), event)


def _seed_of_iteration() -> int:
    """The seed of a model for which none is given: one more than the iteration that ``batch_run`` is at, or a number that the system draws.

    ``batch_run`` hands its models their parameters and not the iteration, so that it is read from the function of Mesa that makes them.
    """
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_code.co_name == "_model_run_func" and isinstance(iteration := frame.f_locals.get("iteration"), int):
            return iteration + 1
        frame = frame.f_back
    return secrets.randbits(31)
