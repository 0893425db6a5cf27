"""From rows of links to dates and to the joined network of plans, and back."""

from conspectus.rooms.links.bridge.joined import Network, circle_with, light_ties, network_of, ties_of
from conspectus.rooms.links.bridge.standing import Judged, Scale, judge, scale_of

__all__ = ["Judged", "Network", "Scale", "circle_with", "judge", "light_ties", "network_of", "scale_of", "ties_of"]
