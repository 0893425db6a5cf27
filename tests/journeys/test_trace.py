"""Needs followed to benefits and back, by page, API and command; every gap is named."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.journeys.trace import TraceLine, trace
from conspectus.kit.errors import Invalid
from conspectus.rooms.closure.actions import NewBenefit, answer_benefit, begin_closure, name_benefit_owner
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    RequirementParticulars,
    enter_deliverables,
    enter_requirements,
    judge_deliverable,
    submit_deliverable,
)
from conspectus.rooms.scope.models import Requirement

pytestmark = pytest.mark.rows
DAY = AT.date()


def told(lines: tuple[TraceLine, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(one.need, one.requirement, one.deliverable, one.benefits, one.gap) for one in lines]


def test_needs_are_followed_forward_and_back(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    given = {"project": cast.project, "by": cast.alice, "at": AT}
    assert trace(cast.alice, cast.project, DAY) == ()
    dry, _warm = enter_requirements(
        new=[RequirementParticulars("Dry", kind="need"), RequirementParticulars("Warm", kind="need")], **given
    )
    roof, _wall, paint = enter_requirements(
        new=[
            RequirementParticulars("Roof", need=dry),
            RequirementParticulars("Wall", need=dry),
            RequirementParticulars("Paint"),
        ],
        **given,
    )
    tiles, colour, _sign = enter_deliverables(
        new=[
            DeliverableParticulars("Tiles", criteria="Tight", requirements=(roof,)),
            DeliverableParticulars("Colour", criteria="Red", requirements=(paint,)),
            DeliverableParticulars("Sign"),
        ],
        **given,
    )
    for row in (tiles, colour):
        row = submit_deliverable(deliverable=row, revision=1, by=cast.alice, at=AT)
        judge_deliverable(deliverable=row, state="accepted", revision=2, by=cast.carol, at=AT)
    with CaptureQueriesContext(connection) as asked:
        before = trace(cast.grace, cast.project, DAY)
    assert told(before) == [
        ("Dry", "Roof", "Tiles", "", "no_benefit"),
        ("Dry", "Wall", "", "", "no_deliverable"),
        ("Warm", "", "", "", "no_requirement"),
        ("", "Paint", "Colour", "", "no_need"),
        ("", "", "Sign", "", "no_reason"),
    ]
    closure = begin_closure(**given)
    of = {"closure": closure, "by": cast.alice, "at": AT}
    named = name_benefit_owner(new=NewBenefit("Fewer losses", cast.alice.person, need=dry), **of)
    name_benefit_owner(new=NewBenefit("Good looks", cast.alice.person), **of)
    for wrong in (roof, Requirement(project=cast.other, kind="need")):
        with pytest.raises(Invalid, match="need of the same project"):
            name_benefit_owner(new=NewBenefit("x", cast.alice.person, need=wrong), **of)
    answer_benefit(benefit=named, accepted=True, words="I do", by=cast.alice, at=AT)
    enter_deliverables(new=[DeliverableParticulars(f"Tile {n}", requirements=(roof,)) for n in range(9)], **given)
    with CaptureQueriesContext(connection) as again:
        assert len(trace(cast.grace, cast.project, DAY)) == 15
    assert len(again) == len(asked)
    after = trace(cast.alice, cast.project, DAY)
    assert (after[0].gap, after[0].accepted, after[0].benefits) == ("", True, "Fewer losses")
    assert told(after)[-1] == ("", "", "", "Good looks", "no_aim")
    back = trace(cast.alice, cast.project, DAY, "back")
    assert [one.deliverable for one in back][:3] == ["Colour", "Sign", "Tile 0"]
    alice, here = entered(cast.alice), f"/projects/{cast.project.pk}/needs"
    for way in ("", "?way=back"):
        page = alice.get(f"{here}/{way}").content.decode()
        assert all(words in page for words in ("Tiles", "Fewer losses", "no deliverable meets it", "14 gaps"))
    assert "Fewer losses" in alice.get(f"{here}.csv").content.decode()
    assert alice.get(f"{here}/?way=up").status_code == 422
    items = alice.get(f"/api/v1/projects/{cast.project.pk}/trace?limit=2").json()
    assert ([one["gap"] for one in items["items"]], bool(items["next"])) == (["", "not_accepted"], True)
    assert run(["requirement", "trace", "WN-1", "--as", cast.bob.email]) == 0
    assert "no requirement serves this need" in capsys.readouterr().out
    assert "for Dry" in alice.get(f"/projects/{cast.project.pk}/closure/").content.decode()
