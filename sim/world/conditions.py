"""What holds now: the part of a world that levers, seasons and dates can change, as arrays.

A field is called like the parameter it is read from, with the unit that the model counts in: ``fine_usd`` becomes
``fine_cents``, ``detention_days`` becomes ``detention_hours``.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import FOR_EVER
from sim.basis.rows import Rows
from sim.basis.words import Channel, Entry, Mode
from sim.world.geography import Names
from sim.world.network import ON_PAPERS, Leg, Move
from sim.world.parameters import Parameters
from sim.world.rules_of_entry import RulesOfEntry, rules_on
from sim.world.stays import stays_on
from sim.world.world import World

Cents = NDArray[np.int64]
Floats = NDArray[np.float64]


NONE = -1
"""Stands where a crossing has nothing of its own."""


def _record(**fields: str) -> np.dtype[np.void]:
    """A record type from field names by type."""
    return np.dtype([(name, kind) for kind, names in fields.items() for name in names.split()], align=True)


MOVE = _record(i8="fare_cents running_cents", f8="death_hazard injury_hazard boarding_refusal", b1="open checked")
"""By move: switches, fare, and hazards per attempt; ``running_cents``: what a guide pays for a passage there (-1: what holds for the border)."""

POST = _record(
    i8="bribe_cents",
    f8="effort base_detection exposure document_base document_equipment forged_pass pretence_detection corrupt_share capacity_per_day push_back_share",
    i4="detention_hours",
)
"""By post, that is a country's service at a crossing; ``forged_pass``: forged documents that pass, relative to what equipment and eyes let pass;
``push_back_share`` and ``detention_hours`` where the post has its own (-1: what holds for the country)."""

COUNTRY = _record(
    i8="fine_cents extortion_cents living_cents work_cents wage_cents forged_cents avr_cents deport_cents custody_cents",
    f8="release_share push_back_share inland_detection extortion registration_share avr_per_month avr_known avr_referral disappearance asylum_granted "
    "exit_permit_share fined_share stranger_ratio own_passports_share news_share mobile_share",
    i4="detention_hours extortion_after_hours registration_hours stay_hours asylum_hours news_delay_hours",
)
"""By country: police, custody, work, asylum and return; and what its border service hears of its neighbours' and can move."""

VISA = _record(i8="price_cents", f8="refusal elsewhere_share", i4="hours", i1="entry")
"""By nationality of a community and country."""

COMMUNITY = _record(
    i8="failures funds_cents sent_cents",
    f8="stay funds_spread loan_share stranger passport permit optimism sent stay_spread asylum risk_ratio",
    i4="consider_hours stay_hours home_hours",
)
"""By community; ``risk_ratio``: the chance of being caught or of dying that it expects, relative to what it hears."""

BORDER = _record(i8="running_cents loss_cents stranger_cents", f8="arrest exposure_ratio", i4="prison_hours")
"""By directed border: the smugglers' trade."""


class Habits(NamedTuple):
    """Scalars that the loops need: of choice, of documents, organisers and guides, and the ``scale`` of the world."""

    settled_review_hours: int
    wait_hours: int
    stranded_hours: int
    transfer_hours: int
    document_hours: int
    denounce_share: float
    keeps_share: float
    organiser_margin: float
    organisers_known: int
    perception_error: float
    tries_covered: int
    scale: float


class Conditions(NamedTuple):
    """All that holds on a day.

    ``moves``, ``posts``, ``countries``, ``communities`` and ``borders`` have one record a name; ``visas`` has shape (communities,
    countries). ``departures``, shape (communities, homes + 1), are people a day whom a series sends out, from a home or, last, from wherever theirs is.
    ``pull`` has shape (communities, destinations), minus infinity where a destination is none of theirs; ``season``
    (communities, 12): readiness to leave by month. ``throughput`` has shape (posts, channels): people a day whom a country lets in at a post, infinite where
    nothing bounds them. ``seats`` has shape (transports,): those of a departure, 0 while it does not run. ``sites`` are places where people stay
    (:data:`sim.world.stays.SITE`), ``stays``, shape (sites, communities), what they are to whom (:data:`sim.world.stays.STAY`). ``inland_ratio`` has shape
    (modes,); ``home_cents`` (homes, places): fare of the cheapest way home. ``rules`` are the rules of entry in force.
    """

    moves: Rows
    posts: Rows
    countries: Rows
    visas: Rows
    communities: Rows
    borders: Rows
    pull: Floats
    season: Floats
    departures: Floats
    throughput: Floats
    seats: Floats
    sites: Rows
    stays: Rows
    inland_ratio: Floats
    home_cents: Cents
    habits: Habits
    rules: RulesOfEntry


def copy(conditions: Conditions) -> Conditions:
    """A deep copy that a lever may change in place."""
    changed: dict[str, Any] = {name: part.copy() for name, part in conditions._asdict().items() if isinstance(part, np.ndarray)}
    return conditions._replace(**changed)


