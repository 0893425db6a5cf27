"""Every address against everybody: a new page or operation without a row here fails."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast
from tests.doors.areas import areas
from tests.doors.every_door import rows_of_tables
from tests.doors.permission_rows import ANYBODY, API, PAGES
from tests.doors.who import EVERYWHERE, Row
from tests.handed_in import file_of, house, reader  # noqa: F401  # a fixture is used by its name
from tests.trust.counts import FULL, POSTGRES, daily, some
from tests.working import through

from conspectus.doors.api.urls import schema
from conspectus.doors.cli import run
from conspectus.doors.web.urls import urlpatterns
from conspectus.journeys.comment import write_comment
from conspectus.journeys.documents import add_document
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.notices.follow import follow_notices
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.actions import deactivate_user, issue_token, local_operator
from conspectus.rooms.accounts.models import User
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.money.actions import NewEntry, record_entries
from conspectus.rooms.money.models import Entry
from conspectus.rooms.outbox.models import Message, Notice
from conspectus.rooms.packs.actions import make_pack
from conspectus.rooms.packs.models import PackRun
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    add_alias,
    create_contract,
    create_party,
    raise_claim,
    save_mapping,
    save_view,
)
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.models import Claim, Contract, Project, ProjectRole
from conspectus.rooms.schedule.actions import import_plan, set_baseline
from conspectus.rooms.schedule.models import PlanRevision
from conspectus.rooms.search.actions import follow_deeds
from conspectus.rooms.status.actions import declare_status, override_status

RANKS = ("alice", "dave", "frank", "grace", "mona")  # manager, outsider, administrator, viewer, who steers
FEW = ("alice", "dave", "grace")  # daily on PostgreSQL: the first asks every address, one of the others by turns
TURNS = 2  # of those of no rank, how many ask an address daily; all before a release
BACKEND = "conspectus.rooms.accounts.queries.SessionBackend"
PLAN = b"Id,Task,Duration,Start,Predecessors,Cost,Percent\n1,Dig,10d,2024-04-01,,7654321,100\n2,Build,5d,,1,7654321,0\n"
PACKS = ("xlsx", "pptx")  # the board pack, as page and API
COST = 7_654_321.0  # of each of four parts, in cents
MONEY = (
    "306,173",
    "306173",
    "306172",
    "30617284",
    "377,643",
    "377643",
    "168,395",
    "168395",
    "207,704",
    "207704",
    "207703",
    "777,123",
    "77712345",
    "888,666",
    "88866655",
)

Counted = Callable[[int], None]
SHUT = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def sessions(shared_cast: Cast, own_ids: dict[str, Any]) -> dict[str, str]:
    """Return the session of everybody by name, each entered once; daily on PostgreSQL of a few."""
    few = POSTGRES and not FULL
    asked = {name: user for name, user in shared_cast.users().items() if name in FEW or not few}
    return {name: str(entered(user).session.session_key) for name, user in asked.items()}


def again(session: str) -> Client:
    """Return a client that comes back in a session."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def addresses(cast: Cast) -> dict[str, Any]:
    """Return what stands in addresses: a project with a plan, a token, a role and a grant."""
    from tests import factories as make

    from conspectus.rooms.accounts.choices import Role
    from conspectus.rooms.portfolio.actions import grant_role

    follow_notices(at=now())  # from here on people are told
    import_plan(project=cast.project, data=PLAN, name="a.csv", by=cast.alice, at=now())
    token = issue_token(user=cast.alice, name="robot", scope="write", by=cast.alice, at=now())
    given = make.user("Nobody")
    at = now() - timedelta(days=1)
    by = local_operator()
    grant = grant_role(person=given.person, role=Role.VIEWER, scope=cast.project, by=by, at=at)
    pack = a_pack(cast)
    period = an_open_period(cast)
    report = declare_status(subject=cast.project, period=period, declared=[], revision=0, by=cast.alice, at=now())
    declare_status(subject=cast.programme, period=period, declared=[], revision=0, by=cast.ivan, at=now())
    override, aside = (
        override_status(
            subject=subject,
            dimension="cost",
            colour="red",
            computed="green",
            reason="Claims",
            ends_on=now().date() + timedelta(days=9),
            by=cast.mona,
            at=now(),
        )
        for subject in (cast.project, cast.programme)
    )
    record_entries(entries=[NewEntry(cast.project, "actual", 777_123_45, now().date())], by=cast.liam, at=now())
    contract, claim = a_claimed_contract(cast)
    follow_notices(at=now())
    days = {"starts_on": now().date() + timedelta(days=9), "last_on": now().date() + timedelta(days=19)}
    deputy = name_deputy(person=cast.alice.person, deputy=cast.carol.person, **days, by=cast.alice, at=now())
    ids: dict[str, Any] = {
        "deputy_id": deputy.pk,
        "notice_id": Notice.objects.filter(person=cast.alice.person, kind="changed").latest("pk").pk,
        "message_id": Message.objects.create(person=cast.grace.person, queued_at=now(), due_at=now()).pk,
        "party_id": contract.supplier_id,
        "view_id": save_view(
            name="Late ones", choices={"status": "red"}, portfolio=cast.portfolio, by=cast.mona, at=now()
        ).pk,
        "contract_id": contract.pk,
        "claim_id": claim.pk,
        "document_id": add_document(
            subject=subject_of(cast.project),
            new=Particulars("Charter"),
            content=Content("charter.txt", b"Why"),
            by=cast.alice,
            at=now(),
        ).pk,
        "comment_id": write_comment(subject=subject_of(cast.project), text="Why?", by=cast.alice, at=now()).comment.pk,
        "entry_id": Entry.objects.get().pk,
        "pack_id": pack.pk,
        "period_id": period.pk,
        "field_id": make.field("region").pk,
        "subject_kind": "project",
        "subject_id": cast.project.pk,
        "objective_id": make.objective("Faster", portfolio=cast.portfolio).pk,
        "report_id": report.pk,
        "override_id": override.pk,
        "aside_id": aside.pk,
        "mapping_id": save_mapping(
            portfolio=cast.portfolio, name="Monthly", columns={"Code": "code"}, by=cast.mona, at=now()
        ).pk,
        "alias_id": add_alias(project=cast.project, name="North hall", by=cast.alice, at=now()).pk,
        "digest": "0" * 64,
        "deed": "submission",
        "project_id": cast.project.pk,
        "portfolio_id": cast.portfolio.pk,
        "programme_id": cast.programme.pk,
        "token_id": token.token.pk,
        "role_id": ProjectRole.objects.get(project=cast.project, person=cast.grace.person).pk,
        "grant_id": grant.pk,
        "number": 1,
        "old": 1,
        "new": 1,
        "run_id": long_work(cast.alice, "/upload/"),
        "review_id": long_work(cast.alice, "/review/"),
        "kind": "xlsx",
        "paper": "pdf",
        "served": "programme",
        "scope": "portfolio",
        "scope_id": cast.portfolio.pk,
        "division_id": cast.division.pk,
        "person_id": cast.dave.person_id,
        "user_id": cast.grace.pk,
        "secret": "none",
    }
    for area in areas():
        ids |= area.own(cast, ids)
    follow_deeds(at=now())  # what is only looked at later writes nothing
    return ids


