"""The measures of the study by name, and in which scenarios each is taken where none is named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from experiments.studies.journeys import (
    boom,
    closure,
    effort,
    free_way,
    groups,
    inspectors,
    itineraries,
    lasting,
    scales,
    smuggler_use,
    turning,
    wandering,
)
from experiments.studies.journeys.finding import Finding
from experiments.studies.journeys.runs import Ask, Runs
from scenarios import FIRST, names

SMALL = "two-valleys"
"""The scenario for measures that need many runs or many people."""
Take = Callable[[Ask, str, Runs], list[Finding]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: how it is taken in a scenario, what it is about, and the scenarios in which it is taken where none is named."""

    take: Take
    about: str
    scenarios: tuple[str, ...]


MEASURES: Mapping[str, Measure] = {
    "wandering": Measure(wandering.measure, "voluntary there-and-backs", names()),
    "itineraries": Measure(itineraries.measure, "itineraries that name their people", names()),
    "effort": Measure(effort.measure, "twice the effort of two countries, as a parameter and as a policy", (FIRST,)),
    "inspectors": Measure(inspectors.measure, "twice the inspectors at checkpoints", (FIRST,)),
    "lasting": Measure(lasting.measure, "a lasting reinforcement of one crossing", (FIRST, SMALL)),
    "smuggler-use": Measure(smuggler_use.measure, "the share with a guide where both are watched more", (FIRST, SMALL)),
    "turning": Measure(turning.measure, "daily shares of channels at hubs", (SMALL,)),
    "scales": Measure(scales.measure, "rates at several scales", (SMALL, FIRST)),
    "closure": Measure(closure.measure, "waiting after a lasting closure", (FIRST, SMALL)),
    "boom": Measure(boom.measure, "demand times ten for eight weeks", (SMALL,)),
    "free-way": Measure(free_way.measure, "a nearly free way beside one that costs much", (SMALL,)),
    "groups": Measure(groups.measure, "sizes of groups and overdispersion of detections", (FIRST,)),
}
