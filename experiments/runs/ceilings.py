"""How much one command may be asked for: more is a slip of the hand, and would fill memory before it was noticed."""

MOST = 100_000
"""Seeds, points, draws or values of one kind. At half a second a run, so many take seven hours on two cores; a larger study is several designs."""
MOST_RUNS = 1_000_000
"""Runs of a design: three days on two cores at half a second a run, and a list of them that fits into memory."""
MOST_WORKERS = 1_024
"""Processes on one machine; on several machines, ``--cluster`` has no such limit."""
