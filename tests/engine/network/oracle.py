"""A slow scheduler of its own: dictionaries, one task at a time, working time walked day by day.

It knows plans without progress in both conventions, and Primavera's progress on
finish-to-start links. Nothing of the engine is used but the plan itself.
"""

from __future__ import annotations

from fractions import Fraction

from conspectus.engine.plan import DAY, NONE, ROUND_THE_CLOCK, Calendar, Constraint, Kind, Link, Plan

Dates = dict[int, int]


class Days:
    """Working time of a calendar, walked shift by shift."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar, self.always = calendar, calendar.week == ROUND_THE_CLOCK and not calendar.exceptions

    def shifts(self, day: int) -> list[tuple[int, int]]:
        """Return a day's shifts in minutes since 1970."""
        chosen = self.calendar.week[(day + 3) % 7]
        for item in self.calendar.exceptions:
            if item.first <= day <= item.last:
                chosen = item.shifts
        return [(day * DAY + begin, day * DAY + end) for begin, end in chosen]

    def on(self, at: int) -> int:
        """Return where work goes on."""
        day = at // DAY
        while True:
            for begin, end in self.shifts(day):
                if at < end:
                    return max(at, begin)
            day += 1

    def back(self, at: int) -> int:
        """Return where work went on before."""
        if self.always:
            return at
        day = at // DAY
        while True:
            for begin, end in reversed(self.shifts(day)):
                if at > begin:
                    return min(at, end)
            day -= 1

    def add(self, at: int, minutes: int) -> int:
        """Return the instant so much work later or earlier."""
        if self.always or minutes == 0:
            return at + minutes
        left, day = Fraction(abs(minutes)), at // DAY
        while True:
            for begin, end in self.shifts(day) if minutes > 0 else reversed(self.shifts(day)):
                begin, end = (max(begin, at), end) if minutes > 0 else (begin, min(end, at))
                if end <= begin:
                    continue
                if left <= end - begin:
                    return int(begin + left if minutes > 0 else end - left)
                left -= end - begin
            day += 1 if minutes > 0 else -1

    def between(self, start: int, finish: int) -> int:
        """Return working minutes between two instants."""
        if finish < start:
            return -self.between(finish, start)
        days = range(start // DAY, finish // DAY + 1)
        return sum(max(0, min(e, finish) - max(b, start)) for day in days for b, e in self.shifts(day))


class Oracle:
    """Early and late dates of a plan, by task row."""

    def __init__(self, plan: Plan, mode: str) -> None:
        self.plan, self.p6 = plan, mode == "primavera"
        self.days = [Days(calendar) for calendar in plan.calendars]
        tasks, self.links = plan.tasks, plan.links
        self.rows = range(len(tasks))
        self.calendar = [int(c) if c >= 0 else plan.calendar for c in tasks.calendar]
        self.begun = [tasks.actual_start[i] != NONE for i in self.rows]
        self.over = [tasks.actual_finish[i] != NONE for i in self.rows]
        self.left = [0 if self.over[i] else int(tasks.remaining_duration[i]) for i in self.rows]
        self.left = [int(tasks.duration[i]) if v == NONE else v for i, v in zip(self.rows, self.left, strict=True)]
        self.point = [tasks.kind[i] in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE) for i in self.rows]
        self.data_date = plan.status_date if plan.status_date != NONE else plan.start
        self.start = max(plan.start, self.data_date) if self.p6 else plan.start
        self.es, self.ef, self.ls, self.lf = {}, {}, {}, {}  # type: Dates, Dates, Dates, Dates
        order = self._order()
        for row in order:
            self._early(row)
        self.end = max(self.ef.values())
        for row in reversed(order):
            self._late(row)

    def _order(self) -> list[int]:
        waits = {
            row: {int(b) for b, a in zip(self.links.before, self.links.after, strict=True) if a == row}
            for row in self.rows
        }
        order: list[int] = []
        while waits:
            ready = [row for row, others in waits.items() if not others & waits.keys()]
            order += ready
            for row in ready:
                del waits[row]
        return order

    def _lag_days(self, before: int, after: int) -> Days:
        choice = self.plan.options.lag_calendar if self.p6 else "successor"
        if choice == "24h":
            return Days(Calendar(week=ROUND_THE_CLOCK))
        row = {"predecessor": self.calendar[before], "successor": self.calendar[after]}.get(choice, self.plan.calendar)
        return self.days[row]

    def _own(self, row: int) -> Days:
        return self.days[self.calendar[row]]

    def _rest_of_lag(self, lag: int, before: int, days: Days) -> int:
        """Return what is left of a finish-start lag at the data date."""
        if not self.over[before]:
            return lag
        gone = max(0, days.between(int(self.plan.tasks.actual_finish[before]), self.data_date))
        return max(0, lag - gone)

    def _allowed(self, link: int) -> tuple[int, int | None]:
        """Return the start a link allows, and the finish it aims at."""
        before, after = int(self.links.before[link]), int(self.links.after[link])
        kind, lag = int(self.links.type[link]), int(self.links.lag[link])
        days, own = self._lag_days(before, after), self._own(after)
        date = self.ef[before] if kind in (Link.FS, Link.FF) else self.es[before]
        if kind == Link.FS and self.p6 and self.over[before]:
            return days.add(date, 0 if self.over[after] else self._rest_of_lag(lag, before, days)), None
        moved = days.add(date, lag)
        if self.p6 and lag < 0:
            moved = max(moved, self.data_date)
        if kind == Link.FS:
            return moved, None
        if kind == Link.SS:
            return (days.on(moved) if self.p6 and lag == 0 else moved), None
        if kind == Link.FF and self.p6:
            return max(own.add(moved, -self.left[after]), self.start), moved if lag <= 0 else None
        begun = days.add(own.add(date, -self.left[after]), lag)
        if self.p6 and lag < 0:
            begun = max(begun, self.data_date)
        if kind == Link.FF:
            return max(begun, self.start), None
        return begun, None if self.p6 else days.add(date, lag)

    def _snap(self, row: int, at: int) -> int:
        own, on = self._own(row), self._own(row).on(at)
        if self.over[row] and self.p6:
            return at
        finish_point = self.plan.tasks.kind[row] == Kind.FINISH_MILESTONE
        sits = finish_point if self.p6 else (self.point[row] or self.plan.tasks.duration[row] == 0)
        return at if sits and own.back(at) == at else on

    def _early(self, row: int) -> None:
        own, tasks = self._own(row), self.plan.tasks
        found = [self._allowed(k) for k in range(len(self.links)) if self.links.after[k] == row]
        date, aim = max(found, key=lambda pair: pair[0]) if found else (self.start, None)
        lead = bool(found) and self._lag_of_best(row, found) < 0
        if self.p6 and (found or self.begun[row]):
            date = max(date, self.data_date) if found else self.data_date
        date = self._snap(row, date)
        if self.p6 and not self.over[row] and tasks.kind[row] == Kind.FINISH_MILESTONE:
            back = own.back(date)
            date = back if back >= self.data_date and back in [start for start, _ in found] else date
        kind, bound = int(tasks.constraint[row]), int(tasks.constraint_at[row])
        if kind == Constraint.START_NO_EARLIER and (date < bound or not found):
            date = self._snap(row, max(bound, self.data_date) if self.p6 else bound)
        if kind == Constraint.MUST_START:
            date, aim = self._snap(row, bound), aim
        if not self.p6 and kind == Constraint.START_NO_LATER:
            date = self._snap(row, bound) if date > bound else date
        if not self.p6 and kind == Constraint.FINISH_NO_LATER:
            date = min(date, own.add(bound, -self.left[row]))
        self.es[row] = date
        self.ef[row] = own.add(date, self.left[row])
        if aim is not None and aim > self.ef[row] and own.back(aim) == self.ef[row]:
            on = aim if lead else own.on(aim)
            self.ef[row] = on if self.p6 or on == aim else self.ef[row]

    def _lag_of_best(self, row: int, found: list[tuple[int, int | None]]) -> int:
        links = [k for k in range(len(self.links)) if self.links.after[k] == row]
        return int(self.links.lag[links[max(range(len(found)), key=lambda place: found[place][0])]])

    def _latest(self, link: int) -> tuple[int, int | None]:
        """Return the finish a link leaves to its predecessor, and the start it asks for."""
        before, after = int(self.links.before[link]), int(self.links.after[link])
        kind, lag = int(self.links.type[link]), int(self.links.lag[link])
        days, own = self._lag_days(before, after), self._own(before)
        if kind == Link.FS:
            if self.p6 and self.over[before]:
                lag = 0 if self.begun[after] and not self.over[after] else self._rest_of_lag(lag, before, days)
            elif self.p6 and self.over[after]:
                lag = 0
            return days.add(self.ls[after], -lag), None
        if kind == Link.FF:
            return days.add(self.lf[after], -lag), None
        if kind == Link.SF:
            return days.add(own.add(self.lf[after], self.left[before]), -lag), None
        if not self.p6:
            return own.add(days.add(own.on(self.ls[after]), -lag), self.left[before]), None
        asked = days.add(self.ls[after], -lag)
        on, back = own.on(asked), own.back(asked)
        begun = asked if lag < 0 else on
        if lag == 0:
            begun = back if asked - back < on - asked else on
        return own.add(on, self.left[before]), begun

    def _opening(self, row: int, date: int) -> int:
        """Return a start milestone's late date: back to work before a successor's start, else as it is."""
        links = [k for k in range(len(self.links)) if self.links.before[k] == row]
        if not links:
            return date
        found, link = min((self._latest(k)[0], place) for place, k in enumerate(links))
        kind, lag, after = (int(column[links[link]]) for column in (self.links.type, self.links.lag, self.links.after))
        plain = kind == Link.FS and not self.begun[after]
        back = date == self.end if found > date else lag == 0
        own = self._own(row)
        return own.back(date) if plain and back and own.on(date) != date else date

    def _late(self, row: int) -> None:
        own, tasks = self._own(row), self.plan.tasks
        found = [self._latest(k) for k in range(len(self.links)) if self.links.before[k] == row]
        date = min([self.end, *(finish for finish, _ in found)])
        kind, bound = int(tasks.constraint[row]), int(tasks.constraint_at[row])
        if kind == Constraint.START_NO_LATER:
            date = min(date, own.add(bound, self.left[row]))
        if kind == Constraint.FINISH_NO_LATER:
            date = min(date, bound)
        if kind == Constraint.MUST_START:
            date = own.add(bound, self.left[row])
        told, opens = date, tasks.kind[row] == Kind.START_MILESTONE
        if self.p6 and opens and not self.over[row]:
            date = self._opening(row, date)
        elif not (self.over[row] if self.p6 else self.point[row] or tasks.duration[row] == 0):
            date = own.back(date)
        self.lf[row], begun = date, own.add(date, -self.left[row])
        if self.p6 and self.left[row] > 0:
            begun = own.on(begun)
        asked = [start for _, start in found if start is not None]
        if self.p6 and not self.over[row] and asked and kind != Constraint.MUST_START:
            begun = min(begun, *asked)
            self.lf[row] = begun if opens and begun in asked and self._plainly(row, begun) else self.lf[row]
            if self.left[row] == 0 and not self.begun[row] and not opens and self._asks(row, told):
                begun = told
        self.ls[row] = begun

    def _plainly(self, row: int, begun: int) -> bool:
        """Tell whether the link that leaves least time is a start link without lag."""
        links = [k for k in range(len(self.links)) if self.links.before[k] == row]
        least = min(self._latest(k)[0] for k in links)
        ruling = [k for k in links if self._latest(k)[0] == least]
        return least < self.end and all(self.links.type[k] == Link.SS and self.links.lag[k] == 0 for k in ruling)

    def _asks(self, row: int, told: int) -> bool:
        """Tell whether a start link alone asks for what a task without work is told."""
        links = [k for k in range(len(self.links)) if self.links.before[k] == row]
        first = [k for k in links if self._latest(k)[0] == told]
        starts = [self.links.type[k] == Link.SS and self.links.lag[k] == 0 for k in first]
        return (
            bool(starts) and all(starts) and told < self.end and min(self._latest(k)[1] or told for k in links) == told
        )
