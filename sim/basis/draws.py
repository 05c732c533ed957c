"""Keyed random numbers: each is a pure function of (seed, purpose, who, occasion).

There is no generator and no state: what one person draws never depends on what others drew before.
Keys are 64-bit hashes of names, so that adding a place moves nobody else. The mixing is the finaliser of
SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").

Integers here are ``numpy.uint64``. In plain Python their products wrap round with a warning: callers outside
compiled code work under ``numpy.errstate(over="ignore")``.
"""

import hashlib
import math

import numpy as np

from sim.basis.clock import DAY
from sim.basis.rule import rule

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
THIRTY, TWENTY_SEVEN, THIRTY_ONE, TWELVE = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
STEP = 2.0**-52
HALF_STEP = 2.0**-53
LARGEST_GUMBEL = -math.log(-math.log(1.0 - HALF_STEP))
"""Largest Gumbel variate that can be drawn: what lies further behind than this cannot win."""
ORDINARY = 0.95
ORDINARY_GUMBEL = -math.log(-math.log(ORDINARY)) + 1e-9
"""A bound on the Gumbel variates of uniform draws up to ``ORDINARY``, with room for rounding."""


def name_key(name: str) -> np.uint64:
    """64-bit key of a name: the first eight bytes of its BLAKE2b digest, little-endian."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))


PERSON = name_key("person")
PARTY = name_key("party")
FUNDS = name_key("funds")
WOMAN = name_key("woman")
AGE = name_key("age")
ORIGIN = name_key("origin")
ABROAD = name_key("abroad")
PASSPORT = name_key("passport")
PERMIT = name_key("permit")
EXIT_PERMIT = name_key("exit permit")
GUIDE = name_key("guide")
CONTRACT = name_key("contract")
EMPLOYER = name_key("employer")
CONSIDER = name_key("consider")
DEPART = name_key("depart")
ELSEWHERE = name_key("elsewhere")
MOVE = name_key("move")
VISA = name_key("visa")
SHOWN = name_key("shown")
BOARDING = name_key("boarding")
DEATH = name_key("death")
INJURY = name_key("injury")
DETECTION = name_key("detection")
INTEGRITY = name_key("integrity")
AFTERMATH = name_key("aftermath")
REGISTRATION = name_key("registration")
INLAND = name_key("inland")
EXTORTION = name_key("extortion")
SENT = name_key("sent")
DENOUNCED = name_key("denounced")
FINED = name_key("fined")
ONWARD = name_key("onward")
CHEATED = name_key("cheated")
APPLICATION = name_key("application")
REFERRAL = name_key("referral")
DISAPPEARANCE = name_key("disappearance")
ASYLUM = name_key("asylum")
GRANTED = name_key("granted")
STAY = name_key("stay")
RANK = name_key("rank")
GATHERED = name_key("gathered")
REVIEW = name_key("review")
CROSSING = name_key("crossing")
ORGANISER = name_key("organiser")
KNOWN = name_key("known")
BED = name_key("bed")
DWELL = name_key("dwell")


@rule
def mix(x: np.uint64) -> np.uint64:
    """Finaliser of SplitMix64: a bijection on 64 bits in which every input bit moves half of the output bits."""
    x = (x ^ (x >> THIRTY)) * FIRST
    x = (x ^ (x >> TWENTY_SEVEN)) * SECOND
    return x ^ (x >> THIRTY_ONE)


@rule
def join(key: np.uint64, other: np.uint64) -> np.uint64:
    """One key from two; the order matters."""
    return mix((key ^ other) + GOLDEN)


@rule
def join_number(key: np.uint64, number: int) -> np.uint64:
    """One key from a key and a whole number, not negative."""
    return mix((key ^ np.uint64(number)) + GOLDEN)


@rule
def uniform(seed: np.uint64, purpose: np.uint64, who: np.uint64, occasion: np.uint64) -> float:
    """A number strictly between 0 and 1, uniform over 2**52 values."""
    bits = join(join(join(seed, purpose), who), occasion)
    return np.float64(bits >> TWELVE) * STEP + HALF_STEP


@rule
def gumbel(u: float) -> float:
    """Standard Gumbel variate from a uniform one: ``-ln(-ln u)``."""
    return -math.log(-math.log(u))


@rule
def log_logistic(median: float, spread: float, u: float) -> float:
    """Variate of the log-logistic distribution: ``median * (u / (1 - u)) ** spread``."""
    return median * math.exp(spread * math.log(u / (1.0 - u)))


@rule
def within(rate_per_day: float, hours: int) -> float:
    """Probability over some hours of a hazard given per day: ``1 - (1 - h) ** (hours / 24)``; no hours, no hazard."""
    if hours <= 0 or rate_per_day <= 0.0:
        return 0.0
    if rate_per_day >= 1.0:
        return 1.0
    return -math.expm1(math.log1p(-rate_per_day) * (hours / DAY))


@rule
def befalls(u: float, rate_per_day: float, hours: int) -> bool:
    """Whether what has a rate a day falls :func:`within` some hours, by a uniform draw.

    By then it has at most the chance of a day, or of so many days added up (Boole's inequality): a draw beyond both, as nearly all are, needs no logarithm.
    """
    return u < rate_per_day * (1.0 + hours / DAY) and u < within(rate_per_day, hours)


@rule
def struck(u: float, chance: float, people: int) -> int:
    """How many of some people are struck by what befalls each with a ``chance`` of its own, from one uniform draw: low draws strike many.

    The inverse of the binomial distribution, whose next term follows from the last: ``P(k) = P(k - 1) (n - k + 1) p / (k (1 - p))``, in logarithms, in which
    nothing is too small. A draw beyond the sum of all chances (Boole's inequality), as nearly all are, strikes nobody. One person is struck if ``u < chance``.
    """
    if u >= chance * people:
        return 0
    if people == 1 or chance >= 1.0:
        return people
    odds = chance / (1.0 - chance)
    log_term = people * math.log1p(-chance)
    more = -math.expm1(log_term)
    number = 0
    while number < people and u < more:
        number += 1
        log_term += math.log((people - number + 1) * odds / number)
        more -= math.exp(log_term)
    return number


@rule
def struck_within(u: float, rate_per_day: float, hours: int, people: int) -> int:
    """How many of some people are :func:`struck` by what has a rate a day, :func:`within` some hours; passed over as quickly as in :func:`befalls`."""
    if u >= people * (rate_per_day * (1.0 + hours / DAY)):
        return 0
    return struck(u, within(rate_per_day, hours), people)
