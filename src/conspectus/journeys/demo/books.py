"""The demo's money: budgets, suppliers with contracts, commitments, what was spent by month, forecasts and rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from conspectus.journeys.demo.enterprise import ANALYST, CURRENCY, OWN_BUDGET, SPONSOR, SUPPLIERS, TROUBLED, Seed
from conspectus.journeys.demo.months import month_ends
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.accounts.models import User
from conspectus.rooms.money.actions import NewEntry, NewLine, approve_budget, forecast_cost, record_entries
from conspectus.rooms.portfolio.actions import (
    ContractParticulars,
    PartyParticulars,
    add_variation,
    create_contract,
    create_party,
    raise_claim,
)
from conspectus.rooms.portfolio.actions.rates import NewRate, record_rates
from conspectus.rooms.portfolio.models import Contract, Party
from conspectus.rooms.portfolio.queries import closing_exchange
from conspectus.rooms.schedule.models import Baseline, CostLimit, PlanRevision, PlanSummary

OWN, BOUGHT = "Own labour", "Suppliers"
BOUGHT_SHARE = 0.45  # of what is spent
CONTRACT_SHARE = 0.55  # of the budget, the rest is margin for later orders
CONTINGENCY_SHARE, RESERVE_SHARE = 0.03, 0.05
GRACE_DAYS = 60  # a contract ends so long after the approved finish
LEAST = 10_000_00  # minor units; less is booked with the next plan
EUROS = {"GBP": ("1.1", 62, 4), "NOK": ("0.08", 61, 7)}  # leading digits, then a figure that wanders month by month


@dataclass(slots=True)
class Books:
    """What was booked so far, by place of the project in the seed table."""

    organisation: Organisation
    seeds: Sequence[Seed]
    today: date
    suppliers: dict[str, Party] = field(default_factory=dict)
    contracts: dict[int, Contract] = field(default_factory=dict)
    booked: dict[int, tuple[date, int]] = field(default_factory=dict)  # up to which day, and how much
    waiting: list[NewEntry] = field(default_factory=list)
    rated: set[date] = field(default_factory=set)

    @property
    def accountant(self) -> User:
        """Who keeps the books."""
        return self.organisation.people[ANALYST]

    def approve(self, number: int, baseline: Baseline, at: datetime) -> None:
        """Approve the budget of a new baseline; with the first one the main contract is let."""
        if not baseline.bac_minor:
            return
        project, plan = self.organisation.projects[number], PlanSummary.objects.get(revision=baseline.revision_id)
        starts, ends = plan.start_on or at.date(), plan.finish_on or at.date()
        lines = _lines(baseline.bac_minor, starts, ends)
        by = self.organisation.people[SPONSOR]
        approve_budget(subject=project, lines=lines, reason=baseline.reason, by=by, at=at)
        if number not in self.contracts:
            self._let(number, round(baseline.bac_minor * CONTRACT_SHARE), starts, ends, at)

    def approve_programme(self, at: datetime) -> None:
        """Approve the budget of one programme itself: what its projects have, and money no project was given yet."""
        row, by = self.organisation.programmes[OWN_BUDGET], self.organisation.people[SPONSOR]
        exchange = closing_exchange([row.portfolio_id], at.date())
        held = CostLimit.objects.filter(project__programme=row).values_list("amount_minor", "currency")
        total = sum(round(minor * exchange.factors.get(code, 0)) for minor, code in held) if exchange else 0
        parts = (("base", total), ("contingency", total // 20), ("reserve", total // 33))
        lines = [NewLine(at.year, kind, "capex", amount) for kind, amount in parts if amount]
        if lines:
            approve_budget(subject=row, lines=lines, reason="Business case of the programme", by=by, at=at)

    def _let(self, number: int, value: int, starts: date, ends: date, at: datetime) -> None:
        seed, project = self.seeds[number], self.organisation.projects[number]
        trouble = TROUBLED.get(seed.code)
        name = SUPPLIERS["shared" if trouble else seed.division]
        if name not in self.suppliers:
            new = PartyParticulars(name, ("supplier",), code=f"S-{1001 + len(self.suppliers)}")
            portfolio = self.organisation.portfolio
            self.suppliers[name] = create_party(portfolio=portfolio, new=new, by=self.accountant, at=at)
        last = ends + timedelta(days=GRACE_DAYS)
        if trouble and trouble.days_late:
            last = self.today - timedelta(days=trouble.days_late)
        contract = ContractParticulars(
            supplier=self.suppliers[name],
            title=f"{seed.name}: supply and works",
            value_minor=value,
            currency=seed.currency,
            reference=f"C-{seed.code}",
            projects=(project,),
            starts_on=starts,
            ends_on=max(last, starts),
            state="in_force",
        )
        self.contracts[number] = create_contract(new=contract, by=self.accountant, at=at)
        self.booked[number] = (starts, 0)
        self.waiting.append(self._entry(number, "commitment", value, at.date()))

    def spend(self, number: int, revision: PlanRevision) -> None:
        """Book what a plan says was spent since the one before, month by month."""
        plan = PlanSummary.objects.get(revision=revision)
        if number not in self.contracts or plan.status_on is None:
            return
        since, so_far = self.booked[number]
        new = (plan.actual_cost_minor or 0) - so_far
        days = [day for day in _ends(since, plan.status_on) if day < plan.status_on] + [plan.status_on]
        if new < LEAST * len(days):
            return
        self.booked[number] = (plan.status_on, so_far + new)
        for place, day in enumerate(days):
            amount = new * (place + 1) // len(days) - new * place // len(days)
            bought = round(amount * BOUGHT_SHARE)
            project = self.organisation.projects[number]
            self.waiting.append(NewEntry(project, "actual", amount - bought, day, "opex", OWN, project.currency))
            self.waiting.append(self._entry(number, "actual", bought, day))

    def close_month(self, end: date, at: datetime) -> None:
        """Record what waits, and the rates of the month."""
        if self.waiting:
            record_entries(entries=self.waiting, by=self.accountant, at=at)
            self.waiting.clear()
        abroad = {seed.currency for seed in self.seeds} - {CURRENCY}
        days = [day for day in month_ends(end + timedelta(days=1), 48) if day not in self.rated]
        rates = [_rate(kind, code, day) for code in abroad for day in days for kind in ("transaction", "closing")]
        if not self.rated:
            years = range(end.year - 4, end.year + 6)
            rates += [
                NewRate("budget", code, f"{EUROS[code][0]}6", fiscal_year=year) for code in abroad for year in years
            ]
        if rates:
            portfolio = self.organisation.portfolio
            record_rates(portfolio=portfolio, rates=rates, source="treasury", by=self.accountant, at=at)
        self.rated |= set(days)

    def raise_claims(self, at: datetime) -> None:
        """Tell of the changes and claims of the newest months: small ones of most, large ones of one supplier."""
        on = at.date() - timedelta(days=40)
        for number, contract in self.contracts.items():
            trouble = TROUBLED.get(self.seeds[number].code)
            varied, claimed = (
                (trouble.varied, trouble.claimed) if trouble else ((number % 3) * 0.01, (number % 4) * 0.01)
            )
            if varied:
                more = round(contract.value_minor * varied)
                reason = "Changes agreed on site."
                add_variation(
                    contract=contract, value_minor=more, reason=reason, agreed_on=on, by=self.accountant, at=at
                )
            if claimed:
                asked = round(contract.value_minor * claimed)
                words = "Standing time and dearer material." if trouble else "Work in the night."
                raise_claim(contract=contract, amount_minor=asked, words=words, raised_on=on, by=self.accountant, at=at)

    def expect(self, managers: Sequence[User], at: datetime) -> None:
        """Let every manager say what is still to be spent, as the plan forecasts it."""
        for number, project in enumerate(self.organisation.projects):
            plan = PlanSummary.objects.filter(project=project, is_current=True).first()
            if number in self.contracts and plan and plan.status_on and plan.forecast_minor and plan.finish_on:
                rest = max(plan.forecast_minor - (plan.actual_cost_minor or 0), 0)
                months = _ends(plan.status_on, max(plan.finish_on, plan.status_on + timedelta(days=32)))[:24]
                parts = [(day, rest * (n + 1) // len(months) - rest * n // len(months)) for n, day in enumerate(months)]
                forecast_cost(
                    project=project,
                    made_on=plan.status_on,
                    reason="Monthly forecast.",
                    months=[(day, amount) for day, amount in parts if amount],
                    by=managers[number],
                    at=at,
                )

    def _entry(self, number: int, kind: str, amount: int, on: date) -> NewEntry:
        project, contract = self.organisation.projects[number], self.contracts[number]
        reference = f"PO-{project.code}"
        return NewEntry(
            project, kind, amount, on, "capex", BOUGHT, project.currency, reference=reference, contract=contract
        )


def _lines(bac: int, starts: date, ends: date) -> list[NewLine]:
    """Return a budget of just this much, by calendar year and category, and a reserve apart."""
    years = list(range(starts.year, max(ends.year, starts.year) + 1))
    days = [(min(ends, date(year, 12, 31)) - max(starts, date(year, 1, 1))).days + 1 for year in years]
    lines, left = [], bac
    for year, part in zip(years, days, strict=True):
        share = left if year == years[-1] else bac * part // sum(days)
        left -= share
        contingency, bought = round(share * CONTINGENCY_SHARE), round(share * BOUGHT_SHARE)
        lines += [
            NewLine(year, "base", "opex", share - contingency - bought, OWN),
            NewLine(year, "base", "capex", bought, BOUGHT),
            NewLine(year, "contingency", "capex", contingency),
        ]
    lines.append(NewLine(years[-1], "reserve", "capex", round(bac * RESERVE_SHARE)))
    return [line for line in lines if line.amount_minor > 0]


def _ends(after: date, through: date) -> list[date]:
    """Return the last days of the months from the one of ``after``, if it has days left, to the one of ``through``."""
    months = range(after.year * 12 + after.month, through.year * 12 + through.month + 1)
    ends = (date(number // 12, number % 12 + 1, 1) - timedelta(days=1) for number in months)
    return [day for day in ends if day > after]


def _rate(kind: str, code: str, day: date) -> NewRate:
    lead, middle, swing = EUROS[code]
    return NewRate(kind, code, f"{lead}{middle + (day.month * 5) % swing}", valid_on=day)
