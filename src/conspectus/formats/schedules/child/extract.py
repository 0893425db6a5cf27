"""Whole columns out of the Java side in one call each: per-value calls across the border would cost seconds.

A column is a Java function made of method handles, mapped over a stream and joined to one text
inside the virtual machine. Values are the stored ones (``getCachedValue``), never calculated.
"""

from __future__ import annotations

from typing import Any

import jpype

from conspectus.formats.schedules.child import fields, phased

SEP = "\x1e"
READERS = {
    "MPP": "org.mpxj.mpp.MPPReader",
    "MSPDI": "org.mpxj.mspdi.MSPDIReader",
    "MPX": "org.mpxj.mpx.MPXReader",
    "XER": "org.mpxj.primavera.PrimaveraXERFileReader",
    "PMXML": "org.mpxj.primavera.PrimaveraPMFileReader",
}
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


# How the heading "Duration" of an exchange file is written in the languages its program speaks.
LANGUAGES = {
    b"dauer": "de", b"dur\xe9e": "fr", b"duraci\xf3n": "es", b"durata": "it", b"dura\xe7\xe3o": "pt",
    b"varaktighet": "sv", "Длительность".encode("cp1251"): "ru", "工期".encode("gb2312"): "zh",
}  # fmt: skip


def _language(data: bytes) -> str:
    """Return the language of the table headings, English where no other is seen."""
    heads = [line.lower() for line in data.splitlines() if line[:2] in (b"40", b"60")]
    return next((code for word, code in LANGUAGES.items() if any(word in line for line in heads)), "en")


def _java(name: str) -> Any:
    return jpype.JClass(name)


