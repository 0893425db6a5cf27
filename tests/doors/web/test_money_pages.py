"""Money by page: a budget approved, entries recorded and corrected, a forecast made, and where all of it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from tests.cast import Cast

from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import NewEntry, record_entries
from conspectus.rooms.money.models import Budget, Entry, Forecast

Enter = Callable[[User], Client]
ENTRY = {"kind": "actual", "on": "2024-04-30", "amount": "1,234.56", "currency": "", "supplier": "Steel & Sons"}


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def lines(*given: tuple[str, ...], total: int = 3) -> dict[str, str]:
    """Return the lines of a budget as the form sends them."""
    sent = {"line-TOTAL_FORMS": str(total), "line-INITIAL_FORMS": "0"}
    names = ("fiscal_year", "kind", "nature", "category", "amount")
    for number, line in enumerate(given):
        sent |= {f"line-{number}-{name}": value for name, value in zip(names, line, strict=True)}
    return sent


def test_an_empty_project_teaches(cast: Cast, enter: Enter) -> None:
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/money/"
    assert "No money yet" in text(alice.get(page))
    assert "The ledger is empty" in text(alice.get(f"{page}ledger/"))
    assert "No budget is approved" in text(alice.get(f"{page}budgets/"))
    assert "Approve this budget" not in text(alice.get(f"{page}budgets/"))
    assert "No forecast yet" in text(alice.get(f"{page}forecasts/"))
    assert page not in text(enter(cast.grace).get(f"/projects/{cast.project.pk}/"))


def test_a_budget_by_page(cast: Cast, enter: Enter) -> None:
    carol, page = enter(cast.carol), f"/projects/{cast.project.pk}/money/budgets/"
    assert "Approve this budget" in text(carol.get(page))
    sent = {"expected": "0", "reason": "Gate 2"}
    wrong = carol.post(page, sent | lines(("2024", "base", "capex", "", "12,34"), ("", "base", "capex", "", "5")))
    assert wrong.status_code == 422
    assert "Enter an amount such as 1234.56." in text(wrong)
    assert "Enter the year." in text(wrong)
    assert carol.post(page, sent | lines()).status_code == 422
    given = lines(("2024", "base", "capex", "Steel", "9,000"), ("2024", "reserve", "opex", "", "500.50"))
    assert carol.post(page, sent | given).status_code == 302
    shown = text(carol.get(page))
    assert "9,000.00" in shown
    assert "original, in force" in shown
    assert 'value="500.50"' in shown
    again = carol.post(page, sent | given)
    assert "approved meanwhile" in text(again)
    assert Budget.objects.count() == 1


def test_entries_by_page(cast: Cast, enter: Enter) -> None:
    liam, page = enter(cast.liam), f"/projects/{cast.project.pk}/money/ledger/"
    wrong = liam.post(page, ENTRY | {"amount": "-5"})
    assert wrong.status_code == 422
    assert "a credit names what it credits" in text(wrong)
    assert liam.post(page, ENTRY).status_code == 302
    row = Entry.objects.get()
    shown = text(liam.get(page))
    assert "1,234.56" in shown
    assert "Steel &amp; Sons" in shown
    where = f"{page}{row.pk}/"
    assert 'value="1,234.56"' in text(liam.get(where))
    fixed = ENTRY | {"what": "replace", "reason": "Typed wrong", "amount": "1,200"}
    assert liam.post(where, fixed).status_code == 302
    assert liam.post(where, fixed).status_code == 409
    assert [one.amount_minor for one in Entry.objects.order_by("pk")] == [123456, -123456, 120000]
    assert "reversal" in text(liam.get(page))
    assert "Nothing matches" in text(liam.get(f"{page}?text=granite"))
    assert liam.get(f"{page}?since=soon").status_code == 422
    assert "Record an entry" not in text(enter(cast.carol).get(page))
    assert enter(cast.carol).post(page, ENTRY).status_code == 403


def test_a_forecast_by_page_and_where_it_all_shows(cast: Cast, enter: Enter) -> None:
    alice, page = enter(cast.alice), f"/projects/{cast.project.pk}/money/"
    today = now().date()
    sent = {"made_on": today.isoformat(), "reason": "Monthly", f"{today:%Y-%m}": "2,000"}
    assert alice.post(f"{page}forecasts/", sent | {f"{today:%Y-%m}": "x"}).status_code == 422
    assert alice.post(f"{page}forecasts/", sent).status_code == 302
    assert Forecast.objects.get().lines.get().amount_minor == 200000
    shared = {"project": cast.project, "on": today}
    entries = [
        NewEntry(kind="actual", amount_minor=100000, category="Steel", nature="capex", **shared),
        NewEntry(kind="commitment", amount_minor=500000, reference="PO 1", **shared),
        NewEntry(kind="actual", amount_minor=100000, reference="PO 1", **shared),
        NewEntry(kind="revenue", amount_minor=400000, **shared),
        NewEntry(kind="direct_cost", amount_minor=100000, **shared),
        NewEntry(kind="actual", amount_minor=77, currency="USD", **shared),
    ]
    record_entries(entries=entries, by=cast.liam, at=now())
    shown = text(alice.get(page))
    for part in ("3,000.00", "4,000.00", "5,000.00", "75", "0.77 USD spent", "Gross margin", "Steel"):
        assert part in shown, part


def test_a_long_ledger_is_shown_a_page_at_a_time_with_as_many_questions(
    cast: Cast, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    liam, page = enter(cast.liam), f"/projects/{cast.project.pk}/money/ledger/"
    for count in (1, 3, 250):
        entries = [NewEntry(cast.project, "actual", 100, now().date())] * count
        record_entries(entries=entries, by=cast.liam, at=now())
        with django_assert_max_num_queries(24):
            shown = text(liam.get(page))
    assert "entries 1 to 100 of 254" in shown
    assert "entries 201 to 254 of 254" in text(liam.get(f"{page}?from=201"))


def test_a_file_by_page_is_looked_at_then_recorded(cast: Cast, enter: Enter) -> None:
    liam, page = enter(cast.liam), f"/projects/{cast.project.pk}/money/import/"
    assert "Nothing is recorded before" in text(liam.get(page))
    data = b"Date,Amount,Supplier\n2024-04-30,1234.56,Steel\n"
    seen = text(liam.post(page, {"file": SimpleUploadedFile("april.csv", data)}))
    assert "1 entry would be recorded." in seen
    assert "1,234.56 EUR" in seen
    assert not Entry.objects.exists()
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', seen)[0]
    assert liam.post(page, {"digest": digest, "name": "april.csv", "deed": "store"}).status_code == 302
    assert Entry.objects.get().source_digest == digest
    assert "came in before" in text(liam.post(page, {"file": SimpleUploadedFile("april.csv", data)}))
    assert liam.post(page, {}).status_code == 422
    assert liam.post(page, {"digest": "0" * 64, "deed": "store"}).status_code == 422
    wrong = text(liam.post(page, {"file": SimpleUploadedFile("b.csv", b"Date,Amount\n2024-02-30,x\n")}))
    assert "corrected in the file first" in wrong
    assert "Record these entries" not in wrong
    assert enter(cast.grace).get(page).status_code == 403


def test_a_question_of_a_file_is_answered_without_choosing_it_again(cast: Cast, enter: Enter) -> None:
    liam, page = enter(cast.liam), f"/projects/{cast.project.pk}/money/import/"
    data = b"Date,Amount\n03/04/2024,5\n"
    asked = text(liam.post(page, {"file": SimpleUploadedFile("april.csv", data)}))
    assert "Say whether the day or the month comes first." in asked
    assert "<details open>" in asked
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', asked)[0]
    seen = text(liam.post(page, {"digest": digest, "name": "april.csv", "date_order": "mdy"}))
    assert "4 Mar 2024" in seen
    liam.post(page, {"digest": digest, "name": "april.csv", "date_order": "mdy", "deed": "store"})
    assert Entry.objects.get().on.isoformat() == "2024-03-04"


def test_money_of_many_by_page(cast: Cast, enter: Enter) -> None:
    liam = enter(cast.liam)
    data = f"Project,Date,Amount\n{cast.project.code},2024-04-30,777.25\n".encode()
    answer = liam.post("/money/import/", {"file": SimpleUploadedFile("all.csv", data)})
    digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', text(answer))[0]
    assert liam.post("/money/import/", {"digest": digest, "deed": "store"}).headers["Location"] == "/money/"
    shown = text(liam.get("/money/"))
    assert shown.count(">777<") == 4  # the project, and the sums of all, its programme, its division
    assert ">777<" not in text(enter(cast.grace).get("/money/"))
    assert "Nothing matches" in text(liam.get("/money/?text=nowhere"))
    assert "No project is open to you" in text(enter(cast.dave).get("/money/"))
