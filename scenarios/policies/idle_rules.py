"""Rules of entry that change nothing in a run: about people whom nobody is, ways or days that are not there, or after rows that decide first."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scenarios.reading.problems import Problems, listed
from scenarios.territories.entry_rules import PlacedRules
from sim.basis.words import Decision
from sim.world.entry_rule import EntryRule
from sim.world.geography import Names, name_parts
from sim.world.rules_of_entry import PASSPORT, PERMIT, reaches
from sim.world.world import World

Cells = NDArray[np.bool_]
"""To whom a rule can apply, and on which moves; shape (communities, moves)."""


def warn_of_entry_rules(rules: PlacedRules, world: World, problems: Problems) -> None:
    """Warn of rules of entry that change nothing, or that contradict an earlier one."""
    if not rules:
        return
    atlas = name_parts(world)
    cells = [reaches(world, atlas, one) for one, _ in rules]
    for number in range(len(rules)):
        if _warn_of_people(rules, number, world, problems):
            continue
        if not cells[number].any():
            problems.warn(rules[number][1], "a rule of entry that no way of anybody meets", "a way over a border by which foreigners can come")
        elif not _simulated(rules[number][0], world):
            end = world.start + timedelta(days=world.days - 1)
            problems.warn(rules[number][1], "a rule of entry never in force in the simulated days", f"days from {world.start} to {end}")
        else:
            _warn_of_papers(rules, number, cells, atlas, world, problems)
            _warn_of_order(rules, number, cells, world, problems)


def _warn_of_people(rules: PlacedRules, number: int, world: World, problems: Problems) -> bool:
    """Warn of people whom nobody is; true if the rule speaks of nobody else."""
    one, where = rules[number]
    known = list(dict.fromkeys([*(c.nationality for c in world.communities), *(c.name for c in world.communities)]))
    nobody = [name for name in one.who if name not in known]
    if nobody:
        problems.warn(where, f"a rule of entry for {listed(nobody)}, which nobody here is", f"of {listed(known)}")
    return bool(nobody) and len(nobody) == len(one.who)


def _warn_of_papers(rules: PlacedRules, number: int, cells: list[Cells], atlas: Names, world: World, problems: Problems) -> None:
    """Warn of a rule that asks for registration papers alone of which nobody to whom it can apply is given any."""
    one, where = rules[number]
    if not one.papers or {PASSPORT, PERMIT} & set(one.papers):
        return
    country = {place.name: place.country for place in world.places}
    into = np.array([country[move.leg.target] in one.papers for move in atlas.moves], np.bool_)
    people = cells[number].any(axis=1)
    given = any(other.decision is Decision.REGISTER and cells[n][people][:, into].any() for n, (other, _) in enumerate(rules))
    if not given:
        found = f"a rule of entry that asks for a registration paper of {listed(one.papers)}, which no rule gives them"
        problems.warn(where, found, "a rule that registers them")


def _warn_of_order(rules: PlacedRules, number: int, cells: list[Cells], world: World, problems: Problems) -> None:
    """Warn of a rule on all of which earlier ones decide, or of which an earlier one that is no exception to it says otherwise."""
    one, where = rules[number]
    earlier = [n for n in range(number) if (cells[n] & cells[number]).any() and _meet(rules[n][0], one)]
    deciding = [n for n in earlier if not rules[n][0].papers or (one.papers and set(rules[n][0].papers) >= set(one.papers))]
    if all(not (cells[number] & ~_cover(rules, deciding, cells, day)).any() for day in _days(rules, world) if one.holds_on(day)):
        places = listed(rules[n][1] for n in deciding)
        others = [n for n in deciding if rules[n][0].decision is not one.decision]
        found = f"a rule of entry ({one.decision.word}) that is never reached: {places} decides before it"
        problems.warn(where, found + (", and otherwise" if others else ""), "the narrower rule first")
        return
    for n in earlier:
        other = rules[n][0]
        exception = not (cells[n] & ~cells[number]).any() and _within(other, one)
        if other.decision is not one.decision and set(other.papers) == set(one.papers) and not exception:
            found = f"a rule of entry ({one.decision.word}) that contradicts {rules[n][1]} ({other.decision.word}), which decides where both apply"
            problems.warn(where, found, "an earlier rule that is an exception to the later")


def _cover(rules: PlacedRules, deciding: list[int], cells: list[Cells], day: date) -> Cells:
    """Where one of the rules that decide is in force on a day."""
    covered = np.zeros_like(cells[0])
    for n in deciding:
        if rules[n][0].holds_on(day):
            covered |= cells[n]
    return covered


def _days(rules: PlacedRules, world: World) -> list[date]:
    """The simulated days on which any rule begins or ends, and the first."""
    last = world.start + timedelta(days=world.days - 1)
    ends = {end for one, _ in rules for end in (one.start, one.end) if end is not None and world.start <= end <= last}
    return sorted({world.start, *ends})


def _simulated(one: EntryRule, world: World) -> bool:
    last = world.start + timedelta(days=world.days - 1)
    return (one.start is None or one.start <= last) and (one.end is None or one.end > world.start)


def _meet(one: EntryRule, other: EntryRule) -> bool:
    """Whether two rules are in force on a common day."""
    starts = [rule.start for rule in (one, other) if rule.start is not None]
    ends = [rule.end for rule in (one, other) if rule.end is not None]
    return not starts or not ends or max(starts) < min(ends)


def _within(one: EntryRule, other: EntryRule) -> bool:
    """Whether a rule is in force on days of another alone."""
    begins = other.start is None or (one.start is not None and one.start >= other.start)
    return begins and (other.end is None or (one.end is not None and one.end <= other.end))
