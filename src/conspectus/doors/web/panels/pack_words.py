"""The words of a pack's pages on a screen, in the reader's language; its files keep the English they are made with."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import cache

from django.utils.translation import gettext

from conspectus.engine.measure import REASON_WORDS
from conspectus.formats.packs.page import Beside, Block, Cell, Chart, Column, Figures, Form, Grid, Page
from conspectus.kit.manner import manner

from ..manners import number
from ..nouns import NOUNS
from ..words import several, told

LABELS = frozenset(
    """Achieved|Approved budget|Baseline|Better|Budget|Budget of the baseline|By division|By its sums|By manager
By programme|Call|Changed|Code|Computed|Cost|Decision wanted|Decisions wanted|Declared|Declared and computed
Declared better|Declared worse|Dimension|Earlier|Earned|Field|Fields of the organisation|Finish|Forecast|Forecast finish
Forecast, least|Forecast, most|Gap|Gone|Group|Holds|In their words, and by the sums|Later|Manager|Mean gap|Milestone
Milestones open|Money|Money and forecast range|Money in|Moved, days|New|New and gone|No report.|Not assessed
Nothing declared|Of|Open milestones|Optimism|Optimism rate|Overall|Overall status|Pairs|Period|Planned|Planned next
Portfolio on a page|Programme|Programmes|Programmes reported better than their sums|Project|Projects|Quality|Report
Reported better than the data|Reported by|Schedule|Scope|Risk|Benefits|Resources|Slip|Slip, days|Spent|Stale|State
Status and why|Status date|Status of every project|The data say|The report says|The sums say|To stop or to rescue
Total from sums|Trend|Variance|Wanted by the reports|Wants attention first|What|What changed|Where green is not green
Where the project stands|Why|Why, by the figures|Words|Worse|Worse than its sums|Proposed|Approved|Active
On hold|Completed|Cancelled|Merged|Split|Archived|green|amber|red|not assessed
not assessed or declared|Red computed|Red declared|amber/green|amber/red|nothing
nobody|none|new|gone|missed|due|stop|rescue|overall|computed|hidden|projects|submitted|accepted|returned|draft
above 0: reported better|as the budget|by the data|by the report|by the reports|checks passed|computed colour
declared, without data to compare|earned over spent|forecast finish|highest estimate|lowest estimate at completion
made without the right to see it|no estimate has a value|nobody manages it|no currency|of all pairs
of projects with cost in their plan|projects with both|steps; above 0 is better than the data|sum of actual cost
sum of earned value|than the data|working days|worst of those assessed|no plan by the end of the period|no baseline
no backlog by the end of the period
divides by 0|no data|not due|out of reach|not applicable|no rate|too few|no status date|No milestone is due.
No milestone is missed.|No open milestones.|No project holds a budget.|No project is red or amber.
No report is better than the data.|No report wants a decision.|Nothing was reported in words.
No colour, finish, budget, forecast or name of a project is another.
No project of this period may be seen by who made this pack.
Gap: declared rank minus computed rank, where green is 3, amber 2 and red 1.|The worst first.
Gap above 0: reported better than the data.|Computed from the sums of all projects in each and below it.
Totals and their indices come from sums; no rate is assumed between currencies.|Budgets are the approved ones.
No budget is approved; budgets are those of the baselines.
Top risks and opportunities|Issues|Overdue actions|Risk|Left|Response|Owner|Next review|Opportunity|Score|Probability
Top risks|Top opportunities|No risk is open.|No opportunity is open.|Open risks and opportunities|Risks|Opportunities
Risks: before any response → left|Opportunities: before any response → left|Impact 1|Impact 2|Impact 3|Impact 4|Impact 5
open|In the top band|score of 15 or more|Unanswered|top band without response or owner|Expected cost|Expected gain
of what is left of open risks|never set off against risks|another project|Issue|Open, days|To be resolved|Open issues
No issue is open.|Action|Due|Late, days|First due|No action is overdue.|Before any response
Score is probability times impact, each 1 to 5.|Expected money is probability times impact in money.
This period was frozen before registers were kept with it.|Compliance|By method|By project|Method|Satisfied
Not satisfied|Waived|Not assessable|satisfied of those that could be told|clauses of all projects|with an end
facts are missing|Open findings|Overdue|findings|Oldest findings|Clause|Came back|Last day|Reason|No finding is open.
No waiver runs out.|No project follows a method.|Compliance by period, %
This period was frozen before compliance was kept with it.
Interdependencies|Late and broken links|Open links
No link is late or broken.|No link is due.|No link is open.|Gives|Takes|Agreed|Slack, days|Stands|Not agreed|Task gone
Broken|Late|Without dates|On time|Handed over|This period was frozen before links were kept with it.|Recovery plans
Change request|Change requests that wait|Exceptions that wait|Submitted|Submitted by|Waits, days|In
Open exceptions|Nothing is out of its tolerance.|From|By|Kept|Missed|Open|Green by|Exceptions|Plan wanted
On the way back|Promises kept|Promises missed|nothing written yet|options are written|decided on|by the day promised
late, or not yet
A red status or a breach of tolerance asks for a plan; promises count as kept by their first day only.
This period was frozen before recovery plans were kept with it.
Gates and decisions|Decided in the period|Gates ahead|Open conditions|Nothing was decided.|No gate is planned.
No condition is open.|Gate|Review|Rating|Decision|Decided|Evidence|Blocking|Conditions|Condition|Passed|Ahead|Pass
Pass with conditions|Repeat|Stop|in the period|with or without conditions|planned in the next 90 days, or waiting
planned for a day that passed|not confirmed|conditions|Waits for a decision|overdue|Planned|Decision
A gate is a decision between two stages; evidence is counted by what is kept, not by what is ticked.
This period was frozen before gates were kept with it.
Rebaselined|Growth, %|no baseline is approved|not kept""".replace("\n", "|").split("|")
)
SENTENCES = (
    "baseline cost %(share)s",
    "%(words)s (set aside)",
    "%(count)s reported",
    "%(part)s of %(all)s declared better",
    "no status date within %(days)s days",
    "%(caption)s: %(part)s of %(all)s, all under Status of every project",
    "By its own sums %(colour)s.",
    "%(projects)s of %(all)s, in the words of the reports.",
    "%(projects)s of %(all)s and %(programmes)s, in the words of the reports.",
    "Trend: overall as computed in the last %(count)s frozen periods, oldest first.",
    "%(caption)s; the first %(part)s of %(all)s, the workbook holds all",
    "Missed: baseline passed by %(day)s, not done",
    "Due from %(start)s to %(end)s",
    "%(milestones)s missed, %(count)s due in the next %(days)s days.",
    "Milestones due in %(days)s days and missed",
    "No period before %(period)s is frozen, so there is nothing to compare with.",
    "Since %(period)s, version %(version)s.",
    "%(projects)s without change.",
    "What changed since %(period)s",
    "%(part)s of %(all)s budgets are approved; the others are those of the baselines.",
    "%(projects)s without a budget not listed.",
    "The money of %(projects)s is hidden.",
    "of %(count)s with all figures",
    "Budget, %(currency)s",
    "Amounts in %(currency)s",
    "%(share)s against the budget",
    "%(days)s days before the period's end",
    "Report, %(state)s",
    "Earned value by period, all projects in one currency, %(currency)s",
    "Earned value by period, %(currency)s",
    "manager %(name)s",
    "status date %(day)s",
    "approved baseline %(number)s",
    "Expected, %(currency)s",
    "%(count)s without amounts.",
    "The money of %(count)s is hidden.",
    "No rate for %(currencies)s.",
    "%(issues)s open, %(count)s past the day they were to be resolved.",
    "%(part)s of %(actions)s overdue on %(day)s, %(count)s open without an owner.",
    "Expected cost of open risks by period, %(currency)s",
    "With a method: %(projects)s, without: %(count)s.",
    "Clauses that could be told: %(count)s.",
    "Waivers that run out by %(day)s",
    "%(links)s open, %(count)s late or broken, %(asked)s not agreed by both sides.",
    "Due in the next %(days)s days",
    "Gives and takes: %(links)s, %(count)s late or broken",
    "Gives and takes: the first %(shown)s of %(links)s, %(count)s late or broken",
)
_REASONS = frozenset(REASON_WORDS.values())
_SLOT = re.compile(r"%\\\((\w+)\\\)s")  # as re.escape leaves it
SHAPES = ("●", "▲", "◆", "○")
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[“A-Z\d])")
_FIGURE = re.compile(r"(?:[A-Z]{3} )?[+−-]?\d[\d,]*(?:\.\d+)?(?: ?%| [kMGT])?")
_COUNTED = re.compile(rf"([\d,]+) ({'|'.join(NOUNS)})s?(\.?)")
_DAY = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}\b")


def reworded(page: Page) -> Page:
    """Return a page in the reader's language; English ones stay as they were made."""
    if manner().language == "en":
        return page
    blocks = tuple(map(_block, page.blocks))
    return replace(page, title=_words(page.title), lead=_words(page.lead), blocks=blocks)


