"""The component library: what each page is put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from .components import component

Colour = Literal["green", "amber", "red", "not_assessed"]
Severity = Literal["refused", "error", "warning", "note"]
_EXAMPLE_INPUTS = (("Earned value", "412,000 EUR"), ("Actual cost", "455,200 EUR"))


@component(
    "status",
    {"colour": "green", "words": "Finish 2 days early, SPI(t) 1.02"},
    {"colour": "amber", "words": "Finish slips 7 % of the planned duration"},
    {"colour": "red", "words": "SPI(t) 0.81: 4 weeks of work behind"},
    {"colour": "not_assessed", "words": "there is no baseline"},
    {"colour": "red", "label": "Schedule", "compact": True},
    {"colour": "amber", "mark": True},
)
class Status:
    """A status as colour, word and shape at once; ``words`` say why; a ``mark`` is the shape beside one in words."""

    colour: Colour
    label: str = ""
    words: str = ""
    compact: bool = False
    mark: bool = False


@component(
    "figure",
    {
        "label": "CPI",
        "value": "0.91",
        "definition": "Earned value divided by actual cost. Above 1 is good.",
        "inputs": _EXAMPLE_INPUTS,
        "as_of": "31 Oct 2026",
        "source": "Revision 7, baseline 2",
        "tone": "amber",
    },
    {
        "label": "SPI(t)",
        "value": "",
        "reason": "there is no baseline",
        "definition": "Earned schedule divided by actual time.",
    },
)
class Figure:
    """A key figure that opens its definition, inputs, date and source; without a value it says why."""

    label: str
    value: str
    unit: str = ""
    reason: str = ""
    definition: str = ""
    inputs: Sequence[tuple[str, str]] = ()
    as_of: str = ""
    source: str = ""
    tone: Literal["", "green", "amber", "red"] = ""


@component("panel", {"title": "Schedule quality", "note": "11 of 14 points pass"}, slot=True)
class Panel:
    """A titled part of a page; the title rules it off, no box."""

    title: str
    note: str = ""
    ident: str = ""
    href: str = ""
    href_words: str = ""


@component(
    "finding",
    {
        "severity": "refused",
        "words": "These tasks wait for each other: Design → Build → Design.",
        "place": "task 12",
        "remedy": "Take one of the links away and save the plan again.",
        "code": "LINK_CYCLE",
    },
    {
        "severity": "warning",
        "words": "3 tasks finish before the status date but are not done.",
        "place": "tasks 4, 9, 31",
        "tasks": (("Drive piles", "#"), ("Pour the slab", "#")),
        "more": 1,
    },
    {"severity": "note", "words": "2 text columns of the file were not taken over."},
)
class FindingLine:
    """One finding: how bad, what, where, and what to do; ``tasks`` are names with links to their rows."""

    severity: Severity
    words: str
    place: str = ""
    remedy: str = ""
    code: str = ""
    file: str = ""
    tasks: Sequence[tuple[str, str]] = ()
    more: int = 0


@component(
    "empty",
    {
        "title": "No projects yet",
        "words": "A project holds plans. Upload a plan to make the first.",
        "href": "/upload",
        "action": "Upload plans",
    },
)
class Empty:
    """An empty place that teaches: what belongs here, and the button that starts it."""

    title: str
    words: str
    href: str = ""
    action: str = ""


@component(
    "notice",
    {"kind": "done", "words": "Revision 7 was stored. The finish moved 12 working days."},
    {"kind": "refused", "words": "Nothing was changed.", "remedy": "Mend the file and try again."},
    {"kind": "note", "words": "This is the demo portfolio."},
)
class Notice:
    """What just happened, or what one should know before going on."""

    kind: Literal["done", "refused", "note"]
    words: str
    remedy: str = ""


@component(
    "clash",
    {
        "words": "Anna Weber changed this at 10:42 UTC. Look at the new values, then decide.",
        "rows": (("Name", "Quay wall north", "North quay wall"), ("Project manager", "Bo Lind", "Alice Moreau")),
        "href": "#clash",
    },
)
class Clash:
    """Somebody changed the same thing first: both values, to keep one's own or to take theirs."""

    words: str
    rows: Sequence[tuple[str, str, str]] = ()
    href: str = ""


@component(
    "verdict",
    {"colour": "amber", "turn": "better", "schedule": "amber", "schedule_words": "SPI(t) 0.93", "cost": "green"},
    {"colour": "not_assessed", "schedule": "not_assessed", "cost": "not_assessed"},
)
class Verdict:
    """An overall status that opens why: schedule and cost in words; ``turn`` says better or worse than before."""

    colour: Colour
    schedule: Colour
    cost: Colour
    schedule_words: str = ""
    cost_words: str = ""
    turn: Literal["", "better", "worse"] = ""


@component("declared", {"colour": "green", "label": "Green", "gap": 2.0, "period": "October 2026"})
class Declared:
    """A status as its project declares it, with the gap in steps to what is computed."""

    colour: Colour
    label: str
    gap: float = 0.0
    period: str = ""


@component("reason", {"words": "there is no baseline"})
class ReasonWhy:
    """A dash in place of a figure, and why there is none."""

    words: str


@component("asof", {"day": "31 Oct 2026", "age": 12}, {"day": "31 Aug 2026", "age": 73, "stale": True})
class AsOf:
    """The day figures are of; what is stale looks stale."""

    day: str
    age: int | None = None
    stale: bool = False


