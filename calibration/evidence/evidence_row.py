"""One row of the evidence, of whichever table."""

from collections.abc import Mapping
from dataclasses import dataclass

OWN = "own"
"""The table of the rows of a study's own ``evidence.csv``."""
OBSERVED = "observations"
"""The table of a study's ``observations.csv``."""
FAMILIES: Mapping[str, str] = {
    "FEE": "prices",
    "INC": "incomes",
    "APP": "apprehensions and detections",
    "FLW": "flows and stocks",
    "AVR": "assisted return",
    "BEH": "behaviour and rules",
    "DOC": "documents",
    "HRM": "harm",
    "CTX": "context and dates",
    "ITN": "itineraries",
    "POL": "measures",
    OWN.upper(): "rows of one's own",
}
"""What an id speaks of, by its first letters."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row: ``what`` is reported of ``whom`` and ``place`` in ``period``, from ``low`` to ``high`` in ``unit`` (texts as in the file, empty if unknown)."""

    id: str
    table: str
    source: str
    section: str
    what: str
    whom: str
    place: str
    period: str
    low: str
    high: str
    unit: str
    note: str

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """``low`` and ``high`` as numbers, ``None`` where one is empty."""
        low, high = (float(text) if text else None for text in (self.low, self.high))
        return low, high

    @property
    def family(self) -> str:
        """First letters of the id, a key of :data:`FAMILIES`; rows of one's own with other letters are a family of their own."""
        letters = self.id.partition("-")[0]
        return letters if letters in FAMILIES else OWN.upper()
