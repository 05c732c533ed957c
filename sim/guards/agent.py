"""The border guards of one post as a Mesa agent: a handle on a row of the deployment, which holds nothing itself."""

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.guards.deployment import Deployment


class BorderGuard(mesa.Agent):
    """The unit of a country's service at one crossing: it moves its share of the service's effort once a month.

    Parameters
    ----------
    model
        The model that the agent is registered with; the agent reads nothing of it.
    row
        Row of the post.
    post
        Crossing and country.
    deployment
        Where effort stands.
    stopped
        People apprehended this month by post, shape (posts,): read, never written.
    """

    role = "border guard"

    def __init__(self, model: mesa.Model, row: int, post: tuple[str, str], deployment: Deployment, stopped: NDArray[np.int64]) -> None:
        """Take up the post."""
        super().__init__(model)
        self.row = row
        self.crossing, self.country = post
        self._deployment = deployment
        self._stopped = stopped

    def __repr__(self) -> str:
        """For example ``<BorderGuard stone-bridge/ALD: effort 2.00, 3 apprehended this month>``."""
        return f"<BorderGuard {self.name}: effort {self.effort:.2f}, {self.apprehended} apprehended this month>"

    @property
    def name(self) -> str:
        """Crossing and country, as in the table ``guards``."""
        return f"{self.crossing}/{self.country}"

    @property
    def post(self) -> tuple[str, str]:
        """Crossing and country."""
        return self.crossing, self.country

    @property
    def effort(self) -> float:
        """Patrols or inspectors on duty here."""
        return float(self._deployment.on_duty[self.row])

    @property
    def apprehended(self) -> int:
        """People apprehended here this month."""
        return int(self._stopped[self.row])

    def redeploy(self) -> None:
        """Move toward the effort that the service wants here, given what it stopped and how well it thinks it sees."""
        self._deployment.redeploy(self.row)
