"""The lower bound: a compiled loop that does nothing but look, draw and count, as often as the measured run did.

The people are records of the same size with a column ``due`` that is scanned every tick. Whoever is due makes as many draws (the model's own
:func:`sim.basis.draws.uniform` and :func:`~sim.basis.draws.gumbel`) and as many counted events as somebody who was due made on average in the
model, writes to the record, and is due again after a drawn time. There is no network, no money, no rule, no group, no table.
"""

import math
from typing import Any

import numba
import numpy as np

from benchmarks.child import Watch, answer, task
from sim.basis import draws

LOOKS, EVENTS, UNIFORMS, GUMBELS = range(4)
DAY = 24
KINDS = 33
SEED, FIRST_DUE, WAIT, CHANCE = (draws.name_key(f"bare {word}") for word in ("seed", "first due", "wait", "chance"))


@numba.njit(error_model="numpy", _nrt=False)
def enrol(people: Any, due: Any, days_between: float) -> None:
    """Give everybody a key and a first day, distributed as what is left of a wait that is under way, so that looks come evenly from the first day on."""
    for i in range(len(due)):
        people[i].key = draws.join_number(SEED, i)
        left = 1.0 - math.sqrt(draws.uniform(SEED, FIRST_DUE, people[i].key, np.uint64(0)))
        due[i] = int(left * 2.0 * days_between) * DAY


@numba.njit(error_model="numpy", _nrt=False)
def tick(people: Any, due: Any, end: int, days_between: float, a_look: Any, owed: Any, done: Any, counts: Any) -> None:
    """Everybody who is due before ``end``; ``a_look`` says how many events, uniform draws and Gumbel variates a look takes, by fractions that add up."""
    places = len(counts)
    for i in range(len(due)):
        if due[i] >= end:
            continue
        p = people[i]
        now = due[i]
        owed[UNIFORMS] += a_look[UNIFORMS] - 1.0
        owed[GUMBELS] += a_look[GUMBELS]
        owed[EVENTS] += a_look[EVENTS]
        most = -1e300
        occasion = now
        u = 0.5
        while owed[UNIFORMS] >= 1.0:
            occasion += 1
            u = draws.uniform(SEED, CHANCE, p.key, np.uint64(occasion))
            owed[UNIFORMS] -= 1.0
            done[UNIFORMS] += 1
            if owed[GUMBELS] >= 1.0:
                worth = draws.gumbel(u)
                owed[GUMBELS] -= 1.0
                done[GUMBELS] += 1
                if worth > most:
                    most = worth
                    p.move = occasion
        while owed[EVENTS] >= 1.0:
            p.place = int(u * places)
            p.since = now
            p.funds += 1
            counts[p.place, (now + p.place) % KINDS] += 1
            owed[EVENTS] -= 1.0
            done[EVENTS] += 1
        u = draws.uniform(SEED, WAIT, p.key, np.uint64(now))
        done[UNIFORMS] += 1
        done[LOOKS] += 1
        due[i] = now + DAY * (1 + int(u * 2.0 * (days_between - 1.0) + (p.key & np.uint64(1023)) / 1024.0))


def record(size: int) -> np.dtype:
    """A record of so many bytes with the fields that the loop touches: some in its first cache line, some in its second."""
    names = ["key", "funds", "since", "move", "place"]
    return np.dtype({"names": names, "formats": ["u8", "i8", "i4", "i4", "i2"], "offsets": [0, 8, size // 2, size // 2 + 4, size // 2 + 8], "itemsize": size})


def main() -> None:
    """Run as many looks, events and draws as asked for."""
    asked = task()
    looks, days = asked["looks"], asked["days"]
    a_look = np.array([1.0, *(asked[what] / looks for what in ("events", "uniforms", "gumbels"))])
    live(1000, 8, asked["record_bytes"], asked["places"], 4.0, a_look)  # compiles
    between = max(1.0, asked["people"] * days / looks)
    loop, done = live(asked["people"], days, asked["record_bytes"], asked["places"], between, a_look)
    answer(loop=loop, looks=int(done[LOOKS]), events=int(done[EVENTS]), uniforms=int(done[UNIFORMS]), gumbels=int(done[GUMBELS]))


def live(number: int, days: int, size: int, places: int, between: float, a_look: np.ndarray) -> tuple[dict[str, float], np.ndarray]:
    """Seconds of the ticks, and how many looks, events, uniform draws and Gumbel variates there were."""
    people = np.zeros(number, record(size)).view(np.recarray)
    due = np.zeros(number, np.int32)
    counts, done, owed = np.zeros((places, KINDS), np.int64), np.zeros(4, np.int64), np.zeros(4)
    with np.errstate(over="ignore"):
        enrol(people, due, between)
        watch = Watch()
        for day in range(days):
            tick(people, due, (day + 1) * DAY, between, a_look, owed, done, counts)
        return watch.read(), done


if __name__ == "__main__":
    main()
