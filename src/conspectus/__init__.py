"""Conspectus: the system a project management office runs on."""

__version__ = "0.1.0"
