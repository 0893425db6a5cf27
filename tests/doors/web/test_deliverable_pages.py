"""A deliverable's page: what it offers first is what comes next."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.scope import actions
from conspectus.rooms.scope.actions import DeliverableParticulars


def test_an_accepted_deliverable_leads_with_no_judgement(cast: Cast, enter: Callable[[User], Client]) -> None:
    new = DeliverableParticulars("Hall", criteria="Two load tests without a fault")
    (hall,) = actions.enter_deliverables(project=cast.project, new=[new], by=cast.alice, at=now())
    hall = actions.submit_deliverable(deliverable=hall, revision=1, by=cast.heidi, at=now())
    carol, place = enter(cast.carol), f"/deliverables/{hall.pk}/"
    offered = carol.get(place).content.decode()
    assert ("Accept or reject" in offered, "Reject after all" in offered) == (True, False)
    hall = actions.judge_deliverable(deliverable=hall, state="accepted", revision=2, by=cast.carol, at=now())
    offered = carol.get(place).content.decode()
    assert ("Accept or reject" in offered, "Reject after all" in offered) == (False, True)
    judging = carol.get(place + "judgement/").content.decode()
    assert ('value="rejected"' in judging, 'value="accepted"' in judging) == (True, False)
    again = carol.post(place + "judgement/", {"state": "accepted", "on": "2026-01-05", "revision": hall.revision})
    assert (again.status_code, "Select a valid choice" in again.content.decode()) == (409, False)
