"""A review told as the pages of a board pack."""

from __future__ import annotations

from conspectus.engine.plan import NONE
from conspectus.formats.packs.page import Pack
from conspectus.formats.packs.words import told
from conspectus.review.dates import clock, status_day
from conspectus.review.pages.appendix import appendix
from conspectus.review.pages.confidence import confidence
from conspectus.review.pages.names import told_apart
from conspectus.review.pages.overview import overview
from conspectus.review.pages.project import project_page
from conspectus.review.pages.tables import milestones, money, status_grid
from conspectus.review.result import Review, StatusDate


def compose(review: Review, title: str = "Portfolio review") -> Pack:
    """Return the board pack of a review; its clock is the status date, so that its bytes repeat."""
    review = told_apart(review)
    latest = _latest(review)
    when = f"Status {told(status_day(latest))}" if status_day(latest) else "No status date"
    if latest.origin == "file" and len({p.status_date.instant for p in review.projects}) > 1:
        when = f"Status dates as in the files, the latest {told(status_day(latest))}"
    pages = (
        overview(review),
        status_grid(review),
        milestones(review),
        money(review),
        *confidence(review),
        *(project_page(review, project) for project in review.projects),
        *appendix(review),
    )
    return Pack(title, when, clock(latest), pages)


def _latest(review: Review) -> StatusDate:
    if review.status_date.instant != NONE:
        return review.status_date
    dates = [project.status_date for project in review.projects]
    return max(dates, key=lambda date: date.instant, default=StatusDate())
