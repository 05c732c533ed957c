"""Of what place and people something speaks, and whether a row of the evidence speaks of them."""

from dataclasses import dataclass

from scenarios.evidence.areas import EVERYTHING, area, trips
from scenarios.evidence.rows import Known


@dataclass(frozen=True, slots=True)
class Subject:
    """Of what place and people a parameter speaks.

    Attributes
    ----------
    areas
        Countries, all of which a row must cover.
    ends
        Pairs of countries, origin and target, one of which a row about a trip or border may join instead.
    names
        What a row may name instead, such as a crossing.
    everywhere, everybody
        Whether no country, no people is excepted.
    people
        Nationalities, all of which a row must cover.
    own
        The country whose own people may stand for all in it; empty if nobody may.
    """

    areas: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    everywhere: bool = False
    people: tuple[str, ...] = ()
    everybody: bool = False
    own: str = ""

    def __str__(self) -> str:
        """Place and people, for a message."""
        asked = [*self.names, *(f"{a}-{b}" for a, b in self.ends), " and ".join(self.areas)]
        place = "every country" if self.everywhere else " or ".join(part for part in asked if part) or "any place"
        people = " and ".join(self.people) or f"any{f' or {self.own}' if self.own else ''}"
        return f"{place} (people: {people})"

    def is_of(self, row: Known) -> bool:
        """Whether a row speaks of this place and these people; of one without these columns it cannot be said that it does not."""
        return not (row.place or row.people) or (self._in(row.place) and self._about(row.people))

    def _in(self, place: str) -> bool:
        covered = area(place)
        if covered is EVERYTHING or place in self.names:
            return True
        if self.everywhere:
            return False
        if not self.areas:
            return bool(self.people)  # of a people, wherever they were asked
        return all(country in covered for country in self.areas) or any(a in origin and b in target for a, b in self.ends for origin, target in trips(place))

    def _about(self, people: str) -> bool:
        covered = area(people)
        if covered is EVERYTHING:
            return True
        if self.everybody or not (self.people or self.own):
            return False
        return all(nationality in covered for nationality in self.people) if self.people else covered == frozenset({self.own})
