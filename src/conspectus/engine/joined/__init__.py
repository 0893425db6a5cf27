"""Plans of several projects joined by links: dates carried across, circles found."""

from conspectus.engine.joined.circles import circle_of
from conspectus.engine.joined.propagation import Circle, Member, Outcome, Tie, carry
from conspectus.engine.joined.zones import local_in

__all__ = ["Circle", "Member", "Outcome", "Tie", "carry", "circle_of", "local_in"]
