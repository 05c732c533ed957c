"""History matching: how far a point is from what the documents allow, computed by hand on a surrogate that predicts what it is given."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pytest

from calibration.fit.matching import bounds, by_row, implausibility, next_points, out_of_reach
from calibration.fit.surrogate import Surrogate
from calibration.fit.targets import Target

DOUBT = 0.4
"""Of every emulator, variance between seeds included; the discrepancy of 0.3 comes on top: 0.5 together."""
FEE = Target("fee", ("FEE-02",), "fee", "fees", "FEE", "fitted", "rank", "rank", None, 10.0, 1.0, None, 0.3, (), "USD/person")
"""A price on a scale of its own: at most 10.5 is allowed, which makes distances plain."""
AT_MOST = replace(FEE, kind="order")


@dataclass(frozen=True)
class Told:
    """Predicts ``means`` at a point, with the same uncertainty for every target."""

    targets: tuple[Target, ...]
    means: Callable[[np.ndarray], np.ndarray]
    frees: tuple[str, ...] = ("one", "two")

    @property
    def emulators(self) -> tuple[bool, ...]:
        return (True,) * len(self.targets)

    def predict(self, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        means = self.means(shares)
        return means, np.full_like(means, DOUBT)


def says(*far: float, clusters: tuple[str, ...] | None = None) -> Surrogate:
    """So many standard deviations beyond what each target allows, wherever one looks."""
    names = clusters or tuple(f"cluster {k}" for k in range(len(far)))
    targets = tuple(replace(AT_MOST, name=f"target {k}", cluster=name) for k, name in enumerate(names))
    return cast("Surrogate", Told(targets, lambda shares: np.tile(10.5 + 0.5 * np.array(far), (len(shares), 1))))


ANYWHERE = np.array([[0.2, 0.3]])


def test_distance_is_in_standard_deviations_of_emulator_seed_and_discrepancy() -> None:
    assert by_row(says(2.0, 0.0, -5.0), ANYWHERE) == pytest.approx(np.array([[4.0, 0.0, 0.0]]))


def test_a_cluster_is_as_implausible_as_the_mean_of_its_squares() -> None:
    found = implausibility(says(4.0, 0.0, 3.0, clusters=("table", "table", "alone")), ANYWHERE)
    assert found == pytest.approx(np.array([[math.sqrt(8), 3.0]]))


def test_what_is_beyond_three_deviations_everywhere_is_out_of_reach() -> None:
    assert out_of_reach(says(2.9, 3.1, 0.0), 1, tries=50) == ("target 1",)


def test_a_point_is_as_implausible_as_its_third_worst_cluster() -> None:
    # two clusters are never right, the third only where the first parameter is below a half
    targets = tuple(replace(AT_MOST, name=name, cluster=name) for name in ("never", "nor", "below", "always"))

    def means(shares: np.ndarray) -> np.ndarray:
        count = len(shares)
        return np.column_stack([np.full(count, 99.0), np.full(count, 99.0), np.where(shares[:, 0] < 0.5, 0.0, 99.0), np.zeros(count)])

    points, share = next_points(cast("Surrogate", Told(targets, means)), 20, 1, tries=400)
    assert share == pytest.approx(0.5, abs=0.01)
    assert len(points) == 20
    assert (points[:, 0] < 0.5).all()


def test_where_too_little_is_plausible_the_least_implausible_points_are_taken() -> None:
    targets = tuple(replace(AT_MOST, name=name, cluster=name) for name in ("a", "b", "c"))
    points, share = next_points(cast("Surrogate", Told(targets, lambda shares: 99.0 + 9.0 * np.tile(shares[:, :1], (1, 3)))), 10, 1, tries=400)
    assert share == 0
    assert points[:, 0].max() < 0.03  # the lowest tenth of a quarter


def test_what_a_document_allows() -> None:
    fee = replace(FEE, kind="span", scale="log", low=99.0, high=199.0)
    assert bounds(fee) == pytest.approx((math.log(100), math.log(200)))
    assert bounds(replace(fee, slack=2.0)) == pytest.approx((math.log1p(99 / 2), math.log1p(398)))
    assert bounds(replace(fee, kind="more", high=None)) == pytest.approx((math.log(100), math.log1p(4 * 99)))
    # 5 of 25, give or take two standard errors of 0.08
    fifth = replace(FEE, kind="share", scale="share", low=0.2, high=0.2, sample=25)
    assert bounds(fifth) == pytest.approx([math.asin(math.sqrt(0.2 + far)) for far in (-0.16, 0.16)])
    assert bounds(AT_MOST) == (-math.inf, 10.5)
