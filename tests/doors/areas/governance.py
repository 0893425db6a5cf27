"""Exceptions, the promises under them, and assurance reviews."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now
from tests import factories as make
from tests.cast import Cast
from tests.doors.who import APPROVERS, PLANNERS, READERS, SCOPED, STEERERS, Row

from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.governance.actions import (
    NewOption,
    NewPromise,
    NewReview,
    Rated,
    Written,
    make_promise,
    open_exception,
    publish_review,
    write_exception,
)
from conspectus.rooms.portfolio.models import Programme, Project

WRITTEN = {"cause": "", "effect": "", "wanted": "", "wanted_from": "person_id", "wanted_by": "2030-01-01"}
REVIEW = {"reviewed_on": "2149-01-01", "reviewer": "person_id", "level": "green", "words": "x"}
API = {
    "GET /assurance": Row(),
    "GET /projects/{project_id}/assurance": SCOPED,
    "POST /projects/{project_id}/assurance": Row(STEERERS, READERS, body=REVIEW),
    "GET /assurance/{assurance_id}": SCOPED,
    "POST /assurance/{assurance_id}/superseding": Row(STEERERS, READERS, body=REVIEW | {"reason": "x"}),
    "GET /exceptions": Row(),
    "POST /projects/{project_id}/exceptions": Row(PLANNERS, READERS, body={"words": ""}),
    "POST /programmes/{programme_id}/exceptions": Row(STEERERS, READERS, body={"words": ""}),
    "GET /exceptions/{exception_id}": SCOPED,
    "PUT /exceptions/{exception_id}": Row(PLANNERS, READERS, body=WRITTEN),
    "POST /exceptions/{exception_id}/decision": Row(APPROVERS, READERS, body={"option": None, "words": ""}),
    "POST /exceptions/{exception_id}/closure": Row(STEERERS, READERS, body={"reason": ""}),
    "POST /exceptions/{exception_id}/promises": Row(
        PLANNERS, READERS, body={"words": "", "owner": "person_id", "promised_on": "2020-01-01"}
    ),
    "POST /promises/{promise_id}/renewal": Row(PLANNERS, READERS, body={"promised_on": "2020-01-01", "reason": ""}),
    "POST /promises/{promise_id}/done": Row(PLANNERS, READERS, body={"done_on": "2149-01-01"}),
}
PAGES = {
    "assurance": Row(),
    "assurance-review": SCOPED,
    "supersede-review": Row(STEERERS, READERS),
    "project-assurance": SCOPED,
    "publish-review": Row(STEERERS, READERS),
    "recovery": Row(),
    "recovery-file": Row(),
    "recovery-of": SCOPED,
    "programme-recovery": SCOPED,
    "exception": SCOPED,
    "write-exception": Row(PLANNERS, READERS),
    "decide-exception": Row(APPROVERS, READERS),
    "close-exception": Row(STEERERS, READERS),
    "make-promise": Row(PLANNERS, READERS),
    "renew-promise": Row(PLANNERS, READERS),
    "promise-done": Row(PLANNERS, READERS),
}


def own(cast: Cast, ids: dict[str, Any]) -> dict[str, Any]:
    """Return an exception of the cast's project, written by its manager."""
    return _made(cast.project, cast.alice, cast.carol.person, "Behind in spring")


def their(ids: dict[str, Any]) -> dict[str, Any]:
    """Return an exception of the other world."""
    from tests.doors.another_world import CANARY

    by, project = local_operator(), Project.objects.get(pk=ids["project_id"])
    assert project.manager is not None
    open_exception(
        subject=Programme.objects.get(pk=ids["programme_id"]), words=f"{CANARY} programme late", by=by, at=now()
    )
    return _made(project, by, project.manager, CANARY)


def _made(project: Project, by: User, person: Person, words: str) -> dict[str, Any]:
    until = now().date() + timedelta(days=9)
    row = open_exception(subject=project, words=words, by=by, at=now())
    options = [NewOption(f"{words} one", 888_777_66, 3), NewOption(f"{words} two")]
    new = Written(words, words, words, person, until, options)
    row = write_exception(exception=row, new=new, revision=row.revision, by=by, at=now())
    promise = make_promise(exception=row, new=NewPromise(words, person, until), by=by, at=now())
    reviewer = make.person("Rita Reviewer")
    told = NewReview(now().date(), reviewer, "red", words, words, ratings=[Rated("cost", "red", words)])
    review = publish_review(project=project, new=told, by=local_operator(), at=now())
    return {"exception_id": row.pk, "promise_id": promise.pk, "assurance_id": review.pk}
