"""Money by command line: the same deeds as by page and API."""

from __future__ import annotations

import json
from typing import Any

from tests.cast import Cast
from tests.doors.cli.test_period_commands import say  # noqa: F401  # a fixture is used by its name

from conspectus.rooms.money.models import Entry


def test_money_by_command(cast: Cast, say: Any) -> None:  # noqa: F811  # the fixture of the same name
    code, said = say("money", "budget", "WN-1", "2024:base:capex:9,000:Steel", "2024:reserve:opex:1", "--reason", "G2")
    assert (code, said.split(", digest")[0]) == (0, "Budget 1 of WN-1 is approved: 9,001.00 EUR")
    assert say("money", "budget", "WN-1", "nonsense", "--reason", "x")[0] == 2
    entry = ("money", "record", "WN-1", "1,234.56", "--on", "2024-04-30", "--category", "Steel", "--nature", "capex")
    assert say(*entry) == (0, "1 entry is recorded.")
    row = Entry.objects.get()
    code, said = say("money", "correct", "WN-1", row.pk, "--reason", "Typed wrong", "--amount", "1,200")
    assert (code, said.endswith(".")) == (0, True)
    assert say("money", "correct", "WN-1", row.pk, "--reason", "Again")[0] == 2
    assert Entry.objects.order_by("-pk")[0].category == "Steel"
    assert "1,200.00" in say("money", "ledger", "WN-1")[1]
    assert len(json.loads(say("money", "ledger", "WN-1", "--json")[1])["entries"]) == 3
    assert say("money", "forecast", "WN-1", "2024-06=500", "--made-on", "2024-05-01", "--reason", "Monthly")[0] == 0
    assert say("money", "forecast", "WN-1", "June=500", "--reason", "Monthly")[0] == 2
    shown = say("money", "show", "WN-1")[1]
    assert "1,700.00" in shown
    assert "7,300.00" in shown
    assert json.loads(say("money", "show", "WN-1", "--json")[1])["figures"]["spent"]["value"] == 120000
    assert say("money", "show", "WN-1", "--as", "grace@example.org")[0] == 2


def test_files_and_totals_by_command(cast: Cast, say: Any, tmp_path: Any) -> None:  # noqa: F811  # the fixture
    file = tmp_path / "april.csv"
    file.write_text("Project,Date,Amount\nWN-1,2024-04-30,12.50\n")
    assert "1 entry would be recorded." in say("money", "import", file, "--preview")[1]
    assert say("money", "import", file) == (0, "1 entry is recorded.")
    assert "came in before" in say("money", "import", file, "--project", "WN-1")[1]
    assert "12.50" in say("money", "total")[1]
    assert "is in no sum" in say("money", "total", "--as", "grace@example.org")[1]
    file.write_text("Project,Date,Amount\nX,2024-04-30,12.50\n")
    assert say("money", "import", file)[0] == 2


def test_contracts_suppliers_and_periods_by_command(cast: Cast, say: Any, tmp_path: Any) -> None:  # noqa: F811
    file = tmp_path / "contracts.csv"
    file.write_text("Supplier,Contract,Reference,Value,Currency,End,Projects\nNord,Frame,C-1,900,EUR,2020-01-31,WN-1\n")
    house = cast.portfolio.pk
    assert "1 would be opened" in say("contract", "import", file, "--portfolio", house, "--preview")[1]
    assert say("contract", "import", file, "--portfolio", house) == (0, "1 opened, 0 changed, 0 as they were.")
    entry = ("money", "record", "WN-1", "950", "--on", "2024-04-30")
    assert say(*entry, "--contract", "c-1") == (0, "1 entry is recorded.")
    assert say(*entry, "--contract", "C-2")[0] == 2
    assert "Frame" in say("money", "ledger", "WN-1")[1]
    assert "look at it" in say("party", "suppliers")[1]
    assert say("money", "periods", "WN-1")[0] == 0
    file.write_text("Supplier,Contract,Value\nNord,,900\n")
    assert say("contract", "import", file, "--portfolio", house)[0] == 2
