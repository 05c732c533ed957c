"""The rules of entry of a day as tables: which rows decide on whom, on which move, and what papers they ask for.

A row speaks of those whom the border service of the country entered has before it: who comes openly, and who is found hidden. The first row that applies
decides; where none does, so does what the country asks of the nationality (:class:`sim.world.world.Regime`). Own citizens always enter, and where nobody
checks no row is applied.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import FOR_EVER
from sim.basis.rule import rule
from sim.basis.words import Channel, Decision
from sim.world.entry_rule import EntryRule
from sim.world.geography import Names
from sim.world.world import World

NO_RULE = -1
"""No row applies."""

PASSPORT, PERMIT = "passport", "permit"
PASSPORT_BIT, PERMIT_BIT = 1, 2
MOST_PAPERS = 60
"""Countries with a registration paper that rows ask for or give: each is a bit of a whole number of the machine, beside those of passport and permit."""


class RulesOfEntry(NamedTuple):
    """The rows in force. Papers are bits: passport, permit, then the registration papers of countries.

    ``chain``, shape (communities, moves), says which list of rows applies: list ``n`` is made of the rows from ``first[n]`` up to ``first[n + 1]``, in their
    order. Of each row ``papers`` are those of which one must be held (0: nothing is asked) and ``decision`` is a :class:`~sim.basis.words.Decision`. ``given``,
    shape (countries,), is the bit of each country's registration paper, 0 where no row knows of one. ``may_hold``, shape (communities,), are the registration
    papers that a row gave or gives to people of the community. ``registrations`` is how many countries have a registration paper that rows ask for.
    """

    chain: NDArray[np.int32]
    first: NDArray[np.int32]
    papers: NDArray[np.int64]
    decision: NDArray[np.int8]
    given: NDArray[np.int64]
    may_hold: NDArray[np.int64]
    registrations: int


def registration_papers(rules: tuple[EntryRule, ...], countries: tuple[str, ...]) -> tuple[str, ...]:
    """The countries whose registration papers rows ask for: others change nothing."""
    asked = {paper for one in rules for paper in one.papers} - {PASSPORT, PERMIT}
    return tuple(country for country in countries if country in asked)


def reaches(world: World, atlas: Names, one: EntryRule) -> NDArray[np.bool_]:
    """Whom a row can apply to, and on which moves; shape (communities, moves)."""
    country = {place.name: place.country for place in world.places}
    kinds = {crossing.name: crossing.kind.word for crossing in world.crossings}
    people = np.array([not one.who or c.nationality in one.who or c.name in one.who for c in world.communities], np.bool_)
    entered = np.array([country[move.leg.target] if move.leg.entry is not None else "" for move in atlas.moves], np.str_)

    def via(number: int) -> bool:
        leg = atlas.moves[number].leg
        left = country[leg.origin]
        return not one.via or not {leg.entry, leg.exit, kinds.get(leg.entry or ""), left, f"{left}-{entered[number]}"}.isdisjoint(one.via)

    ways = np.array([bool(name) and (not one.countries or name in one.countries) and via(number) for number, name in enumerate(entered)], np.bool_)
    foreign = np.array([c.nationality for c in world.communities], np.str_)[:, None] != entered[None, :]
    found: NDArray[np.bool_] = people[:, None] & ways[None, :] & foreign
    return found


def rules_on(world: World, atlas: Names, today: date, reach: Callable[[int], NDArray[np.bool_]] | None = None) -> RulesOfEntry:
    """The tables of a day; ``reach`` is what :func:`reaches` says of the row of a number, where that is known already."""
    people, moves = len(world.communities), len(atlas.moves)
    rules = world.entry_rules
    find = reach or (lambda number: reaches(world, atlas, rules[number]))
    bit = {name: 4 << n for n, name in enumerate(registration_papers(rules, atlas.countries))} | {PASSPORT: PASSPORT_BIT, PERMIT: PERMIT_BIT}
    now = [number for number, one in enumerate(rules) if one.holds_on(today)]
    cells = np.zeros((len(now), people * moves), np.bool_)
    for row, number in enumerate(now):
        cells[row] = find(number).reshape(-1)
    alike, chain = np.unique(np.packbits(cells, axis=0), axis=1, return_inverse=True) if now else (np.zeros((0, 1)), np.zeros(people * moves))
    first, papers, decisions = [0], [], []
    for n in range(alike.shape[1]):
        for row in np.flatnonzero(cells[:, int(np.argmax(chain == n))]).tolist() if now else ():
            one = rules[now[row]]
            papers.append(sum(bit.get(paper, 0) for paper in dict.fromkeys(one.papers)) if one.papers else 0)
            decisions.append(int(one.decision))
            if not one.papers:
                break  # it decides on everybody whom no row before it did
        first.append(len(papers))
    given = np.array([bit.get(name, 0) for name in atlas.countries], np.int64)
    may_hold = np.zeros(people, np.int64)
    entered = np.array([atlas.countries.index(country) for country in _entered(world, atlas)], np.int64)
    for number, one in enumerate(rules):
        if one.decision is Decision.REGISTER and (one.start is None or one.start <= today):
            for c, ways in enumerate(find(number)):
                may_hold[c] |= np.bitwise_or.reduce(given[entered[ways]], initial=0)
    return RulesOfEntry(
        np.ascontiguousarray(chain.reshape(people, moves), np.int32), np.array(first, np.int32), np.array(papers, np.int64), np.array(decisions, np.int8),
        given, may_hold, int(np.count_nonzero(given)),
    )  # fmt: skip


def _entered(world: World, atlas: Names) -> list[str]:
    """The country in which each move ends."""
    country = {place.name: place.country for place in world.places}
    return [country[move.leg.target] for move in atlas.moves]


@rule
def holding(papers: int, passport: bool, permit_counts: bool) -> int:
    """The bits of all papers that somebody holds: registration papers, a passport, and a permit where it counts."""
    return papers | (PASSPORT_BIT if passport else 0) | (PERMIT_BIT if permit_counts else 0)


@rule
def decided(rules: RulesOfEntry, community: int, move: int, held: int) -> int:
    """What the first row that applies to somebody says, a :class:`~sim.basis.words.Decision`; :data:`NO_RULE` if none does."""
    chain = rules.chain[community, move]
    for row in range(rules.first[chain], rules.first[chain + 1]):
        if rules.papers[row] == 0 or rules.papers[row] & held:
            return int(rules.decision[row])
    return NO_RULE


@rule
def has_rules(rules: RulesOfEntry, community: int, move: int) -> bool:
    """Whether any row speaks of people of a community on a move."""
    chain = rules.chain[community, move]
    return bool(rules.first[chain] < rules.first[chain + 1])


@rule
def lets_in(decision: int) -> bool:
    """Whether somebody on whom a row decides is let in."""
    return decision in (Decision.ADMIT, Decision.REGISTER)


@rule
def registered(rules: RulesOfEntry, decision: int, country: int, papers: int) -> int:
    """The registration papers that somebody holds after a decision of a country."""
    return papers | int(rules.given[country]) if decision == Decision.REGISTER else papers


@rule
def open_share(rules: RulesOfEntry, community: int, move: int, channel: int, passport: float, permit_counts: bool, leaves: float, otherwise: float) -> float:
    """Share of people, with a permit that counts or without one, to whom a way by the checkpoint is open under the rows of the day.

    ``passport`` holds a passport, ``leaves`` may leave their own country, and to ``otherwise`` the way is open where no row decides, which nobody has without a
    passport. Registration papers that people of the community may hold count as held where they let people in: who lacks one finds out in their own plan.
    """
    share = 0.0
    for has in (True, False):
        held = holding(0, has, permit_counts)
        decision = NO_RULE
        chain = rules.chain[community, move]
        for row in range(rules.first[chain], rules.first[chain + 1]):
            asked = rules.papers[row]
            if asked == 0 or asked & held or (channel == Channel.LEGAL and lets_in(rules.decision[row]) and asked & rules.may_hold[community]):
                decision = int(rules.decision[row])
                break
        if decision == NO_RULE:
            share += otherwise if has else 0.0
        elif channel == Channel.LEGAL and lets_in(decision):
            share += leaves * (passport if has else 1.0 - passport)
    return share


@rule
def lawful_by_rule(decision: int, arrival: int, registers: bool, registration_hours: int, stay_hours: int, permit: bool) -> int:
    """Hour up to which somebody whom a row let in is lawfully in the country: who is registered, or registers, for the stay without a visa."""
    if permit:
        return FOR_EVER
    return arrival + (stay_hours if registers or decision == Decision.REGISTER else registration_hours)
