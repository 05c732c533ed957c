"""The frozen whole that a run needs: territory, people, rules of entry, dates, events and parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sim.basis.clock import MONTHS_A_YEAR
from sim.basis.words import Entry
from sim.world.entry_rule import EntryRule
from sim.world.network import Crossing, Leg, Place
from sim.world.parameters import Parameters
from sim.world.series import Series
from sim.world.stay import Stay

UNCALIBRATED = "uncalibrated defaults"
"""What :attr:`World.calibration` says where no parameter is taken from a fit."""
OPENERS = frozenset({"opening"})
"""Levers that can open what the season closes."""


@dataclass(frozen=True, slots=True)
class Community:
    """People of one origin who share news.

    ``nationality`` is an ISO alpha-3 code. ``origins`` and ``destinations`` are names of places;
    what share starts where and how strongly each destination pulls are parameters. The journeys of a
    ``followed`` community are recorded event by event.
    """

    name: str
    title: str
    nationality: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    followed: bool = True


@dataclass(frozen=True, slots=True)
class Regime:
    """What a country asks of a nationality at entry, and of its own citizens at exit."""

    nationality: str
    country: str
    entry: Entry
    exit_permit: bool = False


@dataclass(frozen=True, slots=True)
class DatedLever:
    """A lever of :mod:`sim.levers` in force from ``start`` up to, not including, ``end``.

    ``announced`` is how far people believe on its first day, and on the first day after it, what it does to checks: 0 if they only meet it, 1 if they know it.
    """

    lever: str
    start: date
    end: date | None = None
    settings: Mapping[str, str | float] = field(default_factory=dict)
    announced: float = 0.0


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a run needs and nothing that it changes.

    ``start`` is the first simulated day, ``days`` how many are simulated, ``report`` the days that
    results speak of (first, last), ``tick_hours`` the length of a tick (24 or a divisor).
    ``scale`` multiplies people, seats and guards' capacity alike. ``calibration`` says in
    words from which fit, and which draw of it, calibrated parameters come; ``study`` names the folders
    that hold what results are validated against, and ``countries`` gives titles of countries by code that
    the territory names itself. None of these changes a result. ``series`` change conditions by date, before ``events`` do; ``stays`` are rows of places
    where people stay; of ``entry_rules`` the first that applies to somebody decides.
    """

    name: str
    title: str
    start: date
    days: int
    report: tuple[date, date]
    places: tuple[Place, ...]
    crossings: tuple[Crossing, ...]
    legs: tuple[Leg, ...]
    communities: tuple[Community, ...]
    regimes: tuple[Regime, ...]
    parameters: Parameters
    events: tuple[DatedLever, ...] = ()
    tick_hours: int = 24
    scale: float = 1.0
    calibration: str = UNCALIBRATED
    study: tuple[str, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    series: tuple[Series, ...] = ()
    stays: tuple[Stay, ...] = ()
    entry_rules: tuple[EntryRule, ...] = ()

    @property
    def legs_in_use(self) -> tuple[Leg, ...]:
        """The legs that can be passed on some day: not those over a crossing that is closed in all twelve months, unless an event of the world may open it."""
        if any(event.lever in OPENERS for event in self.events):
            return self.legs
        shut = {crossing.name for crossing in self.crossings if len(set(crossing.closed_months)) == MONTHS_A_YEAR}
        return tuple(leg for leg in self.legs if not {leg.exit, leg.entry} & shut) if shut else self.legs
