"""What is to be stopped or rescued, at each edge."""

from __future__ import annotations

import pytest

from conspectus.engine.measure import Reason, missing, value
from conspectus.engine.status import worth


@pytest.mark.parametrize(
    ("forecast", "schedule", "call"),
    [(210, "red", "stop"), (190, "red", "rescue"), (150, "red", "rescue"), (125, "red", ""), (210, "amber", "")],
)
def test_the_rest_alone_is_weighed_against_what_was_approved(forecast: int, schedule: str, call: str) -> None:
    found = worth(value(100), value(forecast), value(90), schedule)
    assert (found.call if found else "") == call
    if forecast == 210 and found:
        assert found.words.startswith("What is still to be spent is 120 % of the budget")


def test_what_is_not_known_is_not_judged() -> None:
    none = missing(Reason.NO_DATA)
    assert worth(none, value(210), value(90), "red") is None
    assert worth(value(100), none, value(90), "red") is None
    assert worth(value(100), value(210), none, "red") is None
    assert worth(value(0), value(210), value(90), "red") is None
