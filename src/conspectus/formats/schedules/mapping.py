"""One project as the child sends it, made into a ``Plan`` with findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from conspectus.engine.findings import Finding, Severity
from conspectus.engine.plan import NONE, Assignments, Kind, Options, Plan, ResourceKind, Resources, Tasks
from conspectus.engine.pricing import Phases, Rates
from conspectus.formats import currencies
from conspectus.formats.schedules import datesonly, durations, links, lost, pricing, resources, tasks
from conspectus.formats.schedules.calendars import Flattened
from conspectus.formats.schedules.columns import Columns, Spans, instant, split_unit
from conspectus.formats.schedules.verify import verify

LAG_CALENDARS = {
    "PREDECESSOR": "predecessor",
    "SUCCESSOR": "successor",
    "PROJECT_DEFAULT": "project",
    "TWENTY_FOUR_HOUR": "24h",
}
FLOATS = {"SMALLEST_SLACK": "smallest", "START_SLACK": "start", "FINISH_SLACK": "finish"}
EXTRA = (
    "FILE_TYPE", "MPP_FILE_TYPE", "SHORT_APPLICATION_NAME", "APPLICATION_VERSION", "LAST_SAVED", "GUID",
    "IGNORE_RELATIONSHIPS_TO_AND_FROM_OTHER_PROJECTS", "COMPUTE_START_TO_START_LAG_FROM_EARLY_START",
    "CALCULATE_FLOAT_BASED_ON_FINISH_DATE_OF_EACH_PROJECT", "LAST_SCHEDULED_DATE", "BASELINE_FOR_EARNED_VALUE",
    "MOVE_COMPLETED_ENDS_BACK", "MOVE_COMPLETED_ENDS_FORWARD", "MOVE_REMAINING_STARTS_BACK",
    "MOVE_REMAINING_STARTS_FORWARD", "SCHEDULED_FINISH", "WEEK_START_DAY",
)  # fmt: skip


class Properties:
    """A project's own fields by the reader's names."""

    def __init__(self, sent: dict[str, str]) -> None:
        self._sent = sent

    def text(self, name: str) -> str:
        """Return the stored text, empty if none."""
        return self._sent.get(name, "")

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a stored switch."""
        return {"true": True, "false": False}.get(self.text(name), default)

    def whole(self, name: str, default: int) -> int:
        """Return a stored positive number."""
        text = self.text(name)
        return int(text) if text.isdigit() and int(text) > 0 else default

    def clock(self, name: str, default: int) -> int:
        """Return a stored time as minute of the day."""
        hours, _, minutes = self.text(name).partition(":")
        return int(hours) * 60 + int(minutes[:2]) if hours.isdigit() and minutes[:2].isdigit() else default


def _spans(of: Properties) -> Spans:
    day = of.whole("MINUTES_PER_DAY", 480)
    month = of.whole("MINUTES_PER_MONTH", of.whole("DAYS_PER_MONTH", 20) * day)
    return Spans(day, of.whole("MINUTES_PER_WEEK", day * 5), month)


def _options(of: Properties, spans: Spans, *, primavera: bool) -> Options:
    number, unit = split_unit(of.text("CRITICAL_SLACK_LIMIT") or "0m")
    program = of.text("FILE_APPLICATION").lower()
    return Options(
        program=program if program in ("microsoft", "primavera") else "other",
        lag_calendar=LAG_CALENDARS.get(
            of.text("RELATIONSHIP_LAG_CALENDAR"), "predecessor" if primavera else "successor"
        ),
        progress=(of.text("SCHEDULING_PROGRESSED_ACTIVITIES") or "RETAINED_LOGIC").lower(),
        total_float=FLOATS.get(of.text("TOTAL_SLACK_CALCULATION_TYPE"), "finish" if primavera else "smallest"),
        critical_float=round(number * (spans.minutes(unit) or 0.0)),
        critical_by_longest_path=of.text("CRITICAL_ACTIVITY_TYPE") == "LONGEST_PATH",
        use_expected_finish=of.flag("USE_EXPECTED_FINISH_DATES", default=False),
        open_ends_critical=of.flag("MAKE_OPEN_ENDED_ACTIVITIES_CRITICAL", default=False),
        from_finish=of.text("SCHEDULE_FROM") == "1",
        multiple_critical_paths=of.flag("MULTIPLE_CRITICAL_PATHS", default=False),
        # MSPDI says 0 whatever the option: files saved from a project that honours constraints hold it too
        honour_constraints=of.text("FILE_TYPE") == "MSPDI" or of.flag("HONOR_CONSTRAINTS", default=True),
        split_in_progress=of.flag("SPLIT_IN_PROGRESS_TASKS", default=True),
        default_start=of.clock("DEFAULT_START_TIME", 480),
        default_finish=of.clock("DEFAULT_END_TIME", 1020),
        minutes_per_day=int(spans.day),
        minutes_per_week=int(spans.week),
        days_per_month=of.whole("DAYS_PER_MONTH", max(1, round(spans.month / spans.day))),
        extra={name.lower(): of.text(name) for name in EXTRA if of.text(name)},
    )


