"""Outlines of countries as paths of an SVG."""

from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from experiments.plots.countries import countries

FINE = 1.1
"""Units within which points of an outline are left out."""


def country_shapes(project: Any, centre: NDArray[np.float64], half: NDArray[np.float64], scale: float, inside: set[str]) -> list[dict[str, Any]]:
    """Outlines of countries, cut to the map and thinned: code, name, whether it is of the scenario, path, and where its code is placed."""
    box = Bbox([centre - half * 1.01, centre + half * 1.01])
    found = []
    for country in countries():
        parts, biggest = [], (0.0, 0.0, 0.0)
        for ring in country.rings:
            points = np.column_stack(project(ring[:, 0], ring[:, 1]))
            if (points.max(axis=0) < box.min).any() or (points.min(axis=0) > box.max).any():
                continue
            for polygon in map(np.asarray, Path(points, closed=False).clip_to_bbox(box).to_polygons(closed_only=False)):
                page = np.column_stack([(polygon[:, 0] - centre[0] + half[0]) * scale, (centre[1] + half[1] - polygon[:, 1]) * scale])
                thin = _thin(page)
                if len(thin) < 4:
                    continue
                parts.append("M" + "L".join(f"{x:.0f} {y:.0f}" if abs(x) > 999 else f"{x:.1f} {y:.1f}" for x, y in thin) + "Z")
                size = float(np.ptp(thin[:, 0]) * np.ptp(thin[:, 1]))
                if size > biggest[0]:
                    biggest = size, *_middle(thin)
        if parts:
            row: dict[str, Any] = {"code": country.code, "name": country.name, "ours": country.code in inside, "d": "".join(parts)}
            if country.code in inside and biggest[0] > 500:
                row["at"] = [round(biggest[1]), round(biggest[2]), 17 if biggest[0] > 18000 else 11]
            found.append(row)
    return found


def _thin(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points that lie far enough from the last one kept."""
    kept = [points[0]]
    for point in points[1:]:
        if abs(point - kept[-1]).max() >= FINE:
            kept.append(point)
    return np.array(kept)


def _middle(points: NDArray[np.float64]) -> tuple[float, float]:
    x, y = points.T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = float(cross.sum()) / 2
    if abs(area) < 1:
        return float(x.mean()), float(y.mean())
    return float(((x + np.roll(x, -1)) * cross).sum() / (6 * area)), float(((y + np.roll(y, -1)) * cross).sum() / (6 * area))
