"""Permits: who holds one counts on the lawful way, who holds none does not, and a quota sends nobody else.

In the tiny world the goal asks for a visa that nobody is given; a guide takes people over the ridge for 150 dollars and the fare of 15, and with a permit one
travels for the fare alone.
"""

import math
from datetime import timedelta

import numpy as np

from hand import FARE, FEE, LED, START, Story, stage, world
from sim.basis.words import Channel, Entry, Event, State
from sim.migrants.enrol import holds_permit, permit_draw
from sim.world.network import CHANNELS
from sim.world.papers import may_use
from sim.world.world import DatedLever

CLOSED_BUT_FOR_PERMITS = {**LED, "visa.*.*.refusal": 1, "smuggler.AAA-BBB.number": 40, "smuggler.AAA-BBB.groups_per_day": 50}
PEOPLE = 400


def tiny(share, *, quota=None, **numbers):
    """The tiny world with a share of permit holders, and perhaps a quota of so many more from the fifth day."""
    events = () if quota is None else (DatedLever("legal_quota", START + timedelta(4), None, {"community": "people", "permits": float(quota)}),)
    parameters = {**CLOSED_BUT_FOR_PERMITS, "community.*.permit": share, "community.*.people": PEOPLE, **numbers}
    return world(entry=Entry.VISA, numbers=parameters, events=events)


def by_permit(model, what):
    """Value in cents of the way from home, or the like, for led people without a permit and with one."""
    return what(model)[model.routes.first[0, 1]].tolist()


def values(model):
    """What the way from home is worth to each class."""
    return model.routes.now[:, 0]


def least(model):
    """Least money for the way from home, by class."""
    return model.routes.least[:, model.traits.home_place[0]]


def test_a_permit_opens_the_lawful_way_in_the_eyes_of_its_holder_alone():
    model = stage(tiny(0.1))
    without, holding = by_permit(model, values)
    # the holder need not pay the guide; all with an organiser's quarter on top
    fare, fee = 1.25 * FARE, 1.25 * FEE
    assert without == -(fare + fee)
    assert holding == -fare
    assert by_permit(model, least) == [fare + fee, fare]


def test_a_permit_opens_no_crossing_that_a_forged_paper_does_not():
    # so that whoever can get somewhere with a permit can get there without
    assert all(Channel.FORGED in channels for channels in CHANNELS.values() if Channel.LEGAL in channels)


def used(share, **numbers):
    """Which classes are solved at the start: not led without a permit and with one, led without and with."""
    return stage(tiny(share, **numbers)).routes.classes.used.tolist()


def test_without_permits_their_classes_are_left_unsolved():
    model = stage(tiny(0))
    assert model.routes.classes.used.tolist() == [1, 0, 1, 0]
    assert by_permit(model, values)[1] == -math.inf


def test_a_class_is_solved_only_when_somebody_is_in_it_or_may_lose_an_organiser_into_it():
    assert used(0.5) == [1, 1, 1, 1]  # all are led, and any of them may lose their organiser
    assert used(1) == [0, 1, 1, 1]  # organisers ask for the costs of the led without a permit
    assert used(0.5, **{"community.*.guided": 0}) == [1, 1, 0, 0]
    assert used(0.5, **{"community.*.people": 0}) == [0, 0, 0, 0]


def test_of_three_people_nobody_may_hold_a_permit_that_a_share_of_all_hold():
    first = stage(tiny(0, **{"community.*.people": 3}))
    with np.errstate(over="ignore"):
        least = min(permit_draw(first.seed_key, key) for key in first.people.key)
    assert used(least, **{"community.*.people": 3}) == [1, 0, 1, 0]
    assert used(math.nextafter(least, 1), **{"community.*.people": 3}) == [1, 1, 1, 1]


def test_a_quota_has_its_classes_solved_from_its_first_day():
    model = stage(tiny(0, quota=PEOPLE // 4))
    solved = []
    with np.errstate(over="ignore"):
        for _ in range(5):
            solved.append(model.routes.classes.used.tolist())
            model.step()
    solved.append(model.routes.classes.used.tolist())
    assert solved == 5 * [[1, 0, 1, 0]] + [[1, 1, 1, 1]]
    assert by_permit(model, values)[1] > by_permit(model, values)[0]


def departed(story):
    """Who departed, person by person, with the hour."""
    return {(person, hour) for hour, person, event, _ in story.log if event == Event.DEPARTED.word}


def test_a_quota_sends_those_whom_it_gives_a_permit_and_nobody_else():
    # staying is worth as much as going; a permit saves 150 of 165 dollars, ten times the scale of leaving: 15 of the 1,000 that everybody brings
    habits = {"community.*.stay": 0, "choice.departure_share": 0.015, "community.*.consider_days": 9}
    before, after = Story(run_days(tiny(0, **habits))), Story(run_days(tiny(0, quota=PEOPLE // 4, **habits)))
    gained = {int(i) for i in np.flatnonzero(permits(after.model))}
    assert 70 < len(gained) < 130
    sent, kept = departed(after) - departed(before), departed(before) - departed(after)
    assert sent
    assert kept == set()
    assert {person for person, _ in sent} <= gained
    late = {person for person, hour in departed(after) if hour >= 96}
    considered_late = {int(i) for i in gained if i not in {person for person, hour in departed(after) if hour < 96}}
    assert late & gained >= {i for i in considered_late if first_thought(after.model, i) >= 96}  # e to the ninth to one


def first_thought(model, person):
    """Hour at which somebody thinks of leaving for the first time."""
    return stage(model.world).due[person]


def permits(model):
    """Who is given a permit under the conditions of today."""
    share = model.conditions.communities.permit[0]
    with np.errstate(over="ignore"):
        return [holds_permit(model.seed_key, key, share) for key in model.people.key]


def run_days(tiny_world):
    """The model after its last day."""
    model = stage(tiny_world)
    with np.errstate(over="ignore"):
        while model.day < model.world.days:
            model.step()
    return model


def test_holders_of_a_new_permit_travel_lawfully():
    story = Story(run_days(tiny(0, quota=PEOPLE, **{"community.*.consider_days": 9})))
    late = [(hour, cents) for hour, _, event, cents in story.log if event == Event.ATTEMPTED.word and hour >= 96]
    assert late
    assert {cents for _, cents in late} == {FARE}
    assert (story.model.people.state == State.SETTLED).sum() > 0
    assert may_use(Channel.LEGAL, Entry.VISA, passport=True, permit=True, exit_permit=True, checked=True)
