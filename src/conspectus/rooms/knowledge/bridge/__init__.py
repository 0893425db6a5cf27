"""What ships with Conspectus, read from its files; texts checked as they come in."""

from conspectus.rooms.knowledge.bridge.shipped import Shipped, digest_of, shipped_articles

__all__ = ["Shipped", "digest_of", "shipped_articles"]
