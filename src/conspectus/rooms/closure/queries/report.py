"""The closure report: what a confirmed closure says, as DOCX and PDF; without money, as all of the project read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from conspectus.formats.articles.document import to_document
from conspectus.formats.articles.paper import to_paper
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.closure.choices import Forecast, Point, PointState, Way
from conspectus.rooms.closure.models import Closure, ForecastScore
from conspectus.rooms.closure.queries.points import PointView
from conspectus.rooms.closure.queries.truth import sums

MOST_NAMED = 50  # of the open items of a point


@dataclass(frozen=True, slots=True)
class Report:
    """The report's title and the bytes of both its papers."""

    title: str
    document: bytes
    paper: bytes


@written_for(PLAIN)  # what is kept has one language
def closure_report(
    row: Closure, points: Sequence[PointView], scores: Sequence[ForecastScore], words: str, by: str, at: datetime
) -> Report:
    """Return the report on a closure that is being confirmed, the same bytes for the same closure."""
    title = _("Closure report: %(project)s") % {"project": row.project}
    parts = [*_head(row, words, by, at), *_points(points), *_handed(row), *_benefits(row), *_scores(scores)]
    text, under = "\n".join(parts), _("Closure %(number)s") % {"number": row.number}
    return Report(title, to_document(title, text, clock=at), to_paper(title, text, subtitle=under, clock=at))


def _head(row: Closure, words: str, by: str, at: datetime) -> Iterator[str]:
    begun = {"day": row.begun_at.date().isoformat(), "who": row.begun_by.name}
    yield _("Begun on %(day)s by %(who)s.") % begun + "\n"
    yield _marked(row.words) + "\n"
    yield "## " + _("Decision") + "\n"
    yield _("Confirmed on %(day)s by %(who)s:") % {"day": at.date().isoformat(), "who": by}
    yield _marked(words) + "\n"


def _points(points: Sequence[PointView]) -> Iterator[str]:
    yield "## " + _("Points") + "\n"
    yield from _table((_("Point"), _("State")), [(one.label, one.state_words) for one in points])
    for one in points:
        if one.state == PointState.DONE:
            continue
        yield f"### {one.label}\n"
        if one.left is not None:
            told = {"who": one.left.by, "reason": _marked(one.left.reason)}
            yield _("Left open by %(who)s: %(reason)s") % told + "\n"
        if one.point not in (Point.CONTRACTS, Point.PEOPLE):  # not everybody's to read
            yield from (f"- {_marked(item.name)} ({item.stands})" for item in one.open[:MOST_NAMED])
            yield ""


def _handed(row: Closure) -> Iterator[str]:
    rows = row.handings.filter(subject_kind__in=("registerentry", "action")).select_related("person", "project")
    cells = [
        (one.name, str(Way(one.way).label), str(one.project or one.person or "–"), one.words)
        for one in rows.select_related("person", "project")
    ]
    if cells:
        yield "## " + _("Handed over and closed") + "\n"
        yield from _table((_("What"), _("How"), _("To"), _("Words")), cells)


def _benefits(row: Closure) -> Iterator[str]:
    cells = [
        (one.words, one.owner.name, one.answer.words)
        for one in row.benefits.select_related("owner", "answer").filter(answer__accepted=True)
    ]
    if cells:
        yield "## " + _("Benefits accepted") + "\n"
        yield from _table((_("Benefit"), _("Owner"), _("In their words")), cells)


def _scores(scores: Sequence[ForecastScore]) -> Iterator[str]:
    cells = [
        (one.source_words, str(one.total.count), _number(one.total.bias.value), _number(one.total.absolute.value))
        for one in sums(scores, with_cost=False)
        if one.forecast == Forecast.FINISH
    ]
    if cells:
        yield "## " + _("Forecasts of the finish against what came true") + "\n"
        yield from _table((_("Source"), _("Forecasts"), _("Mean error, days"), _("Mean size, days")), cells)


def _table(heads: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for one in cells:
        yield "| " + " | ".join(_marked(cell).replace("|", "\\|").replace("\n", " ") for cell in one) + " |"
    yield ""


def _marked(text: str) -> str:
    """Return a text as Markdown shows it as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#+-!" else sign for sign in text)


def _number(number: float | None) -> str:
    return "–" if number is None else f"{number:+.1f}"


def report_name(row: Closure, on: date, ending: str = "docx") -> str:
    """Return the name of the report's file."""
    code = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in row.project.code)
    return f"closure-{code}-{row.number}-{on.isoformat()}.{ending}"
