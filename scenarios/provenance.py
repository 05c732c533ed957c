"""Whether the parameters of a territory and a scenario are known as they say: what documents one speaks of its own thing, place and people."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from scenarios.evidence.sources import check_source, known_rows, rests_on_rows
from scenarios.evidence.subject import Subject
from scenarios.reading.problems import Problems
from scenarios.territories.parameter_rows import ParameterRows, names_in
from scenarios.territories.parts import Parts
from sim.basis.words import Kind
from sim.world.meanings import pattern_of

_KINDS = frozenset(kind.word for kind in Kind)
_PLACES = frozenset({"country", "border", "place", "origin", "target"})


def check_provenance(table: ParameterRows, parts: Parts, folders: Iterable[Path], problems: Problems) -> None:
    """Note documented and transferred parameters whose source is no row of the evidence, not a row about them, or gives no reason.

    ``folders`` are those in which a table of the user's own rows may stand; it is read only if a source is no row that ships.
    """
    resting = {key: one for key, one in table.parameters.items() if rests_on_rows(one) and key not in table.broken}
    rows, known = known_rows(resting.values(), folders, problems), parts.known()
    for key, parameter in resting.items():
        if all(name in known[noun] for noun, name in names_in(key)):  # a name that is not known is a finding already
            check_source(key, parameter, subject_of(key, parts), rows, table.where[key], problems)


def subject_of(key: str, parts: Parts) -> Subject:
    """Of what place and people the parameters of a key speak, where ``parts`` are those of the territory; a ``*`` speaks of all."""
    nouns = {part.strip("<>") for part in (pattern_of(key) or "").split(".") if part.startswith("<")}
    names = {noun: name for noun, name in names_in(key) if noun != "crossing" or name not in _KINDS}
    people = _people(names, parts)
    everybody = bool(nouns & {"nationality", "community"}) and not people
    somewhere = nouns & (_PLACES if nouns & _PLACES else {"crossing"})
    if somewhere - names.keys() or not (somewhere or people):
        return Subject(everywhere=True, people=people, everybody=everybody)
    areas, ends, own_names = _place(names, parts)
    return Subject(areas, ends, own_names, people=people, everybody=everybody, own=names["country"] if nouns == {"country"} else "")


def _people(names: Mapping[str, str], parts: Parts) -> tuple[str, ...]:
    nationality = {community.name: community.nationality for community in parts.communities}
    found = names.get("nationality") or nationality.get(names.get("community", ""))
    return (found,) if found else ()


def _place(names: Mapping[str, str], parts: Parts) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Countries, pairs of countries and names of which a row may speak, for keys that name a place; nothing for others."""
    country = {place.name: place.country for place in parts.places}
    if "border" in names:
        a, _, b = names["border"].partition("-")
        return (a, b), ((a, b),), ()
    if "origin" in names:
        a, b = country[names["origin"]], country[names["target"]]
        return (a, b), ((a, b),), (f"{names['origin']}-{names['target']}",)
    if "crossing" in names:
        sides = next(tuple(crossing.countries) for crossing in parts.crossings if crossing.name == names["crossing"])
        service = names.get("country")
        ends = tuple((a, b) for a in sides for b in sides if a != b and service in {None, a})
        return (service,) if service else sides, ends, (names["crossing"],)
    if "country" in names:
        return (names["country"],), ((names["nationality"], names["country"]),) if "nationality" in names else (), ()
    return ((country[names["place"]],), (), (names["place"],)) if "place" in names else ((), (), ())
