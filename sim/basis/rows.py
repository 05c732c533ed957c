"""Types of records.

A record's fields are declared once, in the NumPy type it has (:data:`sim.migrants.record.MIGRANT` and its like); the compiler of the loops checks
every use of them, which a static checker cannot.
"""

from typing import Any

Row = Any
"""One record, its fields read and written as attributes."""

Rows = Any
"""An array of records, each field an array of its own as attribute."""
