"""The communities of a territory and what each country asks of their nationality."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.reading.files import read_rows
from scenarios.reading.names import COUNTRY, COUNTRY_TEXT, NAME, name_allowed, spelled
from scenarios.reading.paths import shown
from scenarios.reading.problems import Problems
from scenarios.reading.toml_files import Document, fill, read_toml
from scenarios.territories.columns import REGIMES
from scenarios.territories.forms import CommunitiesForm, CommunityForm, RegimeForm
from sim.basis.words import Entry
from sim.world.world import Community, Regime

_ENTRIES: Mapping[str, Entry] = {entry.word: entry for entry in Entry if entry is not Entry.OWN}
_YES: Mapping[str, bool] = {"yes": True, "no": False, "": False}


@dataclass(frozen=True, slots=True)
class Placed:
    """A community and the line on which it stands."""

    community: Community
    where: str


@dataclass(frozen=True, slots=True)
class Communities:
    """The valid communities by name, and the names and nationalities of all, valid or not."""

    placed: Mapping[str, Placed]
    names: tuple[str, ...]
    nationalities: tuple[str, ...]


def read_communities(folder: Path, places: Collection[str] | None, problems: Problems) -> Communities | None:
    """The communities, or ``None`` if the file cannot be read as a list of them; without ``places`` their names are not checked."""
    document = read_toml(folder / "communities.toml", problems)
    if document is None:
        return None
    form = fill(CommunitiesForm, document.data, document, (), problems)
    if form is None:
        return None
    found: dict[str, Placed] = {}
    first: dict[str, str] = {}
    for number, entry in enumerate(form.community):
        path = ("community", number)
        community = fill(CommunityForm, entry, document, path, problems)
        if community is None:
            continue
        where = document.where(path)
        fits = NAME.fullmatch(community.name) and COUNTRY.fullmatch(community.nationality)  # others would make keys that no pattern has
        if not NAME.fullmatch(community.name):
            problems.add(document.where((*path, "name")), f'name "{community.name}"', name_allowed(community.name), spelled(community.name))
        if community.name in first:
            again = f"each name once; it stands at {first[community.name]}"
            problems.add(document.where((*path, "name")), f'community "{community.name}" again', again)
        if not COUNTRY.fullmatch(community.nationality):
            problems.add(document.where((*path, "nationality")), f'nationality "{community.nationality}"', COUNTRY_TEXT)
        for key, names in (("origins", community.origins), ("destinations", community.destinations)):
            for name in names:
                if places is not None and name not in places:
                    problems.unknown(document.where((*path, key)), "place", name, places)
            for name in dict.fromkeys(name for name in names if names.count(name) > 1):
                problems.add(document.where((*path, key)), f'"{name}" more than once', "each place once")
        whole = Community(community.name, community.title, community.nationality, tuple(community.origins), tuple(community.destinations), community.followed)
        first.setdefault(community.name, where)
        if fits:
            found.setdefault(community.name, Placed(whole, where))

    def words(key: str) -> tuple[str, ...]:
        return tuple(entry[key] for entry in form.community if isinstance(entry.get(key), str))

    named = words("name")
    return Communities(found, tuple(dict.fromkeys([*named, *(spelled(name) or name for name in named)])), words("nationality"))


@dataclass(frozen=True, slots=True)
class Regimes:
    """The rows of ``regimes.csv``: entry by (nationality, country), either of which may be ``*``, and the countries that ask for exit permits."""

    file: str
    entries: Mapping[tuple[str, str], Entry]
    exit_permits: frozenset[str]

    def changed(self, document: Document, rows: list[dict[str, Any]], countries: Collection[str], problems: Problems) -> "Regimes":
        """These rules with the ``[[regime]]`` tables of a scenario in place of those they speak of; the last of several holds."""
        entries = dict(self.entries)
        for number, row in enumerate(rows):
            path = ("regime", number)
            form = fill(RegimeForm, row, document, path, problems)
            if form is None:
                continue
            before = len(problems.findings)
            for key, name in (("nationality", form.nationality), ("country", form.country)):
                if name not in (*countries, "*"):
                    problems.unknown(document.where((*path, key)), key, name, [*countries, "*"])
            if form.entry not in _ENTRIES:
                problems.unknown(document.where((*path, "entry")), "entry", form.entry, _ENTRIES)
            if form.nationality == form.country != "*":
                problems.add(document.where(path), f"a rule of {form.country} for its own citizens", "a rule for others: own citizens always enter")
            if len(problems.findings) == before:
                entries[form.nationality, form.country] = _ENTRIES[form.entry]
        return Regimes(self.file, entries, self.exit_permits)

    def of(self, nationality: str, country: str) -> Regime | None:
        """What ``country`` asks of ``nationality``, by the most specific row; ``None`` if no row says."""
        if nationality == country:
            return Regime(nationality, country, Entry.OWN, country in self.exit_permits)
        for key in ((nationality, country), (nationality, "*"), ("*", country), ("*", "*")):
            if key in self.entries:
                return Regime(nationality, country, self.entries[key])
        return None


def read_regimes(folder: Path, countries: Collection[str] | None, problems: Problems) -> Regimes | None:
    """The rules of entry, or ``None`` if the file cannot be read as a table; without ``countries`` their names are not checked."""
    rows = read_rows(folder / "regimes.csv", tuple(REGIMES), problems)
    if rows is None:
        return None
    entries: dict[tuple[str, str], Entry] = {}
    first: dict[tuple[str, str], str] = {}
    permits: set[str] = set()
    for row in rows:
        key = (row["nationality"], row["country"])
        own = key[0] == key[1] != "*"
        if countries is not None:
            row.known("nationality", [*countries, "*"])
            row.known("country", [*countries, "*"])
        if own and row["entry"] in ("", Entry.OWN.word):
            entry: Entry | None = Entry.OWN
        else:
            entry = row.word("entry", _ENTRIES)
        permit = row.word("exit_permit", _YES)
        if permit and not own:
            row.bad("exit_permit", "yes only where nationality and country are the same: it is asked of a country's own citizens")
        if not row["source"]:
            row.bad("source", "where the rule is known from")
        if key in first:
            row.reject(f"the rule for {key[0]} in {key[1]} again", f"each pair once; it stands at {first[key]}")
        first.setdefault(key, row.where)
        if row.valid and entry is not None:
            entries[key] = entry
            if permit:
                permits.add(key[1])
    return Regimes(shown(folder / "regimes.csv"), entries, frozenset(permits))
