"""What a manifest says of a fit: convergence, quality of the emulators, posterior contraction, and how the checks came out; plain numbers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from calibration.fit.checks import Recovery, contraction, emulated, from_runs, information, simulation_based, without
from calibration.fit.left_out import LeftOut, score
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.posterior import sample
from calibration.fit.predictive import ENDS, check, covered
from calibration.fit.procedure import Fit, Tell
from calibration.fit.surrogate import Surrogate, train

TRUTHS = 30
"""Synthetic truths of simulation-based calibration."""
PLANTED = 12
"""Runs whose parameters are planted and recovered."""
SHORT = (400, 300)
"""Steps and steps before them of the chains of checks."""
SIGNIFICANT = 4
BARS = 25
"""Bars of the histogram of each parameter's share of the way from low to high."""


def summary(fit: Fit, tell: Tell) -> dict[str, Any]:
    """All that a manifest says of a fit."""
    steps, burn = SHORT
    tell(f"check: {TRUTHS} synthetic truths")
    made_up = simulation_based(fit.surrogate, TRUTHS, steps=steps, burn=burn, seed=fit.plan.seed)
    tell(f"check: {PLANTED} runs whose parameters are known are recovered from their outcomes")
    found = _recovered(fit, steps, burn)
    tell("check: without one family of the evidence at a time")
    return {
        "parameters": parameters(fit),
        "emulators": emulators(fit),
        "not_learned": not_learned(fit),
        "acceptance": _round(fit.chains.accepted),
        "simulation_based": _recovery(made_up, fit),
        "recovered_from_runs": _recovery(found, fit),
        "family_left_out": families(fit, steps, burn),
        "information": informed(fit),
    }


def parameters(fit: Fit) -> list[dict[str, Any]]:
    """One entry a free parameter: its prior, its posterior at the first of its keys, convergence and contraction."""
    r_hat, effective, contractions = fit.chains.r_hat(), fit.chains.effective(), contraction(fit.chains.flat)
    rows = []
    for place, free in enumerate(fit.frees):
        ends = np.quantile(fit.chains.flat[:, place], (ENDS[0], 0.5, ENDS[1]))
        low, middle, high = (float(value) for value in free.at(ends)[free.keys[0]])
        rows.append({
            "name": free.name, "keys": list(free.keys), "unit": free.unit, "acts": free.acts, "scale": "log" if free.log else "even",
            "prior_low": free.low[0], "prior_high": free.high[0], "assumed": free.assumed[0],
            "low": _round(low), "median": _round(middle), "high": _round(high), "best": _round(float(free.at(fit.draws[:1, place])[free.keys[0]][0])),
            "r_hat": round(float(r_hat[place]), 5), "effective": round(float(effective[place])), "contraction": _round(float(contractions[place])),
            "histogram": np.histogram(fit.chains.flat[:, place], BARS, (0.0, 1.0))[0].tolist(),
        })  # fmt: skip
    return rows


def emulators(fit: Fit) -> list[dict[str, Any]]:
    """One entry a fitted target: how well its emulator predicts runs that are left out."""
    rows = []
    for target, emulator in zip(fit.surrogate.targets, fit.surrogate.emulators, strict=True):
        quality = {} if emulator is None else {
            "runs": len(emulator.values), "explained": _round(emulator.explained), "outside": _round(emulator.outside), "seed_sd": _round(emulator.seed_sd),
            "seed_sd_low": _round(emulator.seed_sds[0]), "seed_sd_high": _round(emulator.seed_sds[1]), "learned": emulator.learned,
        }  # fmt: skip
        reach = target.name not in fit.unreachable
        rows.append({"id": ";".join(target.ids), "what": target.what, "scale": target.scale, "emulated": emulator is not None, "reachable": reach, **quality})
    return rows


