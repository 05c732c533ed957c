"""When the command began: the time at which this module loads, less the processor time that Python had used by then."""

import time

BEGAN = time.perf_counter() - time.process_time()
"""On the clock of ``time.perf_counter``, seconds."""
