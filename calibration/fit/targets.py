"""Targets: documented values that are no inputs, each with its cluster, its observation model and what the model is allowed to miss.

Rows that split one passage or table are one cluster and count as one observation: the log-likelihood of a cluster is the mean of its rows, but for a table of
bins, which is one observation (a multinomial). Which documented values are fitted and which held out stands in ``uses.csv``.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calibration.evidence.comparisons import COMPARISONS, Spec, read_specs
from calibration.evidence.indicators import INDICATORS
from calibration.evidence.observations import COUNT
from calibration.evidence.rows import read_evidence
from calibration.evidence.uses import FITTED, HELD_OUT, Use, read_uses
from calibration.fit import observation
from calibration.fit.observation import SHOULDER, Values
from scenarios.reading.files import read_rows
from scenarios.reading.folders import STUDIES
from scenarios.reading.names import COUNTRY
from scenarios.reading.problems import Problems
from scenarios.studies import Study

DISCREPANCY = "discrepancy.csv"
COLUMNS: Mapping[str, str] = {
    "family": "first letters of the ids of the evidence; `OWN` for rows of one's own with other letters",
    "scale": "scale on which the comparison is made: `log`, `share`, `signed` or `rank`",
    "spread": "standard deviation, on that scale, of what the model cannot reproduce of such values",
    "reason": "why so much",
}
"""The columns of ``discrepancy.csv``."""
SPAN, MORE, MOST, REGISTER, SIGNED, SHARE, ORDER, BIN = KINDS = ("span", "more", "most", "register", "signed", "share", "order", "bin")


@dataclass(frozen=True, slots=True)
class Target:
    """A documented value: ``name`` is the outcome that ``simulate`` gives for it, ``spread`` the discrepancy on ``scale``.

    ``low`` and ``high`` are the document as it stands, equal for one number; ``slack`` the factor within which it is known; ``sample`` the number of
    people that a share was taken of. ``registers`` are the keys of the shares that reach the registers it counts in, none where reporting plays no part.
    ``shift`` moves a documented difference without changing its error.
    """

    name: str
    ids: tuple[str, ...]
    what: str
    cluster: str
    family: str
    use: str
    kind: str
    scale: str
    low: float | None
    high: float | None
    slack: float
    sample: int | None
    spread: float
    registers: tuple[str, ...]
    unit: str
    shift: float = 0.0

    def log_likelihood(self, mean: Values, spread: Values) -> Values:
        """Of the document, where the model's outcome is normal on the target's scale; shape of ``mean``. The discrepancy comes on top of ``spread``."""
        back = observation.SCALES[self.scale][1]
        return observation.averaged(self._log_likelihood_at, mean, np.sqrt(spread**2 + self.spread**2), back)

    def _log_likelihood_at(self, y: Values) -> Values:
        low, high, shoulder = self.low, self.high, max(SHOULDER, math.log(self.slack))
        if self.kind in (SHARE, BIN):
            return observation.share(y, round((low or 0.0) * (self.sample or 1)), self.sample or 1)
        if self.kind == REGISTER:
            return observation.register(y, low or 0.0)
        if self.kind == SIGNED:
            return observation.signed(y, (low or 0.0) + self.shift, self.noise)
        if self.kind == ORDER:
            return observation.order(y, high or 1.0)
        if high is None:
            return observation.more(y, low or 0.0, shoulder)
        return observation.most(y, high, shoulder) if low is None else observation.span(y, low, high, shoulder)

    @property
    def noise(self) -> float:
        """Standard deviation of a documented difference: that of its counts and what the slack allows, people."""
        return math.sqrt(abs(self.low or 0.0)) * 2.0 + abs(self.low or 0.0) * (self.slack - 1.0) / 2.0 + 5.0


def read_targets(study: Study, uses: Mapping[str, Use] | None = None, wanted: tuple[str, ...] = (FITTED, HELD_OUT)) -> tuple[Target, ...]:
    """The documented values of a study that results can be compared with, in the order of the comparisons: those whose use is ``wanted``.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be used, no discrepancy is given for a family on a scale that it needs, or two comparisons have the same rows and period.
    """
    evidence = read_evidence(study)
    used = read_uses(study) if uses is None else uses
    specs = read_specs(study, evidence)
    problems = Problems()
    spreads: dict[tuple[str, str], float] = {}
    shipped = read_rows(STUDIES / DISCREPANCY, tuple(COLUMNS), problems) or ()
    for row in (*shipped, *study.rows(DISCREPANCY, tuple(COLUMNS), problems)):
        spread = row.number("spread", 0.0)
        if row.known("scale", tuple(observation.SCALES)) and spread is not None:
            spreads[row["family"], row["scale"]] = spread
    found = []
    for name, times in Counter(name_of(spec) for spec in specs).items():
        if times > 1:  # one would be scored by the number of the other
            problems.add(COMPARISONS, f"{name} {times} times", "each once; another comparison names its days in other words, as 2004-01 to 2004-12 for 2004")
    for spec in specs:
        ids = tuple(spec.id.split(";"))
        use = used[ids[0]]
        if use.use not in wanted:
            continue
        kind = _kind(spec)
        scale = {ORDER: "rank", SIGNED: "signed"}.get(kind, "share" if INDICATORS[spec.indicator].unit == "share" else "log")
        family = evidence[ids[0]].family
        if (family, scale) not in spreads:
            problems.add(DISCREPANCY, f"no row for {family} on the scale {scale}", "one, since a comparison needs it")
            continue
        low, high = spec.documented
        found.append(
            Target(
                name=name_of(spec),
                ids=ids,
                what=spec.what,
                cluster=use.cluster,
                family=family,
                use=use.use,
                kind=kind,
                scale=scale,
                low=low,
                high=high,
                slack=spec.slack,
                sample=spec.sample,
                spread=spreads[family, scale],
                registers=_registers(spec),
                unit=INDICATORS[spec.indicator].unit,
            )
        )
    problems.stop()
    return tuple(found)


def name_of(spec: Spec) -> str:
    """The name of the outcome that ``simulate`` gives for a comparison."""
    return f"{spec.id}|{spec.community}|{spec.place}|{spec.period}"


def _kind(spec: Spec) -> str:
    low, high = spec.documented
    if spec.indicator == "worst_rank":
        return ORDER
    if spec.indicator == "net_registered_arrivals":
        return SIGNED
    if spec.sample is not None:
        return BIN if spec.indicator == "outlay_share" else SHARE
    if low is None or high is None:
        return MOST if low is None else MORE
    # Flows are estimates, in round numbers; what other families count was written down case by case.
    written = spec.kind == COUNT if spec.kind and high else INDICATORS[spec.indicator].adds_up and not spec.id.startswith("FLW")
    return REGISTER if low == high and written else SPAN


def _registers(spec: Spec) -> tuple[str, ...]:
    """The registers that are counted in: at the borders, inland or both, of the country asked for, or of the one that the evidence names."""
    if not spec.indicator.startswith("registered"):
        return ()
    where = {"registered_inland": ("inland",), "registered_held": ("inland",), "registered": ("border", "inland")}.get(spec.indicator, ("border",))
    country = spec.only.countries[0] if spec.only.countries else spec.place.partition("-")[0]
    if not COUNTRY.fullmatch(country):  # an observation that names no country: registers of several may count in it
        return ()
    return tuple(f"country.{country}.{side}_reporting" for side in where)


def by_cluster(targets: tuple[Target, ...]) -> Mapping[str, tuple[int, ...]]:
    """Places of the targets of each cluster, in the order of the targets."""
    found: dict[str, list[int]] = {}
    for place, target in enumerate(targets):
        found.setdefault(target.cluster, []).append(place)
    return {cluster: tuple(places) for cluster, places in found.items()}
