"""How many processes can run at once."""

import os


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # where a process may use every core
        return os.cpu_count() or 1
