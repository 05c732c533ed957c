"""The parameters of an imported territory: those of the template for all names (``*``), and what the other model fixes."""

from collections.abc import Mapping, Sequence
from math import ceil

from scenarios.imports.lines import cell
from scenarios.reading.folders import TERRITORIES
from scenarios.reading.problems import Problems
from scenarios.territories.parameter_rows import read_parameters
from scenarios.territories.territory import known_names, read_territory
from sim.basis.words import Kind, Mode
from sim.world.parameters import Parameter

HEAD = "key,value,unit,low,high,status,source,as_of"
MOST_AGENTS = 10_000
"""Agents that a conflict is simulated with: beyond, each stands for several people. At so many the share of a camp with one person in a hundred has a sampling
error of a tenth of itself."""
_NOT_THERE = {one.word for one in (*Kind, *Mode)} - {Kind.OFFICIAL.word, Mode.ROAD.word}
_FIXED: Mapping[str, tuple[float, float, str]] = {
    "country.*.inland_detection": (0, 0.002, "FLEE knows no police: people in camps are let be"),
    "country.*.extortion": (0, 0.003, "FLEE knows no police: people in camps are let be"),
    "country.*.disappearance": (0, 0.0005, "FLEE knows none"),
    "country.*.avr_per_month": (0, 10, "FLEE knows no assisted return"),
    "crossing.*.base_detection": (0, 0.1, "FLEE knows no border guards"),
    "crossing.official.base_detection": (0, 0.1, "FLEE knows no border guards"),
    "post.*.*.effort": (0, 2, "FLEE knows no border guards"),
    "post.official.*.effort": (0, 3, "FLEE knows no border guards"),
    "crossing.*.boarding_refusal": (0, 0.1, "FLEE knows no refusal on the way"),
    "community.*.abroad_share": (0, 0.2, "all who fled are at home until then"),
    "community.*.asylum": (0, 0.1, "people in camps claim nothing from the country one by one"),
    "community.*.guided": (0, 0.4, "FLEE knows no guides"),
    "smuggler.*.number": (0, 5, "FLEE knows no guides"),
    "community.*.stay_days": (3_650, 3_650, "ten years, longer than is simulated: in FLEE nobody leaves a camp for home"),
    "community.*.stay_spread": (0.1, 0.4, "few leave much before the others: in FLEE nobody leaves a camp for home"),
}
"""What FLEE leaves out, by key: the value, the other end of what is plausible, and the reason."""


def template() -> str:
    """The name of the territory whose parameters are taken: the one that ships with the shortest table of places."""
    return min((path.parent for path in TERRITORIES.glob("*/places.csv")), key=lambda folder: (folder / "places.csv").stat().st_size).name


def parameter_rows(people: Mapping[str, float]) -> Sequence[str]:
    """The lines of ``parameters.csv`` for communities of so many people who depart, header first; :func:`weight` people are one agent."""
    problems = Problems()
    folder = TERRITORIES / template()
    table, territory = read_parameters(folder, problems), read_territory(folder, problems)
    problems.stop()
    assert table is not None  # noqa: S101 - there was no finding
    assert territory is not None  # noqa: S101 - there was no finding
    names = {name for noun, known in known_names(territory).items() if noun in ("place", "crossing", "country", "community", "border") for name in known}
    heavy = weight(people)
    rows = [HEAD]
    for key, one in table.parameters.items():
        parts = set(key.split("."))
        if parts & (names | _NOT_THERE) or key in ("community.*.weight", "community.*.people"):
            continue
        if key in _FIXED:
            value, other, reason = _FIXED[key]
            rows.append(_row(key, one, value, min(value, other), max(value, other), f"FLEE: {reason}"))
        else:
            rows.append(_row(key, one, one.value, one.low, one.high, one.source))
    reason = f"one agent for {heavy} people, so that at most about {MOST_AGENTS:,} are simulated"
    rows.append(f"community.*.weight,{heavy},count,1,{max(10, heavy)},assumed,{cell(reason)},")
    rows.append("community.*.pull.*,0,logit,-1,1,assumed,FLEE: camps draw alike; which one is chosen depends on what the way there costs,")
    rows.append("community.*.origin.*,1,share,1,1,assumed,everybody of a community departs from one place,")
    for name, number in people.items():
        whole = ceil(number / heavy + 1) * heavy
        reason = f"FLEE: the {number:,.0f} who depart, and as many more as fill the last agents"
        rows.append(f"community.{name}.people,{whole},persons,{whole},{whole * 2},assumed,{cell(reason)},")
    return rows


def weight(people: Mapping[str, float]) -> int:
    """People whom one agent stands for."""
    return max(1, ceil(sum(people.values()) / MOST_AGENTS))


def _row(key: str, one: Parameter, value: float, low: float | None, high: float | None, source: str) -> str:
    return f"{key},{value:.12g},{one.unit},{_number(low)},{_number(high)},assumed,{cell(source)},"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
