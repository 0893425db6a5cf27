"""Articles to look at again stand on the home page of who owns them by their titles."""

from __future__ import annotations

from datetime import date

from tests.cast import AT, Cast

from conspectus.journeys.home.look import home
from conspectus.rooms.knowledge.actions import Particulars, Text, create_article, publish_article

LONG_AGO = date(2020, 1, 1)


def test_articles_to_look_at_again_are_named_by_their_titles(cast: Cast) -> None:
    by, mine = cast.bob, Particulars(owner=cast.grace.person, review_on=LONG_AGO)
    row = create_article(kind="guide", key="cables", text=Text("Plan the cables", "Early.\n"), new=mine, by=by, at=AT)
    publish_article(article=row, note="", revision=row.revision, by=by, at=AT)
    create_article(kind="guide", key="ducts", text=Text("Plan the ducts", "Late.\n"), new=mine, by=by, at=AT)
    page = home(cast.grace, since=AT, at=AT)
    words = [task.words for task in page.late if task.what == "article"]
    assert words == ["Look again at the article “Plan the cables”", "Look again at the article “Plan the ducts”"]
