"""Whether documented itineraries that name their people are followed by that people.

An itinerary *names its people* if it is a way reported of somebody and of one community alone. What it is to follow one is said in
:mod:`calibration.evidence.itineraries_followed`: the journeys of the community that passed a border are looked at, completed or not.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calibration.evidence.itineraries import OWN, Itinerary, read_itineraries
from calibration.evidence.itineraries_followed import Followed, followed
from experiments.studies.journeys.finding import Finding, percent, spread
from experiments.studies.journeys.runs import Ask, Runs
from scenarios.load import study_of
from sim.books.results import Results
from sim.world.world import World

AT_LEAST = 0.01
"""Share of a people's journeys from which an itinerary counts as followed by it."""
FOLLOWED = 2 / 3
"""Share of the itineraries that must be followed."""
MUST = f"two thirds of the itineraries that name their people are followed by at least {AT_LEAST:.0%} of its journeys, and none by nobody"


@dataclass(frozen=True, slots=True)
class ItinerariesFollowed:
    """How many journeys of its people follow each itinerary that names them, by id; only those that can be looked for."""

    each: Mapping[str, Followed]

    @property
    def share(self) -> float | None:
        """Share of the itineraries that are followed by at least :data:`AT_LEAST` of the journeys; ``None`` where none can be looked for."""
        return sum((one.share or 0.0) >= AT_LEAST for one in self.each.values()) / len(self.each) if self.each else None

    @property
    def by_nobody(self) -> tuple[str, ...]:
        """The itineraries that can be looked for and are followed by nobody, by id."""
        return tuple(name for name, one in self.each.items() if one.following == 0)


def naming(itineraries: Mapping[str, Itinerary]) -> Mapping[str, Itinerary]:
    """Those of some itineraries that name their people."""
    return {name: one for name, one in itineraries.items() if one.kind == OWN and len(one.communities) == 1}


def itineraries_followed(results: Results, world: World, itineraries: Mapping[str, Itinerary]) -> ItinerariesFollowed:
    """How many journeys follow each itinerary that names its people, in one run."""
    return ItinerariesFollowed(followed(results, world, naming(itineraries))[0])


def pooled(runs: Sequence[ItinerariesFollowed]) -> ItinerariesFollowed:
    """Several seeds as one."""
    journeys, following = Counter[str](), Counter[str]()
    for run in runs:
        for name, one in run.each.items():
            journeys[name] += one.journeys
            following[name] += one.following
    return ItinerariesFollowed({name: Followed(journeys[name], following[name]) for name in journeys})


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Share of the itineraries naming a people that this people follows, and those that nobody follows."""
    world = ask.world(scenario)
    itineraries = read_itineraries(study_of(scenario))
    by_seed = [itineraries_followed(runs.of(world, seed), world, itineraries) for seed in ask.seeds] if naming(itineraries) else []
    whole = pooled(by_seed)
    if whole.share is None:
        return [Finding("itineraries", scenario, MUST, "no itinerary names a people whose journeys are recorded", holds=None)]
    shares = [one.share for one in by_seed]
    measured = f"{percent(whole.share)} of {len(whole.each)} ({spread(shares, percent)}); {len(whole.by_nobody)} by nobody"
    measured += f": {', '.join(whole.by_nobody)}" if whole.by_nobody else ""
    rows = [
        (name, itineraries[name].communities[0], itineraries[name].row.what, f"{one.following:,} of {one.journeys:,}", percent(one.share))
        for name, one in whole.each.items()
    ]
    head = ("id", "people", "way", "journeys", "share")
    holds = whole.share >= FOLLOWED and not whole.by_nobody
    return [Finding("itineraries", scenario, MUST, measured, holds, head, tuple(rows), {"share": shares})]
