"""An organiser as a Mesa agent: a handle on one record, which holds nothing itself."""

import mesa

from sim.basis.money import CENTS_A_DOLLAR
from sim.basis.rows import Row
from sim.smugglers.organisers import margin_of


class Organiser(mesa.Agent):
    """Sells whole journeys to one people, by one way at a time; adapts price and way to who comes and to what ways cost.

    Prices and ways are reviewed for all organisers at once, once a week (:mod:`sim.smugglers.organisers`).

    Parameters
    ----------
    model
        The model that the agent is registered with; the agent reads nothing of it.
    name
        As in the table ``organisers``: the people, the way at the start, and a number.
    record
        The record (:data:`sim.smugglers.organisers.ORGANISER`) that the agent stands for.
    community
        The people served.
    ways
        Names of all ways.
    """

    role = "organiser"

    def __init__(self, model: mesa.Model, name: str, record: Row, community: str, ways: tuple[str, ...]) -> None:
        """Take the record up."""
        super().__init__(model)
        self.name = name
        self.record = record
        self.community = community
        self._ways = ways

    def __repr__(self) -> str:
        """For example ``<Organiser people by bay+hill 1: asks 2.4 times the cost, 7 wait>``."""
        return f"<Organiser {self.name}: asks {self.price_ratio:.1f} times the cost, {self.waiting} wait>"

    @property
    def way(self) -> str:
        """The way by which clients are led now: places joined by ``+``, or ``direct``."""
        return str(self._ways[self.record["way"]])

    @property
    def price_ratio(self) -> float:
        """What is asked of new clients, relative to what services cost."""
        return 1.0 + float(margin_of(self.record))

    @property
    def waiting(self) -> int:
        """Clients who have not been sent off from the hub: under way to it, or waiting there."""
        return int(self.record["waiting"])

    @property
    def came(self) -> int:
        """People who became clients so far this week."""
        return int(self.record["came"])

    @property
    def sent(self) -> int:
        """People sent off from the hub so far this week."""
        return int(self.record["sent"])

    @property
    def earned_usd(self) -> float:
        """Earned so far this week beyond what services cost, in dollars."""
        return float(self.record["earned"]) / CENTS_A_DOLLAR
