"""Facts about what a project asks to change, what it waits for from others, and what it learns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from conspectus.rooms.facts.choices.kinds import Area, Fact, FactKind

NUMBER, DATES = FactKind.NUMBER, FactKind.DATES

CHANGES = Area(
    "changes",
    _("Change requests"),
    _("Change requests that were submitted, as they stood at the end of the day."),
    (
        Fact(
            "changes_submitted",
            NUMBER,
            _("Change requests"),
            _("How many were submitted and not withdrawn."),
            "changes",
        ),
        Fact(
            "changes_undecided",
            DATES,
            _("Changes undecided"),
            _("The day each of them was submitted that nobody has decided."),
        ),
        Fact(
            "changes_unimplemented",
            DATES,
            _("Changes not yet implemented"),
            _("The day each approved change was decided that is not implemented."),
        ),
        Fact(
            "changes_percent",
            NUMBER,
            _("Net cost of changes"),
            _("What pending and approved changes cost together, over the first approved baseline, else the plan."),
            "%",
            cost=True,
        ),
    ),
)
LINKS = Area(
    "links",
    _("Links between projects"),
    _("What the project gives to others and takes from them; standing is by the newest plans."),
    (
        Fact(
            "links_open",
            NUMBER,
            _("Open links"),
            _("How many links are proposed or agreed and not handed over."),
            "links",
        ),
        Fact(
            "links_unagreed",
            DATES,
            _("Links not agreed"),
            _("The day each open link was proposed that waits for a side."),
        ),
        Fact(
            "links_alarming",
            NUMBER,
            _("Links late or broken"),
            _("How many open links are late, broken or lost."),
            "links",
        ),
        Fact(
            "links_without_owner",
            NUMBER,
            _("Links without an owner"),
            _("How many open links have nobody on the project's own side."),
            "links",
        ),
        Fact("links_due", DATES, _("Links due"), _("The day agreed or asked for of each open link.")),
    ),
)
LESSONS = Area(
    "lessons",
    _("Lessons"),
    _("Lessons the project entered, and those it was offered."),
    (
        Fact("lessons_entered", NUMBER, _("Lessons entered"), _("How many it entered and nobody withdrew."), "lessons"),
        Fact("lesson_newest_on", FactKind.DATE, _("Newest lesson"), _("The day it entered the newest of them.")),
        Fact(
            "lessons_offered", NUMBER, _("Lessons offered"), _("How many lessons of others it was offered."), "lessons"
        ),
        Fact("lessons_applied", NUMBER, _("Lessons applied"), _("How many of those it applies."), "lessons"),
        Fact(
            "lessons_unanswered",
            DATES,
            _("Lessons unanswered"),
            _("The day each lesson was offered that it neither applies nor puts aside."),
        ),
    ),
)