def not_learned(fit: Fit) -> list[str]:
    """Ids of the fitted documents of which emulators say no more than the mean of all runs, so that they hold no parameter."""
    pairs = zip(fit.surrogate.targets, fit.surrogate.emulators, strict=True)
    return [";".join(target.ids) for target, emulator in pairs if emulator is None or not emulator.learned]


def families(fit: Fit, steps: int, burn: int) -> list[dict[str, Any]]:
    """One entry a family of the evidence: how many of its clusters the others alone predict, on the emulator; none where there is one family only."""
    known = [target for target, emulator in zip(fit.reachable.targets, fit.reachable.emulators, strict=True) if emulator is not None]
    rows = []
    for family in dict.fromkeys(target.family for target in known):
        mine = [target for target in known if target.family == family]
        if len(mine) == len(known):  # nothing is left that could predict it
            continue
        rest = without(fit.surrogate.among(known), [family])
        size = len(fit.frees)
        draws = sample(LikelihoodTables(rest).log_likelihood, size, steps=steps, burn=burn, seed=fit.plan.seed, ensembles=1, walkers=2 * size + 4).thinned(200)
        checks = [check(target, emulated(fit.surrogate, target, draws, fit.plan.seed), fit.plan.seed) for target in mine]
        shares, together = covered(checks)
        rows.append({"family": family, "clusters": len(shares), "inside": _round(together)})
    return rows


def without_quantities(found: Sequence[LeftOut]) -> list[dict[str, Any]]:
    """One entry a quantity that was left out: share of its rows inside, and interval score, of runs that know it not, of the posterior, and of the prior."""
    rows = []
    for one in found:
        entry: dict[str, Any] = {"quantity": one.quantity, "weight": _round(one.weight), "rows": len(one.targets), "runs": len(one.draws)}
        for name, checks in (("left_out", one.without), ("fitted", one.within), ("prior", one.before)):
            judged = [check.inside for check in checks if check.inside is not None]
            value = score(checks)
            entry[name] = {"inside": _round(sum(judged) / len(judged)) if judged else None, "score": _round(value) if np.isfinite(value) else None}
        rows.append(entry)
    return rows


def informed(fit: Fit) -> dict[str, Any]:
    """How strongly each cluster informs each parameter, relative to the prior."""
    draws = fit.chains.thinned(100)
    clusters, found = information(fit.reachable, draws)
    relative = [[_round(float(x)) for x in row] for row in found / 12.0]
    return {"clusters": list(clusters), "parameters": [free.name for free in fit.frees], "relative_to_prior": relative}


def _recovered(fit: Fit, steps: int, burn: int) -> Recovery:
    which = np.linspace(0, fit.plan.first - 1, min(PLANTED, fit.plan.first)).round().astype(int)
    shares = fit.shares.copy()
    for place, free in enumerate(fit.frees):  # runs were made at the default reporting
        if free.acts == "register":
            shares[:, place] = free.share_of(free.assumed[0])
    others = {int(number): np.delete(np.arange(len(shares)), number) for number in which}

    def retrain(number: int) -> Surrogate:
        return train(fit.frees, fit.surrogate.targets, fit.shares[others[number]], fit.wave_values[others[number]], fit.surrogate)

    return from_runs(retrain, shares, fit.wave_values, list(others), steps=steps, burn=burn)


def _recovery(found: Recovery, fit: Fit) -> dict[str, Any]:
    uniform = found.uniform()
    return {
        "truths": len(found.ranks),
        "covered": _round(float(found.covered.mean())),
        "distance": _round(float(np.sqrt((found.distances**2).mean()))),
        "parameters": [
            {"name": free.name, "covered": _round(float(found.covered[:, place].mean())), "uniform": _round(float(uniform[place]))}
            for place, free in enumerate(fit.frees)
        ],
        "ranks": np.histogram(found.ranks, 10, (0.0, 1.0))[0].tolist(),
    }


def _round(value: float) -> float:
    return float(f"{value:.{SIGNIFICANT}g}")
