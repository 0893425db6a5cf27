"""A plan is handed in: previewed without a trace, stored once, refused whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import AT, Cast
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name

from conspectus.engine.plan import Links
from conspectus.journeys.review_portfolio import review_portfolio
from conspectus.kit.errors import Invalid, NotAllowed, NotFound, Stale
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.accounts.queries import verify_audit
from conspectus.rooms.portfolio.actions import Move, change_project_state
from conspectus.rooms.schedule.actions import (
    ChooseProject,
    FileRefused,
    Said,
    import_plan,
    preview_import,
    set_baseline,
)
from conspectus.rooms.schedule.bridge.documents import load_plan
from conspectus.rooms.schedule.models import Milestone, PlanDocument, PlanRevision, PlanSummary
from conspectus.rooms.schedule.queries import gantt, plan_json, revision_detail, revisions

pytestmark = pytest.mark.usefixtures("reader")
TABLE = b"ID,Task,Duration,Predecessors,Start\r\n1,Dig,3d,,2024-04-08\r\n2,Build,5d,1,\r\n3,Hand over,0d,2,\r\n"


def counts() -> tuple[int, ...]:
    """Return how many rows there are of everything an import may write."""
    return tuple(model.objects.count() for model in (PlanDocument, PlanRevision, PlanSummary, Milestone, AuditLine))


def test_an_import_keeps_the_plan_its_figures_and_one_audit_line(cast: Cast) -> None:
    before = counts()
    done = import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    assert done.changed
    assert done.revision.number == 1
    assert done.words == "north.xml is now revision 1."
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [1, 1, 1, 1, 1]
    summary = done.revision.summary
    assert (summary.tasks, summary.milestones, summary.done, summary.is_current) == (4, 1, 1, True)
    assert summary.finish_on == date(2024, 5, 3)
    assert summary.bac_minor == 400_000
    assert summary.earned_value_minor == 220_000
    assert summary.actual_cost_minor == 240_000
    assert load_plan(done.revision.document_id).tasks.name == ("Dig", "Build", "Roof", "Hand over")
    line = AuditLine.objects.order_by("-number").first()
    assert line is not None
    assert (line.deed, line.subject_kind, line.actor_name) == ("import_plan", "project", "Alice")
    assert json.loads(line.body)["document_digest"] == done.revision.document_id
    assert verify_audit().whole


def test_the_same_file_twice_changes_nothing_and_says_so(cast: Cast) -> None:
    data = file_of(house())
    import_plan(project=cast.project, data=data, name="north.xml", by=cast.alice, at=AT)
    before = counts()
    again = import_plan(project=cast.project, data=data, name="copy.xml", by=cast.bob, at=AT + timedelta(days=1))
    assert not again.changed
    assert again.revision.number == 1
    assert again.words == "This file was imported by Alice at 2024-05-06 09:00 UTC; 0 changes."
    assert counts() == before


def test_a_preview_tells_what_will_change_and_stores_nothing(cast: Cast) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="north.xml", by=cast.alice, at=AT)
    before = counts()
    later = file_of(house((5, 15, 5)))
    preview = preview_import(project=cast.project, data=later, name="north-2.xml", by=cast.alice, at=AT)
    assert counts() == before
    assert preview.already == ""
    assert preview.expected_revision == 1
    assert preview.comparison is not None
    assert preview.comparison.finish_moved_days == 5
    assert "5 working days later" in preview.words
    assert {change.uid for change in preview.comparison.causes} == {"2"}
    assert preview.before is not None
    assert preview.after is not None
    assert (preview.before.finish_on, preview.after.finish_on) == (date(2024, 5, 3), date(2024, 5, 10))
    done = import_plan(
        project=cast.project,
        data=later,
        name="north-2.xml",
        expected_digest=preview.digest,
        expected_revision=preview.expected_revision,
        by=cast.alice,
        at=AT,
    )
    assert done.revision.number == 2
    assert [row.is_current for row in revisions(cast.project, by=cast.alice)] == [True, False]


def test_a_renumbered_file_keeps_the_ids_its_tasks_were_known_by(cast: Cast) -> None:
    guids = tuple(f"00000000-0000-0000-0000-00000000000{digit}" for digit in "1234")

    def handed(*uids: str) -> bytes:
        made = house((5, 12, 5), uids=uids)
        return file_of(replace(made, tasks=made.tasks.with_(guid=guids)))

    import_plan(project=cast.project, data=handed("1", "2", "3", "4"), name="a.xml", by=cast.alice, at=AT)
    other = handed("2", "3", "4", "5")
    preview = preview_import(project=cast.project, data=other, name="b.xml", by=cast.alice, at=AT)
    assert preview.words == "Nothing changed."
    done = import_plan(project=cast.project, data=other, name="b.xml", by=cast.alice, at=AT)
    assert load_plan(done.revision.document_id).tasks.uid == ("1", "2", "3", "4")
    assert "TASKS_RENUMBERED" in {item.code for item in done.findings}


def test_a_preview_that_is_no_longer_true_is_not_imported(cast: Cast) -> None:
    first, second = file_of(house()), file_of(house((5, 12, 5)))
    preview = preview_import(project=cast.project, data=first, name="a.xml", by=cast.alice, at=AT)
    with pytest.raises(Invalid, match="not the file that was previewed"):
        import_plan(
            project=cast.project, data=second, name="a.xml", expected_digest=preview.digest, by=cast.alice, at=AT
        )
    import_plan(project=cast.project, data=second, name="b.xml", by=cast.bob, at=AT)
    with pytest.raises(Stale, match="Revision 1 came in after your preview"):
        import_plan(project=cast.project, data=first, name="a.xml", expected_revision=0, by=cast.alice, at=AT)


def test_several_projects_in_a_file_must_be_chosen_from(cast: Cast) -> None:
    data = file_of(house(), house(uid="WS-2", name="Warehouse south"), house(uid="WE-3", name="Warehouse east"))
    before = counts()
    with pytest.raises(ChooseProject) as caught:
        import_plan(project=cast.project, data=data, name="all.xer", by=cast.alice, at=AT)
    assert caught.value.code == "CHOOSE_PROJECT"
    assert caught.value.words.startswith("The file holds 3 projects. Choose one: Warehouse north; ")
    assert [choice.uid for choice in caught.value.choices] == ["WN-1", "WS-2", "WE-3"]
    assert counts() == before
    done = import_plan(
        project=cast.project, data=data, name="all.xer", plan_choice="Warehouse south", by=cast.alice, at=AT
    )
    assert done.revision.plan_uid == "WS-2"
    newer = file_of(house(uid="X"), house((5, 11, 5), uid="WS-2", name="Warehouse south"))
    follow = import_plan(project=cast.project, data=newer, name="all.xer", by=cast.alice, at=AT)
    assert (follow.revision.number, follow.revision.plan_uid) == (2, "WS-2")


def test_tasks_that_wait_for_each_other_refuse_the_file(cast: Cast) -> None:
    plan = house()
    looped = replace(plan, links=Links(before=[0, 1, 2, 2], after=[1, 2, 3, 0]))
    before = counts()
    with pytest.raises(FileRefused, match=r"wait for each other: .*Dig"):
        import_plan(project=cast.project, data=file_of(looped), name="loop.xml", by=cast.alice, at=AT)
    assert counts() == before


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\xff\xd8\xff\xe0 picture", ""),
        (b"PK\x03\x04 zip", ""),
        (b'<?xml version="1.0"?><!DOCTYPE x><Project/>', "document type"),
        (b"Task,Duration\nDig,\x00\n", ""),
    ],
)
def test_a_refused_file_stores_nothing(cast: Cast, data: bytes, words: str) -> None:
    before = counts()
    for act in (import_plan, preview_import):
        with pytest.raises(Invalid) as caught:
            act(project=cast.project, data=data, name="bad.mpp", by=cast.alice, at=AT)
        assert words in caught.value.words
        assert caught.value.words
        assert caught.value.field == "file"
    assert counts() == before


def test_a_plain_table_is_a_plan(cast: Cast) -> None:
    done = import_plan(project=cast.project, data=TABLE, name="north.csv", by=cast.alice, at=AT)
    assert (done.revision.source_kind, done.revision.summary.tasks) == ("CSV", 3)
    assert done.revision.summary.finish_on == date(2024, 4, 17)
    assert done.revision.summary.schedule_colour == "not_assessed"
    assert "NO_STATUS_DATE" in {item.code for item in done.findings}


def test_who_may_hand_in_a_plan(cast: Cast) -> None:
    data = file_of(house())
    refused = {}
    for name, user in cast.users().items():
        try:
            preview_import(project=cast.project, data=data, name="a.xml", by=user, at=AT)
        except (NotAllowed, NotFound) as refusal:
            refused[name] = refusal.code
    assert refused == {
        "dave": "not_found",
        **dict.fromkeys(("carol", "erin", "grace", "heidi", "judy", "kim", "liam"), "not_allowed"),
    }
    with pytest.raises(NotFound):
        import_plan(project=cast.other, data=data, name="a.xml", by=cast.alice, at=AT)


def test_an_ended_project_takes_no_plan(cast: Cast) -> None:
    ended = change_project_state(
        project=cast.project, move=Move("closed", "Done"), revision=cast.project.revision, by=cast.bob, at=AT
    )
    with pytest.raises(Exception, match="This project is completed"):
        import_plan(project=ended, data=file_of(house()), name="a.xml", by=cast.alice, at=AT)


def test_a_file_name_is_shortened_to_its_own_safe_part(cast: Cast) -> None:
    wicked = "../../etc/" + "n" * 300 + '\u202e";.xml'
    done = import_plan(project=cast.project, data=file_of(house()), name=wicked, by=cast.alice, at=AT)
    assert done.revision.source_name.endswith("n.xml")
    assert len(done.revision.source_name) <= 160
    assert not set('/\\"\u202e') & set(done.revision.source_name)


def test_money_is_hidden_from_those_who_may_not_see_it(cast: Cast) -> None:
    import_plan(project=cast.project, data=file_of(house()), name="a.xml", by=cast.alice, at=AT)
    seen = revision_detail(cast.project, by=cast.alice)
    hidden = revision_detail(cast.project, by=cast.grace)
    assert seen.revision.figures.money.bac.value == 400_000
    assert hidden.revision.figures.money.bac.reason == "HIDDEN"
    assert hidden.measures["cpi"].reason == "HIDDEN"
    assert hidden.curve.hidden
    assert hidden.curve.planned == ()
    assert hidden.revision.figures.cost.colour == "not_assessed"
    assert "400" not in repr(hidden)


COSTED = (
    b"ID,Task,Duration,Predecessors,Start,Percent,Cost,Actual cost,Baseline start,Baseline finish,Baseline cost\r\n"
    b"1,Dig,5d,,2024-04-08,100,1000.00,1100.00,2024-04-08,2024-04-12,1000.00\r\n"
    b"2,Build,5d,1,,40,2000.00,900.00,2024-04-15,2024-04-19,2000.00\r\n"
)


def test_a_status_date_given_with_a_table_gives_it_earned_value(cast: Cast) -> None:
    given = {"project": cast.project, "data": COSTED, "name": "plan.csv", "by": cast.alice, "at": AT}
    assert preview_import(**given).after.status_on is None
    said = Said(status_date="2024-04-17")
    shown = preview_import(**given, said=said).after
    assert shown.status_on == date(2024, 4, 17)
    assert shown.schedule.colour != "not_assessed"
    first = import_plan(**given)
    assert first.revision.summary.earned_value_minor is None
    done = import_plan(**given, said=said)
    assert (done.changed, done.revision.number, done.revision.status_given) == (True, 2, "2024-04-17")
    assert done.revision.summary.earned_value_minor == 180_000
    assert done.revision.document_id == first.revision.document_id
    body = json.loads(AuditLine.objects.order_by("-number")[0].body)
    assert body["status_given"] == "2024-04-17"
    assert not import_plan(**given, said=said).changed
    assert gantt(cast.project).status == datetime(2024, 4, 18)
    assert plan_json(cast.project)["projects"][0]["status_date"] == "2024-04-18T00:00"
    (held,) = review_portfolio(by=cast.alice, at=AT).projects
    assert (held.status_date.text, held.money.ev.value) == ("2024-04-17", 180_000)
    (asked,) = review_portfolio(by=cast.alice, at=AT, status_date="2024-04-16").projects
    assert asked.status_date.text == "2024-04-16"
    set_baseline(project=cast.project, revision=done.revision, reason="Agreed", by=cast.bob, at=AT)
    (row, *_) = revisions(cast.project, by=cast.alice)
    assert (row.figures.status_on, row.status_given) == (date(2024, 4, 17), "2024-04-17")


def test_a_status_date_given_goes_before_the_files(cast: Cast) -> None:
    said = Said(status_date="2024-04-10T12:00")
    data = file_of(house())
    done = import_plan(project=cast.project, data=data, name="a.xml", said=said, by=cast.alice, at=AT)
    assert done.revision.status_given == "2024-04-10T12:00"
    assert done.revision.summary.status_on == date(2024, 4, 10)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(status_date="17.4.2024"), "status_date"),
        (Said(status_date="2024-02-30"), "status_date"),
        (Said(status_date="9999-12-31"), "status_date"),
        (Said(date_order="ymd"), "date_order"),
        (Said(amounts="xx"), "amounts"),
        (Said(encoding="rot13"), "encoding"),
        (Said(currency="XXZ"), "currency"),
    ],
)
def test_what_is_said_wrongly_is_refused_by_its_field(cast: Cast, said: Said, field: str) -> None:
    before = counts()
    for act in (preview_import, import_plan):
        with pytest.raises(Invalid) as refusal:
            act(project=cast.project, data=COSTED, name="a.csv", said=said, by=cast.alice, at=AT)
        assert refusal.value.field == field
    assert counts() == before


def test_a_question_is_answered_with_the_import(cast: Cast) -> None:
    data = b"Task;Start;Duration;Cost\r\nDig;03/04/2026;2d;1.234\r\n"
    given = {"project": cast.project, "data": data, "name": "a.csv", "by": cast.alice, "at": AT}
    with pytest.raises(FileRefused, match=r"1\.234"):
        import_plan(**given)
    with pytest.raises(FileRefused, match=r"3rd of April"):
        import_plan(**given, said=Said(amounts="de"))
    done = import_plan(**given, said=Said(amounts="de", date_order="mdy"))
    assert done.revision.manner == "month first, amounts 1.234,56"
    assert done.revision.summary.start_on == date(2026, 3, 4)
    assert load_plan(done.revision.document_id).currency == cast.project.currency
    assert load_plan(done.revision.document_id).tasks.cost.tolist() == [123_400.0]


def test_a_revision_still_never_changes(cast: Cast) -> None:
    done = import_plan(project=cast.project, data=TABLE, name="a.csv", by=cast.alice, at=AT)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PlanRevision.objects.filter(pk=done.revision.pk).update(source_name="other")
