"""Another world: a portfolio nobody of the cast's lower ranks belongs to, in which every text is a canary."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now
from tests import factories as make
from tests.doors.areas import areas
from tests.doors.test_permission_matrix import PLAN, entered
from tests.working import through

from conspectus.journeys.comment import write_comment
from conspectus.journeys.documents import add_document
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.actions import issue_token, local_operator
from conspectus.rooms.accounts.choices import Role
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.money.actions import NewLine, approve_budget
from conspectus.rooms.outbox.models import Message, Notice
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    create_contract,
    create_party,
    give_project_role,
    grant_role,
    raise_claim,
    save_view,
)
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.actions.lists import Figures, state_figures
from conspectus.rooms.schedule.actions import import_plan, set_baseline, set_cost_rule
from conspectus.rooms.search.actions import follow_deeds
from conspectus.rooms.status.actions import override_status

CANARY = "Zanzibar"
SECRET_PLAN = PLAN.replace(b"Dig", b"Zanzibar dig").replace(b"Build", b"Zanzibar build")


def rows() -> dict[str, list[Any]]:
    """Return every row of every table but sessions and the day a token was last used."""
    found = {}
    for model in apps.get_models():
        if model.__name__ != "Session":
            left_out = {"last_used_on", "last_login"}
            names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
            found[model.__name__] = sorted(model.objects.values_list(*names), key=repr)
    return found


def assemble() -> dict[str, Any]:
    """Make the world beside that of the cast; return its ids."""
    by = local_operator()
    portfolio = make.portfolio(f"{CANARY} portfolio")
    programme = make.programme(f"{CANARY} programme", portfolio=portfolio)
    owner = make.user("Olga Other")
    more: dict[str, Any] = {"portfolio": portfolio, "programme": programme, "manager": owner.person}
    project = make.project(f"{CANARY} project", code="ZANZIBAR-1", summary=f"{CANARY} summary", **more)
    first = import_plan(project=project, data=SECRET_PLAN, name=f"{CANARY}.csv", by=by, at=now())
    set_baseline(project=project, revision=first.revision, reason=f"{CANARY} reason", source="dates", by=by, at=now())
    for days in (b"7d", b"8d"):
        data = SECRET_PLAN.replace(b"5d", days)
        import_plan(project=project, data=data, name=f"{CANARY}.csv", by=by, at=now())
    part = give_project_role(project=project, person=owner.person, role=Role.VIEWER, by=by, at=now())
    grant = grant_role(person=owner.person, role=Role.VIEWER, scope=project, by=by, at=now())
    token = issue_token(user=owner, name=f"{CANARY} robot", scope="write", by=owner, at=now()).token
    party = PartyParticulars(f"{CANARY} steel", ("supplier",))
    supplier = create_party(portfolio=portfolio, new=party, by=by, at=now())
    terms = ContractParticulars(supplier, f"{CANARY} piles", 7, projects=(project,))
    contract = create_contract(new=terms, by=by, at=now())
    follow_notices(at=now())
    today = now().date()
    claim = raise_claim(contract=contract, amount_minor=7, words=f"{CANARY} ground", raised_on=today, by=by, at=now())
    aside = override_status(
        subject=programme,
        dimension="schedule",
        colour="green",
        computed="red",
        reason=f"{CANARY} relief",
        ends_on=today + timedelta(days=9),
        by=by,
        at=now(),
    )
    lines = [NewLine(today.year, "base", "capex", 7)]
    approve_budget(subject=programme, lines=lines, reason=f"{CANARY} case", by=by, at=now())
    set_cost_rule(portfolio=portfolio, first="ledger", reason=f"{CANARY} accounts", by=by, at=now())
    for day in (today - timedelta(days=9), today):
        figures = Figures(cost_minor=7)
        state_figures(project=project, stated_on=day, figures=figures, source=f"{CANARY} list", by=by, at=now())
    comment = write_comment(subject=subject_of(project), text=f"@Olga {CANARY}?", by=by, at=now()).comment
    follow_notices(at=now())
    ids: dict[str, Any] = {
        "deputy_id": name_deputy(
            person=owner.person,
            deputy=make.user("Otto Other").person,
            starts_on=today,
            last_on=today,
            note=f"{CANARY} note",
            by=owner,
            at=now(),
        ).pk,
        "notice_id": Notice.objects.filter(person=owner.person).latest("pk").pk,
        "message_id": Message.objects.create(person=owner.person, queued_at=now(), due_at=now()).pk,
        "party_id": supplier.pk,
        "view_id": save_view(name=f"{CANARY} view", choices={"text": CANARY}, portfolio=portfolio, by=by, at=now()).pk,
        "contract_id": contract.pk,
        "claim_id": claim.pk,
        "project_id": project.pk,
        "subject_id": project.pk,
        "document_id": add_document(
            subject=subject_of(project),
            new=Particulars(f"{CANARY} charter"),
            content=Content(f"{CANARY}.txt", CANARY.encode()),
            by=by,
            at=now(),
        ).pk,
        "comment_id": comment.pk,
        "aside_id": aside.pk,
        "portfolio_id": portfolio.pk,
        "programme_id": programme.pk,
        "scope_id": portfolio.pk,
        "objective_id": make.objective(f"{CANARY} objective", portfolio=portfolio).pk,
        "role_id": part.pk,
        "grant_id": grant.pk,
        "token_id": token.pk,
        "user_id": owner.pk,
        "run_id": their_work(owner, "/upload/"),
        "review_id": their_work(owner, "/review/"),
        "number": 3,  # the cast's own project has one revision
        "old": 2,
        "new": 3,
    }
    for area in areas():
        ids |= area.their(ids)
    follow_deeds(at=now())  # what is asked later writes nothing
    return ids


def their_work(user: Any, page: str) -> str:
    """Have a file of theirs looked at or reviewed; return the id of the run."""
    client = entered(user)
    sent = {"plans": SimpleUploadedFile(f"{CANARY}.csv", SECRET_PLAN)}
    where, _ = through(client, client.post(page, sent))
    return where.strip("/").rpartition("/")[2]


def words_of(answer: Any) -> str:
    """Return all an answer says; a workbook or another archive with all its parts."""
    if not answer.content.startswith(b"PK"):
        return str(answer.content.decode())
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
