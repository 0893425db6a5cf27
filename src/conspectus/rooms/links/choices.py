"""How two ends of a link hang together, what was said of it, how it stands, and the limits of what it may hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_LAG = 999  # working days, either way


class LinkKind(TextChoices):
    """Which end of the giver's task which end of the taker's waits for."""

    FINISH_START = "fs", _("Finish to start")
    START_START = "ss", _("Start to start")
    FINISH_FINISH = "ff", _("Finish to finish")
    START_FINISH = "sf", _("Start to finish")


FROM_FINISH = frozenset({LinkKind.FINISH_START, LinkKind.FINISH_FINISH})
TO_FINISH = frozenset({LinkKind.FINISH_FINISH, LinkKind.START_FINISH})


class Side(TextChoices):
    """The two who agree on a link."""

    GIVER = "giver", _("Giver")
    TAKER = "taker", _("Taker")


class LinkState(TextChoices):
    """What both sides said of a link."""

    PROPOSED = "proposed", pgettext_lazy("link", "Proposed")
    AGREED = "agreed", pgettext_lazy("link", "Agreed")
    DECLINED = "declined", pgettext_lazy("link", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("link", "Withdrawn")


OPEN = frozenset({LinkState.PROPOSED, LinkState.AGREED})


class Standing(TextChoices):
    """How a link stands by the newest plans of both sides, the worst first."""

    GONE = "gone", _("Task gone")
    BROKEN = "broken", pgettext_lazy("link", "Broken")
    LATE = "late", _("Late")
    UNDATED = "undated", _("Without dates")
    ON_TIME = "on_time", _("On time")
    DONE = "done", _("Handed over")


ALARMING = frozenset({Standing.GONE, Standing.BROKEN, Standing.LATE})


class Step(TextChoices):
    """What happened to a link."""

    PROPOSED = "proposed", pgettext_lazy("link", "Proposed")
    ASKED = "asked", _("Another agreement asked for")
    AGREED = "agreed", pgettext_lazy("link", "Agreed")
    DECLINED = "declined", pgettext_lazy("link", "Declined")
    CHANGED = "changed", _("Owners changed")
    MOVED = "moved", _("Hung on another task")
    WITHDRAWN = "withdrawn", pgettext_lazy("link", "Withdrawn")
    STOOD = "stood", _("Its standing changed")