def _column(parameters: Parameters, field: str, keys: Sequence[str]) -> NDArray[np.generic]:
    """One field of a group, from ``{key}.{parameter}`` for each key."""
    stem, _, unit = field.rpartition("_")
    if unit == "cents":
        return np.array([parameters.cents(f"{key}.{stem}_usd") for key in keys], np.int64)
    if unit == "hours":
        return np.array([min(parameters.hours(f"{key}.{stem}_days"), FOR_EVER) for key in keys], np.int32)
    return np.array([parameters.number(f"{key}.{field}") for key in keys], np.float64)


def _rows(kind: np.dtype[np.void], parameters: Parameters, keys: Sequence[str], **given: NDArray[np.generic]) -> Rows:
    """Records of a kind, one a key, from parameters but for the fields given."""
    rows = np.zeros(len(keys), kind).view(np.recarray)
    for field in kind.names or ():
        rows[field] = given[field] if field in given else _column(parameters, field, keys)
    return rows


def conditions_at_start(world: World, atlas: Names) -> Conditions:
    """Conditions without any lever and out of season, under the rules of entry of the first day."""
    parameters = world.parameters
    keys = [f"community.{c.name}" for c in world.communities]
    fares = {leg: _fare(world, leg) for leg in world.legs_in_use}
    transfer_hours = round(parameters.number("choice.transfer_hours_share") * 24)
    sites, stays = stays_on(world, atlas, 0, transfer_hours)
    return Conditions(
        moves=_moves(world, atlas, fares),
        posts=_posts(world, atlas),
        countries=_rows(
            COUNTRY, parameters, [f"country.{c}" for c in atlas.countries],
            news_share=np.full(len(atlas.countries), parameters.number("guard.own_news_share")),
            news_delay_hours=np.full(len(atlas.countries), min(parameters.hours("guard.news_delay_days"), FOR_EVER), np.int32),
            mobile_share=np.full(len(atlas.countries), parameters.number("guard.mobile_share")),
        ),
        visas=_visas(world, atlas),
        communities=_rows(
            COMMUNITY, parameters, keys,
            failures=np.array([round(parameters.number(f"{key}.failures")) for key in keys], np.int64),
            risk_ratio=np.ones(len(keys)),
        ),
        borders=_rows(BORDER, parameters, [f"smuggler.{b}" for b in atlas.borders]),
        pull=np.array(
            [[parameters.number(f"community.{c.name}.pull.{d}") if d in c.destinations else -np.inf for d in atlas.destinations] for c in world.communities],
            np.float64,
        ).reshape(len(keys), len(atlas.destinations)),
        season=np.array([[parameters.number(f"{key}.season.{month}") for month in range(1, 13)] for key in keys], np.float64).reshape(len(keys), 12),
        departures=np.zeros((len(keys), len(atlas.homes) + 1)),
        throughput=_throughput(world, atlas),
        seats=_seats(atlas),
        sites=sites,
        stays=stays,
        habits=Habits(
            settled_review_hours=max(1, parameters.hours("choice.settled_review_days")),
            wait_hours=max(1, parameters.hours("choice.wait_days")),
            stranded_hours=parameters.hours("choice.stranded_days"),
            transfer_hours=transfer_hours,
            document_hours=min(parameters.hours("document.valid_days"), FOR_EVER),
            denounce_share=parameters.number("organiser.denounce_share"),
            keeps_share=parameters.number("organiser.keeps_share"),
            organiser_margin=parameters.number("organiser.margin"),
            organisers_known=max(1, round(parameters.number("organiser.known"))),
            perception_error=parameters.number("choice.perception_error"),
            tries_covered=max(1, round(parameters.number("market.tries_covered"))),
            scale=float(world.scale),
        ),
        inland_ratio=np.array([parameters.number(f"mode.{mode}.inland_ratio") for mode in (mode.word for mode in Mode)]),
        home_cents=_fares_home(
            tuple((leg.origin, leg.target, fare) for leg, fare in fares.items() if leg.transport is None), atlas.homes, atlas.places,
        ),
        rules=rules_on(world, atlas, world.start),
    )


def is_boarded(move: Move) -> bool:
    """Whether a carrier looks at forged documents: where it takes people over a border, by air and by ferry, not on a road."""
    return move.channel is Channel.FORGED and move.leg.mode in (Mode.AIR, Mode.FERRY)


def _fare(world: World, leg: Leg) -> int:
    if leg.transport is not None:
        return round(leg.transport.fare_usd * 100)
    parameters, mode = world.parameters, leg.mode.word
    for pair in (f"{leg.origin}.{leg.target}", f"{leg.target}.{leg.origin}"):
        known = parameters.table.get(f"leg.{pair}.{mode}.fare_usd")
        if known is not None:
            return round(known.value * 100)
    return round((parameters.number(f"mode.{mode}.fare_base_usd") + leg.km * parameters.number(f"mode.{mode}.fare_km_usd")) * 100)


