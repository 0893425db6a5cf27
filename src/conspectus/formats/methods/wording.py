"""What is wrong with an expression, in a plain sentence."""

from __future__ import annotations

from conspectus.engine.expressions import Wrong, WrongExpression

WORDS = {
    Wrong.TOO_LONG: "An expression has at most %(detail)s signs.",
    Wrong.TOO_DEEP: "An expression has at most %(detail)s brackets within each other.",
    Wrong.UNKNOWN_NAME: "There is no fact or limit called '%(detail)s'.",
    Wrong.UNREADABLE: "The expression cannot be read. Write one such as baseline_approved_on != null.",
    Wrong.MISFIT: "The expression joins what does not fit together, such as a text and a number.",
    Wrong.NOT_THERE: "An expression may reckon, compare, choose with ? and :, look for a value in a list, "
    "and go through a list once.",
    Wrong.NO_SUCH_PART: "Of a day there are .year, .month and .day, of the time between two days .days.",
    Wrong.NO_SUCH_FUNCTION: "There is no function called '$%(detail)s'. There are $abs, $min, $max, $sum, $any, $all, "
    "$count, $latest and $earliest.",
    Wrong.NO_VALUE: "A number has at most 18 digits before and after its point, and a text no invisible signs.",
    Wrong.NO_KIND: "The expression must give one kind of answer.",
}
NEAR = "The expression cannot be read near '%(detail)s'."


def wrong_words(error: WrongExpression) -> str:
    """Return what is wrong with an expression."""
    return template(error) % {"detail": error.detail}


def template(error: WrongExpression) -> str:
    """Return the sentence with a place for the name it stumbled over."""
    return NEAR if error.wrong == Wrong.UNREADABLE and error.detail else WORDS[error.wrong]