class Extractor:
    """Reads one file at a time and returns plain dictionaries of joined columns."""

    def __init__(self) -> None:
        handles = _java("java.lang.invoke.MethodHandles")
        self._method_type = _java("java.lang.invoke.MethodType").methodType
        self._lookup = handles.publicLookup()
        self._handles = handles
        self._proxies = _java("java.lang.invoke.MethodHandleProxies")
        self._function = _java("java.util.function.Function")
        self._object, self._string = _java("java.lang.Object"), _java("java.lang.String")
        self._joining = _java("java.util.stream.Collectors").joining(SEP)
        to_text = self._lookup.findStatic(
            _java("java.util.Objects"), "toString", self._method_type(self._string, self._object, self._string)
        )
        self._to_text = handles.insertArguments(to_text, 1, [""])
        replace = self._lookup.findVirtual(
            self._string, "replace", self._method_type(self._string, jpype.JChar, jpype.JChar)
        )
        clean = handles.insertArguments(replace, 1, [jpype.JChar(SEP), jpype.JChar(" ")])
        self._to_clean = handles.filterReturnValue(self._to_text, clean)
        container, field_type = _java("org.mpxj.FieldContainer"), _java("org.mpxj.FieldType")
        self._stored = self._lookup.findVirtual(
            container, "getCachedValue", self._method_type(self._object, field_type)
        )
        self._rates = [self._rate_table(number) for number in range(5)]
        self._columns: dict[tuple[str, str, bool], Any] = {}
        self._chains: dict[tuple[str, ...], Any] = {}

    def _finish(self, handle: Any, *, clean: bool) -> Any:
        text = self._to_clean if clean else self._to_text
        generic = handle.asType(self._method_type(self._object, self._object))
        whole = self._handles.filterReturnValue(generic, text)
        return self._proxies.asInterfaceInstance(
            self._function, whole.asType(self._method_type(self._object, self._object))
        )

    def _field(self, table: str, name: str, *, clean: bool) -> Any:
        key = (table, name, clean)
        if key not in self._columns:
            field = getattr(_java(f"org.mpxj.{table}Field"), name, None)
            bound = None if field is None else self._handles.insertArguments(self._stored, 1, [field])
            self._columns[key] = None if bound is None else self._finish(bound, clean=clean)
        return self._columns[key]

    def _chain(self, owner: str, *steps: str, clean: bool = False) -> Any:
        """Return a function that calls ``steps`` one after the other, null where one of them gives null."""
        key = (owner, *steps)
        if key not in self._chains:
            function = None
            cls = _java(owner)
            for step in steps:
                method = next(m for m in cls.class_.getMethods() if m.getName() == step and not m.getParameterTypes())
                handle = self._lookup.unreflect(method)
                generic = handle.asType(self._method_type(self._object, self._object))
                one = self._null_safe(generic)
                function = one if function is None else self._handles.filterReturnValue(function, one)
                cls = jpype.JClass(method.getReturnType())
            self._chains[key] = self._finish(function, clean=clean)
        return self._chains[key]

    def _rate_table(self, number: int) -> Any:
        """Return a function that gives one of a resource's five rate tables as text."""
        table = self._lookup.findVirtual(
            _java("org.mpxj.Resource"),
            "getCostRateTable",
            self._method_type(_java("org.mpxj.CostRateTable"), jpype.JInt),
        )
        return self._finish(self._handles.insertArguments(table, 1, [jpype.JInt(number)]), clean=True)

    def _null_safe(self, handle: Any) -> Any:
        is_null = self._lookup.findStatic(
            _java("java.util.Objects"), "isNull", self._method_type(jpype.JBoolean, self._object)
        )
        nothing = self._handles.dropArguments(self._handles.constant(self._object, None), 0, [self._object])
        return self._handles.guardWithTest(is_null, nothing, handle)

    def _join(self, rows: Any, function: Any) -> str:
        return str(rows.stream().map(function).collect(self._joining))

    def _table(self, rows: Any, table: str, plain: tuple[str, ...], text: tuple[str, ...] = ()) -> dict[str, str]:
        columns = {}
        for name, clean in [(n, False) for n in plain] + [(n, True) for n in text]:
            function = self._field(table, name, clean=clean)
            joined = "" if function is None else self._join(rows, function)
            if joined.strip(SEP):
                columns[name] = joined
        return columns

    def read(self, kind: str, data: bytes, charset: str | None = None) -> list[dict[str, Any]]:
        """Return one dictionary a project of the file; Java's throwables fly through."""
        reader = _java(READERS[kind])()
        if kind in ("XER", "PMXML"):
            reader.setLinkCrossProjectRelations(True)
        if kind == "XER" and charset:
            reader.setCharset(_java("java.nio.charset.Charset").forName(charset))
        if kind == "MPP":
            reader.setReadPresentationData(False)
        stream = _java("java.io.ByteArrayInputStream")(jpype.JArray(jpype.JByte)(data))
        if kind == "MPX":
            projects = [self._exchange(reader, stream, data)]
        else:
            projects = reader.readAll(stream) if kind in ("XER", "PMXML") else [reader.read(stream)]
        return [self._project(p) for p in projects if p is not None]

    def _exchange(self, reader: Any, stream: Any, data: bytes) -> Any:
        """Return an exchange file; its units and months are in the language of its headings."""
        language = _language(data)
        locale = next((one for one in reader.getSupportedLocales() if str(one.getLanguage()) == language), None)
        if locale is not None:
            reader.setLocale(locale)
        return reader.read(stream)

    def _project(self, project: Any) -> dict[str, Any]:
        properties = _java("java.util.List").of(project.getProjectProperties())
        tasks = project.getTasks()
        baselines = tuple(f"BASELINE{n or ''}_{name}" for n in range(11) for name in fields.BASELINE)
        columns = self._table(tasks, "Task", (*fields.TASK_PLAIN, *baselines), fields.TASK_TEXT)
        columns["PARENT"] = self._join(tasks, self._chain("org.mpxj.Task", "getParentTask", "getUniqueID"))
        columns["SPLITS"] = self._join(tasks, self._chain("org.mpxj.Task", "getWorkSplits"))
        resources, assignments = project.getResources(), project.getResourceAssignments()
        assigned = self._table(assignments, "Assignment", fields.ASSIGNMENT_PLAIN)
        several = bool(assigned.get("COST_RATE_TABLE", "").strip(SEP + "0"))
        return {
            "project": self._table(properties, "Project", (), fields.PROJECT),
            "calendars": [self._calendar(c) for c in project.getCalendars()],
            "tasks": {"size": int(tasks.size()), "columns": columns},
            "links": self._links(project.getRelations()),
            "resources": {
                "size": int(resources.size()),
                "columns": {
                    **self._table(resources, "Resource", fields.RESOURCE_PLAIN, fields.RESOURCE_TEXT),
                    **{
                        f"RATES{number or ''}": self._join(resources, self._rates[number])
                        for number in range(5 if several else 1)
                    },
                },
            },
            "assignments": {
                "size": int(assignments.size()),
                "columns": assigned,
                "phases": phased.phases(assignments, assigned.get("WORK_CONTOUR", "").split(SEP)),
            },
            "expenses": phased.expenses(tasks),
            "lost": self._lost(project),
        }

    def _links(self, relations: Any) -> dict[str, Any]:
        owner = "org.mpxj.Relation"
        columns = {
            "TYPE": self._chain(owner, "getType"),
            "LAG": self._chain(owner, "getLag"),
        }
        for side, end in (("BEFORE", "getPredecessorTask"), ("AFTER", "getSuccessorTask")):
            columns[side] = self._chain(owner, end, "getUniqueID")
            columns[f"{side}_PROJECT_ID"] = self._chain(
                owner, end, "getParentFile", "getProjectProperties", "getUniqueID"
            )
            columns[f"{side}_PROJECT"] = self._chain(
                owner, end, "getParentFile", "getProjectProperties", "getProjectID", clean=True
            )
            columns[f"{side}_ACTIVITY"] = self._chain(owner, end, "getActivityID", clean=True)
            columns[f"{side}_START"] = self._chain(owner, end, "getStart")
            columns[f"{side}_FINISH"] = self._chain(owner, end, "getFinish")
        return {
            "size": int(relations.size()),
            "columns": {name: self._join(relations, function) for name, function in columns.items()},
        }

    def _calendar(self, calendar: Any) -> dict[str, Any]:
        exceptions = calendar.getExpandedCalendarExceptions()
        to_text = self._chain("org.mpxj.ProjectCalendarException", "toString", clean=True)
        return {
            "uid": str(calendar.getUniqueID()),
            "parent": "" if calendar.getParent() is None else str(calendar.getParent().getUniqueID()),
            "name": "" if calendar.getName() is None else str(calendar.getName()),
            "minutes_per_day": str(calendar.getMinutesPerDay()),
            "week": self._week(calendar),
            "spans": [
                [str(w.getDateRange().getStart()), str(w.getDateRange().getEnd()), self._week(w)]
                for w in calendar.getWorkWeeks()
                if w.getDateRange() is not None
            ],
            "exceptions": self._join(exceptions, to_text),
        }

    def _week(self, days: Any) -> list[str | None]:
        """Return each day's shifts as text, None where the day follows the calendar above."""
        week: list[str | None] = []
        for name in DAYS:
            day = getattr(_java("java.time.DayOfWeek"), name)
            kind = days.getCalendarDayType(day)
            if kind is None or str(kind) == "DEFAULT":
                week.append(None)
                continue
            hours = days.getCalendarHours(day)
            working = str(kind) == "WORKING" and hours is not None
            week.append(SEP.join(str(r) for r in hours) if working else "")
        return week

    def _lost(self, project: Any) -> dict[str, int]:
        """Count what this product does not carry over, so that it can be said."""
        counts = {
            "custom fields": project.getCustomFields().size(),
            "user-defined fields": project.getUserDefinedFields().size(),
            "activity codes": project.getActivityCodes().size(),
            "views": project.getViews().size(),
            "unreadable parts": project.getIgnoredErrors().size(),
        }
        return {name: int(count) for name, count in counts.items() if count}
