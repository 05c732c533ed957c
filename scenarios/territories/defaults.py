"""Parameters that a territory takes over where it has none of its own: those of a territory that ships which name no place, country or community."""

from pathlib import Path

from scenarios.reading.folders import TERRITORIES
from scenarios.reading.names import NAME
from scenarios.reading.paths import inside, is_folder
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.territories.parameter_rows import ParameterRows, names_in, read_parameters
from sim.basis.words import Kind
from sim.world.meanings import pattern_of

_GENERAL = ("mode", "month", "channel", "lever")
"""What a key may name and still hold anywhere: words of the model, not of a territory."""
_KINDS = frozenset(kind.word for kind in Kind)


def with_defaults(own: ParameterRows, source: str, where: str, problems: Problems) -> ParameterRows:
    """The parameters of a territory with the general ones of another behind them.

    Parameters
    ----------
    own
        Rows of the territory; they come first. One that covers a default, such as ``crossing.*.exposure`` over ``crossing.green.exposure``, takes its place.
    source, where
        Name of the territory that ships whose parameters serve, empty for none, and where it stands.
    """
    if not source:
        return own
    if not NAME.fullmatch(source) or not is_folder(TERRITORIES / source):
        known = [folder.name for folder in inside(TERRITORIES) if is_folder(folder) and NAME.fullmatch(folder.name)]
        problems.add(where, f'defaults "{source}"', f"a territory that ships: {listed(known)}", nearest(source, known))
        return own
    general = read_parameters(Path(TERRITORIES / source), problems)
    if general is None:
        return own
    covering: dict[str, list[list[str]]] = {}
    for key in own.parameters:
        covering.setdefault(pattern_of(key) or "", []).append(key.split("."))
    both = own.copied()
    for key, parameter in general.parameters.items():
        if is_general(key) and not any(_covers(other, key.split(".")) for other in covering.get(pattern_of(key) or "", ())):
            both.put(key, parameter, general.where[key])
    return both


def is_general(key: str) -> bool:
    """Whether a key names nothing of one territory: only ``*``, kinds of crossing, modes, months, channels and levers."""
    return all(noun in _GENERAL or (noun == "crossing" and name in _KINDS) for noun, name in names_in(key))


def _covers(own: list[str], default: list[str]) -> bool:
    """Whether every name of a default is served by a key of the same kind, part by part."""
    return all(one in ("*", other) for one, other in zip(own, default, strict=True))
