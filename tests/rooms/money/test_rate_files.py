"""Exchange rates from a file: exact as written, every row at fault named, all or none, once."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook
from tests.cast import AT, Cast
from tests.doors.test_permission_matrix import entered

from conspectus.doors.cli import run
from conspectus.kit.errors import NotAllowed, NotFound, Stale
from conspectus.rooms.money.actions import EntriesRefused, import_rates, preview_rates
from conspectus.rooms.portfolio.models import Rate
from conspectus.rooms.schedule.actions import Said

FILE = """Date,Currency,Rate,Kind,Fiscal year,Inverse
2024-04-30,GBP,1.170612,,,
2024-04-30,USD,1.0723,,,yes
2024-04-02,GBP,1.17,transaction,,
,GBP,1.15,budget,2024,
"""
BAD = """Currency;Kurs;Datum
GBP;0,8543211;30.04.2024
EUR;1,0;30.04.2024
XXY;1,2;30.04.2024
USD;null;30.04.2024
USD;0;30.04.2024
GBP;0,9;30.04.2024
CHF;0,97;31.12.2099
SEK;11,5;
"""


def told(cast: Cast, data: bytes, name: str = "rates.csv", **more: Any) -> dict[str, Any]:
    return {
        "portfolio": cast.portfolio,
        "data": data,
        "name": name,
        "kind": "closing",
        "by": cast.liam,
        "at": AT,
    } | more


def test_a_file_is_looked_at_then_recorded_all_or_none(cast: Cast) -> None:
    given = told(cast, FILE.encode())
    for nobody in (cast.carol, cast.dave):
        with pytest.raises((NotAllowed, NotFound)):
            preview_rates(**given | {"by": nobody})
    seen = preview_rates(**given)
    assert (seen.ready, [one.what for one in seen.lines]) == (True, ["new"] * 4)
    assert [(one.kind, one.rate, one.inverse) for one in seen.lines] == [
        ("closing", "1.170612", False),
        ("closing", "1.0723", True),
        ("transaction", "1.17", False),
        ("budget", "1.15", False),
    ]
    assert not Rate.objects.exists()
    with pytest.raises(Stale):
        import_rates(**given | {"data": FILE.encode() + b"\n"}, expected_digest=seen.digest)
    assert import_rates(**given, expected_digest=seen.digest) == "4 recorded, 0 were there already."
    assert import_rates(**given) == "0 recorded, 4 were there already."
    assert {row.source for row in Rate.objects.all()} == {"rates.csv"}
    again = preview_rates(**told(cast, FILE.replace("1.170612", "1.18").encode()))
    assert [one.what for one in again.lines] == ["corrects", "same", "same", "same"]


def test_every_row_at_fault_is_named_and_nothing_recorded(cast: Cast) -> None:
    found = preview_rates(**told(cast, BAD.encode()))
    assert not found.ready
    places = [(one.place.split()[-1], one.words) for one in found.findings]
    for row, words in (
        (3, "own currency"),
        (4, "XXY"),
        (5, "a rate such as"),
        (6, "above zero"),
        (7, "already"),
        (8, "come yet"),
    ):
        assert any(str(row) in place for place, _ in places), (row, words, places)
    assert any("Give the day" in words for _, words in places)
    assert len(found.findings) == 7
    with pytest.raises(EntriesRefused):
        import_rates(**told(cast, BAD.encode()))
    assert not Rate.objects.exists()
    unsure = preview_rates(**told(cast, b'Currency,Rate,Date\nGBP,"1,234",2024-04-30\n'))
    assert [one.code for one in unsure.findings] == ["AMOUNT_LOCALE"]
    german = told(cast, b'Currency,Rate,Date\nGBP,"1,234",2024-04-30\n', said=Said(amounts="de"))
    assert [one.rate for one in preview_rates(**german).lines] == ["1.234"]


def test_by_page_api_and_command(cast: Cast, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    book, page = Workbook(), f"/portfolios/{cast.portfolio.pk}/import-rates/"
    assert book.active is not None
    for row in (["Currency", "Rate", "Date"], ["GBP", 1.170612, AT.replace(tzinfo=None)]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    liam = entered(cast.liam)
    assert entered(cast.carol).get(page).status_code == 403
    sent = io.BytesIO(data.getvalue())
    sent.name = "rates.xlsx"
    shown = liam.post(page, {"file": sent, "kind": "transaction"}).content.decode()
    assert "1.170612" in shown
    digest = preview_rates(**told(cast, data.getvalue())).digest
    kept = {"digest": digest, "name": "rates.xlsx", "kind": "transaction", "deed": "store"}
    assert liam.post(page, kept).status_code == 302
    assert [(row.kind, row.rate) for row in Rate.objects.all()] == [("transaction", "1.170612")]
    api = Client()
    api.force_login(cast.liam, backend="conspectus.rooms.accounts.queries.SessionBackend")
    where = f"/api/v1/portfolios/{cast.portfolio.pk}/rates/import"

    def file() -> io.BytesIO:
        found = io.BytesIO(FILE.encode())
        found.name = "rates.csv"
        return found

    seen = api.post(f"{where}/preview", {"file": file()}).json()
    assert (seen["ready"], len(seen["lines"])) == (True, 4)
    assert api.post(where, {"file": file(), "digest": seen["digest"]}).json()["words"].startswith("4 recorded")
    path = tmp_path / "more.csv"
    path.write_text(FILE.replace("GBP", "CHF"))
    assert run(["rates", "import", str(cast.portfolio.pk), str(path), "--preview"]) == 0
    assert "3 would be recorded, 0 correct another, 1 are there." in capsys.readouterr().out
    assert run(["rates", "import", str(cast.portfolio.pk), str(path)]) == 0
    assert "3 recorded, 1 were there already." in capsys.readouterr().out
