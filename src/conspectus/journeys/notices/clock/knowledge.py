"""Articles whose day of review comes or has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from conspectus.journeys.notices.clock.watch import Watch
from conspectus.journeys.notices.learning import ARTICLE
from conspectus.rooms.knowledge.queries.articles import articles_to_review, review_days_of
from conspectus.rooms.outbox.actions import Due

LATE_DAYS = 30  # until the owner is told again


def _reviews(first: date, last: date) -> Iterator[Due]:
    """Yield articles to who owns them."""
    for row in articles_to_review(first, last):
        if row.review_on is not None and row.owner_id is not None:
            yield Due(row.pk, (ARTICLE, row.key), row.review_on, frozenset({row.owner_id}))


KNOWLEDGE = (
    Watch("article_review", 0, _("To be looked at again from %(day)s"), _reviews, review_days_of),
    Watch("article_late", -LATE_DAYS, _("Was to be looked at again from %(day)s"), _reviews, review_days_of),
)
