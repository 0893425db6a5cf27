"""What tools there are, what states mean, what backlogs are counted in, and what their columns hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OLD_DAYS = 21  # a team plans in rounds of two or three weeks


class Tool(TextChoices):
    """Where a backlog was exported from."""

    JIRA = "jira", "Jira"
    AZURE = "azure", "Azure DevOps"
    GITHUB = "github", "GitHub"
    TABLE = "table", _("Another tool")


class Meaning(TextChoices):
    """What a state of a tool means."""

    NOT_STARTED = "not_started", pgettext_lazy("backlog", "Not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("backlog", "In progress")
    DONE = "done", pgettext_lazy("backlog", "Done, not accepted yet")
    ACCEPTED = "accepted", pgettext_lazy("backlog", "Accepted")
    REMOVED = "removed", pgettext_lazy("backlog", "Removed")


class ItemKind(TextChoices):
    """What a type of a tool is to the backlog."""

    ITEM = "item", pgettext_lazy("backlog", "Counted")
    EPIC = "epic", pgettext_lazy("backlog", "Epic: holds others")
    PART = "part", pgettext_lazy("backlog", "Part of a counted one: left out")


class CountedIn(TextChoices):
    """What a backlog is counted in."""

    ITEMS = "items", pgettext_lazy("backlog", "Items")
    POINTS = "points", pgettext_lazy("backlog", "Points")


COLUMNS = {
    "key": _("Key"),
    "type": _("Type"),
    "title": _("Title"),
    "epic": _("Epic or parent"),
    "sprint": _("Sprint"),
    "points": pgettext_lazy("backlog", "Points"),
    "state": _("State"),
    "outcome": _("Resolution"),
    "created": _("Created on"),
    "started": _("Begun on"),
    "done": _("Done on"),
    "accepted": _("Accepted on"),
    "blocked": pgettext_lazy("backlog", "Blocked"),
}
