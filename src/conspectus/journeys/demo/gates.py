"""Gates of the demo's projects: held, passed, repeated, one stopped, with conditions met and overdue; next ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from conspectus.formats.methods.method import Gate, Method
from conspectus.journeys.demo.enterprise import ANALYST, SPONSOR
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.files.actions import Content, Particulars, add_document
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.governance.actions import (
    ChosenEvidence,
    DecidedGate,
    HeldGate,
    NewCondition,
    PlannedGate,
    Reviewing,
    choose_evidence,
    decide_gate,
    hold_gate_review,
    judge_gate_condition,
    meet_gate_condition,
    plan_gate_review,
)
from conspectus.rooms.governance.bridge.readiness import evidence_of
from conspectus.rooms.governance.choices import PASSES, Hurdle
from conspectus.rooms.governance.models import GateCondition, GateReview
from conspectus.rooms.governance.queries import gate_of, readiness_view_of
from conspectus.rooms.governance.queries.chosen import evidence_revision
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.standards.actions import decide_waiver, request_waiver
from conspectus.rooms.standards.bridge.packs import method_of
from conspectus.rooms.standards.queries import adoptions_at, get_version

# Per project in turn: what was decided at its gates, the newest last, and in how many days the next review is planned.
HISTORIES: tuple[tuple[tuple[str, ...], int | None], ...] = (
    (("pass", "pass", "pass_with_conditions"), 24),
    (("pass", "repeat", "pass"), 45),
    (("pass", "pass"), -12),
    (("pass_with_conditions", "pass"), 9),
    (("pass", "stop"), None),
    (("pass", "pass_with_conditions"), 60),
    (("pass",), 18),
    (("repeat", "pass"), None),
)
MOST = 12  # projects
NEWEST, BETWEEN = 34, 62  # days before today, and between two gates
PREPARED = timedelta(days=8)  # before a review
RATINGS = {"pass": 0, "pass_with_conditions": 1, "repeat": 2, "stop": -1}  # place on the scale, best first
FINDINGS = {
    "pass": "The case holds, the plan is sound, and the people for the next stage are named.",
    "pass_with_conditions": "The case holds. One thing is agreed in words only and must be signed.",
    "repeat": "The estimate rests on one offer, and two risks have no owner. It can be put right in weeks.",
    "stop": "What it was to bring is brought by another project since spring.",
}
REASONS = {
    "pass": "Agreed; begin the next stage.",
    "pass_with_conditions": "Agreed, as long as what is open is closed by its day.",
    "repeat": "Not yet. Bring a second offer and owners for the risks.",
    "stop": "Money and people go where they are needed more.",
}
DESPITE = (
    "What is open was looked at; waiting for it would cost more than the stage.",
    "The papers are in writing with the office; they are filed by the end of the month.",
    "The clauses that fail are those of the old plan; the new one is before the board next week.",
)
UNTIDY = 4  # one project in so many comes to its gates with papers missing and clauses not kept
WAIVED = BETWEEN + 20  # days
BEGUN_BEFORE = "The project was begun before the method; what it asks is put right until the next gate."
PUT_RIGHT = "Agreed, and looked at again at the next gate."
CONDITION, SHOWN = "Sign the agreement with who takes the result over", "Signed copy handed to the office."


class Gates:
    """The gates of some projects over the last year and those planned next, held and decided as time goes on."""

    def __init__(self, organisation: Organisation, today: date) -> None:
        rows = [one for one in organisation.projects if one.manager is not None and one.state not in ENDED][:MOST]
        follows = adoptions_at([one.pk for one in rows], today, None)
        lives = []
        for number, project in enumerate(rows):
            if project.pk in follows:
                adoption = follows[project.pk]
                method = method_of(get_version(adoption.version_id))
                lives.append(_live(organisation, project, method, number, (adoption.starts_on, today)))
        self._next = [(next(one, None), one) for one in lives]

    def pass_until(self, day: date) -> None:
        """Live through every gate whose preparation begins by a day."""
        for place, (due, life) in enumerate(self._next):
            while due is not None and due <= day:
                due = next(life, None)
            self._next[place] = (due, life)


def _live(
    organisation: Organisation, project: Project, method: Method, number: int, days: tuple[date, date]
) -> Iterator[date]:
    """Take one project through its gates: a repeat comes again, the rest go on to the next.

    Yields before each gate the day its preparation begins.
    """
    first, today = days
    history, following = HISTORIES[number % len(HISTORIES)]
    gates, last, place = list(method.gates), today, 0
    for turn, decision in enumerate(history):
        if place == len(gates):
            return
        ago = NEWEST + BETWEEN * (len(history) - 1 - turn) + number % 7
        day = max(today - timedelta(days=ago), first + timedelta(days=10 + turn))
        yield day - PREPARED
        gate = gates[place]
        decision = decision if decision in gate.decisions else gate.decisions[0]
        _bring(organisation, project, method, gate, (number, day))
        row = _review(organisation, project, method, gate, day)
        row = _hold(organisation, row, decision, day)
        _decide(organisation, row, decision, (day + timedelta(days=3), today, number))
        place, last = place + (decision != "repeat"), day
    if following is not None and place < len(gates):
        asked = max(last + timedelta(days=5), today - timedelta(days=20))
        yield asked
        if number % 2 == 0:
            _bring(organisation, project, method, gates[place], (number, asked + PREPARED))
        row = _review(organisation, project, method, gates[place], today + timedelta(days=following), asked)
        if number == 2:
            _hold(organisation, row, "pass", today - timedelta(days=2))


def _bring(organisation: Organisation, project: Project, method: Method, gate: Gate, turn: tuple[int, date]) -> None:
    """Keep the papers of a gate and choose them: of some projects one in five is missing, some are links."""
    number, day = turn
    by, at, chosen = _manager(organisation, project), _at(day - PREPARED), []
    for place, (wanted, _asked) in enumerate(evidence_of(method, gate, "")):
        key = wanted.key
        if number % UNTIDY == UNTIDY - 1 and (number + place) % 5 == 4:
            continue
        content = Content(f"{key}.md", f"# {wanted.name}\n\n{project.name}\n\n{wanted.words}\n".encode())
        if (number + place) % 7 == 3:
            content = Content(link=f"https://papers.example/{project.code.lower()}/{key}")
        kind = {"charter": "charter", "business_case": "business_case", "final_case": "business_case"}.get(key, "other")
        new = Particulars(wanted.name, kind, by.person)
        paper = add_document(subject=subject_of(project), new=new, content=content, by=by, at=at)
        chosen.append(ChosenEvidence(key, paper.pk))
    if chosen:
        choose_evidence(project=project, chosen=chosen, revision=evidence_revision(project), by=by, at=at)


def _review(
    organisation: Organisation, project: Project, method: Method, gate: Gate, day: date, asked: date | None = None
) -> GateReview:
    """Ask for a review; its manager asks, the analyst and another manager review."""
    roles = {one.key for one in method.roles}
    reviewers = [Reviewing(organisation.people[ANALYST].person, "reviewer" if "reviewer" in roles else "")]
    others = [one.manager for one in organisation.projects if one.manager not in (None, project.manager)]
    reviewers += [Reviewing(one) for one in others[:1] if one is not None and one != reviewers[0].person]
    new = PlannedGate(day, reviewers, gate.question)
    by, at = _manager(organisation, project), _at(asked or day - timedelta(days=6))
    return plan_gate_review(project=project, gate=gate.key, new=new, by=by, at=at)


def _hold(organisation: Organisation, row: GateReview, decision: str, day: date) -> GateReview:
    method, gate = gate_of(row)
    scale = next((one.ratings for one in method.rating_scales if one.key == gate.scale), ())
    place = min(RATINGS[decision], len(scale) - 1)
    new = HeldGate(day, scale[place].key if scale else "", FINDINGS[decision])
    by = organisation.people[ANALYST]
    row = hold_gate_review(review=row, new=new, revision=row.revision, by=by, at=_at(day))
    if decision == "repeat":
        words = ActionParticulars("Ask for a second offer.", row.project.manager, day + timedelta(days=21))
        open_action(subject=subject_of(row), new=words, by=by, at=_at(day))
    return row


def _decide(organisation: Organisation, row: GateReview, decision: str, turn: tuple[date, date, int]) -> None:
    """Decide as the sponsor; the condition is met and confirmed, or overdue where the number is odd."""
    day, today, number = turn
    sponsor, manager = organisation.people[SPONSOR], _manager(organisation, row.project)
    if decision in PASSES and number % UNTIDY != UNTIDY - 1:
        _waive(organisation, row, day)
    ready = readiness_view_of(row, day)
    conditions: Sequence[NewCondition] = ()
    if decision == "pass_with_conditions":
        conditions = [NewCondition(CONDITION, manager.person, day + timedelta(days=14))]
    despite = "" if ready.ready or decision in ("repeat", "stop") else DESPITE[number % len(DESPITE)]
    new = DecidedGate(decision, REASONS[decision], ready.digest, despite, conditions)
    decide_gate(review=row, new=new, revision=row.revision, by=sponsor, at=_at(day))
    met = day + timedelta(days=12)
    if conditions and number % 2 == 0 and met < today:
        one = GateCondition.objects.get(review=row)
        meet_gate_condition(condition=one, words=SHOWN, revision=one.revision, by=manager, at=_at(met))
        one.refresh_from_db()
        told = {"state": "confirmed", "words": "Seen.", "revision": one.revision}
        judge_gate_condition(condition=one, **told, by=sponsor, at=_at(met + timedelta(days=1)))  # type: ignore[arg-type]  # fields of the deed


def _waive(organisation: Organisation, row: GateReview, day: date) -> None:
    """Waive what the project, begun before its method, does not keep to yet, until the next gate."""
    by, at = _manager(organisation, row.project), _at(day)
    for one in readiness_view_of(row, day).points:
        if one.hurdle == Hurdle.MUST:
            last = day + timedelta(days=WAIVED)
            waiver = request_waiver(
                project=row.project, policy=one.key, reason=BEGUN_BEFORE, starts_on=day, ends_on=last, by=by, at=at
            )
            decide_waiver(waiver=waiver, granted=True, words=PUT_RIGHT, by=organisation.director, at=at)


def _manager(organisation: Organisation, project: Project) -> User:
    return organisation.people[project.manager.name if project.manager else ANALYST]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)
