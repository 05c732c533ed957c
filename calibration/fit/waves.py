"""Where the model is run: points of the unit cube that are spread evenly, the same ones whenever asked."""

import numpy as np

from calibration.fit.free import Shares


def first_points(count: int, parameters: int, seed: int) -> Shares:
    """A Latin hypercube of ``count`` points."""
    from scipy.stats import qmc

    found: Shares = qmc.LatinHypercube(parameters, rng=np.random.default_rng(seed)).random(count)
    return found
