"""Schedule files that are odd in one way each: small, written here, and whole but for that."""

from __future__ import annotations

from tests.formats.schedules.test_refusals import mspdi, task

HEAD = "ERMHDR\t{version}\t2024-01-01\tProject\ta\tb\tdb\tPM\tUSD\n"
PROJECT = (
    "%T\tPROJECT\n%F\tproj_id\tproj_short_name\tlast_recalc_date\tclndr_id\n%R\t7\tP\t2024-01-01 08:00\t1\n"
    "%T\tCALENDAR\n%F\tclndr_id\tclndr_name\tclndr_data\n%R\t1\tStd\t\n"
)
WBS = "%T\tPROJWBS\n%F\twbs_id\tproj_id\tparent_wbs_id\twbs_short_name\twbs_name\tproj_node_flag\n"
TASKS = (
    "%T\tTASK\n%F\ttask_id\tproj_id\twbs_id\ttask_code\ttask_name\ttask_type\tduration_type\tstatus_code"
    "\ttarget_drtn_hr_cnt\tremain_drtn_hr_cnt\tclndr_id\n"
)
FLOOD = (
    "%T\tUDFTYPE\n%F\tudf_type_id\ttable_name\tudf_type_name\tudf_type_label\tlogical_data_type\n"
    "%R\t5\tTASK\tu\tU\tFT_TEXT\n%T\tUDFVALUE\n%F\tudf_type_id\tfk_id\tproj_id\tudf_text\n"
)


def activity(number: int, wbs: int) -> str:
    return f"%R\t{number}\t7\t{wbs}\tA{number}\tName {number}\tTT_Task\tDT_FixedDrtn\tTK_NotStart\t40\t40\t1\n"


def node(number: int, parent: str, flag: str = "N") -> str:
    return f"%R\t{number}\t7\t{parent}\tW{number}\tWbs {number}\t{flag}\n"


TOP = node(10, "", "Y")


def xer(tasks: str, wbs: str = TOP, more: str = "", version: str = "20.12") -> bytes:
    """Return an exchange file of one project."""
    return (HEAD.format(version=version) + PROJECT + WBS + wbs + TASKS + tasks + more + "%E\n").encode()


def link(lag: int) -> str:
    return (
        f"<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><LinkLag>{lag}</LinkLag>"
        "<LagFormat>7</LagFormat></PredecessorLink>"
    )


def resource(uid: int, units: float) -> str:
    return f"<Resource><UID>{uid}</UID><ID>{uid}</ID><Name>R{uid}</Name><MaxUnits>{units}</MaxUnits></Resource>"


def assigned(units: float) -> bytes:
    """Return a plan whose one assignment has these units."""
    extra = (
        f"<Resources>{resource(2, 1)}</Resources><Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID>"
        f"<ResourceUID>2</ResourceUID><Units>{units}</Units></Assignment></Assignments>"
    )
    return mspdi(task(1), extra=extra)


def shifts(start: str, finish: str, exceptions: str = "") -> bytes:
    """Return a plan whose calendar works these hours of every day."""
    hours = (
        f"<WorkingTimes><WorkingTime><FromTime>{start}</FromTime><ToTime>{finish}</ToTime></WorkingTime></WorkingTimes>"
    )
    week = "".join(f"<WeekDay><DayType>{n}</DayType><DayWorking>1</DayWorking>{hours}</WeekDay>" for n in range(1, 8))
    extra = (
        "<CalendarUID>1</CalendarUID><Calendars><Calendar><UID>1</UID><Name>X</Name><IsBaseCalendar>1</IsBaseCalendar>"
        f"<WeekDays>{week}</WeekDays>{exceptions}</Calendar></Calendars>"
    )
    return mspdi(task(4), extra=extra)


def exception(first: str, last: str, working: int, hours: str = "") -> str:
    period = f"<TimePeriod><FromDate>{first}T00:00:00</FromDate><ToDate>{last}T23:59:00</ToDate></TimePeriod>"
    return (
        f"<Exception><EnteredByOccurrences>0</EnteredByOccurrences>{period}<Occurrences>1</Occurrences><Name>h</Name>"
        f"<Type>1</Type><DayWorking>{working}</DayWorking>{hours}</Exception>"
    )


MORNING = (
    "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime></WorkingTimes>"
)
OVERLAP = (
    f"<Exceptions>{exception('2026-05-01', '2026-05-03', 0)}"
    f"{exception('2026-05-03', '2026-05-05', 1, MORNING)}</Exceptions>"
)
GERMAN_EXCHANGE = (
    "MPX;Microsoft Project for Windows;4.0;ANSI\r\n10;DM;1;2;.;,\r\n11;2;0;1;8,00;40,00;10;15;1;0\r\n"
    "12;1;0;480;.;:;;;20;2\r\n30;Plan;;;;;\r\n60;Kennummer;Name;Dauer;Anfang\r\n61;90;1;40;50\r\n"
    "70;1;Größe;5t;01.04.2026\r\n"
).encode("cp1252")
