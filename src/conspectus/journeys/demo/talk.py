"""What people of the demo say to each other, what they follow, and when they last looked."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from conspectus.journeys.comment import write_comment
from conspectus.journeys.demo.enterprise import ANALYST, DIRECTOR, SPONSOR
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.documents import add_document
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.files.actions import Content, Particulars
from conspectus.rooms.files.choices import DocumentKind
from conspectus.rooms.followup.actions import follow_subject, visit_home
from conspectus.rooms.portfolio.actions.deputies import name_deputy
from conspectus.rooms.portfolio.models import Project

SITE = "https://aldermere.example"
CHARTER = """# Charter

{name} is run for {division} within the programme {programme}.
Sponsor: {sponsor}. Manager: {manager}.
The budget and the dates are those of the approved baseline; changes are asked of the sponsor.
"""
ON_LEAVE = "CO-03"
LAST_LOOKED = timedelta(days=24)  # before the newest reports came in

# Code of the project, who speaks (empty: its manager), days before today, words.
SAID = (
    ("NC-02", ANALYST, 12, "Dates hold, but each month buys less. What does the forecast stand on, {manager}?"),
    ("NC-02", "", 11, "On the contract prices of spring. I will put the new offers in with the next plan."),
    ("NC-02", DIRECTOR, 10, "Please bring both to the board, what is bought and what is not. @Carola Stenmark"),
    ("RN-04", SPONSOR, 9, "The vessel is booked until the end of March. Is the landing before or after that?"),
    ("RN-04", "", 8, "Before, if the permit comes this month. It is the first line of the plan to watch."),
    ("CD-03", ANALYST, 7, "There is no cost in this plan. Please upload it with the budget of the charter."),
    ("CO-03", ANALYST, 5, "The status date is old, {manager}. Nobody can judge this project until a new plan is in."),
    ("CD-06", DIRECTOR, 3, "Who tells the landlord? The notice to give: https://aldermere.example/estates"),
)


def talk(organisation: Organisation, today: date) -> None:
    """Let the office and the sponsor follow things, look at their pages, and talk with the managers."""
    people, codes = organisation.people, {one.code: one for one in organisation.projects}
    then = _at(today, LAST_LOOKED.days)
    for name in (DIRECTOR, ANALYST, SPONSOR):
        follow_subject(subject=subject_of(organisation.portfolio), by=people[name], at=then)
    for user in people.values():
        visit_home(by=user, at=then)
    for code, who, days, words in SAID:
        if code in codes:
            _say(organisation, codes[code], who, words, _at(today, days))


def keep_documents(organisation: Organisation, today: date) -> None:
    """Keep the charters of some projects, and a link where minutes lie; one is to be looked at again."""
    for number, project in enumerate(organisation.projects[::5]):
        by = organisation.people[project.manager.name] if project.manager else organisation.director
        subject, at = subject_of(project), _at(today, 300)
        new = Particulars("Charter", DocumentKind.CHARTER, by.person, today - timedelta(days=5 if not number else -90))
        words = CHARTER.format(
            name=project.name,
            division=project.division,
            programme=project.programme,
            sponsor=project.sponsor,
            manager=project.manager,
        )
        add_document(subject=subject, new=new, content=Content("charter.md", words.encode()), by=by, at=at)
        minutes = Particulars("Minutes of the steering group", DocumentKind.MINUTES, by.person)
        link = Content(link=f"{SITE}/minutes/{project.code.lower()}", note="Kept on the shelf of the office.")
        add_document(subject=subject, new=minutes, content=link, by=by, at=_at(today, 6 + number))


def stand_in(organisation: Organisation, today: date) -> None:
    """Let the director stand in for a manager who is on leave, and whose plan has gone stale meanwhile."""
    for project in organisation.projects:
        if project.code == ON_LEAVE and project.manager is not None:
            days = {"starts_on": today - timedelta(days=6), "last_on": today + timedelta(days=15)}
            by, deputy = organisation.people[project.manager.name], organisation.director.person
            note = "On leave; the site office has the keys."
            name_deputy(person=project.manager, deputy=deputy, **days, note=note, by=by, at=_at(today, 7))


def _say(organisation: Organisation, project: Project, who: str, words: str, at: datetime) -> None:
    manager = project.manager.name if project.manager else ""
    by = organisation.people[who or manager]
    write_comment(subject=subject_of(project), text=words.format(manager=f"@{manager}"), by=by, at=at)


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(9), UTC)
