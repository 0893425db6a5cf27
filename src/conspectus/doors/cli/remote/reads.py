"""Commands that change nothing: a token that may only read runs them, and their answers are not kept."""

READS = frozenset(
    """
    action list
    audit list
    audit verify
    comment following
    comment list
    contract list
    contract show
    deliverable list
    deliverable show
    cycle list
    cycle show
    deputy list
    division list
    division shares
    division trend
    document fetch
    document list
    facts list
    facts show
    field list
    field show
    home
    link list
    link preview
    link show
    knowledge compare
    knowledge fetch
    knowledge list
    knowledge show
    money ledger
    money periods
    money show
    money total
    notice list
    objective list
    objective show
    objective unserved
    outbox list
    party list
    party suppliers
    period compare
    period list
    period packs
    person list
    portfolio list
    portfolio milestones
    portfolio roadmap
    portfolio table
    programme list
    programme report
    programme shares
    project compare
    project life
    project list
    project placements
    project revisions
    project shares
    rates convert
    rates list
    requirement list
    recovery list
    recovery show
    role list
    search
    status gaps
    status page
    status show
    stream list
    token list
    tolerance show
    user list
    view list
    """.strip().split("\n    ")
)
