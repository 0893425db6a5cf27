"""What readiness for a gate rests on, in sentences."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from conspectus.kit.manner import written_day
from conspectus.rooms.facts.choices import FACTS
from conspectus.rooms.governance.choices import Shows
from conspectus.rooms.governance.queries import EvidenceView

register = template.Library()
_SENTENCES = {
    Shows.ACCEPTED: gettext_noop("“%(source)s” is an accepted deliverable."),
    Shows.DOCUMENT: gettext_noop("“%(source)s”, version of %(day)s, owned by %(owner)s."),
    Shows.DECLARED: gettext_noop(
        "“%(source)s” is only an address, owned by %(owner)s: nobody here can look behind it."
    ),
    Shows.UNOWNED: gettext_noop("“%(source)s” has no owner. Name who answers for it."),
    Shows.UNACCEPTED: gettext_noop("The deliverable “%(source)s” is not accepted yet."),
    Shows.WAIVED: gettext_noop("Waived, or tailored off."),
    Shows.NOT_ASKED: gettext_noop("Not asked of this tier."),
    Shows.PROPOSED: gettext_noop("“%(source)s” is called so. Choose it as evidence, then it counts."),
    Shows.MISSING: gettext_noop(
        "Attach a document and name its owner, or have a deliverable accepted, and choose it as evidence."
    ),
}


@register.filter
def evidence_words(one: EvidenceView) -> str:
    """Return by what a piece of evidence counts, or what to do about it."""
    if one.shows == Shows.RECORDS:
        fact = FACTS.get(one.source)
        told = {"count": one.count, "what": _(str(fact.label)) if fact else one.source}
        return ngettext("%(what)s: %(count)s is kept here.", "%(what)s: %(count)s are kept here.", one.count) % told
    given = {"source": one.source, "owner": one.owner, "day": written_day(one.on) if one.on else ""}
    return _(_SENTENCES[one.shows]) % given


@register.filter
def marked(one: EvidenceView) -> str:
    """Return the colour a piece of evidence is marked by."""
    if one.shows == Shows.DECLARED:
        return "amber"
    if one.present:
        return "green"
    return "red" if one.asked else "not_assessed"


@register.filter
def shade(colour: str) -> str:
    """Return the mark of a rating; the steps between count as amber."""
    return {"amber_green": "amber", "amber_red": "amber", "none": "not_assessed", "": "not_assessed"}.get(
        colour, colour
    )


@register.filter
def of_review(languages: dict[int, str], review: int) -> str:
    """Return in which language the method of a gate review is written."""
    return languages.get(review, "")
