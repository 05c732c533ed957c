"""A comparison for programs: as one JSON object, and as files, ``compare.json`` with everything and tables that a spreadsheet opens."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from experiments.runs import harm
from experiments.runs.comparison import Comparison
from experiments.runs.differences import plain
from experiments.runs.displacement_accounts import NO_TEST, Account
from experiments.runs.intervals import CONFIDENCE, FALSE_DISCOVERY_RATE, LEAST_PAIRS, no_verdicts
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.policy_outcomes import TOGETHER
from experiments.runs.ranking import Ranking
from experiments.store.csv_text import csv_of
from experiments.store.digest_list import note
from experiments.store.ownership import PATIENCE, Busy, owned
from experiments.store.sweep_folder import SweepFolder
from experiments.store.tables import reported
from experiments.store.versions import provenance_json
from experiments.store.writing import write_whole
from scenarios.reading.problems import Finding


def write_comparison(found: Comparison, folder: Path) -> list[Path]:
    """Write ``compare.json``, ``differences.csv`` and one ``displacement-POLICY.csv`` a policy, each whole or not at all; says where they are.

    Raises
    ------
    experiments.store.ownership.Busy
        If another program writes there, or has begun another comparison in the folder.
    """
    texts = {
        "compare.json": json.dumps(comparison_json(found), indent=1, ensure_ascii=False) + "\n",
        "differences.csv": csv_of(plain([*found.differences, *found.between])),
        **{f"displacement-{name}.csv": csv_of(cells(account)) for name, account in found.accounts.items()},
    }
    paths = [folder / name for name in texts]
    with owned(folder, PATIENCE, again=True):
        about = SweepFolder(folder).about()
        if about and about["design"] != json.loads(json.dumps(found.request.design().about())):
            raise Busy([Finding(str(folder), "another comparison, which was begun there since", "the same command again, with another folder as --out")])
        for path, text in zip(paths, texts.values(), strict=True):
            write_whole(path, text)
        note(folder, paths)
    return paths


def intervals(found: Comparison) -> str:
    """What the intervals of a comparison are."""
    draws, seeds = found.by_policy.values.shape[3:]
    if draws > 1:
        return f"{draws} draws x {seeds} seeds; 90 per cent range over draws"
    return f"{seeds} seeds; interval: {CONFIDENCE:.0%} of the mean" if seeds > 1 else "1 seed, which gives no interval"


def verdicts(found: Comparison, policy: str, *, together: bool = True) -> str:
    """How verdicts on a policy are reached, of all communities together or of the communities one by one; or why there is none."""
    sizes: tuple[int, int] = found.by_policy.values.shape[3:]
    test = "paired t test over the means of draws" if sizes[0] > 1 else "paired t test over seeds"
    tests = sum(row.policy == policy and row.p is not None and (row.community == TOGETHER) == together for row in found.differences)
    rate = f"{tests} {'outcomes' if together else 'outcomes of communities'} tested, false discovery rate {FALSE_DISCOVERY_RATE:.0%} (Benjamini-Hochberg)"
    return no_verdicts(sizes) or f"more, less: the interval excludes zero and the {test} is significant; {rate}"


def not_given(found: Comparison) -> list[dict[str, str]]:
    """Outcomes without a row, each with the reason."""
    there = {(row.community, row.outcome) for row in found.differences}
    without = "no pair of runs has a number"
    reasons = {name: "the own cost of a policy is that of all communities together" for name, outcome in OUTCOMES.items() if outcome.own_cost}
    return [
        {"community": community, "outcome": name, "reason": without if community == TOGETHER else reasons.get(name, without)}
        for community in found.by_policy.communities
        for name in found.by_policy.outcomes
        if (community, name) not in there
    ]


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Everything that a comparison says."""
    first, last = reported(found.world)
    draws, seeds = found.by_policy.values.shape[3:]
    return {
        "scenario": found.world.name,
        **provenance_json(found.world.calibration),
        "baseline": found.request.names[0],
        "policies": list(found.request.names[1:]),
        "period": [first.isoformat(), last.isoformat()],
        "draws": draws,
        "seeds": seeds,
        "seed": min(found.request.seeds),
        "interval": intervals(found),
        "verdicts": {name: {TOGETHER: verdicts(found, name), "by community": verdicts(found, name, together=False)} for name in found.request.names[1:]},
        "least_pairs": LEAST_PAIRS,
        "false_discovery_rate": FALSE_DISCOVERY_RATE,
        "alternatives": found.request.design().about()["alternatives"],
        "reach": {name: each.plain() for name, each in found.reaches.items()},
        "own_costs": {name: own.plain() for name, own in found.own_costs.items()},
        "differences": plain(found.differences),
        "differences_between_policies": plain(found.between),
        "not_given": not_given(found),
        "costs": [asdict(cost) for cost in found.costs],
        "displacement": {name: account_json(each, found) for name, each in found.accounts.items()},
        "no_displacement": dict(found.no_accounts),
        "harm_weights": harm.plain(found.request.weights),
        "ranking": None if found.ranking is None else ranking_json(found.ranking),
        "failed": list(found.by_policy.missing),
    }


def ranking_json(found: Ranking) -> dict[str, Any]:
    """A ranking for programs."""
    ranks = [asdict(rank) | {"probabilities": list(rank.probabilities)} for rank in found.ranks]
    return asdict(found) | {"ranks": ranks, "warnings": list(found.warnings)}


def account_json(found: Account, comparison: Comparison) -> dict[str, Any]:
    """An account for programs: every cell that is not zero, by community, and the steps, speeds and corridors."""
    first, last = found.question.days(comparison.world)
    return {
        "border": found.question.border,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "outcomes": list(found.outcomes),
        "corridors": list(found.corridors),
        "people": {name: int(found.moved[0, c].sum()) for c, name in enumerate(found.communities)},
        "movers": {name: found.movers(c) for c, name in enumerate(found.communities)},
        "cells": cells(found),
        "corridor_cells": [
            {"community": name, "from": found.corridors[j], "to": found.corridors[k], "people": float(mean[j, k])}
            for c, name in enumerate(found.communities)
            for mean in [found.corridor[:, c].mean(axis=0)]
            for j, k in np.argwhere(mean > 0).tolist()
        ],
        "weekly": {name: found.weekly[:, c].mean(axis=0).tolist() for c, name in enumerate(found.communities)},
    }


def cells(found: Account) -> list[dict[str, Any]]:
    """Every cell of the matrix that is not zero, by community: mean, 90 per cent range over pairs, diversion ratio, direct part, and what the margins allow.

    ``net`` is the cell less the opposite one, with its p-value and verdict (:meth:`~experiments.runs.displacement_accounts.Account.net_tests`).
    """
    rows = []
    tests = found.net_tests()
    for c, name in enumerate(found.communities):
        mean, (low, high), limits, shares = found.mean(c), found.spread(c), found.coupling_bounds(c), found.diversion(c)
        direct = found.direct[:, c].mean(axis=0)
        for j, k in np.argwhere(mean > 0).tolist():
            people = {"people": float(mean[j, k]), "low": float(low[j, k]), "high": float(high[j, k]), "direct": float(direct[j, k])}
            allowed = {"margins_low": float(limits.low[j, k]), "margins_high": float(limits.high[j, k])}
            ratio = None if np.isnan(shares[j, k]) else float(shares[j, k])
            row = {"community": name, "from": found.outcomes[j], "to": found.outcomes[k], **people, "diversion": ratio, **allowed}
            rows.append(row | tests.get((c, j, k), NO_TEST).plain())
    return rows
