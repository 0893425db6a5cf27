"""Everything that is asked of governance; every answer starts from what the asker may see."""

from conspectus.rooms.governance.queries.exceptions import (
    CauseView,
    ExceptionFilter,
    ExceptionRow,
    ExceptionView,
    OptionView,
    PromiseView,
    exception_rows,
    exception_view,
    exceptions_of,
    find_exceptions,
    followed,
    get_exception,
    get_promise,
    open_exceptions,
    promises_waiting,
    visible_exceptions,
)

__all__ = [
    "CauseView",
    "ExceptionFilter",
    "ExceptionRow",
    "ExceptionView",
    "OptionView",
    "PromiseView",
    "exception_rows",
    "exception_view",
    "exceptions_of",
    "find_exceptions",
    "followed",
    "get_exception",
    "get_promise",
    "open_exceptions",
    "promises_waiting",
    "visible_exceptions",
]
