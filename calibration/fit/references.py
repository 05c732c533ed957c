"""Forecasters that know no model: climatology and an empty world. What they score says what a score of the model is worth.

*Climatology* says of a quantity what is documented of other quantities of the same kind (family of the evidence, scale and unit), each with one vote, spread
by a normal kernel on the scale of the target. Where fewer than :data:`ENOUGH` other quantities are of that kind, it takes those of the same unit in any family,
then those of the same scale. Of a ranking it says that the named stand anywhere, in an order drawn by lot: what is documented of ranks names the first by
construction, so that other documents would give the answer away.

An *empty world* has nobody in it: counts are zero, differences are zero, and of shares, prices and ranks it has nothing to say. Where a forecaster is
silent, it is scored as climatology: anybody could have said that.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from calibration.evidence.comparisons import Spec
from calibration.evidence.indicators import INDICATORS
from calibration.evidence.quantities import ranked
from calibration.fit.emulator import Numbers
from calibration.fit.observation import SCALES
from calibration.fit.predictive import chance_of
from calibration.fit.score import DRAWS, number_of
from calibration.fit.targets import ORDER, Target

ENOUGH = 3
"""Least other quantities that a climatology is made of: two numbers have no spread to speak of."""


def climatology(
    targets: Sequence[Target], quantities: Sequence[str], specs: Sequence[Spec], communities: int | None = None, seed: int = 1
) -> Mapping[str, Numbers]:
    """Draws of what would be written down, by name of the target; none where too little is documented.

    ``quantities`` and ``specs`` stand beside ``targets``; ``communities`` is among how many a ranking of all communities is made.
    """
    numbers = [number_of(target) for target in targets]
    found = {}
    for place, (target, spec) in enumerate(zip(targets, specs, strict=True)):
        drawn = _by_lot(spec, communities) if target.kind == ORDER else _others(place, targets, quantities, numbers, seed)
        if drawn is not None:
            found[target.name] = drawn
    return found


def _by_lot(spec: Spec, communities: int | None) -> Numbers | None:
    """The worst rank of those named in an order drawn by lot: it is up to ``k`` with probability C(k, named) / C(all, named)."""
    rank = ranked(spec)
    among = None if rank is None else rank[1] or communities
    if rank is None or among is None or not 0 < rank[0] <= among:
        return None
    ranks = np.arange(rank[0], among + 1)
    up_to = np.array([math.comb(k, rank[0]) / math.comb(among, rank[0]) for k in ranks.tolist()])
    found: Numbers = ranks[np.searchsorted(up_to, (np.arange(DRAWS) + 0.5) / DRAWS)].astype(float)
    return found


def _others(place: int, targets: Sequence[Target], quantities: Sequence[str], numbers: Sequence[float | None], seed: int) -> Numbers | None:
    """Draws from what is documented of other quantities."""
    target = targets[place]
    there, back = SCALES[target.scale]
    keys = [(one.scale, one.unit, one.family) for one in targets]
    for width in (3, 2, 1):
        pool: dict[str, list[float]] = defaultdict(list)
        for other, number in enumerate(numbers):
            if number is not None and quantities[other] != quantities[place] and keys[other][:width] == keys[place][:width]:
                pool[quantities[other]].append(number)
        if len(pool) >= ENOUGH:
            break
    else:
        return None
    chance = chance_of(f"climatology of {target.name}", seed)
    values = there(np.concatenate([np.array(rows) for rows in pool.values()]))
    votes = np.concatenate([np.full(len(rows), 1.0 / (len(rows) * len(pool))) for rows in pool.values()])
    drawn = chance.choice(values, DRAWS, p=votes)
    # Silverman's rule for the width of a kernel; never below the discrepancy, within which numbers of one family mean the same.
    width_of_kernel = max(1.06 * float(np.std(drawn)) * len(pool) ** -0.2, target.spread)
    return back(drawn + width_of_kernel * chance.standard_normal(DRAWS))


def empty(specs: Sequence[Spec]) -> Numbers:
    """What a world without people gives, one run: zero of what grows with their number, nothing of all else; shape (1, specs)."""
    return np.array([[0.0 if INDICATORS[spec.indicator].scales else math.nan for spec in specs]])
