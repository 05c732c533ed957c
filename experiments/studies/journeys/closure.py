"""Whether those who cannot get on after a lasting closure wait where it happened.

A border, or a crossing, is closed for good in the middle of the run, which is announced. People are looked at whose journey was at a place before the closure
(one from which a closed leg begins, and not the place where their journey began) on that day or later, within two months. Who begins another leg from there
has found another way, and whom a state or an office sent home had no choice; of all others the share is taken that is still there, free or held.
"""

from collections import Counter
from collections.abc import Collection, Mapping

from experiments.studies.journeys.changes import day_of, with_levers
from experiments.studies.journeys.finding import Finding, mean, percent, plain, spread, with_spread
from experiments.studies.journeys.runs import Ask, Runs
from experiments.studies.journeys.steps import Steps, steps_of
from sim.basis.clock import DAY
from sim.basis.words import Event
from sim.books.results import Results
from sim.outcomes.reading import goes_on, numbers, passages, ratio, words
from sim.world.world import DatedLever, World

DAYS = 61
"""Two months."""
CROWD = 300_000
"""Agents among whom some cannot get on: few do at any one time."""
MOST = 0.5
"""Share of those who could not get on that must still be there: nearly all were after the closures that are documented, and some had a home to go to."""
MUST = f"of those who cannot get on after a lasting closure at least {MOST:.0%} wait there after two months"
WAITS, WENT_HOME, SENT_HOME, LOST, GOT_ON = "waits there", "went home", "was sent home", "died or missing", "took another way"
WILLING = frozenset(event.word for event in (Event.GAVE_UP, Event.RETURNED, Event.HOME_AGAIN))
SENT = frozenset(event.word for event in (Event.ASSISTED, Event.DEPORTED))
HOMEWARD = WILLING | SENT
GONE = frozenset(event.word for event in (Event.DIED, Event.DISAPPEARED))
MOVED = frozenset(event.word for event in (Event.DEPARTED, Event.REACHED, Event.ARRIVED))
BEGUN = frozenset(event.word for event in (Event.ATTEMPTED, Event.TRAVELLED))


def after_closure(results: Results, places: Collection[str], closed: int, days: int = DAYS) -> Mapping[str, int]:
    """How many of the people who were at some places after the day ``closed`` wait there, went home, were sent home, were lost or got on ``days`` later.

    Who dies or goes missing out of a party that goes on counts with it.
    """
    events = results.tables["events"]
    steps = steps_of(events, *Event)
    steps = Steps(*(column[~goes_on(events)[steps.row]] for column in steps))
    hour, what, where = numbers(events, "hour")[steps.row], words(events, "event")[steps.row].words(), words(events, "place")[steps.row].words()
    kept = hour < (closed + days) * DAY
    found: Counter[str] = Counter()
    story: list[tuple[int, str, str]] = []
    people, before = numbers(events, "people"), -1
    for journey, *step in zip(steps.journey[kept].tolist(), hour[kept].tolist(), what[kept], where[kept], strict=True):
        if journey != before:
            found[_ending(story, places, closed * DAY)] += int(people[before]) if before >= 0 else 0
            story, before = [], journey
        story.append((step[0], step[1], step[2]))
    found[_ending(story, places, closed * DAY)] += int(people[before]) if before >= 0 else 0
    return {ending: found[ending] for ending in (WAITS, WENT_HOME, SENT_HOME, LOST, GOT_ON)}


def _ending(story: list[tuple[int, str, str]], places: Collection[str], closed: int) -> str:
    """What became of one journey up to the end of its story; empty of one that was not there after the closure."""
    at, since, last, over = "", 0, "", False
    start = story[0][2] if story else ""
    there = tried = False
    for hour, event, place in story:
        if hour >= closed and at in places and at != start and not over:
            there = True  # was there when this happened, or from the closure until it did
            tried |= event in BEGUN
        if event in MOVED:
            at, since = place, hour
            there |= hour >= closed and place in places and place != start
        over |= event in HOMEWARD or event in GONE or event == Event.ARRIVED.word
        last = event if over and not last else last
    there |= at in places and at != start and not over and since < closed
    if not there:
        return ""
    if tried:
        return GOT_ON
    if last:
        return WENT_HOME if last in WILLING else SENT_HOME if last in SENT else LOST if last in GONE else GOT_ON
    return WAITS if at in places else GOT_ON


def closed_legs(world: World, name: str) -> tuple[str, ...]:
    """The places from which the legs over a crossing or a directed border begin."""
    legs = [passage.move.leg for passage in passages(world).values() if name in (passage.border, passage.move.leg.entry, passage.move.leg.exit)]
    return tuple(sorted({leg.origin for leg in legs}))


def busiest_transit_border(results: Results, world: World) -> str:
    """The directed border that recorded communities try most and that is not the border of their own country, the first by name among equals."""
    flows, home = results.tables["flows"], {c.name: c.nationality for c in world.communities if c.followed}
    move, community, people = words(flows, "move").words(), words(flows, "community").words(), numbers(flows, "attempts")
    over, tried = passages(world), Counter[str]()
    for name, whom, tries in zip(move.tolist(), community.tolist(), people.tolist(), strict=True):
        if name in over and whom in home and home[whom] not in (over[name].origin_country, over[name].target_country):
            tried[over[name].border] += tries
    return max(sorted(tried), key=lambda border: tried[border], default="")


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """What became of those who could not get on, by seed."""
    world = ask.world(scenario, ask.crowded(scenario, CROWD))
    name = ask.closed or busiest_transit_border(runs.of(world, ask.seeds[0]), world)
    if not name:
        return [Finding("closure", scenario, MUST, "nobody passes a border that is not of their own country", holds=None)]
    closed = world.days // 2
    settings = {"border" if "-" in name and name not in {c.name for c in world.crossings} else "crossing": name}
    shut = with_levers(world, [DatedLever("closure", day_of(world, closed), None, settings)])
    found = [after_closure(runs.of(shut, seed), closed_legs(world, name), closed) for seed in ask.seeds]
    stuck = [one[WAITS] + one[WENT_HOME] + one[LOST] for one in found]
    shares = [ratio(one[WAITS], number) for one, number in zip(found, stuck, strict=True)]
    share = ratio(sum(one[WAITS] for one in found), sum(stuck))
    measured = f"{name} closed on day {closed}: {percent(share)} of {plain(mean(stuck))} people a seed ({spread(shares, percent)}) wait, "
    measured += f"{percent(ratio(sum(one[WENT_HOME] for one in found), sum(stuck)))} went home"
    rows = tuple((ending, with_spread([one[ending] for one in found])) for ending in found[0])
    return [Finding("closure", scenario, MUST, measured, None if share is None else share >= MOST, ("after two months", "people"), rows, {"share": shares})]
