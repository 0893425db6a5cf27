"""Who gets in where: a row for every operation of the API and every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EVERYWHERE = frozenset({"bob", "erin", "frank"})
ALL = frozenset(
    ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "kim", "liam", "mona"]
)
READERS = ALL - {"dave"}
PLANNERS = frozenset({"alice", "bob", "frank", "ivan", "mona"})
BOOKERS = PLANNERS | {"liam"}  # of ledger entries
STEERERS = frozenset({"bob", "frank", "ivan", "mona"})
APPROVERS = frozenset({"bob", "carol", "frank", "mona"})
# A portfolio shows to those who hold a role in anything below it.
OPENERS = frozenset({"bob", "frank", "mona"})
ACCOUNTANTS = OPENERS | {"liam"}
COST_SEEN = READERS - {"grace", "heidi", "kim"}


@dataclass(frozen=True)
class Row:
    """Who gets in where they see the thing; all who see it and are not named meet 403, all others 404."""

    may: frozenset[str] = ALL
    sees: frozenset[str] = ALL
    body: Any = None
    files: bool = False
    slow: bool = False  # a pack is made; two people stand for all


SCOPED = Row(READERS, READERS)
COSTED = Row(READERS - {"grace", "heidi", "kim"}, READERS)  # a file with costs in it
PACKED = Row(COSTED.may, COSTED.may)  # a kept pack that shows cost is missing for who may not see it
ADMINISTRATORS = frozenset({"frank"})
KEEPERS = frozenset({"bob", "frank"})  # of the people on record
ACCOUNT_SEEN = frozenset({"erin", "frank", "grace"})  # the account is grace's
OWN = Row(frozenset({"alice"}), frozenset({"alice"}))  # hers alone: nobody's role opens it
API: dict[str, Row] = {
    "GET /me": Row(),
    "GET /divisions": Row(),
    "POST /divisions": Row(ADMINISTRATORS, body={"name": ""}),
    "PATCH /divisions/{division_id}": Row(ADMINISTRATORS, body={"name": ""}),
    "GET /people": Row(EVERYWHERE),
    "POST /people": Row(KEEPERS, body={"name": ""}),
    "PATCH /people/{person_id}": Row(ADMINISTRATORS, body={"name": ""}),
    "GET /users": Row(),
    "POST /users": Row(ADMINISTRATORS, body={"name": "", "email": ""}),
    "POST /users/{user_id}/role": Row(ADMINISTRATORS, ACCOUNT_SEEN, body={"role": "no such"}),
    "POST /users/{user_id}/link": Row(ADMINISTRATORS, ACCOUNT_SEEN, body={}),
    "POST /users/{user_id}/close": Row(ADMINISTRATORS, ACCOUNT_SEEN, body={}),
    "POST /users/{user_id}/reopen": Row(ADMINISTRATORS, ACCOUNT_SEEN, body={}),
    "GET /projects/{project_id}/people": SCOPED,
    "POST /projects/{project_id}/people": Row(STEERERS, READERS, body={"person": "person_id", "role": "no such"}),
    "DELETE /projects/{project_id}/people/{role_id}": Row(STEERERS, READERS, body={}),
    "GET /roles/{scope}/{scope_id}": Row(OPENERS, READERS),
    "POST /roles": Row(
        OPENERS,
        READERS,
        body={"person": "person_id", "role": "x", "scope_kind": "portfolio", "scope": "portfolio_id"},
    ),
    "DELETE /roles/{grant_id}": Row(STEERERS, STEERERS, body={}),
    "GET /tokens": Row(),
    "POST /tokens": Row(body={"name": ""}),
    "DELETE /tokens/{token_id}": Row(frozenset({"alice", "frank"}), frozenset({"alice", "frank"})),
    "GET /audit/verify": Row(frozenset({"erin", "frank"})),
    "GET /portfolios": Row(),
    "POST /portfolios": Row(frozenset({"bob", "frank"}), body={"name": "", "currency": "EUR"}),
    "GET /portfolios/{portfolio_id}": SCOPED,
    "PATCH /portfolios/{portfolio_id}": Row(OPENERS, READERS, body={"name": ""}),
    "GET /portfolios/{portfolio_id}/calendar": SCOPED,
    "PUT /portfolios/{portfolio_id}/calendar": Row(OPENERS, READERS, body={"kind": "moon"}),
    "GET /parties": Row(),
    "GET /suppliers": Row(),
    "POST /parties": Row(ACCOUNTANTS, READERS, body={"portfolio": "portfolio_id", "name": "", "kinds": []}),
    "GET /parties/{party_id}": SCOPED,
    "PUT /parties/{party_id}": Row(ACCOUNTANTS, READERS, body={"name": "", "kinds": []}),
    "GET /contracts": Row(),
    "POST /contracts": Row(ACCOUNTANTS, READERS, body={"supplier": "party_id", "title": "", "value_minor": 1}),
    "GET /contracts/{contract_id}": SCOPED,
    "PUT /contracts/{contract_id}": Row(
        ACCOUNTANTS, READERS, body={"supplier": "party_id", "title": "", "value_minor": 1}
    ),
    "POST /contracts/{contract_id}/variations": Row(
        ACCOUNTANTS, READERS, body={"value_minor": 0, "reason": "", "agreed_on": "2024-01-01"}
    ),
    "POST /contracts/{contract_id}/claims": Row(
        ACCOUNTANTS, READERS, body={"amount_minor": 0, "words": "", "raised_on": "2024-01-01"}
    ),
    "POST /claims/{claim_id}/decision": Row(
        ACCOUNTANTS, COST_SEEN, body={"state": "no such", "decision": "", "decided_on": "2024-01-01"}
    ),
    "GET /portfolios/{portfolio_id}/rates": SCOPED,
    "POST /portfolios/{portfolio_id}/rates": Row(ACCOUNTANTS, READERS, body={"rates": []}),
    "GET /portfolios/{portfolio_id}/rates/in-force": SCOPED,
    "GET /portfolios/{portfolio_id}/periods": SCOPED,
    "POST /portfolios/{portfolio_id}/periods": Row(
        OPENERS, READERS, body={"starting": "2024-02-01", "through": "2024-01-01"}
    ),
    "POST /portfolios/{portfolio_id}/periods/listed": Row(
        OPENERS, READERS, body={"name": "", "starts_on": "2024-02-01", "ends_on": "2024-01-01"}
    ),
    "POST /portfolios/{portfolio_id}/master-list/preview": Row(OPENERS, READERS, files=True),
    "POST /portfolios/{portfolio_id}/master-list": Row(OPENERS, READERS, files=True),
    "GET /portfolios/{portfolio_id}/list-mappings": SCOPED,
    "POST /portfolios/{portfolio_id}/list-mappings": Row(OPENERS, READERS, body={"name": "", "columns": {"A": "code"}}),
    "DELETE /list-mappings/{mapping_id}": Row(OPENERS, READERS, body={}),
    "GET /projects/{project_id}/aliases": SCOPED,
    "POST /projects/{project_id}/aliases": Row(PLANNERS, READERS, body={"name": ""}),
    "DELETE /aliases/{alias_id}": Row(PLANNERS, READERS, body={}),
    "GET /periods/{period_id}": SCOPED,
    "POST /periods/{period_id}/state": Row(OPENERS, READERS, body={"state": "frozen"}),
    "GET /periods/{period_id}/status": SCOPED,
    "GET /periods/{period_id}/gaps": SCOPED,
    "GET /periods/{period_id}/changes": SCOPED,
    "GET /periods/{period_id}/packs": SCOPED,
    "POST /periods/{period_id}/packs": Row(READERS, READERS, body={}),
    "GET /packs/{pack_id}": PACKED,
    "GET /portfolios/{portfolio_id}/pack-template": SCOPED,
    "PUT /portfolios/{portfolio_id}/pack-template": Row(
        OPENERS, READERS, body={"accent": "none", "second": "none", "pages": []}
    ),
    "GET /projects/{project_id}/reports/{period_id}": SCOPED,
    "PUT /projects/{project_id}/reports/{period_id}": Row(PLANNERS, READERS, body={"declared": [], "scale": "none"}),
    "POST /projects/{project_id}/reports/{period_id}/state": Row(PLANNERS, READERS, body={"state": "submitted"}),
    "GET /tolerances/{scope}/{scope_id}": SCOPED,
    "POST /tolerances/{scope}/{scope_id}": Row(OPENERS, READERS, body={"reason": ""}),
    "GET /projects/{project_id}/overrides": SCOPED,
    "POST /projects/{project_id}/overrides": Row(
        STEERERS,
        READERS,
        body={"dimension": "x", "colour": "red", "computed": "red", "reason": "", "ends_on": "2024-01-01"},
    ),
    "DELETE /projects/{project_id}/overrides/{override_id}": Row(STEERERS, READERS, body={}),
    "GET /fields": Row(),
    "POST /fields": Row(KEEPERS, body={"subject_kind": "x", "key": "x", "label": "x", "kind": "x"}),
    "GET /fields/{field_id}": Row(),
    "PATCH /fields/{field_id}": Row(KEEPERS, body={"label": ""}),
    "POST /fields/{field_id}/retirement": Row(KEEPERS, body={}),
    "GET /field-values/{subject_kind}/{subject_id}": SCOPED,
    "PATCH /field-values/{subject_kind}/{subject_id}": Row(PLANNERS, READERS, body={"values": {"nothing": 1}}),
    "GET /portfolios/{portfolio_id}/objectives": SCOPED,
    "POST /portfolios/{portfolio_id}/objectives": Row(OPENERS, READERS, body={"name": ""}),
    "GET /portfolios/{portfolio_id}/objectives/unserved": SCOPED,
    "GET /objectives/{objective_id}": SCOPED,
    "PATCH /objectives/{objective_id}": Row(OPENERS, READERS, body={"name": ""}),
    "POST /objectives/{objective_id}/retirement": Row(OPENERS, READERS, body={}),
    "GET /projects/{project_id}/contributions": SCOPED,
    "PUT /projects/{project_id}/contributions": Row(PLANNERS, READERS, body={"contributions": []}),
    "GET /projects/{project_id}/money": COSTED,
    "GET /projects/{project_id}/entries": COSTED,
    "POST /projects/{project_id}/entries": Row(
        BOOKERS, READERS, body={"entries": [{"kind": "x", "on": "2024-01-01", "amount_minor": 1}]}
    ),
    "POST /projects/{project_id}/entries/{entry_id}/correction": Row(BOOKERS, READERS, body={"reason": ""}),
    "POST /projects/{project_id}/entries/import/preview": Row(BOOKERS, READERS, files=True),
    "POST /projects/{project_id}/entries/import": Row(BOOKERS, READERS, files=True),
    "GET /money": Row(),
    "POST /money/import/preview": Row(files=True),
    "POST /money/import": Row(files=True),
    "GET /projects/{project_id}/budgets": COSTED,
    "POST /projects/{project_id}/budgets": Row(APPROVERS, READERS, body={"lines": [], "reason": ""}),
    "GET /projects/{project_id}/forecasts": COSTED,
    "POST /projects/{project_id}/forecasts": Row(
        PLANNERS, READERS, body={"made_on": "2024-01-01", "reason": "", "months": []}
    ),
    "GET /projects/{project_id}/placements": SCOPED,
    "GET /divisions/{division_id}/trend": Row(),
    "GET /projects/{project_id}/shares": SCOPED,
    "PUT /projects/{project_id}/shares": Row(STEERERS, READERS, body={"kind": "programme", "parts": []}),
    "GET /programmes/{programme_id}/shares": SCOPED,
    "GET /divisions/{division_id}/shares": Row(),
    "GET /programmes": Row(),
    "GET /programmes/{programme_id}": SCOPED,
    "PATCH /programmes/{programme_id}": Row(STEERERS, READERS, body={"name": ""}),
    "POST /programmes": Row(OPENERS, READERS, body={"name": "", "portfolio": "portfolio_id"}),
    "GET /projects": Row(),
    "GET /roadmap": Row(),
    "GET /milestones": Row(),
    "GET /milestones/file": Row(),
    "GET /status": Row(),
    "GET /status/totals": Row(),
    "GET /status/file": Row(),
    "POST /projects": Row(OPENERS, READERS, body={"code": "", "name": "", "portfolio": "portfolio_id"}),
    "GET /projects/{project_id}": SCOPED,
    "PATCH /projects/{project_id}": Row(PLANNERS, READERS, body={"summary": "\0"}),
    "POST /projects/{project_id}/state": Row(STEERERS, READERS, body={"state": "nowhere"}),
    "GET /projects/{project_id}/plan": SCOPED,
    "GET /projects/{project_id}/gantt": SCOPED,
    "GET /projects/{project_id}/revisions": SCOPED,
    "GET /projects/{project_id}/revisions/{number}": SCOPED,
    "GET /projects/{project_id}/revisions/{number}/mspdi": COSTED,
    "GET /projects/{project_id}/revisions/{old}/compare/{new}": SCOPED,
    "POST /projects/{project_id}/import/preview": Row(PLANNERS, READERS, files=True),
    "POST /projects/{project_id}/import": Row(PLANNERS, READERS, files=True),
    "GET /projects/{project_id}/baseline": SCOPED,
    "POST /projects/{project_id}/baseline": Row(APPROVERS, READERS, body={"revision": 1, "reason": ""}),
    "GET /projects/{project_id}/quality": SCOPED,
    "GET /projects/{project_id}/earned-value": SCOPED,
    "GET /projects/{project_id}/earned-value/work": SCOPED,
    "GET /projects/{project_id}/status": SCOPED,
    "POST /review": Row(files=True),
    "POST /review/pack": Row(files=True, slow=True),
    "GET /runs": Row(),
    "GET /runs/{run_id}": OWN,
    "DELETE /runs/{run_id}": OWN,
    "GET /runs/{review_id}/review": OWN,
    "GET /runs/{review_id}/pack": Row(OWN.may, OWN.sees, slow=True),
    "GET /portfolios/{portfolio_id}/review": SCOPED,
    "GET /portfolios/{portfolio_id}/review/pack": Row(READERS, READERS, slow=True),
}
ANYBODY = {"health", "sign-in", "sign-in-link", "sign-out", "milestone-feed"}
PAGES: dict[str, Row] = {
    "home": Row(),
    "board-pack": Row(slow=True),
    "portfolio-table": Row(),
    "roadmap": Row(),
    "milestones": Row(),
    "milestone-file": Row(),
    "programme": SCOPED,
    "portfolios": Row(),
    "change-portfolio": Row(OPENERS, READERS),
    "new-programme": Row(OPENERS, READERS),
    "change-programme": Row(STEERERS, READERS),
    "periods": SCOPED,
    "rates": SCOPED,
    "parties": Row(),
    "suppliers": Row(),
    "new-party": Row(ACCOUNTANTS, READERS),
    "party": SCOPED,
    "change-party": Row(ACCOUNTANTS, READERS),
    "new-contract": Row(ACCOUNTANTS, READERS),
    "contract": SCOPED,
    "change-contract": Row(ACCOUNTANTS, READERS),
    "vary-contract": Row(ACCOUNTANTS, READERS),
    "claim-contract": Row(ACCOUNTANTS, READERS),
    "decide-claim": Row(ACCOUNTANTS, COST_SEEN),
    "calendar": Row(OPENERS, READERS),
    "period": SCOPED,
    "period-changes": SCOPED,
    "period-pack": SCOPED,
    "pack-file": PACKED,
    "pack-template": Row(OPENERS, READERS),
    "open-period": Row(OPENERS, READERS, body={}),
    "freeze-period": Row(OPENERS, READERS, body={}),
    "reopen-period": Row(OPENERS, READERS),
    "return-report": Row(STEERERS, READERS),
    "move-report": Row(PLANNERS, READERS, body={}),
    "end-override": Row(STEERERS, READERS, body={}),
    "status": SCOPED,
    "tolerances": SCOPED,
    "set-aside": SCOPED,
    "fields": Row(KEEPERS),
    "change-field": Row(KEEPERS),
    "retire-field": Row(KEEPERS, body={}),
    "field-values": SCOPED,
    "objectives": Row(),
    "new-objective": Row(OPENERS, READERS),
    "objective": SCOPED,
    "change-objective": Row(OPENERS, READERS),
    "retire-objective": Row(OPENERS, READERS, body={}),
    "contributions": Row(PLANNERS, READERS),
    "shares": Row(STEERERS, READERS),
    "division": Row(),
    "divisions": Row(),
    "change-division": Row(ADMINISTRATORS),
    "persons": Row(KEEPERS),
    "change-person": Row(ADMINISTRATORS),
    "accounts": Row(ADMINISTRATORS),
    "account": Row(ADMINISTRATORS),
    "account-link": Row(ADMINISTRATORS, body={}),
    "close-account": Row(ADMINISTRATORS, body={}),
    "reopen-account": Row(ADMINISTRATORS, body={}),
    "roles": Row(OPENERS, READERS),
    "end-role": Row(STEERERS, STEERERS, body={}),
    "new-project": Row(STEERERS),
    "master-list": Row(OPENERS),
    "list-preview": Row(),  # a list is its sender's alone: to all others it is not kept
    "remove-mapping": Row(OPENERS, READERS, body={}),
    "names": SCOPED,
    "remove-name": Row(PLANNERS, READERS, body={}),
    "particulars": SCOPED,
    "project": SCOPED,
    "tasks": SCOPED,
    "quality": SCOPED,
    "earned-value": SCOPED,
    "all-money": Row(),
    "import-all": Row(),
    "import-ledger": Row(BOOKERS, READERS),
    "money": COSTED,
    "ledger": COSTED,
    "correct-entry": Row(BOOKERS, READERS),
    "budgets": COSTED,
    "forecasts": COSTED,
    "revisions": SCOPED,
    "plan-file": COSTED,
    "compare": SCOPED,
    "baselines": SCOPED,
    "people": SCOPED,
    "take-role": Row(STEERERS, READERS, body={}),
    "end-grant": Row(frozenset({"bob", "frank", "ivan", "mona"}), frozenset({"bob", "frank", "ivan", "mona"}), body={}),
    "upload-to": Row(PLANNERS, READERS),
    "upload": Row(),
    "plan-template": Row(),
    "preview": OWN,
    "review": Row(),
    "reviewed": OWN,
    "review-pack": OWN,
    "run": OWN,
    "run-progress": OWN,
    "cancel-run": Row(OWN.may, OWN.sees, body={}),
    "run-again": Row(OWN.may, OWN.sees, body={}),
    "profile": Row(),
    "tokens": Row(),
    "revoke-token": Row(frozenset({"alice", "frank"}), frozenset({"alice", "frank"}), body={}),
    "audit": Row(frozenset({"erin", "frank"})),
    "gallery": Row(),
}
