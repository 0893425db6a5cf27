"""Two decide at the same moment on one exception or waiver: one does, the other is told; the log stays whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.cast import AT, assemble
from tests.rooms.governance.test_exceptions import a_written
from tests.rooms.portfolio.test_races import CLIENTS, together
from tests.rooms.standards.test_standards import START, at, published

from conspectus.rooms.accounts.queries import verify_audit
from conspectus.rooms.governance.actions import decide_exception
from conspectus.rooms.standards import actions

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_decisions_on_one_exception_one_stands() -> None:
    cast = assemble()
    row = a_written(cast)
    given: dict[str, Any] = {"exception": row, "words": "Go", "revision": row.revision, "at": AT}
    deciders = (cast.carol, cast.bob)
    found = together(lambda number: decide_exception(**given, option=1 + number % 2, by=deciders[number % 2]))
    assert found == {"done": 1, "stale": CLIENTS - 1}
    row.refresh_from_db()
    assert row.chosen is not None
    assert row.chosen.number == 1 + (row.decided_by == cast.bob.person)
    assert verify_audit().whole


def test_of_decisions_on_one_waiver_one_stands() -> None:
    cast, day = assemble(), at(START)
    actions.adopt_version(projects=[cast.project], version=published(cast), starts_on=START, by=cast.bob, at=day)
    told: dict[str, Any] = {"reason": "Later", "starts_on": START, "ends_on": START + timedelta(days=20)}
    waiver = actions.request_waiver(project=cast.project, policy="sponsor_named", **told, by=cast.alice, at=day)
    given: dict[str, Any] = {"waiver": waiver, "words": "Seen", "at": day}
    deciders = (cast.mona, cast.bob)
    found = together(lambda one: actions.decide_waiver(**given, granted=bool(one % 2), by=deciders[one % 2]))
    assert found == {"done": 1, "decided": CLIENTS - 1}
    assert waiver.steps.count() == 1
    assert verify_audit().whole
