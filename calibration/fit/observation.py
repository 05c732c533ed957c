"""Observation models: the likelihood of a document given the model's outcome, one function a kind of document.

Each function takes latent values ``y`` (the model's outcome with its uncertainties, shape (..., nodes)) and gives log-likelihoods of the same shape. They are
not normalised where the document is a range: only their shape over ``y`` counts.

``span``      a range reported by somebody, or one number that is round: flat inside, falling off like a normal curve in ``log y`` outside
``more``      "more than": flat from the number to :data:`SOFT_TOP` times it, falling off on both sides, because nobody says "more than 30" of 3,000
``most``      "at most": flat below
``register``  a count that was written down: negative binomial, because groups are caught together
``signed``    a difference of two counts, which may be negative
``share``     a share of a sample: binomial
``order``     a ranking: flat up to the rank, half as likely with every place beyond
"""

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from calibration.evidence import counts

Values = NDArray[np.float64]

SOFT_TOP = 2.0
"""How far above its number "more than" is still taken at its word."""
SHOULDER = 0.1
"""Standard deviation of the logarithm beyond a range whose ends are taken as they are reported: a tenth."""
GROUP = counts.GROUP
"""People caught together: variance of a register is so many times that of single people. The closing table of a run judges by the same."""
LEAST = 1e-6
"""Stands for zero where a logarithm or a share of zero is asked."""


def span(y: Values, low: float, high: float, shoulder: float) -> Values:
    """Flat from ``low`` to ``high``; outside, the distance in ``log y`` counts in units of ``shoulder``."""
    logs = np.log(np.maximum(y, LEAST))
    beyond = np.maximum(math.log(max(low, LEAST)) - logs, 0.0) + np.maximum(logs - math.log(max(high, LEAST)), 0.0)
    return -0.5 * (beyond / shoulder) ** 2


def more(y: Values, low: float, shoulder: float) -> Values:
    """Flat from ``low`` to :data:`SOFT_TOP` times it; beyond the top it falls off slowly, within another such factor."""
    logs = np.log(np.maximum(y, LEAST))
    under = np.maximum(math.log(max(low, LEAST)) - logs, 0.0) / shoulder
    over = np.maximum(logs - math.log(max(low, LEAST) * SOFT_TOP), 0.0) / math.log(SOFT_TOP)
    return -0.5 * (under**2 + over**2)


def most(y: Values, high: float, shoulder: float) -> Values:
    """Flat up to ``high``."""
    beyond = np.maximum(np.log(np.maximum(y, LEAST)) - math.log(max(high, LEAST)), 0.0)
    return -0.5 * (beyond / shoulder) ** 2


def register(y: Values, count: float, group: float = GROUP) -> Values:
    """Negative binomial with mean ``y`` and variance ``group`` times ``y``."""
    size = np.maximum(y, LEAST) / (group - 1.0)
    found: Values = gammaln(count + size) - gammaln(size) - gammaln(count + 1.0) + size * math.log(1.0 / group) + count * math.log(1.0 - 1.0 / group)
    return found


def signed(y: Values, documented: float, spread: float) -> Values:
    """Normal with a standard deviation ``spread``."""
    return -0.5 * ((y - documented) / spread) ** 2 - math.log(spread)


def share(y: Values, count: float, sample: float) -> Values:
    """Binomial: ``count`` of ``sample``."""
    p = np.clip(y, LEAST, 1.0 - LEAST)
    found: Values = count * np.log(p) + (sample - count) * np.log1p(-p) - betaln(count + 1.0, sample - count + 1.0) - math.log(sample + 1.0)
    return found


def order(y: Values, rank: float) -> Values:
    """Flat up to ``rank`` and half a place; beyond, every place more is half as likely: who leads a list changes with one campaign of checks."""
    found: Values = -np.maximum(0.0, y - rank - 0.5) * math.log(2.0)
    return found


def averaged(log_likelihood: Callable[[Values], Values], mean: Values, spread: Values, back: Callable[[Values], Values]) -> Values:
    """Log-likelihood averaged over the uncertainty of the latent value: normal with ``mean`` and ``spread`` on the scale from which ``back`` leads.

    By evenly spaced nodes, which get along with the corners of a range; the shape of the result is that of ``mean``.
    """
    nodes = mean[..., None] + spread[..., None] * _NODES
    logs = log_likelihood(back(nodes)) + _WEIGHTS
    top = logs.max(axis=-1, keepdims=True)
    found: Values = (top + np.log(np.exp(logs - top).sum(axis=-1, keepdims=True)))[..., 0]
    return found


_NODES: Values = np.linspace(-5.0, 5.0, 101)
_WEIGHTS: Values = -0.5 * _NODES**2 - np.log(np.exp(-0.5 * _NODES**2).sum())


def same(y: Values) -> Values:
    """The scale of shares, ranks and differences: none."""
    return y


def log1(y: Values) -> Values:
    """The scale of counts and prices: ``log(1 + y)``, which includes zero."""
    found: Values = np.log1p(np.maximum(y, 0.0))
    return found


def exp1(z: Values) -> Values:
    """Back from :func:`log1`."""
    found: Values = np.maximum(np.expm1(np.minimum(z, 50.0)), 0.0)
    return found


def root(y: Values) -> Values:
    """The scale of shares: the arcsine of the root, on which a share of a sample has the same error everywhere."""
    found: Values = np.arcsin(np.sqrt(np.clip(y, 0.0, 1.0)))
    return found


def unroot(z: Values) -> Values:
    """Back from :func:`root`."""
    found: Values = np.sin(np.clip(z, 0.0, np.pi / 2)) ** 2
    return found


def bend(y: Values) -> Values:
    """The scale of differences, which may be negative: ``asinh(y / 10)``."""
    found: Values = np.arcsinh(y / 10.0)
    return found


def unbend(z: Values) -> Values:
    """Back from :func:`bend`."""
    found: Values = 10.0 * np.sinh(np.clip(z, -20.0, 20.0))
    return found


SCALES: Mapping[str, tuple[Callable[[Values], Values], Callable[[Values], Values]]] = {
    "log": (log1, exp1),
    "share": (root, unroot),
    "signed": (bend, unbend),
    "rank": (same, same),
}
"""Scales on which outcomes are emulated with their uncertainty, and the ways back."""
