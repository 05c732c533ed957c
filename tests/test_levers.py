"""Every lever: it changes what it says, where and as long as it says, and nothing at a neutral size."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from arena import VALUES, parameters_of
from scenarios.policies.events import SCOPES
from sim.basis.words import Channel, Entry, Kind, Mode
from sim.levers import catalogue
from sim.levers.calendar import conditions_on
from sim.levers.costs import lever_costs
from sim.levers.reach import CHECKPOINTS, EVERYWHERE, entering, moves
from sim.levers.scope import Scope, Settings, size_of
from sim.world.conditions import NONE, Conditions, conditions_at_start, copy
from sim.world.geography import Atlas, draw_atlas
from sim.world.network import Crossing, Leg, Place, Transport
from sim.world.parameters import Parameter, Status
from sim.world.series import Series, SeriesRow
from sim.world.world import Community, DatedLever, Regime, World

START = date(2010, 3, 1)
FIRST, END = START + timedelta(10), START + timedelta(20)
SWITCHES = {"moves.open", "moves.checked", "visas.entry"}
"""What a lever turns on or off whatever its sizes."""


SHUT = tuple(month for month in range(1, 13) if month != (START.month + 5) % 12 + 1)
"""Months in which a path is closed: all but one half a year after the start."""


@cache
def ground() -> tuple[World, Atlas, Conditions]:
    """A world on which every lever can act.

    Three countries in a row, AAA and BBB joined by a checkpoint, a path and a road that nobody guards, BBB and CCC by a checkpoint and a path that is
    closed for as long as the world lasts; a flight from AAA to CCC.
    """
    sides = {"gate": Kind.OFFICIAL, "path": Kind.GREEN, "lane": Kind.OFFICIAL, "bridge": Kind.OFFICIAL, "pass": Kind.GREEN}
    east = ("bridge", "pass")
    crossings = [
        Crossing(
            name, name, kind, ("BBB", "CCC") if name in east else ("AAA", "BBB"), 45.0, 10.0, SHUT if name == "pass" else (), (), name != "lane"
        )
        for name, kind in sides.items()
    ]
    crossings += [Crossing(f"{c.lower()}-air", c, Kind.AIRPORT, (c,), 45.0, 10.0) for c in ("AAA", "CCC")]
    places = [Place(name, name, country, 45.0, 10.0) for name, country in (("ash", "AAA"), ("birch", "BBB"), ("cedar", "CCC"))]
    legs = []
    for name, kind in sides.items():
        mode = Mode.FOOT if kind is Kind.GREEN else Mode.ROAD
        for a, b in (("birch", "cedar"), ("cedar", "birch")) if name in east else (("ash", "birch"), ("birch", "ash")):
            legs.append(Leg(a, b, mode, 50.0, 5, name, name))
    legs += [Leg("ash", "cedar", Mode.AIR, 900.0, 3, "aaa-air", "ccc-air")]
    legs += [Leg("ash", "birch", Mode.RAIL, 50.0, 1, "gate", "gate", transport=Transport(name, 24, seats)) for name, seats in (("tram", 5), ("train", 0))]
    values = dict(VALUES) | {
        "community.ashers.people": 100, "community.birchers.people": 100, "country.*.exit_permit_share": 0.5, "community.*.permit": 0.1,
        "visa.*.*.price_usd": 50, "visa.*.*.refusal": 0.2, "visa.*.*.elsewhere_share": 0.5, "visa.*.*.days": 30,
        "crossing.*.boarding_refusal": 0.1, "post.gate.*.throughput.legal": 40, "post.gate.BBB.throughput.forged": 8,
        "crossing.*.running_usd": 40, "post.*.*.detention_days": 3, "post.gate.*.push_back_share": 0.3, "post.aaa-air.AAA.push_back_share": 0.2,
        "lever.*.once_usd": 100, "lever.*.monthly_usd": 10,
    }  # fmt: skip
    world = World(
        name="levers", title="Levers", start=START, days=40, report=(START, START + timedelta(39)), places=tuple(places), crossings=tuple(crossings),
        legs=tuple(legs),
        communities=(Community("ashers", "Ashers", "AAA", ("ash",), ("cedar",)), Community("birchers", "Birchers", "BBB", ("birch",), ("cedar", "ash"))),
        regimes=tuple(Regime(a, b, Entry.OWN if a == b else Entry.VISA) for a in ("AAA", "BBB") for b in ("AAA", "BBB", "CCC")),
        parameters=parameters_of(values, {c.name: c.kind.word for c in crossings}),
        series=(Series("departures", "", "birchers", (SeriesRow(START, None, 6.0),)),),
    )  # fmt: skip
    atlas = draw_atlas(world)
    return world, atlas, conditions_at_start(world, atlas)


NAMES = {
    "crossing": ("gate", "path", "pass", "lane", "aaa-air"),
    "border": ("AAA-BBB", "BBB-CCC"),
    "country": ("AAA", "CCC"),
    "leg": ("birch>cedar",),
    "countries": ("AAA BBB CCC", "AAA BBB"),
    "community": ("ashers", "*"),
    "channel": ("legal", "forged"),
    "nationality": ("AAA", "*"),
    "transport": ("tram", "train"),
}
GENERAL = {"group": "countries", "name": "*", "field": "fine_cents"}
"""Settings of the general lever."""


def ways_to_set(name: str, *, neutral: bool = False) -> Iterator[dict[str, str | float]]:
    """Settings for a lever, made from their names alone: every place of action in turn, sizes up or down."""
    wanted = catalogue.lever(name).SETTINGS
    scopes = [scope for scope in SCOPES if scope in wanted] or [""]
    sizes = [key for key in wanted if size_of(key)]
    others = [key for key in wanted if key not in SCOPES and key not in sizes and key not in GENERAL]
    assert all(key in NAMES for key in others), f"a setting of {name} that is neither a name nor a size"
    for scope in scopes:
        for place in NAMES.get(scope, ("",)):
            for pick in (0, 1):
                settings: dict[str, str | float] = {key: NAMES[key][pick] for key in others} | {key: GENERAL[key] for key in wanted if key in GENERAL}
                if scope:
                    settings[scope] = place
                for key in sizes:
                    size = size_of(key)
                    assert size is not None
                    if neutral:
                        settings[key] = size.neutral or 0.0
                    else:
                        settings[key] = (0.5, 1.5)[pick] if size.unit == "ratio" else (0.25, 0.5)[pick] if size.most == 1 else 7.0
                yield settings


def differences(before: Conditions, after: Conditions) -> set[str]:
    """The conditions that differ, such as ``posts.effort``."""
    found = set()
    for part, was, now in zip(Conditions._fields, before, after, strict=True):
        if isinstance(was, np.ndarray) and was.dtype.names:
            found |= {f"{part}.{field}" for field in was.dtype.names if not np.array_equal(was[field], now[field])}
        elif not all(np.array_equal(one, other) for one, other in zip(was, now, strict=True)):
            found.add(part)
    return found


def on(day: int, event: DatedLever | None) -> Conditions:
    world, atlas, start = ground()
    return conditions_on(Scope(replace(world, events=() if event is None else (event,)), atlas), start, day)


def possible(name: str, *, neutral: bool = False) -> list[dict[str, str | float]]:
    """The ways to set a lever that find something to act on; there is one at least."""
    world, atlas, start = ground()
    found = []
    for settings in ways_to_set(name, neutral=neutral):
        try:
            catalogue.lever(name).apply(copy(start), Scope(world, atlas), settings)
        except KeyError:
            continue
        found.append(settings)
    assert found, f"{name} acts on nothing"
    return found


@pytest.mark.parametrize("name", catalogue.names())
def test_every_lever_changes_what_it_says_in_its_days_only(name: str) -> None:
    module = catalogue.lever(name)
    changed: set[str] = set()
    said: set[str] = set()
    for settings in possible(name):
        event = DatedLever(name, FIRST, END, settings)
        for day in (9, 20, 39):
            assert differences(on(day, None), on(day, event)) == set()
        for day in (10, 19):
            now = differences(on(day, None), on(day, event))
            allowed = {change.format(**settings) for change in module.CHANGES}
            assert now <= allowed
            changed |= now
            said |= allowed
    assert changed == said, "every condition that a lever names is one that it changes"


@pytest.mark.parametrize("name", catalogue.names())
def test_neutral_sizes_change_nothing(name: str) -> None:
    if any(size.neutral is None for size in map(size_of, catalogue.lever(name).SETTINGS) if size):
        assert name in ("throughput", "transport"), "a number that stands in place of another"
        return
    if not any(size_of(key) for key in catalogue.lever(name).SETTINGS):
        assert set(catalogue.lever(name).CHANGES) <= SWITCHES
        return
    for settings in possible(name, neutral=True):
        assert differences(on(10, None), on(10, DatedLever(name, FIRST, END, settings))) <= SWITCHES & set(catalogue.lever(name).CHANGES)
        (cost,) = lever_costs(ground()[0], [DatedLever(name, FIRST, END, settings)])
        assert cost.usd == 0


@pytest.mark.parametrize("name", catalogue.names())
def test_conditions_stay_within_their_units(name: str) -> None:
    world, atlas, start = ground()
    for settings in possible(name):
        far = {key: (size.most if size.most == 1 else 1e6) if (size := size_of(key)) else value for key, value in settings.items()}
        now = copy(start)
        catalogue.lever(name).apply(now, Scope(world, atlas), far)
        for group, field in (change.format(**settings).split(".") for change in catalogue.lever(name).CHANGES if "." in change):
            was, column = getattr(start, group)[field], getattr(now, group)[field]
            assert ((column >= 0) | (was == NONE)).all()
            if column.dtype == np.float64 and (was <= 1).all() and field not in UNBOUNDED:
                assert (column <= 1).all(), field


UNBOUNDED = {"exposure", "document_equipment", "pretence_detection", "risk_ratio", "exposure_ratio", "effort", "forged_pass"}
"""Conditions that are ratios, though none here is above 1."""


@pytest.mark.parametrize("name", catalogue.names())
def test_every_lever_is_documented_and_priced(name: str) -> None:
    module = catalogue.lever(name)
    assert re.fullmatch(r"[A-Z].*[.]", (module.__doc__ or "").strip())
    assert module.SETTINGS
    assert all(text and not text.endswith(".") for text in module.SETTINGS.values())
    for settings in possible(name):
        (cost,) = lever_costs(ground()[0], [DatedLever(name, FIRST, END, settings)])
        assert cost.unit == module.COST_UNIT
        assert (cost.amount != 0) == bool(module.COST_UNIT)


# Some of them, worked out by hand
def after(name: str, **settings: str | float) -> Conditions:
    world, atlas, start = ground()
    now = copy(start)
    catalogue.lever(name).apply(now, Scope(world, atlas), settings)
    return now


def row_of_post(crossing: str, country: str) -> int:
    return ground()[1].posts.index((crossing, country))


def test_patrols_between_checkpoints_leave_the_checkpoints_alone() -> None:
    posts = after("green_border_surveillance", country="BBB", factor=3.0).posts
    assert [posts.effort[row_of_post(c, "BBB")] for c in ("gate", "path", "pass", "bridge")] == [1.5, 4.5, 4.5, 1.5]
    assert posts.effort[row_of_post("path", "AAA")] == 1.5


def test_a_border_is_watched_by_the_service_named_first() -> None:
    posts = ground()[1].posts
    doubled = after("enforcement", border="BBB-AAA", factor=2.0).posts.effort
    assert {posts[i] for i in np.flatnonzero(doubled == 3.0)} == {("gate", "BBB"), ("path", "BBB"), ("lane", "BBB")}


def test_whole_cents_are_rounded_and_not_cut_off() -> None:
    fine = int(ground()[2].countries.fine_cents[0])
    settings = {"group": "countries", "name": "AAA", "field": "fine_cents", "factor": (fine + 0.6) / fine}
    changed = on(0, DatedLever("condition", START, None, settings)).countries.fine_cents
    assert changed.tolist() == [fine + 1, *ground()[2].countries.fine_cents[1:].tolist()]


def test_a_quota_of_permits_is_shared_out_over_the_community() -> None:
    # 7 permits for 100 people, of whom 10 in 100 have one.
    assert after("legal_quota", community="ashers", permits=7.0).communities.permit.tolist() == pytest.approx([0.17, 0.1])
    assert after("legal_quota", community="*", permits=200.0).communities.permit.tolist() == [1.0, 1.0]


def test_what_is_let_in_is_a_number_of_each_post() -> None:
    legal, visa, forged, guided = Channel.LEGAL, Channel.VISA, Channel.FORGED, Channel.GUIDED
    gate, bridge, path = row_of_post("gate", "BBB"), row_of_post("bridge", "BBB"), row_of_post("path", "BBB")
    start = ground()[2].throughput
    assert start[gate, [legal, visa, forged, guided]].tolist() == [40, np.inf, 8, np.inf]
    now = after("throughput", country="BBB", channel="legal", people_per_day=7.0).throughput
    assert now[[gate, bridge, path], legal].tolist() == [7, 7, np.inf], "nobody shows papers on a path"
    assert now[row_of_post("gate", "AAA"), legal] == 40
    assert (now[:, [visa, forged, guided]] == start[:, [visa, forged, guided]]).all()
    now = after("throughput", border="BBB-AAA", channel="forged", people_per_day=0.0).throughput
    assert {ground()[1].posts[i] for i in np.flatnonzero(now[:, forged] == 0)} == {("gate", "BBB"), ("lane", "BBB")}
    now = after("opening_hours", crossing="gate", factor=0.25).throughput
    assert now[gate, [legal, visa, forged, guided]].tolist() == [10, np.inf, 2, np.inf]
    now = after("opening_hours", crossing="gate", factor=0.0).throughput
    assert now[gate, [legal, visa, forged, guided]].tolist() == [0, 0, 0, np.inf]


def test_what_passes_is_halved_not_what_is_noticed() -> None:
    # Half of the forged documents that passed do so now; what is noticed of those who leave after a lapsed stay is as before.
    documents = after("secure_documents", country="AAA", factor=0.5, price_factor=2.0)
    assert documents.posts.forged_pass[row_of_post("gate", "AAA")] == pytest.approx(0.5)
    assert documents.posts.forged_pass[row_of_post("path", "AAA")] == pytest.approx(1.0)
    assert (documents.posts.document_base == ground()[2].posts.document_base).all()
    assert documents.countries.forged_cents.tolist() == [30000, 15000, 15000]
    # Of 100 who apply, 80 get a visa; now 40.
    assert after("visa_pre_inspection", country="CCC", nationality="AAA", factor=0.5).visas["refusal"][0, 2] == pytest.approx(0.6)


def test_officers_at_an_airport_look_at_forged_documents_only() -> None:
    _, atlas, _ = ground()
    refusal = after("liaison_officers", crossing="aaa-air", factor=0.5).moves.boarding_refusal
    forged = [move.channel is Channel.FORGED and move.leg.mode is Mode.AIR for move in atlas.moves]
    assert refusal[forged].tolist() == pytest.approx([0.55])
    assert not refusal[np.logical_not(forged)].any()


def test_readmission_takes_from_deportations() -> None:
    # 10 in 100 are set free, 80 put back, 10 deported; half of the latter are put back as well.
    assert after("readmission", country="BBB", share=0.5).countries.push_back_share.tolist() == pytest.approx([0.8, 0.85, 0.8])


def test_a_common_area_has_no_checks_inside_and_more_outside() -> None:
    _, atlas, _ = ground()
    now = after("common_area", countries="AAA BBB", factor=2.0)
    unchecked = {move.leg.entry for move, checked in zip(atlas.moves, now.moves.checked, strict=True) if not checked}
    assert unchecked == {"gate", "path", "lane"}
    assert {atlas.posts[i] for i in np.flatnonzero(now.posts.effort == 3.0)} == {("bridge", "BBB"), ("pass", "BBB")}


def test_employers_held_to_account_make_a_country_less_wanted_by_foreigners() -> None:
    _, atlas, start = ground()
    now = after("employer_sanctions", country="AAA", factor=0.5, wage_factor=0.8)
    ash, cedar = atlas.destinations.index("ash"), atlas.destinations.index("cedar")
    assert now.pull[1, ash] - start.pull[1, ash] == pytest.approx(np.log(0.5))
    assert now.pull[1, cedar] == start.pull[1, cedar]
    assert now.countries.wage_cents.tolist() == [9600, 30000, 12000]


def priced(event: DatedLever, **parameters: float) -> float:
    world = ground()[0]
    table = {key: Parameter(value, "USD", Status.ASSUMED, "a test", value, value) for key, value in parameters.items()}
    (cost,) = lever_costs(replace(world, parameters=world.parameters.replace(table)), [event])
    return cost.usd


def test_cost_is_units_times_months_and_a_first_sum() -> None:
    # BBB has posts with 1.5 patrols at two green crossings: a doubling adds 3. A patrol costs 100 at once and 10 a month of thirty days.
    settings: Settings = {"country": "BBB", "factor": 2.0}
    assert priced(DatedLever("green_border_surveillance", START, START + timedelta(15), settings)) == pytest.approx(3 * 100 + 3 * 10 / 2)
    # What began before the reported days has been paid for; what ends after them is counted up to their end: 40 days.
    assert priced(DatedLever("green_border_surveillance", START - timedelta(5), None, settings)) == pytest.approx(3 * 10 * 40 / 30)
    # Patrols taken away save what they cost to run, and nothing of what they cost to set up.
    assert priced(DatedLever("enforcement", START, START + timedelta(30), {"crossing": "gate", "factor": 0.0})) == pytest.approx(-3 * 10)
    # 7 permits for each of two communities.
    assert priced(DatedLever("legal_quota", START, START + timedelta(30), {"community": "*", "permits": 7.0})) == pytest.approx(14 * 110)
    # Nobody decides on unrest.
    assert priced(DatedLever("origin_shock", START, None, {"community": "*", "factor": 3.0})) == 0
    assert priced(DatedLever("penalties", START + timedelta(40), None, {"country": "AAA", "factor": 3.0})) == 0


def test_what_settings_speak_of_is_found_once_and_cannot_be_changed() -> None:
    world, atlas, _ = ground()
    scope = Scope(world, atlas)
    for settings in ({"crossing": "gate"}, {"border": "AAA-BBB"}, {"country": "BBB"}):
        for wanted in (EVERYWHERE, CHECKPOINTS):
            found = moves(scope, settings, wanted)
            assert found.tolist() == moves(Scope(world, atlas), settings, wanted).tolist()
            assert moves(scope, settings, wanted) is found
            assert not found.flags.writeable
    assert moves(scope, {"country": "BBB"}, CHECKPOINTS).sum() < moves(scope, {"country": "BBB"}).sum()
    assert [atlas.moves[m].leg.entry for m in np.flatnonzero(entering(scope, "gate"))] == ["gate"] * int(entering(scope, "gate").sum())
    assert entering(scope, "gate").any()
