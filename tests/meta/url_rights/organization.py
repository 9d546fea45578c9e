"""Who gets what from the addresses of the floor of the organization."""

from __future__ import annotations

from meta.url_rights.answers import ANONYMOUS, BUDGETS, NOT_FOUND, POST_ONLY, SIGNED_IN, TO_SIGN_IN, Answers

from sozialraum.foundation.privacy.actors import Role

RIGHTS: dict[str, Answers] = {
    # organization
    "organization:direct_access": NOT_FOUND,
    "organization:index": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.PARENT: 404, Role.YOUNG_PERSON: 404, Role.TRUSTED_PERSON: 404,
        Role.OMBUDSPERSON: 404, Role.DATA_PROTECTION_OFFICER: 404, Role.ADMINISTRATOR: 404,
    },
    "organization:team": NOT_FOUND,
    "organization:provider": NOT_FOUND,
    "organization:offer": NOT_FOUND,
    "organization:edit_offer": NOT_FOUND,
    "organization:confirm_offer": POST_ONLY,
    "organization:budget": BUDGETS,
    "organization:budget_figures": NOT_FOUND,
    "organization:budget_envelope": BUDGETS,
    "organization:budget_area": NOT_FOUND,
    "organization:scenarios": BUDGETS,
    "organization:keep_scenario": POST_ONLY,
    "organization:set_budget_draft": POST_ONLY,
    "organization:new_budget_year": {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.PLANNER: 200},
    # no year is open in this test
    "organization:budget_rules": NOT_FOUND,
    "organization:add_budget_rule": POST_ONLY,
    "organization:edit_budget_rule": NOT_FOUND,
    "organization:count_budget_rule": POST_ONLY,
    "organization:rest_budget_rule": POST_ONLY,
    "organization:remove_budget_rule": POST_ONLY,
    "organization:budget_lines": NOT_FOUND,
    "organization:new_budget_line": NOT_FOUND,
    "organization:budget_line": NOT_FOUND,
    "organization:budget_actuals": NOT_FOUND,
    "organization:undo_ledger_import": POST_ONLY,
    "organization:ledger_columns": POST_ONLY,
    "organization:budget_forecast": NOT_FOUND,
    "organization:take_claims_forecast": POST_ONLY,
    "organization:set_budget_raises": POST_ONLY,
    "organization:accept_claims_history": POST_ONLY,
    "organization:undo_claims_history": POST_ONLY,
}  # fmt: skip