def _block(block: Block) -> Block:
    if isinstance(block, Beside):
        left, right = (tuple(_block(one) for one in side) for side in (block.left, block.right))
        return replace(block, left=left, right=right)  # type: ignore[arg-type]  # what lies beside is no pair itself
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Chart):
        series = tuple(replace(one, label=_words(one.label)) for one in block.series)
        categories = tuple(map(_words, block.categories))
        return replace(
            block, caption=_words(block.caption), categories=categories, series=series, unit=_words(block.unit)
        )
    if isinstance(block, Figures):
        items = (
            replace(one, label=_words(one.label), text=_words(one.text), note=_words(one.note)) for one in block.items
        )
        return replace(block, items=tuple(items))
    return replace(block, items=tuple(map(_words, block.items)), heading=_words(block.heading))


def _grid(grid: Grid) -> Grid:
    heads = tuple(Column(_words(one.label), one.width, one.figures) for one in grid.columns)
    rows = tuple(tuple(map(_cell, row)) for row in grid.rows)
    return replace(grid, caption=_words(grid.caption), columns=heads, rows=rows, empty=_words(grid.empty))


def _cell(cell: Cell) -> Cell:
    if cell.opens:  # a name
        return cell
    if cell.form is Form.DATE and isinstance(cell.value, datetime):
        return replace(cell, text=told(cell.value.date().isoformat()))
    return replace(cell, text=_words(cell.text), parts=tuple((_words(text), tone) for text, tone in cell.parts))


def _words(text: str) -> str:
    """Return a label, a figure or sentences anew; what is none of ours stays, but for its days."""
    if " · " in text:
        return " · ".join(map(_words, text.split(" · ")))
    return " ".join(_said(one) for one in _SENTENCE_END.split(text)) if text.strip() else text


def _said(text: str) -> str:
    bare = text.strip()
    if bare in LABELS or bare in _REASONS:
        return text.replace(bare, gettext(bare))
    if bare[:1] in SHAPES and (word := bare[1:].strip()):
        return text.replace(word, _said(word))
    if _FIGURE.fullmatch(text):
        return number(text)
    if found := _COUNTED.fullmatch(text):
        return several(int(found[1].replace(",", "")), found[2]) + found[3]
    for message, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return gettext(message) % {name: _words(value) for name, value in found.groupdict().items()}
    return told(_DAY.sub(_iso, text))


def _iso(found: re.Match[str]) -> str:
    return datetime.strptime(found[0], "%d %b %Y").date().isoformat()  # noqa: DTZ007  # a day without a time


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one, re.compile(_SLOT.sub(r"(?P<\1>.+?)", re.escape(one)))) for one in SENTENCES)
