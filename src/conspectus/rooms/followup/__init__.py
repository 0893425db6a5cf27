"""Comments and following."""
