"""Places, crossings and legs: the directed multigraph that everybody moves over.

Parallel legs join the same two places, one by the checkpoint, another over the green border.
"""

from dataclasses import dataclass
from datetime import date

from sim.basis.words import Channel, Kind, Mode


@dataclass(frozen=True, slots=True)
class Place:
    """A hub or city.

    ``name`` is unique and lower-case (``kara-suu``), ``title`` is what a reader sees; ``country``
    is an ISO 3166-1 alpha-3 code; ``lat`` and ``lon`` are degrees; ``roles`` are words such as
    ``capital``, ``main_hub``, ``destination``, ``border_town``.
    """

    name: str
    title: str
    country: str
    lat: float
    lon: float
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a leg meets a border.

    ``countries`` are the two sides, sorted as in the data; an airport has one. ``closed_months``
    and ``hard_months`` are calendar months (1-12) in which it cannot be passed, or in which
    its hazard is multiplied by the parameter ``crossing.<name>.season_ratio``. A crossing without ``checked`` is an
    internal border that nobody guards.
    """

    name: str
    title: str
    kind: Kind
    countries: tuple[str, ...]
    lat: float
    lon: float
    closed_months: tuple[int, ...] = ()
    hard_months: tuple[int, ...] = ()
    checked: bool = True


MINUTES = 60
"""Minutes in an hour."""


@dataclass(frozen=True, slots=True)
class Transport:
    """What a government runs on a leg: a lawful ride by a timetable, with so many seats.

    It departs every ``every_hours``, at first at ``first_hour`` of its first day, ``since`` (``None``: the first of the run), and runs up to, not including,
    ``until``. ``seats`` are those of one departure (0: none but by a lever), ``fare_usd`` what a seat costs. Who rides over a border with one that
    ``admits`` is let out and in whatever their papers, and is lawful there as after a visa-free entry; else the rules of entry hold. Without ``checks``
    nobody on board is asked for papers inside a country.
    """

    name: str
    every_hours: int
    seats: int
    first_hour: int = 0
    since: date | None = None
    until: date | None = None
    fare_usd: float = 0.0
    admits: bool = False
    checks: bool = False

    def runs_on(self, day: date) -> bool:
        """Whether it runs on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Leg:
    """A directed hop between two places.

    ``exit`` and ``entry`` name the crossings at which the country left and the country entered may
    check (the same one on land; two airports by air); both are ``None`` inside a country.
    ``km`` is the distance; ``hours`` and the ``minutes`` beyond them are moving time. A leg that a government's ``transport`` rides is open to nobody else.
    """

    origin: str
    target: str
    mode: Mode
    km: float
    hours: int
    exit: str | None = None
    entry: str | None = None
    minutes: int = 0
    transport: Transport | None = None

    @property
    def name(self) -> str:
        """Unique name: ``origin>target by mode over crossing``, with the name of a transport behind the mode."""
        over = "" if self.entry is None else f" over {self.entry}"
        ride = "" if self.transport is None else f" with {self.transport.name}"
        return f"{self.origin}>{self.target} by {self.mode.word}{ride}{over}"

    @property
    def moving_hours(self) -> float:
        """Moving time in hours."""
        return self.hours + self.minutes / MINUTES


@dataclass(frozen=True, slots=True)
class Move:
    """A leg together with the channel by which its crossing is passed."""

    leg: Leg
    channel: Channel

    @property
    def name(self) -> str:
        """Unique name, the key of every draw about this move."""
        return f"{self.leg.name}, {self.channel.word}"


CHANNELS: dict[Kind, tuple[Channel, ...]] = {
    Kind.OFFICIAL: (Channel.LEGAL, Channel.VISA, Channel.FORGED, Channel.GUIDED),
    Kind.FERRY: (Channel.LEGAL, Channel.VISA, Channel.FORGED, Channel.GUIDED),
    Kind.AIRPORT: (Channel.LEGAL, Channel.VISA, Channel.FORGED),
    Kind.GREEN: (Channel.GUIDED, Channel.ALONE),
    Kind.SEA: (Channel.GUIDED,),
}
"""The channels that a kind of crossing allows: nobody flies with a guide, nobody sails alone."""

ON_PAPERS = (Channel.LEGAL, Channel.VISA, Channel.FORGED)
"""The channels by which people show papers to whoever lets them in."""


def moves_of(leg: Leg, kind: Kind | None) -> tuple[Move, ...]:
    """The moves that a leg offers, given the kind of its entry crossing (``None``: inland); a transport offers one, which is lawful."""
    if kind is None:
        return (Move(leg, Channel.INLAND),)
    if leg.transport is not None:
        return (Move(leg, Channel.LEGAL),)
    return tuple(Move(leg, channel) for channel in CHANNELS[kind])
