"""``python -m examples.plain_mesa two-valleys``: run a scenario in plain Python and say in a few lines what happened."""

import argparse
from collections import Counter

import numpy as np

from examples.plain_mesa.model import PlainModel
from scenarios import load
from sim.basis.words import Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Flow


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(prog="python -m examples.plain_mesa", description=__doc__)
    parser.add_argument("scenario", help="name of a scenario that ships, or path of one")
    parser.add_argument("--days", type=int, default=120, help="days to simulate (120)")
    parser.add_argument("--scale", type=float, default=0.2, help="size of everything, relative to the scenario (0.2)")
    parser.add_argument("--seed", type=int, default=1, help="key of all chance (1)")
    given = parser.parse_args()
    world = load(given.scenario, days=given.days, scale=given.scale)
    with np.errstate(over="ignore"):
        model = PlainModel(world, given.seed)
        while model.day < world.days:
            model.step()
    summarise(model)


def summarise(model: PlainModel) -> None:
    """Print what became of everybody, and what was paid."""
    cast = f"{len(model.migrants)} migrants, {len(model.market.smugglers)} smugglers and {len(model.guards)} posts"
    print(f"{model.world.title}: {cast} after {model.day} days")
    print(f"Parameters: {model.world.calibration}\n")
    events: Counter[Event] = Counter()
    for (_, _, _, event), people in model.ledger.counts.items():
        events[event] += people
    for event in (Event.DEPARTED, Event.CROSSED, Event.APPREHENDED, Event.ARRIVED, Event.STRANDED, Event.DIED, Event.ASSISTED, Event.HOME_AGAIN):
        print(f"  {event.word.replace('_', ' '):<12} {events[event]:>7,}")
    states = Counter(State(person.state) for person in model.migrants for _ in range(person.people))
    print("\nWhere people stand: " + ", ".join(f"{number:,} {state.word}" for state, number in states.most_common()))
    attempts: Counter[int] = Counter()
    for (_, move, _, column), people in model.ledger.flows.items():
        if column is Flow.ATTEMPTS and model.geography.moves[move].entry >= 0:
            attempts[move] += people
    print("\nMost used ways over a border:")
    for move, people in attempts.most_common(5):
        print(f"  {people:>5,} attempts  {model.atlas.moves[move].name}")
    books: Counter[Purpose] = Counter()
    for (_, _, purpose), cents in model.ledger.books.items():
        books[purpose] += cents
    fees = sum(books[p] for p in (Purpose.FEE, Purpose.FEE_PACKAGE, Purpose.FEE_EMPLOYER))
    bribes, wages = books[Purpose.BRIBE] + books[Purpose.BRIBE_GUIDE], books[Purpose.WAGES]
    print(f"\nPaid to smugglers ${fees / 100:,.0f}, in bribes ${bribes / 100:,.0f}; earned in wages ${wages / 100:,.0f}")


if __name__ == "__main__":
    main()