@component(
    "strip",
    {
        "items": (
            ("Aug 2026", "green", "Green"),
            ("Sep 2026", "amber", "Green"),
            ("Oct 2026", "red", "Amber"),
        )
    },
)
class Strip:
    """Status over periods, oldest first: period, computed colour, and what was declared; a gap shows as a bar."""

    items: Sequence[tuple[str, str, str]]
    label: str = ""


@component(
    "milestone",
    {"state": "on_time"},
    {"state": "late"},
    {"state": "missed"},
    {"state": "done"},
    {"state": "late", "mark": True},
)
class MilestoneMark:
    """How a milestone stands, as shape and word; a ``mark`` is the shape, its word for those who do not see it."""

    state: Literal["done", "missed", "due", "late", "on_time"]
    mark: bool = False


@component("linkstate", *({"standing": one} for one in ("gone", "broken", "late", "undated", "on_time", "done")))
class LinkState:
    """How a link between projects stands as shape, colour and word."""

    standing: Literal["gone", "broken", "late", "undated", "on_time", "done"]


@component(
    "lifeline",
    {
        "items": (
            ("stage", "Shape", "passed", "", ""),
            ("gate", "Go", "passed", "Passed 31 Oct 2026", "#"),
            ("stage", "Build", "here", "", ""),
            ("gate", "Ready", "next", "Planned for 30 Nov 2026", "#"),
            ("stage", "Use", "ahead", "", ""),
            ("gate", "Worth it", "stopped", "Stopped 1 Dec 2026", "#"),
        )
    },
)
class Lifeline:
    """Stages and gates in their order: what it is, its name, how it stands, when, and where it leads."""

    items: Sequence[tuple[str, str, str, str, str]]
    label: str = ""
    language: str = ""  # of the names


@component("meter", {"share": 0.42, "label": "42 % complete"}, {"share": 1.0, "label": "100 % complete"})
class Meter:
    """A share of a whole as a thin bar with its words."""

    share: float
    label: str


@component("delta", {"days": 12.0}, {"days": -3.0}, {"days": 0.0}, {"days": None, "reason": "there is no baseline"})
class Delta:
    """A move of a date in working days: later, earlier, or none."""

    days: float | None
    reason: str = ""


@component("regrown", {"times": 2, "percent": 13.0}, {"times": 1, "percent": None}, {"times": 0})
class Regrown:
    """How often a baseline was approved anew and how far its cost grew, beside a slip or a forecast against it."""

    times: int
    percent: float | None = None


@component(
    "crumbs",
    {"trail": (("Portfolio", "/"), ("Harbour programme", "/programmes/2")), "here": "Quay wall"},
)
class Crumbs:
    """Where this page lies: links upward, then its own name."""

    here: str
    trail: Sequence[tuple[str, str]] = ()


@component(
    "tabs",
    {"items": (("Overview", "#overview"), ("Tasks", "#tasks"), ("Revisions", "#revisions")), "current": "Overview"},
)
class Tabs:
    """The pages of one project side by side."""

    items: Sequence[tuple[str, str]]
    current: str = ""
    label: str = ""


@component("pager", {"first": 301, "last": 600, "total": 1240, "before": "?from=1", "after": "?from=601"})
class Pager:
    """Which rows of how many are shown, with ways to those before and after."""

    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""
    noun: str = ""


@component(
    "button",
    {"label": "Store this revision"},
    {"label": "Revoke", "kind": "danger"},
    {"label": "Look again", "kind": "quiet"},
    {"label": "Upload plans", "href": "/upload"},
)
class Button:
    """One deed: a button in a form, or a link that looks like one."""

    label: str
    kind: Literal["main", "quiet", "danger"] = "main"
    href: str = ""
    name: str = ""
    value: str = ""


@component("field", {"field": None})
class Field:
    """A labelled form field with its help and its error; what was typed stays."""

    field: Any


@component("sorthead", {"label": "Finish", "href": "?sort=finish", "order": "ascending", "number": True})
class SortHead:
    """A column heading that sorts."""

    label: str
    href: str = ""
    order: Literal["", "ascending", "descending"] = ""
    number: bool = False
    hint: str = ""
    optional: bool = False


@component("figures", slot=True)
class Figures:
    """A row of key figures in one line of columns."""

    label: str = ""


@component("dl", {"rows": (("Manager", "Alice Moreau"), ("Status date", "31 Oct 2026"))})
class Pairs:
    """Names and values in two columns."""

    rows: Sequence[tuple[str, Any]]


@component("meanings", {"rows": (("Slip", "Working days from the baseline's finish to the forecast finish."),)})
class Meanings:
    """What the columns of a table mean, opened where one asks; nothing is only in a tool tip."""

    rows: Sequence[tuple[str, str]]
    title: str = ""


@component(
    "lead",
    {
        "title": "Widest gap",
        "name": "NC-02 Cold store hub",
        "href": "#gap",
        "colour": "green",
        "words": "Reported green, computed red for Oct 2026",
        "definition": "Declared rank minus computed rank.",
    },
    {
        "title": "Largest overrun",
        "reason": "No forecast you may see exceeds its budget.",
        "definition": "EAC minus BAC.",
    },
)
class Lead:
    """One of the things to look at first: the project, why, and the way to where it is seen; or why there is none."""

    title: str
    definition: str
    name: str = ""
    href: str = ""
    colour: Colour = "not_assessed"
    words: str = ""
    reason: str = ""
