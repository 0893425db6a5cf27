"""What may be done to exceptions."""

from conspectus.rooms.governance.actions.assurance import NewReview, Rated, publish_review
from conspectus.rooms.governance.actions.exceptions import (
    NewOption,
    Written,
    close_exception,
    decide_exception,
    open_exception,
    write_exception,
)
from conspectus.rooms.governance.actions.following import Red, ask_for_exception, end_exception, keep_followed
from conspectus.rooms.governance.actions.promises import NewPromise, make_promise, record_promise_done, renew_promise

__all__ = [
    "NewOption",
    "NewPromise",
    "NewReview",
    "Rated",
    "Red",
    "Written",
    "ask_for_exception",
    "close_exception",
    "decide_exception",
    "end_exception",
    "keep_followed",
    "make_promise",
    "open_exception",
    "publish_review",
    "record_promise_done",
    "renew_promise",
    "write_exception",
]
