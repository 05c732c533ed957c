"""The files of a proposed territory and of the scenario beside it, as text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.proposal.ground import Proposed
from scenarios.territories.proposed import MARK
from sim.world.network import Crossing, Place

_PARAMETERS = Path(__file__).with_name("parameters.csv")
TEACHES = "two-valleys"
"""The territory that ships whose general parameters serve where the proposal has none."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that is proposed: places by country in the order in which the countries were named, what they are called, crossings, legs."""

    places: Mapping[str, Sequence[Place]]
    names: Mapping[str, str]
    crossings: Sequence[Crossing]
    legs: Sequence[Proposed]

    def __post_init__(self) -> None:
        """The countries between which the communities move."""
        assert len(self.places) > 1  # noqa: S101 - chosen_places has seen to it

    @property
    def codes(self) -> list[str]:
        """Codes of the countries."""
        return list(self.places)

    @property
    def communities(self) -> tuple[str, str]:
        """Names of the two communities: one in transit from the first country to the last, one of workers from the last but one."""
        return f"{self.codes[0].lower()}-transit", f"{self.codes[-2].lower()}-workers"


def places_csv(proposal: Proposal) -> str:
    """Text of ``places.csv``."""
    rows = [_row(p.name, p.title, p.country, f"{p.lat:g}", f"{p.lon:g}", ";".join(p.roles)) for there in proposal.places.values() for p in there]
    return _table("Proposed places: add hubs and border towns, and say in roles what they are, joined by ;", "name,title,country,lat,lon,roles", rows)


def crossings_csv(proposal: Proposal) -> str:
    """Text of ``crossings.csv``."""
    source = f"{MARK} a point of the border, rounded to a tenth of a degree"
    rows = [_row(c.name, c.title, c.kind.word, *c.countries, "", f"{c.lat:g}", f"{c.lon:g}", "", "", "", source, "") for c in proposal.crossings]
    head = f'One official and one green crossing a border. Replace a source that begins with "{MARK}" when a row is known: routesim check counts the others.'
    return _table(head, "name,title,kind,country_a,country_b,place,lat,lon,closed_months,hard_months,checked_until,source,note", rows)


def legs_csv(proposal: Proposal) -> str:
    """Text of ``legs.csv``."""
    rows = [_row(leg.origin, leg.target, leg.mode.word, str(leg.km), f"{leg.hours:g}", leg.crossing, f"{MARK} {leg.basis}") for leg in proposal.legs]
    return _table(
        "Each leg stands here once and leads both ways. Distances are great circles times a factor.", "origin,target,mode,km,hours,crossing,basis", rows
    )


def regimes_csv(proposal: Proposal) -> str:
    """Text of ``regimes.csv``: all free, but for a visa that the last country asks of the people of the first."""
    first, last = proposal.codes[0], proposal.codes[-1]
    rows = [
        _row("*", "*", "free", "", f"{MARK} neighbours travel freely"),
        _row(first, last, "visa", "", f"{MARK} {last} asks the people of {first} for a visa"),
    ]
    return _table(
        "What a country asks of a nationality at entry: free, visa or closed. The most specific row holds.",
        "nationality,country,entry,exit_permit,source",
        rows,
    )


def communities_toml(proposal: Proposal) -> str:
    """Text of ``communities.toml``."""
    end = next(iter(proposal.places[proposal.codes[-1]]))
    parts = ["# Who may depart, from where to where. How many they are and what they own are parameters. Nationality is what the regimes go by."]
    for name, code, kind, followed in zip(proposal.communities, (proposal.codes[0], proposal.codes[-2]), ("in transit", "workers"), (True, False), strict=True):
        start = next(iter(proposal.places[code]))
        lines = {
            "name": name,
            "title": f"People from {start.title} on the way to {end.title}" if followed else f"Workers from {start.title} in {end.title}",
            "nationality": code,
            "origins": [start.name],
            "destinations": [end.name],
        }
        parts.append(
            "\n".join([f"\n# {kind}", "[[community]]", *(f"{key} = {_toml(value)}" for key, value in lines.items()), f"followed = {str(followed).lower()}"])
        )
    return "\n".join(parts) + "\n"


def territory_toml(proposal: Proposal, title: str) -> str:
    """Text of ``territory.toml``."""
    names = ", ".join(proposal.names.get(code, code) for code in proposal.codes)
    return f"""# What a territory is. Everything else about it stands in the files beside this one.
title = {_toml(title)}
text = {_toml(f"A proposal to start from: {names}. Its crossings, distances and parameters are templates and say nothing about these countries.")}
attribution = ["Places: public geography. Borders: Natural Earth 1:50m, public domain."]

# Where parameters.csv has no row, the general rows of this territory serve. A row of your own comes before them.
defaults = "{TEACHES}"

# `routesim check` counts the parameters that are still those of this territory. Delete the line when the rest are meant to stay.
template = "{TEACHES}"
"""


def parameters_csv(proposal: Proposal) -> str:
    """Text of ``parameters.csv``: the rows of the table that ships, with the names of the proposal in their open places."""
    transit, workers = proposal.communities
    words = {"{first}": proposal.codes[0], "{last}": proposal.codes[-1], "{transit}": transit, "{workers}": workers}
    lines = [
        "# The parameters that matter first. All others are those of the territory that `defaults` in territory.toml names; a row here comes before them.",
        "# key     * stands for every name that has no parameter of its own; docs/formats.md says what each kind of key means",
        "# status  assumed (source = the reason), documented (source = an evidence id), transferred (source = ID: reason), calibrated (source = the fit)",
    ]
    for line in _PARAMETERS.read_text(encoding="utf-8").splitlines()[3:]:
        for code in proposal.codes[:-1] if "{country}" in line else [""]:
            filled = line.replace("{country}", code)
            for word, name in words.items():
                filled = filled.replace(word, name)
            lines.append(filled)
    return "\n".join(lines) + "\n"


def scenario_toml(proposal: Proposal, title: str, path: Path, territory: str) -> str:
    """Text of the scenario file that stands at ``path``."""
    return f"""# A scenario says which territory, which days, and what differs from the territory's own files.
# Run it with:  routesim run {path}
title = {_toml(title)}
text = {_toml("A proposal to start from: nothing in it is measured.")}

territory = "{territory}"               # a folder relative to this file
start = 2021-01-01                    # first simulated day; dates stand without quotes
days = 365                            # how many days are simulated
report = [2021-03-01, 2021-12-31]     # results cover these days; the two months before let stocks settle
tick_hours = 24                       # 24 or one of its divisors: 12, 8, 6, 4, 3, 2, 1

# Levers with dates, such as a crossing that is closed for two months:
# [[event]]
# lever = "closure"
# crossing = "{proposal.crossings[-1].name}"
# start = 2021-07-01
# end = 2021-09-01
"""


def _table(comment: str, header: str, rows: Sequence[str]) -> str:
    return "\n".join([f"# {comment}", header, *rows]) + "\n"


def _row(*cells: str) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' if "," in cell or '"' in cell else cell for cell in cells)


def _toml(value: object) -> str:
    """A text or a list of texts as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)
