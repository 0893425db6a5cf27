"""Rows of the governance room."""

from conspectus.rooms.governance.models.exceptions import (
    Cause,
    ExceptionReport,
    ExceptionsFollowed,
    Option,
    Promise,
    PromiseDone,
)

__all__ = ["Cause", "ExceptionReport", "ExceptionsFollowed", "Option", "Promise", "PromiseDone"]