def _currency(of: Properties, hint: str, findings: list[Finding]) -> str:
    """Return the ISO code the file names; note a name that is none."""
    code = of.text("CURRENCY_CODE") or hint
    if code in currencies.KNOWN:
        return code
    named = code or of.text("CURRENCY_SYMBOL")
    if named:
        words = (
            f"The file gives amounts in '{named}', which is not a currency code in use; they are kept without currency."
        )
        remedy = "Say the currency when the plan is imported."
        findings.append(Finding(Severity.NOTE, "CURRENCY_UNKNOWN", "project", words, remedy))
    return ""


@dataclass(frozen=True, eq=False, slots=True)
class _Held:
    """Who works on a plan and what that costs."""

    resources: Resources
    assignments: Assignments
    rates: Rates
    phases: Phases
    columns: Columns  # of the assignments kept
    findings: list[Finding]


def _people(
    sent: dict[str, Any],
    of: Properties,
    spans: Spans,
    scale: float,
    rows: dict[str, dict[str, int]],
    *,
    primavera: bool,
) -> _Held:
    """Return resources and assignments with their prices; ``rows`` finds tasks and calendars."""
    reference = instant(of.text("STATUS_DATE") or of.text("START_DATE") or of.text("PLANNED_START"))
    columns = Columns(sent["resources"], spans)
    columns = columns.keep(resources.kept(columns, primavera=primavera))
    people = resources.build(columns, scale, rows["calendars"], reference)
    everyone = Columns(sent["assignments"], spans)
    kept = np.flatnonzero(everyone.map("TASK_UNIQUE_ID", rows["tasks"], -1) >= 0)  # those of left-out tasks go too
    assigned = everyone.keep(kept)
    table = resources.build_assignments(
        assigned,
        rows["tasks"],
        {uid: row for row, uid in enumerate(people.uid)},
        np.asarray(people.kind == ResourceKind.MATERIAL),
        scale,
    ).with_(rate_table=pricing.rate_tables(assigned, primavera=primavera))
    rates, findings = pricing.rates(columns, table, scale, primavera=primavera)
    place = {int(row): number for number, row in enumerate(kept)}
    phases = pricing.phases(sent["assignments"]["phases"], place, scale, spans)
    return _Held(people, table, rates, phases, assigned, findings)


def build(sent: dict[str, Any], fallback_name: str, currency_hint: str = "") -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan one project holds, and what was noticed on the way."""
    of, findings = Properties(sent["project"]), list[Finding]()
    primavera = of.text("FILE_APPLICATION") == "Primavera"
    spans = _spans(of)
    flat = Flattened(sent["calendars"], int(spans.day))
    currency = _currency(of, currency_hint, findings)
    scale = 10.0 ** currencies.decimals(currency)
    whole = Columns(sent["tasks"], spans)
    shape = tasks.outline(whole)
    columns = whole.keep(shape.rows)
    table = tasks.build(columns, shape.parent, primavera=primavera, scale=scale, rows=flat.row)
    row_of = {uid: row for row, uid in enumerate(columns.text("UNIQUE_ID"))}
    project = of.text("PROJECT_ID") or of.text("UNIQUE_ID")
    builder = links.Builder(table, row_of, links.outside_tasks(whole), project)
    builder.hold(columns.instant("EXTERNAL_EARLY_START"), columns.instant("EXTERNAL_LATE_FINISH"))
    found = links.build(Columns(sent["links"], spans), builder)
    held = _people(sent, of, spans, scale, {"tasks": row_of, "calendars": flat.row}, primavera=primavera)
    plan = Plan(
        uid=project or of.text("GUID"),
        name=_name(of, table, fallback_name),
        currency=currency,
        status_date=instant(of.text("STATUS_DATE")),
        start=instant(of.text("PLANNED_START") if primavera else of.text("START_DATE")),
        finish=instant(of.text("FINISH_DATE")) if of.text("SCHEDULE_FROM") == "1" else NONE,
        must_finish=instant(of.text("MUST_FINISH_BY")),
        calendar=flat.row.get(of.text("DEFAULT_CALENDAR_UNIQUE_ID"), 0),
        options=_options(of, spans, primavera=primavera),
        calendars=flat.calendars,
        tasks=table,
        links=found.links,
        outside=found.outside,
        segments=tasks.segments(columns, table.stop),
        resources=held.resources,
        assignments=held.assignments,
        rates=held.rates,
        phases=held.phases,
        expenses=pricing.expenses(sent["expenses"], row_of, scale),
        baselines=tasks.baselines(columns, scale),
    )
    plan = datesonly.complete(plan)
    plan, filled = durations.complete(plan, np.array([not text for text in columns.text("DURATION")], dtype=np.bool_))
    milestone = columns.flag("MILESTONE")
    noticed = (
        *flat.findings,
        *findings,
        *found.findings,
        *filled,
        *held.findings,
        *pricing.sums(plan, held.columns, scale),
        *verify(plan, milestone, columns.beyond),
        *lost.of_project(sent, plan),
    )
    return plan, noticed


def _name(of: Properties, table: Tasks, fallback: str) -> str:
    """Return the project's name: its title, its own name, that of its summary, or the file's."""
    own = of.text("PROJECT_TITLE") or of.text("NAME")
    if own and not own.lower().endswith((".mpp", ".xml", ".mpt", ".mpx")):
        return own
    top = table.name[0] if len(table) and table.kind[0] == Kind.SUMMARY and (table.parent == 0).any() else ""
    return top or own.rpartition(".")[0] or fallback
