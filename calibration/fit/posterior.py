"""The posterior of the free parameters: an ensemble sampler on the surrogate, with the diagnostics of convergence."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, rankdata

from calibration.fit.emulator import Numbers
from calibration.fit.free import Shares

ENSEMBLES = 4
"""Independent samplers: r-hat compares them."""
MARGIN = 1e-9

LogLikelihood = Callable[[Shares], Numbers]


@dataclass(frozen=True, slots=True)
class Chains:
    """Draws of the unit cube, shape (ensembles, steps, walkers, parameters), their log-likelihoods, and the share of moves that were taken."""

    shares: Numbers
    logs: Numbers
    accepted: float

    @property
    def flat(self) -> Shares:
        """All draws, shape (draws, parameters)."""
        return self.shares.reshape(-1, self.shares.shape[-1])

    def r_hat(self) -> Numbers:
        """Rank-normalised split r-hat of each parameter, the worse of bulk and tails: see :func:`r_hat`."""
        ensembles, steps, walkers, parameters = self.shares.shape
        half = steps // 2
        split = self.shares[:, : 2 * half].reshape(ensembles * 2, half * walkers, parameters)
        return np.array([r_hat(split[:, :, place]) for place in range(parameters)])

    def effective(self) -> Numbers:
        """Effective number of draws of each parameter: all draws over the integrated autocorrelation time of the walkers."""
        from emcee.autocorr import integrated_time

        count = self.shares[..., 0].size
        times = np.array([integrated_time(self.shares[e], tol=0, quiet=True) for e in range(len(self.shares))])
        found: Numbers = count / np.maximum(times.mean(axis=0), 1.0)
        return found

    def thinned(self, count: int) -> Shares:
        """``count`` draws, evenly from all ensembles."""
        flat = self.shares.transpose(1, 2, 0, 3).reshape(-1, self.shares.shape[-1])
        found: Shares = flat[np.linspace(0, len(flat) - 1, count).round().astype(int)]
        return found


def sample(
    log_likelihood: LogLikelihood,
    parameters: int,
    *,
    steps: int,
    burn: int,
    seed: int,
    walkers: int = 0,
    ensembles: int = ENSEMBLES,
    thin: int = 1,
    tell: Callable[[int, int], None] | None = None,
) -> Chains:
    """Draws from prior times likelihood: the prior is flat over the unit cube.

    Every ensemble begins at the better ones of points drawn from the prior, with chance of its own; moves are differential evolution, one in ten of full
    length, which jumps between humps (Nelson and others 2014). The same seed gives the same chains.

    Parameters
    ----------
    log_likelihood
        Of points of the unit cube, shape (points, parameters) to shape (points,).
    steps, burn
        Steps that are kept, and that are not.
    walkers
        Of each ensemble; without it four times the parameters.
    thin
        Every so many kept steps are stored.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # small matrices: more threads only wait for one another
        return _sample(log_likelihood, parameters, (steps, burn, thin), seed, walkers or 4 * parameters, ensembles, tell)


def _sample(
    log_likelihood: LogLikelihood,
    parameters: int,
    lengths: tuple[int, int, int],
    seed: int,
    walkers: int,
    ensembles: int,
    tell: Callable[[int, int], None] | None,
) -> Chains:
    import emcee

    steps, burn, thin = lengths
    shares, logs, accepted = [], [], []
    for ensemble in range(ensembles):
        chance = np.random.default_rng((seed, ensemble))
        tries = chance.uniform(MARGIN, 1.0 - MARGIN, (20 * walkers, parameters))
        first = tries[np.argsort(-log_likelihood(tries), kind="stable")[:walkers]]
        moves = [(emcee.moves.DEMove(), 0.9), (emcee.moves.DEMove(gamma0=1.0), 0.1)]
        sampler = emcee.EnsembleSampler(walkers, parameters, _bounded(log_likelihood), moves=moves, vectorize=True)
        sampler.random_state = np.random.RandomState(int(chance.integers(2**31))).get_state()  # emcee keeps the old generator
        state = first
        for step, state in enumerate(sampler.sample(first, iterations=burn, store=False, skip_initial_state_check=True), 1):  # noqa: B007
            if tell is not None and step % 50 == 0:
                tell(ensemble * (burn + steps) + step, ensembles * (burn + steps))
        sampler.reset()
        for step, _ in enumerate(sampler.sample(state, iterations=steps // thin, thin_by=thin, skip_initial_state_check=True), 1):
            if tell is not None and step % 50 == 0:
                tell(ensemble * (burn + steps) + burn + step * thin, ensembles * (burn + steps))
        shares.append(sampler.get_chain())
        logs.append(sampler.get_log_prob())
        accepted.append(float(np.mean(sampler.acceptance_fraction)))
    return Chains(np.array(shares), np.array(logs), float(np.mean(accepted)))


def _bounded(log_likelihood: LogLikelihood) -> LogLikelihood:
    def bounded(shares: Shares) -> Numbers:
        inside = ((shares > 0.0) & (shares < 1.0)).all(axis=1)
        found = np.full(len(shares), -np.inf)
        if inside.any():
            found[inside] = log_likelihood(shares[inside])
        return found

    return bounded


def r_hat(chains: Numbers) -> float:
    """Rank-normalised r-hat of chains, shape (chains, draws): the larger of values and distances from the median (Vehtari and others 2021)."""
    return max(_r_hat(_normal_scores(chains)), _r_hat(_normal_scores(np.abs(chains - np.median(chains)))))


def _normal_scores(chains: Numbers) -> Numbers:
    ranks = rankdata(chains).reshape(chains.shape)
    found: Numbers = norm.ppf((ranks - 0.375) / (chains.size + 0.25))
    return found


def _r_hat(chains: Numbers) -> float:
    draws = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean()
    between = draws * chains.mean(axis=1).var(ddof=1)
    return float(np.sqrt(((draws - 1) / draws * within + between / draws) / within))
