"""Re-migration: of those who came home, how many depart again, by how they came home."""

import numpy as np

from sim.basis.clock import DAY
from sim.basis.words import Event
from sim.books.results import Results
from sim.outcomes.counts import GOING_HOME
from sim.outcomes.journeys import those_of
from sim.outcomes.reading import ALL, Only, among, numbers, places_of, ratio, words
from sim.world.world import World

A_YEAR = 365
"""Days within which a departure counts as re-migration."""


def remigration_share(results: Results, world: World, only: Only = ALL, kind: str = "", days: int = A_YEAR) -> float | None:
    """Of the returns that began as ``only`` says, of one kind of :data:`~sim.outcomes.counts.GOING_HOME` or of all: share that departs again soon.

    That is within so many ``days`` of coming home, in followed communities. Those who came home later than that before the end of the run are left out.
    """
    events = results.tables["events"]
    label, hour, person = words(events, "event"), numbers(events, "hour"), numbers(events, "person")
    begun = [GOING_HOME[kind]] if kind else list(GOING_HOME.values())
    steps = label.rows(event.word for event in (*GOING_HOME.values(), Event.HOME_AGAIN, Event.DEPARTED))
    steps = steps[np.lexsort((steps, hour[steps], person[steps]))]
    here = those_of(results, only, among(label.rows(event.word for event in begun), events, "place", places_of(world, only)))
    start = np.flatnonzero(np.isin(steps, here))
    # A return that has begun is followed by coming home, and that by departing again, or by nothing yet.
    start = start[start + 1 < len(steps)]
    home = start[person[steps[start + 1]] == person[steps[start]]] + 1
    home = home[hour[steps[home]] + days * DAY <= results.days * DAY]
    following = steps[np.minimum(home + 1, len(steps) - 1)] if len(home) else home
    again = (home + 1 < len(steps)) & (person[following] == person[steps[home]]) & (hour[following] <= hour[steps[home]] + days * DAY)
    return ratio(int(again.sum()), len(home))
