"""Give each departure of a government's transport so many seats: fewer, more, none, or seats where it had none and on days on which it did not run."""

from sim.levers.scope import Scope, Settings
from sim.world.conditions import Conditions

SETTINGS = {
    "transport": "name of a transport of a government",
    "seats": "seats of each departure, whatever were there before (0: it does not run)",
}
CHANGES = ("seats", "moves.open")
COST_UNIT = ""  # what governments paid for a train is in no document that was read


def apply(conditions: Conditions, scope: Scope, settings: Settings) -> None:
    """Set the seats of the transport that the settings name; with seats it runs, and without it does not (:func:`sim.levers.calendar.conditions_on`).

    Raises
    ------
    KeyError
        If there is no such transport.
    """
    if settings["transport"] not in scope.atlas.transports:
        raise KeyError(settings["transport"])
    conditions.seats[scope.atlas.transports.index(str(settings["transport"]))] = float(settings["seats"])
