"""What all effort of some countries multiplied does, once written as parameters from the start and once as a policy in force from day 0.

What is compared lies in the last third of the run, when both have settled, and is of the communities whose journeys are recorded. Both ways must move outcomes
alike; and more effort must raise tries, fees and days per arrival, and not raise arrivals. Such changes are small beside chance: there are several times as
many seeds as other measures have.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from experiments.runs.community_groups import TRANSIT, members
from experiments.studies.journeys.changes import day_of, effort_as_parameter, effort_as_policy, posts_of
from experiments.studies.journeys.finding import Finding, Number, mean, plain, signed_percent, standard_error, with_spread
from experiments.studies.journeys.runs import Ask, Runs
from sim.basis.words import State
from sim.books.results import Results
from sim.outcomes import Only, apprehensions, arrivals, attempts, present
from sim.outcomes.reading import flows_sum, numbers, ratio, words
from sim.world.world import World

FACTOR = 2.0
"""Effort relative to before."""
COUNTRIES = 2
"""Countries whose effort is multiplied, where none are named: those that apprehend most."""
ALIKE = 0.02
"""Difference of relative changes that is taken as none: about what the same change does with other seeds in a large scenario."""
TIMES = 3
"""Seeds relative to other measures."""
ERRORS = 2.0
"""Standard errors within which a mean over seeds is taken as no change."""
WRITING = "written as a parameter from the start and as a policy from day 0, twice the effort moves settled outcomes alike"
MUST = "twice the effort raises tries, fees and days per arrival, and arrivals do not rise"


class Settled(NamedTuple):
    """Outcomes of the last third of a run; ratios are ``None`` where nobody arrived."""

    arrivals: float
    tries: Number
    fees_usd: Number
    days: Number
    apprehensions: float


WORDS: Mapping[str, str] = {
    "arrivals": "arrivals, people",
    "tries": "tries at borders per arrival",
    "fees_usd": "fees per arrival, USD",
    "days": "days under way per arrival",
    "apprehensions": "apprehensions at borders, people",
}
PER_ARRIVAL = ("tries", "fees_usd", "days")
UNDER_WAY = (State.HUB, State.MOVING, State.STRANDED, State.DETAINED, State.ASSISTED)
"""States of those who have departed and neither arrived nor turned for home; their days are of all, as tries and fees are, and not of those who arrive."""


@dataclass(frozen=True, slots=True)
class Change:
    """An outcome without and with the change in each of its two writings, a number a seed."""

    before: tuple[Number, ...]
    parameter: tuple[Number, ...]
    policy: tuple[Number, ...]

    def relative(self, way: Sequence[Number]) -> list[float]:
        """Change relative to the run without it, of the seeds where both have a number."""
        return [after / before - 1.0 for before, after in zip(self.before, way, strict=True) if before and after is not None]

    @property
    def between(self) -> list[float]:
        """What the parameter moves more than the policy, relative to the run without either, by seed."""
        rows = zip(self.before, self.parameter, self.policy, strict=True)
        return [(one - other) / before for before, one, other in rows if before and one is not None and other is not None]


def last_third(world: World) -> tuple[int, int]:
    """First and last day of the last third of a run."""
    return world.days - world.days // 3, world.days - 1


def days_under_way(results: Results, world: World, only: Only) -> float:
    """Days that people spend under way in a period, person-days."""
    first, last = only.period or (day_of(world, 0), day_of(world, world.days - 1))
    return sum(present(results, world, only, state.word) or 0.0 for state in UNDER_WAY) * ((last - first).days + 1)


def settled(results: Results, world: World, communities: tuple[str, ...]) -> Settled:
    """The outcomes of some communities in the last third of a run."""
    first, last = last_third(world)
    only = Only(period=(day_of(world, first), day_of(world, last)), communities=communities)
    arrived = arrivals(results, world, only)
    return Settled(
        arrived,
        ratio(attempts(results, world, only), arrived),
        ratio(flows_sum(results, world, only, "fee_cents") / 100, arrived),
        ratio(days_under_way(results, world, only), arrived),
        apprehensions(results, world, only),
    )


def busiest_services(results: Results, number: int = COUNTRIES) -> tuple[str, ...]:
    """The countries whose services apprehended most people in a run, first those with most; by name among equals."""
    guards = results.tables["guards"]
    total: dict[str, int] = {}
    for post, stopped in zip(words(guards, "post").words().tolist(), numbers(guards, "apprehended").tolist(), strict=True):
        country = post.rpartition("/")[2]
        total[country] = total.get(country, 0) + stopped
    return tuple(sorted(total, key=lambda country: (-total[country], country))[:number])


def moved_alike(between: Sequence[float]) -> bool:
    """Whether two ways of writing a change move an outcome alike: within :data:`ALIKE`, or within what chance over seeds explains."""
    return abs(mean(between) or 0.0) <= max(ALIKE, ERRORS * standard_error(between))


def does_not_rise(change: Sequence[float]) -> bool:
    """Whether an outcome is not raised, but for what chance over seeds explains."""
    return (mean(change) or 0.0) <= ERRORS * standard_error(change)


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Outcomes without the change and with it in both writings, side by side."""
    world = ask.world(scenario, ask.crowded(scenario))
    whom = members(world, TRANSIT)
    countries = ask.countries or busiest_services(runs.of(world, ask.seeds[0]))
    worlds = world, effort_as_parameter(world, posts_of(world, countries), FACTOR), effort_as_policy(world, countries, FACTOR)
    found = [[settled(runs.of(one, seed), world, whom) for seed in ask.more(TIMES)] for one in worlds]
    changes = {name: Change(*(tuple(getattr(each, name) for each in way) for way in found)) for name in Settled._fields}
    if not any(changes["arrivals"].before):
        return [Finding(name, scenario, must, "nobody arrives", holds=None) for name, must in (("writing", WRITING), ("effort", MUST))]
    rows = tuple(_row(WORDS[name], change) for name, change in changes.items())
    head = ("outcome", "without", "as a parameter", "as a policy", "parameter less policy, of without")
    where = f"effort of {' and '.join(countries)} times {FACTOR:g}"
    differences = {name: mean(change.between) for name, change in changes.items()}
    values = {f"{name}: {way}": getattr(change, way) for name, change in changes.items() for way in ("before", "parameter", "policy")}
    writing = f"{where}: {', '.join(f'{name} differ by {signed_percent(differences[name])}' for name in ('arrivals', 'apprehensions'))}"
    alike = all(moved_alike(change.between) for change in changes.values())
    return [
        Finding("writing", scenario, WRITING, writing, alike, head, rows, values),
        Finding("effort", scenario, MUST, f"{where}: {_signs(changes)}", _bites(changes), head, rows, values),
    ]


def _bites(changes: Mapping[str, Change]) -> bool:
    ways: tuple[Callable[[Change], tuple[Number, ...]], ...] = (lambda change: change.parameter, lambda change: change.policy)
    return all(
        does_not_rise(changes["arrivals"].relative(way(changes["arrivals"])))
        and all((mean(changes[name].relative(way(changes[name]))) or 0.0) > 0.0 for name in PER_ARRIVAL)
        for way in ways
    )


def _signs(changes: Mapping[str, Change]) -> str:
    said = []
    for name in ("arrivals", *PER_ARRIVAL):
        one, other = (signed_percent(mean(changes[name].relative(way))) for way in (changes[name].parameter, changes[name].policy))
        said.append(f"{WORDS[name].partition(',')[0]} {one} and {other}")
    return "; ".join(said) + " (parameter and policy)"


def _row(name: str, change: Change) -> tuple[str, ...]:
    ways = (f"{plain(mean(way))} ({with_spread(change.relative(way), signed_percent)})" for way in (change.parameter, change.policy))
    return name, with_spread(change.before), *ways, with_spread(change.between, signed_percent)
