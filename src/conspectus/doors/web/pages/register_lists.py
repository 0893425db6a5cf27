"""Registers that come as sheets or pasted rows: looked at with their mapping, then taken exactly as they were shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conspectus.formats.registers import REGISTER_FIELDS
from conspectus.journeys.register_list.said import RegisterSaid
from conspectus.journeys.registers import pasted
from conspectus.journeys.sheet_lines import SheetTaken
from conspectus.journeys.take_register import preview_register, take_register
from conspectus.kit.errors import Invalid
from conspectus.rooms.portfolio.choices import SheetKind
from conspectus.rooms.portfolio.rules import require
from conspectus.rooms.risks.choices import EntryKind

from ..answers import done, page, show
from ..asking import asker, at, posted, query
from ..forms.registers import PasteForm
from ..forms.sheets import RegisterSheetForm
from ..words import several
from .registers import IMPORT, Place, place_named, place_trail, register_of
from .sheets import SheetList, sheet_page


def _door(kind: str, show_it: Callable[[HttpRequest, str, str], HttpResponse], words: str) -> Any:
    """Return the view of one kind of place."""

    def view(request: HttpRequest, /, **told: str) -> HttpResponse:
        return show_it(request, kind, told[f"{kind}_id"])

    view.__doc__ = words
    return require_http_methods(["GET", "HEAD", "POST"])(page(view))


def _paste(request: HttpRequest, kind: str, place_id: str) -> HttpResponse:
    """Look at the rows first, then store them, all of them or none."""
    by, on = asker(request), at(request)
    place = place_named(request, kind, place_id)
    require(by, "import_register_entries", place, on.date())
    form = PasteForm(posted(request), initial={"kind": query(request).get("kind", EntryKind.THREAT)})
    told: dict[str, Any] = {"form": form, "place": place, "trail": place_trail(place), "back": register_of(place)}
    if request.method == "POST" and form.is_valid():
        try:
            file = pasted(form.cleaned_data["rows"], form.cleaned_data["kind"], place)
            found = preview_register(file=file, by=by, at=on)
            told |= {"found": found}
            if found.asks:
                form.add_error("rows", f"{found.asks[0].words} {found.asks[0].remedy}")
            elif request.POST.get("store") == "yes" and not found.counts["refused"]:
                done(request, _told(take_register(file=file, shown=found.digest, by=by, at=on)))
                return redirect(register_of(place))
        except Invalid as refusal:
            form.take(refusal)
    return show(request, "registers/paste.html", told, status=form.status)


def _told(taken: SheetTaken) -> str:
    counts = {"opened": several(len(taken.opened), "entry"), "changed": several(len(taken.changed), "entry")}
    words = _("%(opened)s entered.") if not taken.changed else _("%(opened)s entered, %(changed)s changed.")
    return words % counts


def _words(place: Place) -> dict[str, str]:
    return {
        "title": _("Import a register of %(place)s") % {"place": place},
        "lede": _(
            "The sheet you keep becomes the register. Nothing is stored before you have seen what each row would do; "
            "the same sheet again changes nothing and says so."
        ),
        "hint": _(
            "Headings may stand in any row, over merged cells too, in English, German, French and more; several "
            "tables may follow each other. Probability may be a step from 1 to 5, a word such as high or hoch, or "
            "60 %; amounts 1.2m or TEUR; days as text."
        ),
        "into": _("into the register of %(place)s") % {"place": place},
        "none": _("No entries in this sheet"),
        "none_words": _(
            "No row below the headings says what may happen. Look at the headings above, or choose another file."
        ),
    }


REGISTERS = SheetList(
    kind=SheetKind.REGISTER,
    deed="import_register_entries",
    fields=REGISTER_FIELDS,
    preview=preview_register,
    take=take_register,
    read=RegisterSaid.file,
    addresses=IMPORT,
    way=place_trail,
    words=_words,
    taken=_told,
    lines="registers/lines.html",
    form=RegisterSheetForm,
    carried=("kind", "mapping"),
    amounts=True,
)
paste_project_entries = _door("project", _paste, "Enter many entries of a project at once.")
paste_programme_entries = _door("programme", _paste, "Enter many entries of a programme at once.")
paste_portfolio_entries = _door("portfolio", _paste, "Enter many entries of a portfolio at once.")
import_project_entries = sheet_page(REGISTERS, "project", "Take a sheet into the register of a project.")
import_programme_entries = sheet_page(REGISTERS, "programme", "Take a sheet into the register of a programme.")
import_portfolio_entries = sheet_page(REGISTERS, "portfolio", "Take a sheet into the register of a portfolio.")
