"""Communities that no document speaks of: a study either judges each community of its scenarios or excuses it, with a reason.

A community is *judged* where a comparison names it, or an itinerary that lies in the scenario or its territory is reported of it. A comparison of everybody in
a country judges none of them by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calibration.evidence.comparisons import Spec, read_specs
from calibration.evidence.itineraries import OUTSIDE, Itinerary, read_itineraries
from calibration.evidence.rows import answered_for, read_evidence
from calibration.evidence.uses import COLUMNS as USE_COLUMNS
from calibration.evidence.uses import CONTEXT, USES, read_links, read_uses
from calibration.evidence.world_names import communities_of
from scenarios.reading.problems import Problems
from scenarios.studies import Study
from sim.world.world import World

EXCUSED = "excused.csv"
COLUMNS: Mapping[str, str] = {
    "community": "a community of the scenario, by name; each stands once",
    "reason": "why no document judges it",
}
"""The columns of ``excused.csv``."""
_NAMED = ("named", "of", "mix")
"""Arguments of an indicator that name the communities it is about; those it ranks them ``among`` are not."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What a study leaves open.

    ``communities`` are neither judged nor excused; ``judged`` and ``unknown`` are excused in vain; ``rows`` of its evidence are neither compared nor used, and
    no ``uses.csv`` says why.
    """

    communities: tuple[str, ...]
    judged: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything is left open."""
        return bool(self.communities or self.judged or self.unknown or self.rows)


def read_excused(study: Study) -> Mapping[str, str]:
    """Reasons by community, in the order of the study's files.

    Raises
    ------
    scenarios.BadInput
        If a file cannot be read, a community stands twice, or a reason is wanting.
    """
    problems = Problems()
    found: dict[str, str] = {}
    for row in study.rows(EXCUSED, tuple(COLUMNS), problems):
        if row["community"] in found:
            row.reject(f"{row['community']} again", "each community once")
        if not row["reason"]:
            row.bad("reason", "why no document judges it")
        found.setdefault(row["community"], row["reason"])
    problems.stop()
    return found


def spoken_of(specs: Iterable[Spec], itineraries: Iterable[Itinerary]) -> frozenset[str]:
    """The communities that comparisons name and itineraries are reported of."""
    found: set[str] = set()
    for spec in specs:
        found |= set(spec.only.communities)
        by_people = spec.arguments.get("by", "communities") == "communities"
        for name in _NAMED if by_people else _NAMED[1:]:
            value = spec.arguments.get(name, ())
            found |= set(value) if isinstance(value, tuple) else {str(value)}
    for itinerary in itineraries:
        if itinerary.within != OUTSIDE:
            found |= set(itinerary.communities)
    return frozenset(found)


def has_documents(study: Study) -> bool:
    """Whether a study has anything to judge by: a row of evidence that it answers for, or that it compares with."""
    return bool(read_links(study).evidence)


def unjudged(study: Study, world: World) -> Unjudged:
    """What a study leaves open of a world, in the order of the world and of the evidence; nothing where it has no documents.

    Raises
    ------
    scenarios.BadInput
        If a file of the study cannot be used.
    """
    if not has_documents(study):
        return Unjudged((), (), (), ())
    evidence = read_evidence(study)
    judged = set(communities_of(tuple(spoken_of(read_specs(study, evidence), read_itineraries(study, evidence).values())), world))
    excused = read_excused(study)
    there = tuple(community.name for community in world.communities)
    return Unjudged(
        communities=tuple(name for name in there if name not in judged and name not in excused),
        judged=tuple(name for name in excused if name in judged and name in there),
        unknown=tuple(name for name in excused if name not in there),
        rows=_rows(study),
    )


def _rows(study: Study) -> tuple[str, ...]:
    """Rows of the study's sources and its own that are context, and of which no ``uses.csv`` says why."""
    problems = Problems()
    said = {row["id"] for row in study.rows(USES, tuple(USE_COLUMNS), problems)}
    problems.stop()
    links = read_links(study)
    uses = read_uses(study, links)
    return tuple(name for name in answered_for(study, links.evidence) if uses[name].use == CONTEXT and name not in said)
