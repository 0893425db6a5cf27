"""A folder is matched, confirmed and imported; the review of what is stored is the review of the files."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.measure import Reason
from conspectus.journeys.import_folder import Assignment, import_folder, match_files
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.review import pack_bytes
from conspectus.review.assess import Given, assess
from conspectus.rooms.portfolio.actions import NewProject
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries import ProjectFilter
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import PlanRevision

pytestmark = pytest.mark.usefixtures("reader")


def test_files_are_matched_by_code_by_name_and_by_earlier_files(cast: Cast) -> None:
    import_plan(
        project=cast.other, data=file_of(house(uid="HQ", name="Movers")), name="head office.xml", by=cast.bob, at=AT
    )
    files = [
        ("a.xml", file_of(house())),
        ("b.xml", file_of(house(uid="7", name="warehouse  NORTH"))),
        ("wn-1.xml", file_of(house(uid="8", name="Draft"))),
        ("Head Office.xml", file_of(house(uid="9", name="Other"))),
        ("c.xml", file_of(house(uid="10", name="Unheard of"))),
        ("d.bin", b"nonsense"),
    ]
    before = PlanRevision.objects.count()
    found = match_files(files=files, by=cast.bob, at=AT)
    north, other = cast.project.pk, cast.other.pk
    assert [match.project_id for match in found] == [north, north, north, other, None, None]
    assert [match.why for match in found] == [
        "Matched by the project's code.",
        "Matched by the project's name.",
        "Matched by the file's name.",
        "Matched by an earlier file.",
        "No project fits. Choose one, or open a new one.",
        "The file could not be read.",
    ]
    assert found[5].findings
    assert PlanRevision.objects.count() == before


def test_matching_proposes_only_what_may_be_seen(cast: Cast) -> None:
    (match,) = match_files(files=[("a.xml", file_of(house(uid="HO-1", name="Head office move")))], by=cast.alice, at=AT)
    assert (match.project_id, match.may_import) == (None, False)
    (seen,) = match_files(files=[("a.xml", file_of(house()))], by=cast.grace, at=AT)
    assert (seen.project_id, seen.may_import) == (cast.project.pk, False)


def test_each_file_is_imported_on_its_own_and_projects_are_opened_only_on_request(cast: Cast) -> None:
    south = NewProject(portfolio=cast.portfolio, code="WS-2", name="Warehouse south", state="active")
    done = import_folder(
        assignments=[
            Assignment("north.xml", file_of(house()), project=cast.project),
            Assignment("south.xml", file_of(house(uid="WS-2", name="Warehouse south")), new=south),
            Assignment("nowhere.xml", file_of(house(uid="X"))),
            Assignment("bad.mpp", b"nonsense", project=cast.project),
            Assignment("taken.xml", file_of(house(uid="Y")), new=south),
        ],
        by=cast.bob,
        at=AT,
    )
    assert [one.imported is not None for one in done] == [True, True, False, False, False]
    assert [one.code for one in done[2:]] == ["no_project", done[3].code, "code_taken"]
    assert done[3].refused
    assert Project.objects.filter(code="WS-2").count() == 1
    assert PlanRevision.objects.count() == 2


def test_the_stored_review_says_what_the_files_say(cast: Cast) -> None:
    plan = house((5, 15, 5))
    import_plan(project=cast.project, data=file_of(plan), name="north.xml", by=cast.alice, at=AT)
    (stored,) = review_portfolio(by=cast.bob, at=AT).projects
    told, _ = assess(plan, Given("WN-1", "north.xml", "MSPDI"))
    for name in ("id", "name", "finish", "slip_days", "quality", "counts", "money", "status", "milestones", "curve"):
        assert getattr(stored, name) == getattr(told, name), name


def test_the_stored_review_measures_against_the_approved_baseline(cast: Cast) -> None:
    first = import_plan(project=cast.project, data=file_of(house()), name="a.xml", by=cast.alice, at=AT).revision
    set_baseline(project=cast.project, revision=first, reason="Agreed", by=cast.bob, at=AT)
    moved = ("2024-04-08", "2024-04-15", "2024-05-06", "2024-05-10")
    import_plan(
        project=cast.project, data=file_of(house((5, 15, 5), baseline=moved)), name="b.xml", by=cast.alice, at=AT
    )
    review = review_portfolio(by=cast.bob, at=AT)
    assert review.projects[0].slip_days.value == 5
    assert review.projects[0].baseline_source == "approved baseline 1"
    assert "BASELINE_NOT_APPROVED" in {item.finding.code for item in review.findings}


def test_hidden_money_is_in_no_row_and_no_total(cast: Cast) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="a.xml", by=cast.alice, at=AT)
    seen, hidden = (review_portfolio(by=user, at=AT) for user in (cast.alice, cast.grace))
    assert seen.totals["EUR"].bac.value == 400_000
    assert hidden.totals == {}
    assert hidden.projects[0].money.bac.reason is Reason.HIDDEN
    assert hidden.projects[0].curve.planned == ()
    assert hidden.projects[0].colour("cost") == "not_assessed"
    assert set(pack_bytes(hidden)) == {"board-pack.pptx", "board-pack.pdf", "board-pack.xlsx"}


def test_a_review_can_be_asked_at_another_date_and_for_a_part(cast: Cast) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="a.xml", by=cast.alice, at=AT)
    later = review_portfolio(by=cast.bob, at=AT, status_date=date(2024, 4, 30).isoformat())
    assert later.projects[0].status_date.text == "2024-04-30"
    assert review_portfolio(by=cast.bob, at=AT, wanted=ProjectFilter(state="closed")).projects == ()
    assert review_portfolio(by=cast.dave, at=AT).projects == ()


def test_one_project_and_three_ask_the_database_as_often(cast: Cast) -> None:
    counted = []
    for number, project in enumerate((cast.project, cast.other, make.project(portfolio=cast.portfolio))):
        data = file_of(house((5, 10 + number, 5), uid=f"P-{number}"))
        made = import_plan(project=project, data=data, name=f"{number}.xml", by=cast.bob, at=AT)
        if number == 0:
            set_baseline(project=project, revision=made.revision, reason="Gate", source="dates", by=cast.carol, at=AT)
        with CaptureQueriesContext(connection) as asked:
            assert len(review_portfolio(by=cast.bob, at=AT).projects) == number + 1
        counted.append(len(asked))
    assert counted[0] == counted[1] == counted[2] <= 8
