"""Held-out documents that are no blind check any more: those whose comparison has changed since they were held out, and those that were looked at.

Keeping a row from the fit shows something only as long as nobody shaped the comparison in view of the result. ``held_out.csv`` notes each comparison of a
held-out row as it stood when it was held out; one that differs must say why, and counts as seen from then on.
"""

from collections.abc import Mapping
from hashlib import sha256

from scenarios.reading.files import Row
from scenarios.reading.problems import Problems, nearest
from scenarios.studies import Study

HELD_OUT_FILE = "held_out.csv"
COLUMNS: Mapping[str, str] = {
    "id": "rows of the evidence of one held-out comparison, joined by `;` as in `comparisons.csv`",
    "comparison": "first twelve digits of the SHA-256 of that comparison as it stood when the row was held out",
    "seen": "why it is no blind check any more, or empty",
}
"""The columns of ``held_out.csv``."""
DIGITS = 12


def digest_of(row: Row) -> str:
    """What a comparison is known by: the SHA-256 of its cells without its wording, in hexadecimal digits."""
    cells = [f"{column}={text}" for column, text in sorted(row.cells.items()) if column != "what"]
    return sha256("\n".join(cells).encode()).hexdigest()[:DIGITS]


def read_seen(study: Study, held_out: Mapping[str, Row], problems: Problems) -> Mapping[str, str]:
    """Why held-out comparisons are no blind check, by the ids of their rows, empty where they are; what is missing or has changed is noted.

    Parameters
    ----------
    study
        Whose ``held_out.csv`` is read. A study of one's own may leave rows out: nothing is known of them, and they count as not seen.
    held_out
        The comparisons of rows that are held out, by their ids.
    problems
        Takes the findings.
    """
    found: dict[str, str] = {}
    for row in study.rows(HELD_OUT_FILE, tuple(COLUMNS), problems):
        name = row["id"]
        if name not in held_out:
            row.bad("id", "the ids of comparisons that are held out", nearest(name, held_out))
        elif name in found:
            row.reject(f"{name} again", "each comparison once")
        else:
            found[name] = row["seen"]
            if row["comparison"] != (now := digest_of(held_out[name])) and not row["seen"]:
                row.reject(f"{name}, whose comparison has changed since it was held out (now {now})", "the comparison as it was, or in seen why it changed")
    for name, row in held_out.items():
        if study.ships and name not in found:
            problems.add(f"{study.name}/{HELD_OUT_FILE}", f"no row for {name}", f"a row for every comparison that is held out; this one is {digest_of(row)}")
    return found
