"""Stakeholders: judged over time, confidential ones hidden; the communication plan and what was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, Cast

from conspectus.journeys.communication_files import communications_file
from conspectus.journeys.home.registered import registered
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.errors import Refusal
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.files.models import Document
from conspectus.rooms.quality.actions import ConformityParticulars, raise_nonconformities
from conspectus.rooms.stakeholders import actions
from conspectus.rooms.stakeholders.actions import CommunicationParticulars, Judged, SendingGiven, StakeholderParticulars
from conspectus.rooms.stakeholders.bridge import next_after
from conspectus.rooms.stakeholders.models import Assessment, Communication, Sending, Stakeholder
from conspectus.rooms.stakeholders.queries import (
    CommunicationFilter,
    communication_views,
    find_communications,
    find_stakeholders,
    get_stakeholder,
    influence_map,
    stakeholder_views,
)
from conspectus.rooms.stakeholders.queries.facts import stakeholder_facts

DAY = AT.date()
MAYOR = StakeholderParticulars("Mayor", "Town", "Grants the permit")
LETTER = CommunicationParticulars("Neighbours", "Newsletter", "newsletter", "monthly", next_on=DAY)


def refused(code: str, action: Any, **given: Any) -> str:
    given.setdefault("at", AT)
    with pytest.raises(Refusal) as caught:
        action(**given)
    assert caught.value.code == code, (caught.value.code, caught.value.words)
    return caught.value.words


def entered(cast: Cast, who: StakeholderParticulars = MAYOR, *judged: Any) -> Stakeholder:
    new = [(who, Judged(*(judged or (4, 2, "resistant")), on=DAY - timedelta(days=30)))]
    (row,) = actions.enter_stakeholders(project=cast.project, new=new, by=cast.alice, at=AT)
    return row


@pytest.mark.rows
def test_a_stakeholder_moves_on_the_map_and_what_was_said_stays(cast: Cast) -> None:
    row = entered(cast)
    judge: dict[str, Any] = {"stakeholder": row, "by": cast.alice}
    refused("influence", actions.assess_stakeholder, **judge, new=Judged(6, 2))
    refused("stance", actions.assess_stakeholder, **judge, new=Judged(5, 2, "glad"))
    refused("on", actions.assess_stakeholder, **judge, new=Judged(5, 2, on=DAY + timedelta(days=1)))
    refused("on", actions.assess_stakeholder, **judge, new=Judged(5, 2, on=DAY - timedelta(days=60)))
    refused("not_allowed", actions.assess_stakeholder, **judge | {"by": cast.heidi}, new=Judged(5, 2))
    actions.assess_stakeholder(**judge, new=Judged(4, 5, "neutral", "After the visit"), at=AT)
    (view,) = stakeholder_views([row], DAY)
    assert (view.gap, view.moved, view.moved_from) == (1, "better", (4, 2))
    (before,) = stakeholder_views([row], DAY - timedelta(days=1))
    assert (before.gap, before.moved, before.moved_from) == (3, "", None)
    rows = {influence: [len(cell) for cell in cells] for influence, cells in influence_map([view])}
    assert list(rows) == [5, 4, 3, 2, 1]
    assert rows[4] == [0, 0, 0, 0, 1]
    for change in (Assessment.objects.all().delete, lambda: Assessment.objects.update(words="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    gone = actions.change_stakeholder(
        stakeholder=row, new=replace(MAYOR, left_on=DAY), revision=1, by=cast.alice, at=AT
    )
    assert not find_stakeholders(cast.alice, DAY).exists()
    assert get_stakeholder(cast.alice, gone.pk, DAY) == row
    assert "Mayor" not in "".join(AuditLine.objects.values_list("body", flat=True))


@pytest.mark.rows
def test_confidential_ones_show_to_who_may_change_the_project(cast: Cast) -> None:
    row = entered(cast)
    entered(cast, replace(MAYOR, name="Union", is_confidential=False), 3, 3)

    def seen(by: Any) -> list[str]:
        return [one.name for one in find_stakeholders(by, DAY)]

    for by in (cast.alice, cast.bob, cast.ivan, cast.mona):
        assert seen(by) == ["Mayor", "Union"]
    for by in (cast.carol, cast.grace, cast.heidi, cast.erin, cast.judy):
        assert seen(by) == ["Union"]
        assert not seen_subjects(by, [("stakeholder", str(row.pk))], DAY)
    assert seen(cast.dave) == []
    refused("not_found", lambda at: get_stakeholder(cast.grace, row.pk, DAY))


@pytest.mark.rows
def test_what_was_sent_moves_the_day_and_is_never_changed(cast: Cast) -> None:
    (line, once) = actions.enter_communications(
        project=cast.project, new=[LETTER, replace(LETTER, what="Kick-off", cadence="once")], by=cast.alice, at=AT
    )
    later = DAY + timedelta(days=10)
    views = communication_views(list(find_communications(cast.grace, CommunicationFilter(due="overdue"), later)), later)
    assert [(one.row.what, one.days_late, one.sent) for one in views] == [("Newsletter", 10, 0), ("Kick-off", 10, 0)]
    send: dict[str, Any] = {"communication": line, "revision": 1, "by": cast.heidi}
    foreign = Document.objects.create(subject_kind="project", subject_id=str(cast.other.pk), title="Plan")
    refused("document", actions.record_sending, **send, new=SendingGiven(document=foreign))
    refused("on", actions.record_sending, **send, new=SendingGiven(on=later))
    refused("not_allowed", actions.record_sending, **send | {"by": cast.grace}, new=SendingGiven())
    own = Document.objects.create(subject_kind="project", subject_id=str(cast.project.pk), title="Letter")
    made = actions.record_sending(**send, new=SendingGiven("Second issue", document=own), at=AT)
    assert (made.planned_on, made.on) == (DAY, DAY)
    refused("stale", actions.record_sending, **send, new=SendingGiven())
    line.refresh_from_db()
    assert line.next_on == next_after(DAY, DAY, "monthly")
    actions.record_sending(communication=once, new=SendingGiven(), revision=1, by=cast.heidi, at=AT)
    once.refresh_from_db()
    assert (once.is_ended, once.next_on) == (True, None)
    refused("ended", actions.record_sending, communication=once, new=SendingGiven(), revision=2, by=cast.heidi)
    row = actions.change_communication(
        communication=line, new=replace(LETTER, is_ended=True), revision=2, by=cast.alice, at=AT
    )
    assert row.is_ended
    for change in (Sending.objects.all().delete, lambda: Sending.objects.update(words="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("planned", "sent", "cadence", "due"),
    [
        ("2024-01-31", "2024-01-31", "monthly", "2024-02-29"),
        ("2024-01-31", "2024-03-05", "monthly", "2024-03-31"),
        ("2024-11-15", "2024-11-10", "quarterly", "2025-02-15"),
        ("2024-02-29", "2024-02-29", "yearly", "2025-02-28"),
        ("2024-01-01", "2024-01-20", "weekly", "2024-01-22"),
        ("2024-01-01", "2024-01-15", "fortnightly", "2024-01-29"),
        (None, "2024-01-15", "weekly", "2024-01-22"),
        ("2024-01-01", "2024-01-15", "needed", None),
    ],
)
def test_the_next_day_counts_from_the_planned_one(
    planned: str | None, sent: str, cadence: str, due: str | None
) -> None:
    start = date.fromisoformat(planned) if planned else None
    found = next_after(start, date.fromisoformat(sent), cadence)
    assert (found.isoformat() if found else None) == due


@pytest.mark.rows
def test_rows_are_pasted_all_or_none_and_lists_ask_as_often_for_one_as_for_many(cast: Cast) -> None:
    given: dict[str, Any] = {"project": cast.project, "by": cast.alice}
    text = "Name\tFirma\tEinfluss\tInteresse\tHaltung\nMayor\tTown\t4\t2\tresistant\nUnion\t\t3\t5\tSupportive\n"
    assert len(actions.paste_stakeholders(text=text, at=AT, **given)) == 2
    text = "To whom,What,How often,Next\nBoard,Status,monthly,31.5.2024\nTown,Letter,weekly,\n"
    assert len(actions.paste_communications(text=text, at=AT, **given)) == 2
    for text, code, part in (
        ("name\tinfluence\tinterest\nX\thigh\t1\n", "row", "high"),
        ("name\tinfluence\tinterest\nX\t9\t1\n", "rows", "1 (least)"),
        ("name\tcolour\nX\tred\n", "heading", "colour"),
    ):
        assert part in refused(code, actions.paste_stakeholders, text=text, **given)
    assert "none of" in refused("row", actions.paste_communications, text="what\tchannel\nX\tsmoke\n", **given)
    assert Stakeholder.objects.count() == Communication.objects.count() == 2
    counts = []
    for most in (1, 2):
        with CaptureQueriesContext(connection) as asked:
            stakeholder_views(list(find_stakeholders(cast.bob, DAY)[:most]), DAY)
            communication_views(list(find_communications(cast.bob, CommunicationFilter(), DAY)[:most]), DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    table = communications_file(by=cast.grace, at=AT, kind="csv", wanted=CommunicationFilter()).decode("utf-8-sig")
    assert table.count("\n") == 3
    assert communications_file(by=cast.dave, at=AT, kind="csv", wanted=CommunicationFilter()).count(b"\n") == 1


@pytest.mark.rows
def test_what_is_due_waits_on_its_owner_at_home(cast: Cast) -> None:
    given: dict[str, Any] = {"project": cast.project, "at": AT}
    line = replace(LETTER, owner=cast.heidi.person)
    actions.enter_communications(new=[line, replace(line, next_on=DAY + timedelta(days=60))], by=cast.alice, **given)
    fault = ConformityParticulars("Pores", owner=cast.heidi.person, due_on=DAY)
    raise_nonconformities(new=[fault, replace(fault, owner=cast.alice.person)], by=cast.alice, **given)
    tomorrow = DAY + timedelta(days=1)
    found = [(one.what, one.late) for one in registered(cast.heidi, [cast.heidi.person_id], tomorrow)]
    assert found == [("nonconformity", True), ("communication", True)]
    assert not list(registered(cast.dave, [cast.heidi.person_id], tomorrow))


def test_what_policies_may_ask_is_counts_and_days(cast: Cast) -> None:
    given: dict[str, Any] = {"project": cast.project, "by": cast.alice, "at": AT}
    rival = (StakeholderParticulars("Rival", stance="supportive"), Judged(4, 4, "resistant"))
    friend = (StakeholderParticulars("Friend", stance="neutral"), Judged(1, 2, "supportive"))
    actions.enter_stakeholders(new=[rival, friend], **given)
    day = AT.date() - timedelta(days=3)
    plan = [
        CommunicationParticulars("Town", "Letter", next_on=day),
        CommunicationParticulars("All", "Talk", is_ended=True),
    ]
    actions.enter_communications(new=plan, **given)
    found = stakeholder_facts([cast.project, cast.other], AT.date())
    assert found[cast.project.pk] == {
        "stakeholders": 2,
        "stakeholders_short": 1,
        "stakeholders_assessed_on": (AT.date(), AT.date()),
        "communications": 1,
        "communications_due": (day,),
    }
    assert found[cast.other.pk]["stakeholders"] == 0
    assert stakeholder_facts([cast.project], day)[cast.project.pk]["stakeholders"] == 0  # nobody was assessed yet