def a_claimed_contract(cast: Cast) -> tuple[Contract, Claim]:
    """Return a contract for the cast's project, and a claim under it."""
    new = PartyParticulars(name="Nord Steel", kinds=("supplier",))
    supplier = create_party(portfolio=cast.portfolio, new=new, by=cast.liam, at=now())
    terms = ContractParticulars(supplier, "Piles", 888_666_55, projects=(cast.project,), state="in_force")
    made = create_contract(new=terms, by=cast.liam, at=now())
    told = {"words": "Ground", "raised_on": now().date(), "by": cast.liam, "at": now()}
    return made, raise_claim(contract=made, amount_minor=888_666_55, **told)


def an_open_period(cast: Cast) -> Period:
    """Return the month it is, open."""
    today = now().date()
    rows = lay_periods(portfolio=cast.portfolio, starting=today, through=today, by=cast.mona, at=now())
    return open_period(period=rows[0], revision=1, by=cast.mona, at=now())


def a_pack(cast: Cast) -> PackRun:
    """Return a pack of the month before, frozen."""
    before = now().date().replace(day=1) - timedelta(days=1)
    (row,) = lay_periods(portfolio=cast.portfolio, starting=before, through=before, by=cast.mona, at=now())
    row = open_period(period=row, revision=1, by=cast.mona, at=now())
    frozen = freeze_period(period=row, revision=row.revision, by=cast.mona, at=now())
    return make_pack(period=frozen, kinds=("xlsx",), by=cast.mona, at=now())[0]


