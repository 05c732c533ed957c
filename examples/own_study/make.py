"""How the numbers of ``observations.csv`` were made up: a run at a known setting, and counts drawn about it.

``python examples/own_study/make.py`` prints the rows.
"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from scenarios import load
from sim.engine.run import run
from sim.outcomes import Only, arrivals, registered_at_crossings

TRUTH = {"community.bremark-workers.stay": 2.4, "community.aldmark-transit.stay": 3.8, "crossing.*.exposure": 0.14}
SEED = 2010
CROSSINGS = ("reed-ford", "river-gate", "high-saddle")
PEOPLE = {"BRE": "bremark-workers", "ALD": "aldmark-transit"}


def rows() -> list[str]:
    """The rows of the table: counts by month of each nationality, Poisson about those of the run, and a range about the year's arrivals."""
    world = load(Path(__file__).with_name("two-crossings.toml"), settings=TRUTH)
    results, chance = run(world, SEED), np.random.default_rng(SEED)
    found = []
    for nationality, community in PEOPLE.items():
        for month in range(1, 13):
            end = date(2010 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            only = Only(period=(date(2010, month, 1), end), countries=("CYR",), crossings=CROSSINGS, communities=(community,))
            count = chance.poisson(registered_at_crossings(results, world, only))
            where = f"{';'.join(CROSSINGS)},eastern border"
            found.append(f"2010-{month:02},registered_at_crossings,{count},,CYR,{where},{nationality},count,fitted,made up: border police of Cyrland")
    year = Only(period=(date(2010, 1, 1), date(2010, 12, 31)), communities=("bremark-workers",))
    here = arrivals(results, world, year)
    found.append(f"2010,arrivals,{round(here * 0.85, -1):.0f},{round(here * 1.2, -1):.0f},CYR,,,BRE,estimate,held-out,made up: labour ministry of Cyrland")
    return found


if __name__ == "__main__":
    print("\n".join(rows()))
