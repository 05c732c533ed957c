"""Which evidence is kept away from fitting: fixed by a rule and a salt, before anything was fitted.

Rows of the evidence that split one passage or one table are one cluster: they stand or fall together, so that a row that was held out
is never informed by one that was fitted. Only clusters that a run can be compared with, and of which no row is an input, take part. Two blocks are held out:

- within each family of the evidence (prices, apprehensions, flows, ...) the first quarter of its clusters, rounded to the nearest whole number with halves
  rounded up, in the order of the SHA-256 of the cluster's name and :data:`SALT`;
- in time: every other cluster of counts by a service (family ``APP``) whose period lies in 2005.

The salt was committed before any hash was looked at.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256

SALT = "routes, stock and seed: 2026-11-21"
SHARE = 0.25
"""Share of the clusters of a family that is held out."""


def order(cluster: str) -> str:
    """Where a cluster stands among its family: the SHA-256, in hexadecimal digits, of its name and the salt."""
    return sha256(f"{cluster} {SALT}".encode()).hexdigest()


def held_out(families: Mapping[str, str], late: frozenset[str] = frozenset()) -> frozenset[str]:
    """The clusters that are held out.

    Parameters
    ----------
    families
        Family by cluster, of all clusters that take part.
    late
        Those of them that are held out as a block in time.
    """
    by_family: dict[str, list[str]] = defaultdict(list)
    for cluster, family in families.items():
        by_family[family].append(cluster)
    return late | {c for clusters in by_family.values() for c in sorted(clusters, key=order)[: math.floor(SHARE * len(clusters) + 0.5)]}