def _moves(world: World, atlas: Names, fares: Mapping[Leg, int]) -> Rows:
    parameters = world.parameters
    crossings = {crossing.name: crossing for crossing in world.crossings}
    legs = [move.leg for move in atlas.moves]

    def hazard(name: str) -> Floats:
        perilous = (Channel.GUIDED, Channel.ALONE)
        return np.array(
            [parameters.number(f"crossing.{m.leg.entry}.{name}") if m.channel in perilous else 0.0 for m in atlas.moves],
            np.float64,
        )  # fmt: skip

    rows = np.zeros(len(legs), MOVE).view(np.recarray)
    rows.open = [leg.transport is None or (leg.transport.runs_on(world.start) and leg.transport.seats > 0) for leg in legs]
    rows.checked = [leg.entry is not None and crossings[leg.entry].checked for leg in legs]
    rows.fare_cents = [fares[leg] for leg in legs]
    rows.running_cents = [round(_own(parameters, f"crossing.{m.leg.entry}.running_usd", 100)) if m.channel is Channel.GUIDED else NONE for m in atlas.moves]
    rows.death_hazard = hazard("death_hazard")
    rows.injury_hazard = hazard("injury_hazard")
    rows.boarding_refusal = [parameters.number(f"crossing.{m.leg.exit}.boarding_refusal") if is_boarded(m) else 0.0 for m in atlas.moves]
    return rows


def _posts(world: World, atlas: Names) -> Rows:
    parameters = world.parameters

    def at_crossing(name: str) -> Floats:
        return np.array([parameters.number(f"crossing.{crossing}.{name}") for crossing, _ in atlas.posts], np.float64)

    capacity = at_crossing("capacity_per_day") * world.scale
    country = [f"country.{c}" for _, c in atlas.posts]
    return _rows(
        POST, parameters, country,
        effort=np.array([parameters.number(f"post.{crossing}.{c}.effort") for crossing, c in atlas.posts], np.float64),
        base_detection=at_crossing("base_detection"),
        exposure=at_crossing("exposure"),
        capacity_per_day=capacity,
        forged_pass=np.ones(len(atlas.posts)),
        push_back_share=np.array([_own(parameters, f"post.{crossing}.{c}.push_back_share") for crossing, c in atlas.posts], np.float64),
        detention_hours=np.array([_hours_of_own(parameters, f"post.{crossing}.{c}.detention_days") for crossing, c in atlas.posts], np.int32),
    )  # fmt: skip


def _own(parameters: Parameters, key: str, factor: float = 1.0) -> float:
    """A parameter that a crossing may have of its own, so many times; :data:`NONE` where it has none."""
    parameter = parameters.find(key)
    return float(NONE) if parameter is None else parameter.value * factor


def _hours_of_own(parameters: Parameters, key: str) -> int:
    return NONE if parameters.find(key) is None else min(parameters.hours(key), FOR_EVER)


def _throughput(world: World, atlas: Names) -> Floats:
    table = np.full((len(atlas.posts), len(Channel)), np.inf)
    for row, (crossing, country) in enumerate(atlas.posts):
        for channel in ON_PAPERS:
            bound = world.parameters.find(f"post.{crossing}.{country}.throughput.{channel.word}")
            if bound is not None:
                table[row, channel] = bound.value
    return table


def _seats(atlas: Names) -> Floats:
    seats = np.zeros(len(atlas.transports))
    for move in atlas.moves:
        if move.leg.transport is not None:
            seats[atlas.transports.index(move.leg.transport.name)] = move.leg.transport.seats
    return seats


def _visas(world: World, atlas: Names) -> Rows:
    parameters = world.parameters
    regimes = {(r.nationality, r.country): r for r in world.regimes}
    rows = np.zeros((len(world.communities), len(atlas.countries)), VISA).view(np.recarray)
    for c, community in enumerate(world.communities):
        for k, country in enumerate(atlas.countries):
            regime = regimes.get((community.nationality, country))
            entry = Entry.OWN if country == community.nationality else Entry.CLOSED if regime is None else regime.entry
            rows["entry"][c, k] = entry
            if entry == Entry.VISA:
                key = f"visa.{community.nationality}.{country}"
                rows["price_cents"][c, k] = parameters.cents(f"{key}.price_usd")
                rows["refusal"][c, k] = parameters.number(f"{key}.refusal")
                rows["elsewhere_share"][c, k] = parameters.number(f"{key}.elsewhere_share")
                rows["hours"][c, k] = parameters.hours(f"{key}.days")
    return rows


@lru_cache(maxsize=4)
def _fares_home(fares: tuple[tuple[str, str, int], ...], homes: tuple[str, ...], places: tuple[str, ...]) -> Cents:
    """Cheapest fare from every place to every home, shape (homes, places), from the fare of each leg."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for origin, target, cents in fares:
        known = graph.get_edge_data(target, origin)
        if known is None or cents < known["cents"]:
            graph.add_edge(target, origin, cents=cents)
    table = np.full((len(homes), len(places)), np.iinfo(np.int64).max // 4, np.int64)
    for h, home in enumerate(homes):
        found = nx.single_source_dijkstra_path_length(graph, home, weight="cents") if home in graph else {home: 0}
        for p, place in enumerate(places):
            if place in found:
                table[h, p] = found[place]
    return table
