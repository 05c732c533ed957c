"""Border guards: one unit a post, and the agent that moves its share of a service's effort once a month.

The agent is a handle on a row of the model's posts: it holds nothing itself.
"""

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from sim.model import RouteModel


class BorderGuard(mesa.Agent):
    """The unit of a country's service at one crossing."""

    model: "RouteModel"

    def __init__(self, model: "RouteModel", row: int) -> None:
        """Handle on post ``row``."""
        super().__init__(model)
        self.row = row

    @property
    def post(self) -> tuple[str, str]:
        """Crossing and country."""
        return self.model.atlas.posts[self.row]

    @property
    def effort(self) -> float:
        """Patrols or inspectors on duty here."""
        return float(self.model.effort_now()[self.row])

    def redeploy(self) -> None:
        """Move toward the effort that the service wants here, given what it stopped and how well it thinks it sees."""
        self.model.effort[self.row] = self.model.deployment.next_effort(self.row)
