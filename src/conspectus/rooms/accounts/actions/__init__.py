"""Everything that can be done to accounts, and the audit log every deed ends with."""

from conspectus.rooms.accounts.actions.audit import Line, audited
from conspectus.rooms.accounts.actions.divisions import (
    change_division,
    change_person,
    create_division,
    create_person,
    effective_day,
)
from conspectus.rooms.accounts.actions.revisions import lock_row
from conspectus.rooms.accounts.actions.sign_in import (
    authenticate_token,
    issue_sign_in_link,
    sign_in,
    use_sign_in_link,
)
from conspectus.rooms.accounts.actions.tokens import IssuedToken, issue_token, revoke_token
from conspectus.rooms.accounts.actions.users import (
    change_organisation_role,
    change_own_password,
    change_user_settings,
    create_first_administrator,
    create_user,
    deactivate_user,
    local_operator,
    reactivate_user,
    set_password,
)

__all__ = [
    "IssuedToken",
    "Line",
    "audited",
    "authenticate_token",
    "change_division",
    "change_organisation_role",
    "change_own_password",
    "change_person",
    "change_user_settings",
    "create_division",
    "create_first_administrator",
    "create_person",
    "create_user",
    "deactivate_user",
    "effective_day",
    "issue_sign_in_link",
    "issue_token",
    "local_operator",
    "lock_row",
    "reactivate_user",
    "revoke_token",
    "set_password",
    "sign_in",
    "use_sign_in_link",
]
