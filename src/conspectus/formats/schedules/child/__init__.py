"""The process that meets foreign schedule files: it alone starts Java, and it may be killed at any moment."""
