"""The decorator of rules: plain Python that the loops of :mod:`sim.engine.compiled` take in when they compile.

A rule is a scalar function about one migrant, smuggler or post. Called from Python it runs as
written, which is how the readable twin and the tests use it.
"""

from collections.abc import Callable
from typing import TypeVar

from numba.extending import register_jitable

F = TypeVar("F", bound=Callable[..., object])


def rule(function: F) -> F:
    """Mark a function as a rule: callable from Python and from compiled loops alike.

    Loops take rules in whole. A call would hand over every array of the stage piece by piece, some hundreds of words, and took longer than most rules.
    """
    marked: F = register_jitable(forceinline=True)(function)
    return marked
