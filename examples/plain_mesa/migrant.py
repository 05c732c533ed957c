"""A migrant: all chapters of a life together."""

from examples.plain_mesa.home import Home
from examples.plain_mesa.hub import Hub
from examples.plain_mesa.staying import Staying
from sim.basis.words import State
from sim.books.tally import Stays


class Migrant(Home, Hub, Staying):
    """At home, on the way, in custody, abroad, on the way back."""

    def live(self, end: int) -> bool:
        """Live through a tick that ends at hour ``end``; true if one now waits for a guide, or for one's turn. The dead and lost are never due."""
        while self.due < end:
            self.hour = self.due
            match self.state:
                case State.HOME:
                    self.consider()
                case State.MOVING:
                    self.arrive()
                case State.HUB | State.STRANDED:
                    hours = self.hour - self.checked
                    if self.stay():
                        continue
                    if self.site >= 0:
                        self.leave_site(Stays.LEFT)
                        self.since = self.hour
                    if self.decide(hours):
                        return True
                case State.DETAINED:
                    self.leave_custody()
                case State.SETTLED:
                    if not self.stay():
                        self.settle_on()
                case State.RETURNING:
                    self.come_home()
                case State.ASSISTED:
                    if not self.stay() and not self.go_missing(self.model.conditions.habits.wait_hours):
                        self.due = self.hour + self.model.conditions.habits.wait_hours
        return False
