"""The methods that ship with Conspectus brought into the house; an organisation's own versions stay what they are."""

from __future__ import annotations

from datetime import datetime

from conspectus.formats.methods.text import read_text
from conspectus.rooms.accounts.models import User
from conspectus.rooms.standards.actions.methods import import_method, number_order, publish_method
from conspectus.rooms.standards.bridge.packs import shipped_packs
from conspectus.rooms.standards.choices import NEWS
from conspectus.rooms.standards.models import Draft, Version


def load_shipped_methods(*, by: User, at: datetime) -> list[Version]:
    """Publish the packs that ship and are new or newer, and return their versions; nothing twice.

    A method whose next version is being written, or that has come further here, is left as it is.
    """
    known: dict[str, list[str]] = {}
    for key, number in Version.objects.values_list("method__key", "number"):
        known.setdefault(key, []).append(number)
    writing = set(Draft.objects.values_list("method__key", flat=True))
    made = []
    for data in shipped_packs():
        told = read_text(data).value
        key, number = told["key"], told["version"]
        if key in writing or any(number_order(one) >= number_order(number) for one in known.get(key, ())):
            continue
        draft = import_method(data=data, by=by, at=at)
        made.append(publish_method(draft=draft, words=NEWS[key, number], revision=draft.revision, by=by, at=at))
    return made
