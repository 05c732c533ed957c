"""When the command began: as early as this module can tell, less the processor time that Python had taken until then."""

import time

BEGAN = time.perf_counter() - time.process_time()
"""On the clock of ``time.perf_counter``, seconds."""
