"""Contracts from a file: looked at without a trace, then kept with their suppliers, all or none."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from conspectus.engine.findings import Finding, Severity
from conspectus.kit.errors import Conflict, Invalid, Stale
from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.bridge.entries import EntriesRefused
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    change_contract,
    create_contract,
    create_party,
)
from conspectus.rooms.portfolio.models import Contract, Party, Portfolio, Project
from conspectus.rooms.portfolio.queries import visible_projects
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.schedule.actions import Said

if TYPE_CHECKING:
    from conspectus.formats.costs.contracts import ContractRow

MOST = 2000
EPOCH = date(1970, 1, 1)
NOTHING = Said()
# What stays as it was where a file has no column for it, by the name of the column.
LEFT = {"reference": "reference", "starts": "starts_on", "ends": "ends_on", "state": "state"}
SAME = ("title", "reference", "value_minor", "currency", "starts_on", "ends_on", "state")


@dataclass(frozen=True, slots=True)
class ContractLine:
    """What becomes of one row: ``what`` is new, changed or same; ``new_supplier`` where it is entered too."""

    place: str
    supplier: str
    title: str
    reference: str
    value_minor: int
    currency: str
    projects: tuple[str, ...]
    what: str
    new_supplier: bool


@dataclass(frozen=True, slots=True)
class ContractsPreview:
    """What an import of contracts would keep; nothing of it is stored. Hand ``digest`` on to import just this."""

    digest: str
    name: str
    ready: bool
    words: str
    lines: tuple[ContractLine, ...]
    findings: tuple[Finding, ...]


class _Undone(Exception):
    """Ends a preview, so that nothing of it is kept."""


def preview_contracts(
    *, portfolio: Portfolio, data: bytes, name: str, said: Said = NOTHING, by: User, at: datetime
) -> ContractsPreview:
    """Say what a file would open and change, row by row, by doing it and taking it all back."""
    require(by, "create_contract", portfolio, at.date())
    lines: list[ContractLine] = []
    findings: list[Finding] = []
    try:
        with transaction.atomic():
            lines, findings = _keep(portfolio, data, name, said, by, at)
            raise _Undone
    except _Undone:
        pass
    counts = Counter(line.what for line in lines)
    wrong = sum(one.severity in (Severity.ERROR, Severity.REFUSED) for one in findings)
    words = f"{counts['new']} would be opened, {counts['changed']} changed, {counts['same']} stay as they are."
    if wrong:
        words = f"{wrong} to be corrected in the file first. Nothing is kept."
    ready = not wrong and bool(counts["new"] + counts["changed"])
    return ContractsPreview(_digest(data), name, ready, words, tuple(lines), tuple(findings))


def import_contracts(
    *,
    portfolio: Portfolio,
    data: bytes,
    name: str,
    said: Said = NOTHING,
    expected_digest: str = "",
    by: User,
    at: datetime,
) -> str:
    """Open and change the contracts of a file, all or none, and enter suppliers that are new; return it in words.

    The same file twice changes nothing. Refuses, with every row at fault, what cannot be kept (``EntriesRefused``),
    and another file than the one that was looked at.
    """
    require(by, "create_contract", portfolio, at.date())
    if expected_digest and expected_digest != _digest(data):
        raise Stale("This is another file than the one you looked at. Look at it first.", 0)
    with transaction.atomic():
        lines, findings = _keep(portfolio, data, name, said, by, at)
        wrong = [one for one in findings if one.severity in (Severity.ERROR, Severity.REFUSED)]
        if wrong:
            raise EntriesRefused(wrong)
    counts = Counter(line.what for line in lines)
    return f"{counts['new']} opened, {counts['changed']} changed, {counts['same']} as they were."


def _keep(
    portfolio: Portfolio, data: bytes, name: str, said: Said, by: User, at: datetime
) -> tuple[list[ContractLine], list[Finding]]:
    """Keep what can be of a file, each row by the deeds a person has; return what became of each, and what cannot."""
    from conspectus.formats.costs.contracts import read_contracts

    said.check()
    read = read_contracts(data, name, manner=said.manner(), currency=portfolio.currency)
    if len(read.rows) > MOST:
        raise Invalid("too_many", "A file may hold %(most)s contracts. Split it.", "file", most=f"{MOST:,}")
    lines, findings = [], list(read.findings)
    desk = _Desk(portfolio, by, at)
    for row in read.rows:
        try:
            with transaction.atomic():
                lines.append(desk.keep(row))
        except (Invalid, Conflict) as bad:
            findings.append(Finding(Severity.ERROR, bad.code.upper(), row.place, bad.words, "Correct it and send all."))
            desk = _Desk(portfolio, by, at)  # what this row entered is taken back
    return lines, findings


class _Desk:
    """What is there already, by the names a file uses."""

    def __init__(self, portfolio: Portfolio, by: User, at: datetime) -> None:
        self.portfolio, self.by, self.at = portfolio, by, at
        projects = visible_projects(by, at.date()).filter(portfolio=portfolio)
        self.projects: dict[str, Project] = {project.code_key: project for project in projects}
        self.parties: dict[str, Party] = {}
        for party in Party.objects.filter(portfolio=portfolio).select_related("portfolio"):
            self.parties[party.name_key] = party
            if party.code_key:
                self.parties.setdefault(party.code_key, party)
        self.contracts: dict[tuple[int, str], Contract] = {}
        rows = Contract.objects.filter(portfolio=portfolio).select_related("supplier__portfolio", "portfolio", "owner")
        for row in rows.prefetch_related("projects").order_by("-pk"):
            self._remember(row)

    def keep(self, row: ContractRow) -> ContractLine:
        """Open or change the contract of a row."""
        supplier, fresh = self._supplier(row)
        there = self.contracts.get((supplier.pk, fold(row.reference or row.title)))
        new = self._particulars(row, supplier, there)
        if there is None:
            self._remember(create_contract(new=new, by=self.by, at=self.at))
            what = "new"
        elif self._is(there, new):
            what = "same"
        else:
            changed = change_contract(contract=there, new=new, revision=there.revision, by=self.by, at=self.at)
            self._remember(changed)
            what = "changed"
        told = (row.place, supplier.name, row.title, row.reference, row.value, row.currency)
        return ContractLine(*told, tuple(one.code for one in new.projects), what, fresh)

    def _supplier(self, row: ContractRow) -> tuple[Party, bool]:
        found = self.parties.get(fold(row.supplier)) or (self.parties.get(fold(row.code)) if row.code else None)
        if found is not None:
            return found, False
        new = PartyParticulars(row.supplier, ("supplier",), code=row.code)
        party = create_party(portfolio=self.portfolio, new=new, by=self.by, at=self.at)
        self.parties[party.name_key] = party
        return party, True

    def _particulars(self, row: ContractRow, supplier: Party, there: Contract | None) -> ContractParticulars:
        unknown = next((code for code in row.projects if fold(code) not in self.projects), None)
        if unknown is not None:
            raise Invalid(
                "project",
                "There is no project '%(unknown)s' in %(name)s.",
                "projects",
                unknown=unknown[:60],
                name=self.portfolio.name,
            )
        projects = tuple(self.projects[fold(code)] for code in row.projects)
        told = ContractParticulars(
            supplier=supplier,
            title=row.title,
            value_minor=row.value,
            currency=row.currency,
            reference=row.reference,
            projects=projects if there is None or "projects" in row.columns else tuple(there.projects.all()),
            starts_on=None if row.starts is None else EPOCH + timedelta(days=row.starts),
            ends_on=None if row.ends is None else EPOCH + timedelta(days=row.ends),
            owner=there.owner if there else None,
            state=row.state,
        )
        unsaid = (
            {} if there is None else {name: getattr(there, name) for at, name in LEFT.items() if at not in row.columns}
        )
        return replace(told, **unsaid)

    def _is(self, there: Contract, new: ContractParticulars) -> bool:
        same = all(getattr(there, name) == getattr(new, name) for name in SAME)
        return same and {one.pk for one in there.projects.all()} == {one.pk for one in new.projects}

    def _remember(self, row: Contract) -> None:
        for key in {fold(row.reference), fold(row.title)} - {""}:
            self.contracts[row.supplier_id, key] = row


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
