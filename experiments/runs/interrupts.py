"""Ctrl-C that is not lost: compiled code may swallow an interrupt that falls while it is being called, so it is noted and raised again."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noted_interrupts() -> Iterator[Callable[[], None]]:
    """Note every Ctrl-C inside; the function handed out raises ``KeyboardInterrupt`` if there was one.

    Outside the main thread, or where somebody else handles Ctrl-C or it is ignored, nothing is changed and nothing noted.
    """
    noted = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal noted
        noted = True
        signal.default_int_handler(number, frame)

    def check() -> None:
        if noted:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield check
        return
    usual = sys.unraisablehook

    def unraisable(lost: "sys.UnraisableHookArgs") -> None:
        if lost.exc_type is not KeyboardInterrupt:  # which is noted, and needs no traceback
            usual(lost)

    signal.signal(signal.SIGINT, note)
    sys.unraisablehook = unraisable
    try:
        yield check
        check()
    finally:
        sys.unraisablehook = usual
        signal.signal(signal.SIGINT, signal.default_int_handler)
