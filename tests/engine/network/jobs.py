"""Random jobs as Primavera exchange files: several calendars, progress, all links, lags, constraints, efforts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

BASE = datetime(2026, 1, 5)
NINE, TEN = [("08:00", "12:00"), ("13:00", "17:00")], [("07:00", "17:00")]
EARLY, HALF = [("06:00", "10:00"), ("10:30", "14:30")], [("08:00", "12:00")]
NIGHT, LONG = [("00:00", "04:00"), ("20:00", "23:00")], [("06:30", "12:00"), ("12:30", "17:00")]
DAY_AND_NIGHT = [("00:00", "00:00")]
Hours = list[tuple[str, str]]
WEEKS: list[tuple[str, int, dict[int, Hours]]] = [  # days from Sunday, 1, as Primavera counts them
    ("five days", 8, dict.fromkeys(range(2, 7), NINE)),
    ("seven tens", 10, dict.fromkeys(range(1, 8), TEN)),
    ("six early", 8, dict.fromkeys(range(2, 8), EARLY)),
    ("always", 24, dict.fromkeys(range(1, 8), DAY_AND_NIGHT)),
    ("nights", 7, dict.fromkeys(range(2, 7), NIGHT)),
    ("half Saturdays", 8, {**dict.fromkeys(range(2, 7), NINE), 7: HALF}),
    ("four days", 10, dict.fromkeys(range(2, 6), LONG)),
    ("weekend", 8, {1: NINE, 7: NINE}),
]
LAG_CALENDARS = ("rcal_Predecessor", "rcal_Successor", "rcal_ProjDefault", "rcal_24Hour")
STARTS, FINISHES = ("CS_MSOA", "CS_MSOB", "CS_MSO", "CS_MANDSTART"), ("CS_MEOA", "CS_MEOB", "CS_MEO", "CS_MANDFIN")
Row = dict[str, object]


@dataclass
class Hour:
    """A calendar: a week and days that differ from it."""

    week: dict[int, Hours]
    days: dict[date, Hours]

    def shifts(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the stretches of a day."""
        found = self.days.get(day, self.week.get((day.weekday() + 1) % 7 + 1, []))
        ends = [datetime.combine(day + timedelta(b == "00:00"), time.fromisoformat(b)) for _, b in found]
        return [(datetime.combine(day, time.fromisoformat(a)), end) for (a, _), end in zip(found, ends, strict=True)]

    def add(self, at: datetime, minutes: int) -> datetime:
        """Return the instant so much work later; with none, where work goes on."""
        day = at.date()
        while True:
            for begin, end in self.shifts(day):
                begin = max(begin, at)
                if (span := int((end - begin).total_seconds()) // 60) <= 0:
                    continue
                if minutes <= span:
                    return begin + timedelta(minutes=minutes)
                minutes -= span
            day += timedelta(1)


@dataclass
class Job:
    """What the file will hold."""

    data_date: datetime
    lag_calendar: str
    calendars: list[Hour]
    tasks: list[Row] = field(default_factory=list)
    links: list[tuple[int, int, str, int]] = field(default_factory=list)


def draw(seed: str, size: int, *, calendars: int = 3, links: str = "FS", features: str = "") -> Job:
    """Draw a job; ``features`` name what it holds beside plain work: progress, constraints, efforts."""
    rng, kinds = random.Random(seed), links.split()
    span = max(150, size // 3)

    def other_days() -> dict[date, Hours]:
        days: dict[date, Hours] = {BASE.date() + timedelta(rng.randrange(span)): [] for _ in range(rng.randrange(8))}
        return days | (
            {BASE.date() + timedelta(rng.randrange(span)): [("08:00", "11:00")]} if rng.random() < 0.4 else {}
        )

    moved = timedelta(days=rng.choice([14, 21, 37, 40]), hours=rng.choice([0, 8, 17, 12, 6, 10]))
    data_date = BASE + moved * ("progress" in features) * max(1, size // 200)
    job = Job(data_date, rng.choice(LAG_CALENDARS), [Hour(week, other_days()) for _, _, week in WEEKS[:calendars]])
    for row in range(size):
        before = sorted(
            {rng.randrange(max(0, row - 10), row) for _ in range(rng.choice([0, 1, 1, 2, 2, 3]))} if row else ()
        )
        lags = [0] * 10 + [8, 16, 4, -8, -12, 40, 3]
        job.links += [(other, row, rng.choice(kinds), rng.choice(lags)) for other in before]
        task = _work(rng, row, calendars)
        if "progress" in features:
            _advance(rng, task, [job.tasks[other] for other in before], job, row / size)
        if "constraints" in features and task["status_code"] == "TK_NotStart" and rng.random() < 0.15:
            _bind(rng, task, (data_date - BASE).days // 7)
        job.tasks.append(task)
    for _ in range(size // 15 if "efforts" in features else 0):
        row = len(job.tasks)
        job.tasks.append(_work(rng, row, calendars) | {"task_type": "TT_LOE", "target": 40.0, "left": 40.0})
        job.links += [(rng.randrange(size), row, "SS", 0), (rng.randrange(size), row, "FF", 0)]
    return job


def _work(rng: random.Random, row: int, calendars: int) -> Row:
    kind = rng.choices(["TT_Task", "TT_Mile", "TT_FinMile"], [12, 1, 1])[0]
    calendar = rng.choice([1, 1, *range(1, calendars + 1)])
    hours = WEEKS[calendar - 1][1]
    work = float(rng.choice([4, 8, 16, 24, 40, 80, 12, hours * 3, hours * 5])) if kind == "TT_Task" else 0.0
    return {
        "row": row,
        "task_type": kind,
        "clndr_id": calendar,
        "target": work,
        "left": work,
        "status_code": "TK_NotStart",
    }


def _advance(rng: random.Random, task: Row, before: list[Row], job: Job, part: float) -> None:
    """Let work begin or be done before the data date, now and then out of sequence."""
    if (
        any(one["status_code"] != "TK_Complete" for one in before) and rng.random() > 0.15
    ) or rng.random() > 1.15 - part:
        return
    clock = job.calendars[int(str(task["clndr_id"])) - 1]
    ends = [end for one in before if isinstance(end := one.get("act_end_date"), datetime)]
    ready = max([*ends, BASE + timedelta(days=rng.randrange(12))]) + timedelta(hours=rng.choice([0, 0, 0, 5, 26, -30]))
    begun = clock.add(max(BASE, ready), 0)
    if begun >= job.data_date:
        return
    task["act_start_date"], work = begun, float(str(task["target"]))
    end = clock.add(begun, max(30, int(work * 60 * rng.choice([0.5, 1, 1, 1.3])))) if work else begun
    if not work or (end <= job.data_date and rng.random() < 0.85):
        task |= {"status_code": "TK_Complete", "act_end_date": end, "left": 0.0}
        return
    left = rng.choice([work, work / 2, 4.0, 0.0])
    again = clock.add(job.data_date, 0)
    ends_at = clock.add(again, int(left * 60)) if left else again
    dates = {"restart_date": again, "early_start_date": again, "reend_date": ends_at, "early_end_date": ends_at}
    task |= {"status_code": "TK_Active", "left": left, **dates}


def _bind(rng: random.Random, task: Row, weeks: int) -> None:
    """Draw a constraint on a Wednesday after the data date, at a working hour."""
    pool = {"TT_Mile": STARTS[:2], "TT_FinMile": FINISHES[:2]}.get(str(task["task_type"]), STARTS + FINISHES)
    kind = rng.choice(pool)
    at = BASE + timedelta(days=2 + 7 * (weeks + rng.randrange(1, 11)), hours=8 if kind in STARTS else 17)
    task |= {"cstr_type": kind, "cstr_date": at}


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _calendar(clock: Hour) -> str:
    """Return a calendar in Primavera's nested brackets."""

    def shifts(hours: Hours) -> str:
        return "".join(f"(0||{number}(s|{a}|f|{b})())" for number, (a, b) in enumerate(hours))

    week = "".join(f"(0||{day}()({shifts(clock.week.get(day, []))}))" for day in range(1, 8))
    found = enumerate(sorted(clock.days.items()))
    days = "".join(f"(0||{number}(d|{_serial(day)})({shifts(hours)}))" for number, (day, hours) in found)
    return f"(0||CalendarData()((0||DaysOfWeek()({week}))(0||Exceptions()({days}))))"


def _table(name: str, rows: list[Row]) -> list[str]:
    fields = list(dict.fromkeys(key for row in rows for key in row))

    def text(value: object) -> str:
        return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str("" if value is None else value)

    return [
        f"%T\t{name}",
        "%F\t" + "\t".join(fields),
        *("%R\t" + "\t".join(text(row.get(key)) for key in fields) for row in rows),
    ]


def _task(task: Row) -> Row:
    row = int(str(task["row"]))
    own = {key: value for key, value in task.items() if key not in ("row", "target", "left")}
    hours = {"target_drtn_hr_cnt": task["target"], "remain_drtn_hr_cnt": task["left"]}
    fixed = {"task_id": 100 + row, "proj_id": 1, "wbs_id": 11, "task_code": f"A{row:04d}", "task_name": f"Task {row}"}
    return fixed | {"duration_type": "DT_FixedDUR2", "complete_pct_type": "CP_Drtn"} | hours | own


def xer(job: Job) -> bytes:
    """Write the job as Primavera's exchange file."""
    project = {"proj_id": 1, "project_flag": "Y", "proj_short_name": "P1", "clndr_id": 1, "plan_start_date": BASE}
    options = {"sched_retained_logic": "Y", "sched_progress_override": "N", "sched_float_type": "FT_FF"}
    wbs = {"proj_id": 1, "seq_num": 1, "sum_data_flag": "N", "status_code": "WS_Open"}
    calendars: list[Row] = [
        {
            "clndr_id": number,
            "clndr_name": name,
            "clndr_type": "CA_Base",
            "day_hr_cnt": hours,
            "clndr_data": _calendar(one),
        }
        for number, (one, (name, hours, _)) in enumerate(zip(job.calendars, WEEKS, strict=False), 1)
    ]
    links: list[Row] = [
        {"task_pred_id": number, "task_id": 100 + after, "pred_task_id": 100 + before, "proj_id": 1, "pred_proj_id": 1,
         "pred_type": f"PR_{kind}", "lag_hr_cnt": lag}
        for number, (before, after, kind, lag) in enumerate(job.links, 1)
    ]  # fmt: skip
    lines = [
        "ERMHDR\t19.12\t2026-01-01\tProject\tadmin\tadmin\tdb\tProject Management\tUSD",
        *_table("PROJECT", [project | {"last_recalc_date": job.data_date}]),
        *_table("CALENDAR", calendars),
        *_table("SCHEDOPTIONS", [options | {"proj_id": 1, "sched_calendar_on_relationship_lag": job.lag_calendar}]),
        *_table(
            "PROJWBS",
            [
                wbs | {"wbs_id": 10, "proj_node_flag": "Y", "wbs_short_name": "P1", "wbs_name": "Project one"},
                wbs | {"wbs_id": 11, "wbs_short_name": "A", "wbs_name": "Part A", "parent_wbs_id": 10},
            ],
        ),
        *_table("TASK", [_task(task) for task in job.tasks]),
        *_table("TASKPRED", links),
        "%E",
    ]
    return "\r\n".join(lines).encode("cp1252")