def long_work(user: User, page: str) -> str:
    """Have a file looked at or reviewed; return the id of the run."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = entered(user)
    where, _ = through(client, client.post(page, {"plans": SimpleUploadedFile("b.csv", PLAN)}))
    return where.strip("/").rpartition("/")[2]


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def expected(row: Row, name: str) -> str:
    if name in row.may:
        return "in"
    return "403" if name in row.sees else "404"


def outcome(answer: Any) -> str:
    for name, part in SHUT.items():
        assert part in answer.headers[name]
    if answer.status_code in (401, 403, 404, 500):
        return str(answer.status_code)
    return "401" if answer.status_code == 302 and "/sign-in/" in answer.headers["Location"] else "in"


def call(client: Client, operation: str, row: Row, ids: dict[str, Any], **more: Any) -> Any:
    """Ask the API as one would; bodies are such that only their values are refused."""
    method, path = operation.split(" ")
    address = "/api/v1" + path.format(**ids)
    if row.files:
        from django.core.files.uploadedfile import SimpleUploadedFile

        field = "files" if "/review" in path else "file"
        return client.post(address, {field: SimpleUploadedFile("a.csv", b"")}, **more)
    body = {
        name: ids.get(value, value) if isinstance(value, str) else value for name, value in (row.body or {}).items()
    }
    headers = {"If-Match": '"1"', **more.pop("headers", {})}
    send = getattr(client, method.lower())
    kind = {} if method == "GET" else {"data": body, "content_type": "application/json"}
    return send(address, headers=headers, **kind)


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def people(sessions: dict[str, str], row: Row, address: str) -> dict[str, Client]:
    """Return who asks: one of each rank and, daily, two of the others by turns; on PostgreSQL two of all."""
    if POSTGRES and not FULL:
        names: tuple[str, ...] = (*(() if row.slow else FEW[:1]), *some(FEW[1:], 1, address))
    else:
        others = some(sessions.keys() - set(RANKS), TURNS, address)
        names = ("dave", "grace") if row.slow else (*RANKS, *others)
    return {name: again(sessions[name]) for name in names}


def test_every_address_has_a_row() -> None:
    described = {f"{method.upper()} {path[7:]}" for path, place in schema()["paths"].items() for method in place}
    assert described == set(API)
    assert {pattern.name for pattern in urlpatterns} == set(PAGES) | ANYBODY


@pytest.mark.parametrize("operation", API)
def test_operations(
    cast: Cast, sessions: dict[str, str], ids: dict[str, Any], counted: Counted, operation: str
) -> None:
    row, found, wanted = API[operation], {}, {}
    for name, client in people(sessions, row, operation).items():
        with undone():
            found[name] = outcome(call(client, operation, row, ids))
        # An id inside a body that is not seen is a wrong value, not a missing page.
        hidden = expected(row, name)
        named = {"portfolio_id", "party_id", "project_id"} & {str(one) for one in (row.body or {}).values()}
        wanted[name] = "in" if hidden == "404" and named and "{" not in operation else hidden
    assert found == wanted
    assert outcome(call(Client(), operation, row, ids)) == "401"
    counted(len(found) + 1)


@pytest.mark.parametrize("operation", [name for name in API if "{project_id}" in name and daily(name)])
def test_foreign_projects_answer_like_missing_ones(
    cast: Cast, sessions: dict[str, str], ids: dict[str, Any], counted: Counted, operation: str
) -> None:
    row = API[operation]
    for name in some(sessions.keys() - EVERYWHERE, TURNS, operation):
        answers, client = [], again(sessions[name])
        for wanted in (cast.other.pk, 10**9, 10**30, "0", "-1", "%27%20or%201=1"):
            answer = call(client, operation, row, {**ids, "project_id": wanted})
            answers.append((answer.status_code, {**answer.json(), "request_id": ""}.items()))
        assert {status for status, _ in answers} == {404}
        assert all(body == answers[0][1] for _, body in answers)
        counted(len(answers))


@pytest.mark.parametrize(
    "operation", [name for name in API if not name.startswith("GET") and "/review" not in name and daily(name)]
)
def test_a_reading_token_never_writes_and_a_closed_account_has_none(
    cast: Cast, ids: dict[str, Any], operation: str
) -> None:
    token = issue_token(user=cast.frank, name="reads", scope="read", by=cast.frank, at=now()).text
    before = counts()
    told = outcome(call(Client(), operation, API[operation], ids, headers={"Authorization": f"Bearer {token}"}))
    # A reading token of an administrator does not even see the tokens and runs of others, nor roles it cannot end.
    unseen = any(name in operation for name in ("token_id", "grant_id", "run_id"))
    assert told == ("404" if unseen else "403")
    assert counts() == before
    closed = issue_token(user=cast.mona, name="closed", scope="write", by=cast.mona, at=now()).text
    deactivate_user(user=cast.mona, by=cast.frank, at=now())
    User.objects.get(pk=cast.mona.pk).tokens.update(revoked_at=None)
    again = call(Client(), operation, API[operation], ids, headers={"Authorization": f"Bearer {closed}"})
    assert outcome(again) == "401"


@pytest.mark.parametrize("page", PAGES)
def test_pages(cast: Cast, sessions: dict[str, str], ids: dict[str, Any], counted: Counted, page: str) -> None:
    row, found, wanted = PAGES[page], {}, {}
    address = address_of(page, ids)
    for name, client in people(sessions, row, page).items():
        with undone():
            found[name] = outcome(client.get(address) if row.body is None else client.post(address))
        wanted[name] = expected(row, name)
    assert found == wanted
    assert outcome(Client().get(address) if row.body is None else Client().post(address)) == "401"
    counted(len(found) + 1)


@pytest.mark.parametrize(
    "page", [one.name for one in urlpatterns if "<str:project_id>" in str(one.pattern) and daily(str(one.name))]
)
def test_pages_of_a_foreign_project_are_those_of_a_missing_one(
    cast: Cast, sessions: dict[str, str], ids: dict[str, Any], page: str
) -> None:
    row, bodies = PAGES[page], set()
    client = again(sessions["alice"])
    for wanted in (cast.other.pk, 10**9, 10**30):
        address = address_of(page, {**ids, "project_id": wanted})
        answer = client.get(address) if row.body is None else client.post(address)
        assert answer.status_code == 404
        bodies.add(answer.content.decode().replace(answer.headers["X-Request-Id"], ""))
    assert len(bodies) == 1


def test_nothing_is_written_from_another_site(cast: Cast, ids: dict[str, Any], counted: Counted) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.frank, backend=BACKEND)
    before = counts()
    for operation, row in API.items():
        if not operation.startswith("GET"):
            assert call(client, operation, row, ids).status_code == 403, operation
    for page in (*PAGES, *ANYBODY):
        assert client.post(address_of(page, ids)).status_code == 403, page
    assert counts() == before
    counted(sum(not operation.startswith("GET") for operation in API) + len(PAGES) + len(ANYBODY))


def test_a_viewer_writes_nothing_by_any_form(cast: Cast, ids: dict[str, Any]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, before, base = entered(cast.grace), counts(), f"/projects/{cast.project.pk}"
    client.post(f"{base}/baselines/", {"revision": "1", "reason": "mine"})
    client.post(f"{base}/people/", {"person": cast.grace.person.pk, "role": "project_manager"})
    assert (
        client.post(f"{base}/upload/", {"plans": SimpleUploadedFile("b.csv", PLAN + b"3,C,1d,,,,\n")}).status_code
        == 403
    )
    answer = client.post("/upload/", {"plans": SimpleUploadedFile("b.csv", PLAN + b"3,C,1d,,,,\n")})
    where, _ = through(client, answer)
    for target in (cast.project.pk, cast.other.pk, f"new-{cast.portfolio.pk}"):
        through(client, client.post(where, {"deed": "store", "target-0": str(target), "code-0": "X", "name-0": "X"}))
    assert counts() == before


def test_what_one_uploads_nobody_else_reads(cast: Cast) -> None:
    where = [f"{page}{long_work(cast.alice, page)}/" for page in ("/upload/", "/review/")]
    for name in ("dave", "grace", "frank"):
        client = entered(cast.users()[name])
        for address in (*where, f"{where[1]}board-pack.xlsx"):
            answer = client.get(address)
            assert answer.status_code == 404
            assert b"Dig" not in answer.content


def test_money_is_nowhere_for_those_who_may_not_see_it(
    cast: Cast,
    ids: dict[str, Any],
    reader: None,  # noqa: F811  # the fixture of the same name
    counted: Counted,
) -> None:
    first, then = (file_of(house(cost=cost)) for cost in (COST, COST + 1_000_000))
    done = import_plan(project=cast.project, data=first, name="b.xml", by=cast.alice, at=now())
    set_baseline(project=cast.project, revision=done.revision, reason="x", source="dates", by=cast.carol, at=now())
    import_plan(project=cast.project, data=then, name="b.xml", by=cast.alice, at=now())
    ids = {**ids, "old": 2, "new": 3}
    showing = {"project", "earned-value", "GET /status", "xlsx"}
    everything = told(entered(cast.alice), ids, only={*showing, "compare"})
    assert showing <= {address for address, text in everything.items() if any(sign in text for sign in MONEY)}
    assert "another cost" in everything["compare"]
    few = () if FULL else ("kim", "heidi") if POSTGRES else ("heidi",)
    for user in (cast.users()[name] for name in ("grace", "heidi", "kim") if name not in few):
        client = entered(user)
        texts = told(client, ids, only=set(filter(daily, (*API, *PAGES, *PACKS))))
        counted(len(texts))
        for address, text in texts.items():
            assert not [sign for sign in MONEY if sign in text], (user, address)
            assert "another cost" not in text, (user, address)
        orders = [client.get(f"/api/v1/status?sort={sort}").content for sort in ("cpi", "-cpi")]
        assert orders[0] == orders[1]


def test_commands_know_no_foreign_project(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Any
) -> None:
    for module in ("_plans", "project"):
        monkeypatch.setattr(f"conspectus.doors.cli.{module}.open_rows", lambda *_, **__: None)
    file = tmp_path / "a.csv"
    file.write_bytes(PLAN)
    before = PlanRevision.objects.count()
    for command in (
        ["import", "CODE", str(file)],
        ["import", "CODE", str(file), "--preview"],
        ["revisions", "CODE"],
        ["baseline", "CODE", "1", "--reason", "x"],
        ["compare", "CODE", "1", "1"],
        ["state", "CODE", "paused", "--reason", "x"],
    ):
        said = []
        for code in (cast.project.code, "NO-SUCH"):
            argv = [code if word == "CODE" else word for word in command]
            assert run(["project", *argv, "--as", cast.dave.email]) == 2
            said.append(capsys.readouterr())
        assert said[0] == said[1]
    assert run(["project", "import", cast.project.code, str(file), "--as", cast.grace.email]) == 2
    assert PlanRevision.objects.count() == before


def address_of(page: str, ids: dict[str, Any]) -> str:
    from django.urls import reverse

    pattern = next(one for one in urlpatterns if one.name == page)
    names = pattern.pattern.converters
    address = reverse(page, kwargs={name: str(ids[name]) for name in names})
    return f"{address}?old={ids['old']}&new={ids['new']}" if page == "compare" else address


def counts() -> dict[str, int]:
    """Return how many rows every table has, the sessions of the clients left out."""
    found = rows_of_tables({"sessions.Session", "runs.Run"})
    return found | {"states": Project.objects.filter(state="active").count()}


def told(client: Client, ids: dict[str, Any], *, only: Container[str]) -> dict[str, str]:
    """Return the text of what can be read at some addresses, packs unpacked."""
    found = {}
    for operation, row in API.items():
        if operation.startswith("GET") and not row.slow and operation in only:
            found[operation] = text_of(call(client, operation, row, ids).content)
    for page, row in PAGES.items():
        if row.body is None and not row.slow and page in only:
            found[page] = text_of(client.get(address_of(page, ids)).content)
    for kind in filter(only.__contains__, PACKS):
        found[kind] = text_of(client.get(f"/board-pack.{kind}").content)
    return found


def text_of(body: bytes) -> str:
    """Return an answer's text; of an office file that of all its parts, workbooks within included."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "strict" if body[:1] in b"<{[" else "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        return "\n".join(text_of(opened.read(part)) for part in opened.namelist())
