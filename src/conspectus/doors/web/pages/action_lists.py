"""Actions that come as sheets or pasted rows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from conspectus.formats.actionlists import ACTION_FIELDS, ACTION_LIST
from conspectus.journeys.sheet_lines import Place, SheetTaken
from conspectus.journeys.take_actions import preview_actions, take_actions
from conspectus.rooms.portfolio.choices import SheetKind

from ..forms.sheets import ActionSheetForm
from ..words import several
from .sheets import SheetList, read_plainly, sheet_page


def actions_of(place: Place) -> str:
    """Return the address of the open actions of a place."""
    return f"{reverse('actions')}?{type(place).__name__.lower()}={place.pk}"


def _way(place: Place) -> list[tuple[str, str]]:
    return [(_("Actions"), reverse("actions")), (str(place), actions_of(place))]


def _words(place: Place) -> dict[str, str]:
    return {
        "title": _("Import actions of %(place)s") % {"place": place},
        "lede": _(
            "The action list you keep becomes actions here. Nothing is stored before you have seen what each row "
            "would do; the same sheet again changes nothing and says so."
        ),
        "hint": _(
            "Name what is to be done, and beside it owner (name or e-mail), due, state, done on, answer, project and "
            "what it is about: a risk, an issue, a gate, a milestone by name or number. Headings and states may be "
            "English, German, French, Spanish or Italian, days text; several tables may follow each other. What you "
            "export here reads back."
        ),
        "into": _("into the actions of %(place)s") % {"place": place},
        "none": _("No actions in this sheet"),
        "none_words": _("No row stands below the headings. Look at the headings above, or choose another file."),
    }


def _taken(taken: SheetTaken) -> str:
    counts = {"opened": several(len(taken.opened), "action"), "changed": several(len(taken.changed), "action")}
    words = _("%(opened)s taken.") if not taken.changed else _("%(opened)s taken, %(changed)s changed.")
    return words % counts


ACTIONS = SheetList(
    kind=SheetKind.ACTIONS,
    deed="import_actions",
    fields=ACTION_FIELDS,
    preview=preview_actions,
    take=take_actions,
    read=read_plainly(SheetKind.ACTIONS),
    addresses={
        "project": "import-project-actions",
        "programme": "import-programme-actions",
        "portfolio": "import-actions",
    },
    way=_way,
    words=_words,
    taken=_taken,
    lines="actions/import_lines.html",
    form=ActionSheetForm,
    pasted=ACTION_LIST,
)
import_project_actions = sheet_page(ACTIONS, "project", "Take a sheet of actions of a project.")
import_programme_actions = sheet_page(ACTIONS, "programme", "Take a sheet of actions of a programme.")
import_actions = sheet_page(ACTIONS, "portfolio", "Take a sheet of actions of a portfolio.")
