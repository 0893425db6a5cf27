"""Links that come as sheets."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from conspectus.formats.linklists import LINK_FIELDS, LINK_LIST
from conspectus.journeys.sheet_lines import Place, SheetTaken
from conspectus.journeys.take_links import preview_links, take_links
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.models import Project

from ..forms.sheets import LinkSheetForm
from ..words import several
from .sheets import SheetList, read_plainly, sheet_page


def links_of(place: Place) -> str:
    """Return the address of the links a place has."""
    if isinstance(place, Project):
        return reverse("project-links", args=[place.pk])
    return f"{reverse('links')}?portfolio={place.pk}"


def _way(place: Place) -> list[tuple[str, str]]:
    return [(_("Links"), reverse("links")), (str(place), links_of(place))]


def _words(place: Place) -> dict[str, str]:
    return {
        "title": _("Import links of %(place)s") % {"place": place},
        "lede": _(
            "The sheet you keep becomes proposed links; both owners still agree. Nothing is stored before you have "
            "seen what each row would do; the same sheet again changes nothing and says so."
        ),
        "hint": _(
            "Name giver, giver task, taker and taker task; or own project, task, gives or takes, other project and "
            "other task. Projects go by code or name, tasks by id or exact name, what lies outside by an event. Add "
            "what is handed over, the day, the type and the lag. Headings may be English or German; what you export "
            "here reads back."
        ),
        "into": _("into the links of %(place)s") % {"place": place},
        "none": _("No links in this sheet"),
        "none_words": _("No row stands below the headings. Look at the headings above, or choose another file."),
    }


def _taken(taken: SheetTaken) -> str:
    counts = {"opened": several(len(taken.opened), "link"), "changed": several(len(taken.changed), "link")}
    words = _("%(opened)s proposed.") if not taken.changed else _("%(opened)s proposed, %(changed)s asked anew.")
    return words % counts


LINKS = SheetList(
    kind=SheetKind.LINKS,
    deed="import_links",
    fields=LINK_FIELDS,
    preview=preview_links,
    take=take_links,
    read=read_plainly(SheetKind.LINKS),
    addresses={"project": "import-project-links", "portfolio": "import-links"},
    way=_way,
    words=_words,
    taken=_taken,
    lines="links/import_lines.html",
    form=LinkSheetForm,
    pasted=LINK_LIST,
)
import_project_links = sheet_page(LINKS, "project", "Take a sheet of links of a project.")
import_links = sheet_page(LINKS, "portfolio", "Take a sheet of links of a portfolio.")
