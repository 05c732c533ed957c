"""Whose a folder or file is while a command writes it: one program at a time, and what an earlier one left is put right first."""

import errno
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from experiments.store.writing import HALF, OLD, as_findings, cannot_write, private_name, remains_of, write_whole
from scenarios.reading.paths import is_folder, there
from scenarios.reading.problems import BadInput, Finding

PATIENCE = 60.0
"""Seconds for which a command that only adds a picture or a page waits for another program."""
LOCK, HOLDER = ".lock", ".holder"
"""End the names of the two files that stand beside a folder or file while somebody writes it: its lock, and who has it."""
_own = threading.local()


class Busy(BadInput):
    """Another program writes the folder or file."""


@contextmanager
def owned(target: Path, patience: float = 0.0, *, again: bool = False) -> Iterator[list[str]]:
    """Have a folder or file to oneself; the lock goes with the program that holds it, however that ends.

    Parents are made, and those that are empty at the end are removed.

    Parameters
    ----------
    target
        What will be written; it need not be there.
    patience
        Seconds to wait for another program.
    again
        Whether it may be the caller's already: it is then left so.

    Yields
    ------
    list
        What was put right of an interrupted program, a line each.

    Raises
    ------
    Busy
        If another program has it; the message says which.
    experiments.store.writing.CannotWrite
        If nothing may be written there.
    """
    held: set[Path] = _own.__dict__.setdefault("held", set())
    try:
        target = target.resolve()
    except RuntimeError as error:  # a circle of links, before Python 3.13
        raise cannot_write(target, OSError(errno.ELOOP, str(error))) from None
    if not target.name:
        raise cannot_write(target, OSError(errno.EISDIR, "the root of the file system"))
    if target in held and again:
        yield []
        return
    made = [parent for parent in target.parents if not there(parent)]
    try:
        with as_findings(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        lock, holder = _lock_of(target), _beside(target, HOLDER)
        locked = _acquire(lock, holder, target, 0.0 if target in held else patience)
        held.add(target)
        try:
            with suppress(BadInput):  # who has it is for the message of others alone
                write_whole(holder, f"process {os.getpid()} on {os.uname().nodename}" if hasattr(os, "uname") else f"process {os.getpid()}")
            with as_findings(target):
                done = put_right(target)
            yield done
        finally:
            held.discard(target)
            for file in (holder, lock):
                with suppress(OSError):
                    file.unlink(missing_ok=True)
            locked.release()
    finally:
        for parent in made:  # from the inside out; one in which something was put stays
            with suppress(OSError):
                parent.rmdir()


def put_right(target: Path) -> list[str]:
    """Remove what interrupted programs left of ``target``, take back what one was about to replace, and say what was done. Only its owner may call it."""
    done = []
    moved = [*remains_of(target, OLD)]
    if moved and not there(target):
        moved[0].rename(target)
        done.append(f"an interrupted run had moved the one in {target} away: taken back")
    for leftover in remains_of(target):
        shutil.rmtree(leftover) if is_folder(leftover) else leftover.unlink()
        done.append(f"an interrupted run had left {leftover}: removed")
    return done


@contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """Write a folder whole or not at all: what is written into the one that is handed out takes the place of ``target`` at the end. For its owner.

    After an error the folder that was there is there again, and nothing else.
    """
    half, old = private_name(target, HALF), private_name(target, OLD)
    try:
        with as_findings(target):
            half.mkdir(parents=True)
            yield half
            if there(target):
                target.rename(old)
            half.rename(target)
    except BaseException:
        put_right(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _acquire(lock: Path, holder: Path, target: Path, patience: float) -> FileLock:
    until = time.monotonic() + patience
    while True:
        locked = FileLock(lock, timeout=max(0.0, until - time.monotonic()))
        try:
            locked.acquire()
        except Timeout:
            try:
                who = holder.read_text(encoding="utf-8")
            except OSError:
                who = "not known which"
            allowed = "a folder or file that nobody writes; wait, or end the other program, or name another with --out"
            raise Busy([Finding(str(target), f"another program ({who}) at work on it", allowed)]) from None
        except OSError as error:
            raise cannot_write(target, error) from None
        if _stands(locked, lock):
            return locked
        locked.release()


def _stands(locked: FileLock, lock: Path) -> bool:
    """Whether the file that is locked is the one of that name: who had it before has removed it at the end."""
    descriptor = locked._context.lock_file_fd  # noqa: SLF001 - no public door to the open file
    if descriptor is None:
        return True
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except OSError:
        return False


def _lock_of(target: Path) -> Path:
    return _beside(target, LOCK)


def _beside(target: Path, ending: str) -> Path:
    """A file beside the target, or inside where only the folder itself may be written."""
    name = private_name(target, "").name.rsplit(".", 2)[0]
    inside = is_folder(target) and not os.access(target.parent, os.W_OK) and os.access(target, os.W_OK)
    return target / ending if inside else target.with_name(f"{name}{ending}")
